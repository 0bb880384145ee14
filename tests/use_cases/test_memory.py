"""The memory of a whole run, which does not grow with the list whatever is asked of the run."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROWS = 100_000
MOST = 150
"""Megabytes."""
RUN = """
import sys
from pathlib import Path
from prisonmail.cli.app import app
try:
    app(sys.argv[1:])
finally:
    status = Path("/proc/self/status")  # getrusage would count the process that started this one
    peak = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    Path("peak").write_text(peak[0].split()[1])
"""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SOUNDS = "bcfghjklmnpqrstvwxyz"
"""Of which no word can be made that says something of a person, such as that they have died."""


def good(row: int) -> str:
    hundred, digits = divmod(row, 10_000)
    name = "".join(SOUNDS[row // 20**place % 20] for place in range(4))
    return f"C/{row},Ann {name.title()},A{digits:04d}X{LETTERS[hundred]},HMP Leeds"


def mostly_bad(row: int) -> str:
    return good(row) if row % 10 == 0 else alike(row)


def alike(row: int) -> str:
    return good(row).replace("HMP Leeds", "HMP Holloway")


def different(row: int) -> str:
    return f"C/{row},Ann Hart,X{row},HMP Leeds"


def one_person(row: int) -> str:
    return f"C/{row},Ann Hart,A1001XY,HMP Leeds"


@pytest.mark.soak
@pytest.mark.parametrize(
    ("kind", "options", "exit_code"),
    [
        (good, ("--json", "--manifest", "m.csv", "--sort", "prison"), 0),
        (mostly_bad, ("--json", "--manifest", "m.csv", "--skip-bad", "--rejects", "r.csv"), 1),
        (alike, ("--json",), 65),
        (different, ("--json",), 65),
        (one_person, ("--check", "--json"), 0),
    ],
)
def test_memory_does_not_grow_with_the_rows(
    home: Path,
    profile: Path,
    kind: Callable[[int], str],
    options: tuple[str, ...],
    exit_code: int,
) -> None:
    with (home / "list.csv").open("w", encoding="utf-8") as file:
        file.write("Ref,Name,Prison No,Prison\n")
        file.writelines(f"{kind(row)}\n" for row in range(ROWS))
    with (home / "out.json").open("wb") as out:
        command = [sys.executable, "-c", RUN, "generate", "list.csv", *options]
        run = subprocess.run(command, check=False, stdout=out, stderr=subprocess.PIPE, timeout=1800)
    assert run.returncode == exit_code, run.stderr[-500:]
    assert int((home / "peak").read_text()) // 1024 < MOST
