"""Runs the tests of rooms against their mutants, each in a fork of a process that has all loaded.

Nothing is imported or collected anew, so that most mutants take some hundredths of a second. A
change within a function is tried by the tests that reach its statement, one elsewhere by all of the
room: the quickest of those that run anything in its file first.
"""

import ast
import gc
import os
import pickle
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from pathlib import Path

import hypothesis
import pytest

from tests.mutants.making import SOURCE, Mutant
from tests.mutants.measuring import FAILING, Baseline, Stop, Watch, list_lines_run_at_load
from tests.mutants.rooms import Room
from tests.mutants.swapping import CannotSwapError, swap_in

hypothesis.settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=10,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    suppress_health_check=list(hypothesis.HealthCheck),
)
_PROFILE = "--hypothesis-profile=mutants"
_ARGUMENTS = (
    *("-o", "addopts=", "-m", "not soak", "--doctest-modules", "--import-mode=importlib"),
    *("--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"),
    *("-p", "no:terminal", _PROFILE, "-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
_MEMORY = 4 * 2**30
_LOADING = 5.0
"""Seconds of processor time that loading a mutant may take."""
_OWN_FAULT = 70
"""The exit code if what fails is neither a test nor the mutant."""
_IN_MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112
"""Where tests write: what a change does shows without waiting for a disk."""
_NEAREST = 40
"""Tests whose files are run before all others if that takes a new process."""


class Outcome(Enum):
    """What became of a mutant."""

    CAUGHT = "caught"
    TIMED_OUT = "timed out"
    """A test ran many times as long as it should: caught, since someone would have noticed."""
    SURVIVED = "survived"
    NOT_REACHED = "no test reaches it"

    @property
    def is_caught(self) -> bool:
        return self in (Outcome.CAUGHT, Outcome.TIMED_OUT)


class CannotTellError(Exception):
    """Tests of a room fail without any mutant, so nothing can be told of one."""


def run_tests(
    room: Room,
    mutants: Sequence[Mutant],
    tell: Callable[[Mutant, Outcome], None],
    shares: int = 1,
) -> None:
    """Run a room's tests against mutants, and tell what became of each, by some processes at once.

    Raises CannotTellError if the tests fail as things are.
    """
    runner = _Runner(room, mutants, tell, shares)
    sources = (str(SOURCE / file) for file in room.files)
    without = ("-k", f"not ({room.without})") if room.without else ()
    pytest.main([*_ARGUMENTS, *without, *room.tests, *sources], plugins=[runner])
    if not runner.done:
        which = runner.failing or "before any is run"
        raise CannotTellError(f"the tests of {room.name} fail as things are: {which}")


@dataclass
class _Runner:
    room: Room
    mutants: Sequence[Mutant]
    tell: Callable[[Mutant, Outcome], None]
    shares: int
    done: bool = False
    failing: str = ""
    """The test that fails without any mutant."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        with tempfile.TemporaryDirectory(prefix="mutants-", dir=_IN_MEMORY) as folder:
            baseline = _measure(session.items, self.room, Path(folder))
            if baseline is None or not _is_swapping_harmless(session.items, baseline, Path(folder)):
                self.failing = _name_failing(Path(folder))
                return True
            gc.freeze()  # what all share is not looked through, and so not copied, in each fork
            running: dict[int, tuple[Mutant, Path]] = {}
            for number, mutant in enumerate(self.mutants):
                if len(running) == self.shares:
                    self._wait(running, baseline)
                items = _choose(session.items, baseline, mutant)
                if not items:
                    self.tell(mutant, Outcome.NOT_REACHED)
                    continue
                home = Path(folder, str(number))
                pid = _fork(partial(_try_mutant, mutant, items, home, baseline))
                running[pid] = mutant, home
            while running:
                self._wait(running, baseline)
        self.done = True
        return True

    def _wait(self, running: dict[int, tuple[Mutant, Path]], baseline: Baseline) -> None:
        pid, status = os.wait()
        mutant, home = running.pop(pid)
        shutil.rmtree(home, ignore_errors=True)
        self.tell(mutant, _judge(os.waitstatus_to_exitcode(status), mutant, baseline))


def _name_failing(folder: Path) -> str:
    found = sorted(folder.glob(f"*/{FAILING}"))
    return found[-1].read_text("utf-8") if found else ""


def _judge(code: int, mutant: Mutant, baseline: Baseline) -> Outcome:
    if code == _OWN_FAULT:
        raise CannotTellError(f"running the tests failed, not a test: {mutant.key}")
    if code in (-signal.SIGPROF, -signal.SIGALRM):
        return Outcome.TIMED_OUT
    if code:
        return Outcome.CAUGHT
    reached = _reach(baseline, mutant) or not _find_around(mutant, ast.FunctionDef)
    return Outcome.SURVIVED if reached else Outcome.NOT_REACHED


def _fork(work: Callable[[], None]) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = _OWN_FAULT
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _try_mutant(
    mutant: Mutant, items: Sequence[pytest.Item], home: Path, baseline: Baseline
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.setitimer(signal.ITIMER_PROF, _LOADING)
    try:
        swap_in(mutant)
    except CannotSwapError:
        os._exit(_run_anew(mutant, home, items))
    except Exception:  # it cannot even be loaded
        os._exit(1)
    try:
        _run_items(items, home, _Limit(baseline))
    except KeyboardInterrupt:  # of a test, and the mutant let it through
        os._exit(1)


def _run_anew(mutant: Mutant, home: Path, items: Sequence[pytest.Item]) -> int:
    """Run tests in a new process, on a copy of the program that has the change.

    Those of the files that are nearest to it first and, if they pass, all of a room.
    """
    signal.setitimer(signal.ITIMER_PROF, 0)
    package = home / SOURCE.name
    shutil.copytree(SOURCE, package)
    (package / mutant.file).write_text(mutant.code, "utf-8")
    config = items[0].config
    all_tests = config.option.file_or_dir
    options = [each for each in config.invocation_params.args if each not in (_PROFILE, *all_tests)]
    nearest = dict.fromkeys(str(item.path) for item in items[:_NEAREST])
    return _run_until_failure(home, package, [*options, *nearest]) or _run_until_failure(
        home, package, [*options, *all_tests]
    )


def _run_until_failure(home: Path, package: Path, arguments: Iterable[object]) -> int:
    """Return how tests of a copy of the program end, in a process of their own."""
    words = [str(each).replace(str(SOURCE), str(package)) for each in arguments]
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", f"--basetemp={home / 'tests'}", *words],
        env=os.environ | {"PYTHONPATH": str(home)},
        capture_output=True,
        check=False,
    )
    if b"while loading conftest" in found.stderr:
        return 1
    code = found.returncode
    return code if code in (0, 1, 2) else _OWN_FAULT  # 2: a test could not even be loaded


def _run_items(items: Sequence[pytest.Item], home: Path, watch: object) -> None:
    """Run tests in silence, in a folder of their own; the first that fails ends the process."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    home.mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = str(home)
    config = items[0].config
    config._tmp_path_factory._basetemp = home  # type: ignore[attr-defined]
    config.pluginmanager.register(watch)
    for item, following in zip(items, [*items[1:], None], strict=True):
        config.hook.pytest_runtest_protocol(item=item, nextitem=following)


@dataclass(eq=False)  # pytest looks plugins up by their hash
class _Limit(Stop):
    """Ends the process if a test takes many times what it should; the first may load things."""

    baseline: Baseline
    spare: float = 3.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        seconds = self.spare + 5 * self.baseline.seconds[item.nodeid]
        signal.setitimer(signal.ITIMER_PROF, seconds)  # of processor time: the machine may be busy
        signal.alarm(60 + 20 * int(seconds))
        self.spare = 1.0


def _measure(items: Sequence[pytest.Item], room: Room, folder: Path) -> Baseline | None:
    """Run the tests once as things are; None if one fails."""
    kept = folder / "baseline"

    def run() -> None:
        watch = Watch(room.files)
        _run_items(items, folder / "home", watch)
        kept.write_bytes(pickle.dumps(watch.read()))

    _, status = os.waitpid(_fork(run), 0)
    if status:
        return None
    baseline: Baseline = pickle.loads(kept.read_bytes())  # noqa: S301 - just written
    baseline.at_load = list_lines_run_at_load(room.files)
    return baseline


def _is_swapping_harmless(items: Sequence[pytest.Item], baseline: Baseline, folder: Path) -> bool:
    """Check that the tests pass if every file of a room is swapped for itself."""

    def run() -> None:
        for file in baseline.files:
            swap_in(Mutant(file, 1, "", "", (SOURCE / file).read_text("utf-8")))
        _run_items(items, folder / "unchanged", _Limit(baseline))

    return os.waitpid(_fork(run), 0)[1] == 0


def _choose(
    items: Iterable[pytest.Item], baseline: Baseline, mutant: Mutant
) -> Sequence[pytest.Item]:
    """Return the tests that could catch a mutant, those that are nearest to it first.

    What a function does is seen only by who runs it; what a module holds may be seen by all, and so
    may what a function did while a module was loaded.
    """
    near = _reach(baseline, mutant)
    beside = baseline.list_reaching(mutant.file)
    function = _find_around(mutant, ast.FunctionDef)
    only = function and (near or not _runs_at_load(mutant, min(function, key=len), baseline))
    return sorted(
        (item for item in items if not only or item.nodeid in near),
        key=lambda item: (
            item.nodeid not in near,
            item.nodeid not in beside,
            baseline.seconds[item.nodeid],
        ),
    )


def _runs_at_load(mutant: Mutant, function: range, baseline: Baseline) -> bool:
    """Tell whether anything within a function runs while its file is loaded."""
    return any((mutant.file, line) in baseline.at_load for line in function[1:])


def _reach(baseline: Baseline, mutant: Mutant) -> set[str]:
    """Find the tests that run the statement of a mutant."""
    return baseline.list_reaching(mutant.file, min(_find_around(mutant, ast.stmt), key=len))


def _find_around(mutant: Mutant, kind: type[ast.stmt]) -> list[range]:
    """Return the lines of all statements of a kind that a mutant is in."""
    found = (lines for each, lines in _list_statements(mutant.file) if issubclass(each, kind))
    return [lines for lines in found if mutant.line in lines]


@cache
def _list_statements(file: str) -> Sequence[tuple[type[ast.stmt], range]]:
    """Return the kinds and lines of a file's statements, those within others too."""
    nodes = ast.walk(ast.parse((SOURCE / file).read_text("utf-8")))
    found = (node for node in nodes if isinstance(node, ast.stmt))
    return [(type(node), range(node.lineno, (node.end_lineno or 0) + 1)) for node in found]
