"""Runs whole processes, and measures how long they take and how much memory they use."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.memory import MemoryWatch

_ANSWERED_NO = 1
"""The exit code of `verify` for a code that was never issued, which is an answer too."""
MADE = "made"
"""The folder in a run's home for the files that it makes."""

_NEW = count(1)
"""Numbers of ledgers: a name that was used once would be missed."""
Command = Sequence[str | Path]
"""The arguments of this interpreter."""


@dataclass(frozen=True, slots=True)
class Run:
    """The time and memory that one process took, with all that it started."""

    seconds: float
    """From start to end, by a clock on the wall."""
    cpu: float
    """Seconds that processors worked for it, user and system."""
    peak_mb: float
    """The peak of the process and those that it started, together."""
    size: int = 0
    """Bytes of the PDFs that it made."""


def run(command: Command, home: Path) -> Run:
    """Run a command to its end, and remove the files that it makes in `home / MADE`.

    A list is recorded in a ledger of its own, unless the command names one: what is looked up of
    earlier letters would grow from run to run. Raises CalledProcessError if it fails.
    """
    environment = os.environ | {"PRISONMAIL_HOME": str(home), "NO_COLOR": "1"}
    if "generate" in command:
        environment["PRISONMAIL_LEDGER"] = str(home / MADE / f"ledger{next(_NEW)}.sqlite3")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each run would compile all of it again
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watch = MemoryWatch(process.pid)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.join()
    if process.returncode not in (0, *((_ANSWERED_NO,) if "verify" in command else ())):
        raise subprocess.CalledProcessError(process.returncode, [str(part) for part in command])
    size = sum(pdf.stat().st_size for pdf in (home / MADE).glob("*.pdf"))
    shutil.rmtree(home / MADE, ignore_errors=True)
    (home / MADE).mkdir()
    return Run(seconds, usage.ru_utime + usage.ru_stime, watch.peak_mb, size)


def alternate(
    commands: Mapping[str, Command], rounds: int, home: Path
) -> dict[str, tuple[Run, ...]]:
    """Run commands in turns, so that other work on the machine slows all of them alike."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run(command, home))
    return {name: tuple(runs) for name, runs in found.items()}
