"""What the tests of a room do as things are: how long each takes, and which lines it runs."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest

from tests.mutants.making import SOURCE

FAILING = "failing.txt"
"""The file, in the folder for temporary files, that names the test that failed."""
_ALL = ""
"""Stands for all tests, where lines are noted by the test that runs them."""


@dataclass
class Baseline:
    """What the tests of a room do without any mutant."""

    files: Sequence[str] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    """Of processor time, by test."""
    reaching: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    """The tests that run a line of a file, once all is loaded."""
    at_load: set[tuple[str, int]] = field(default_factory=set)
    """The lines that run while a file is loaded."""

    def list_reaching(self, file: str, lines: Iterable[int] | None = None) -> set[str]:
        """Return the tests that run some lines of a file, or any."""
        if lines is None:
            lines = (line for name, line in self.reaching if name == file)
        return set().union(*(self.reaching.get((file, line), ()) for line in lines))


class Stop:
    """Ends the process as soon as a test fails: nobody reads why, and to tell it takes long."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.excinfo and not isinstance(call.excinfo.value, pytest.skip.Exception):
            Path(tempfile.gettempdir(), FAILING).write_text(item.nodeid, "utf-8")
            os._exit(1)


class Watch(Stop):
    """Notes how long each test takes, and which lines it runs."""

    def __init__(self, files: Sequence[str]) -> None:
        self.baseline = Baseline(files)
        self.context = _ALL
        self.coverage = coverage.Coverage(
            data_file=None, config_file=False, include=[str(SOURCE / file) for file in files]
        )
        self.coverage.start()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._switch(item.nodeid)
        began = time.process_time()
        result = yield
        self.baseline.seconds[item.nodeid] = time.process_time() - began
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        """Take what makes a thing that several tests share as run by all, not by the first."""
        before = self.context
        if fixturedef.scope != "function":
            self._switch(_ALL)
        result = yield
        self._switch(before)
        return result

    def _switch(self, context: str) -> None:
        self.context = context
        self.coverage.switch_context(context)

    def read(self) -> Baseline:
        self.coverage.stop()
        data = self.coverage.get_data()
        for file in data.measured_files():
            for line, tests in data.contexts_by_lineno(file).items():
                name = Path(file).relative_to(SOURCE).as_posix()
                every = _ALL in tests
                self.baseline.reaching[name, line] = set(self.baseline.seconds if every else tests)
        return self.baseline


def list_lines_run_at_load(files: Sequence[str]) -> set[tuple[str, int]]:
    """Load files in a new process, and return which of their lines run."""
    names = [".".join((SOURCE.name, *Path(file).with_suffix("").parts)) for file in files]
    code = f"import {','.join(names)}"
    with tempfile.TemporaryDirectory() as folder:
        kept = str(Path(folder, "loaded"))
        options = ("--rcfile=", f"--data-file={kept}", f"--include={SOURCE}/*")
        script = Path(folder, "load.py")
        script.write_text(code, "utf-8")
        command = [sys.executable, "-m", "coverage", "run", *options, str(script)]
        subprocess.run(command, check=True)
        loaded = coverage.CoverageData(kept)
        loaded.read()
        return {(file, line) for file in files for line in loaded.lines(str(SOURCE / file)) or ()}
