"""Runs whole processes and says how long they took and how much memory they had at most."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end."""

    seconds: float
    peak_mb: float


def run(command: Sequence[str | Path], home: Path) -> Run:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    environment = os.environ | {"PRISONMAIL_HOME": str(home), "NO_COLOR": "1"}
    quiet = subprocess.DEVNULL
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, [str(part) for part in command])
    return Run(seconds, usage.ru_maxrss / 1024)


def python(*arguments: str | Path) -> list[str | Path]:
    """Give a command line for this interpreter."""
    return [sys.executable, *arguments]
