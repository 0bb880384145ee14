"""Runs whole processes, and measures how long they take and how much memory they use."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import MemoryWatch

_SECONDS = re.compile(r"\d+\.\d+(e-\d+)?")


@dataclass(frozen=True, slots=True)
class Run:
    """The time and memory that one process took."""

    seconds: float
    peak_mb: float
    """The peak of the process and those that it started, together."""


def run(command: Sequence[str | Path], home: Path, allowed: Sequence[int] = (0,)) -> Run:
    """Run a command to its end. Raises CalledProcessError if it fails.

    If it prints a number of seconds, that counts instead of the time of the whole process.
    """
    environment = os.environ | {"PRISONMAIL_HOME": str(home), "NO_COLOR": "1"}
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    watch = MemoryWatch(process.pid)
    watch.start()
    assert process.stdout  # noqa: S101 - asked for above
    with process.stdout as output:
        said = output.read().decode().strip()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise subprocess.CalledProcessError(process.returncode, [str(part) for part in command])
    watch.join()
    alone_mb = usage.ru_maxrss / 1024
    told = float(said) if _SECONDS.fullmatch(said) else seconds
    return Run(told, max(watch.peak_mb, alone_mb))


def python_command(*arguments: str | Path) -> list[str | Path]:
    """Return a command line that this interpreter runs."""
    return [sys.executable, *arguments]
