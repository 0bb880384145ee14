"""What is left after the process was killed or stopped at any instant."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import consoles
from tests.conftest import EXAMPLES, Run
from tests.soundness import (
    KILLED,
    assert_next_run_is_whole,
    assert_nothing_false,
    codes_on,
    die_at,
    generate,
    started,
)
from tests.systems import needs_naming_by_link


def _dying(home: Path, output: str, owner: str, name: str, call: int, after: bool) -> None:
    """Run it, and be killed at the named function's nth call."""
    die_at(owner, name, call, after=after)
    generate(home, output)


def _kill_at_random(home: Path, times: int, place: str) -> None:
    for name in ("first.pdf", "whole.pdf"):  # the first one waits for the imports
        begun = time.monotonic()
        whole = started(generate, home, name, place)
        whole.join()
        assert whole.exitcode == 0
    length, dice = time.monotonic() - begun, random.Random(39)  # noqa: S311 - not a secret
    killed = 0
    for number in range(times):
        process = started(generate, home, f"{number}.pdf", place)
        process.join(waited := dice.uniform(0, length))
        process.kill()
        process.join()
        if process.exitcode == KILLED:
            killed += 1
        else:  # the signal came too late: this machine has become faster
            length = max(0.05, waited)
    assert killed > times / 4


def test_after_kills_at_random_instants_nothing_false_is_left(
    home: Path, profile: Path, prisonmail: Callable[..., Run], place: str
) -> None:
    _kill_at_random(home, 12, place)
    assert_nothing_false(home, place)
    assert_next_run_is_whole(home, prisonmail, place)


# The program, which says by an empty line that Ctrl-C is its own from here on, not Python's.
_SAYS_WHEN_IT_BEGINS = """
import sys

class Said:
    def find_spec(self, name, path, target=None):
        if name == "prisonmail.cli":
            print(flush=True)

sys.meta_path.insert(0, Said())
from prisonmail.__main__ import main
main()
"""


def _begun(command: list[str], home: Path) -> subprocess.Popen[bytes]:
    """Start the program, and wait until Ctrl-C is its own."""
    run = consoles.begin(command, home)
    assert run.stdout
    run.stdout.readline()
    return run


@pytest.mark.parametrize(
    "place",
    ["sqlite", "postgres", pytest.param("encrypted", marks=pytest.mark.soak)],
    indirect=True,
)
@pytest.mark.parametrize("times", [6, pytest.param(40, marks=pytest.mark.soak)])
def test_ctrl_c_at_any_instant_leaves_ledger_and_disk_clean(
    home: Path, profile: Path, prisonmail: Callable[..., Run], place: str, times: int
) -> None:
    command = [sys.executable, "-c", _SAYS_WHEN_IT_BEGINS, "generate"]
    command += [str(EXAMPLES / "recipients.csv"), "--again", "--ledger", place, "-o"]
    with _begun([*command, "whole.pdf"], home) as run:
        begun = time.monotonic()
        assert run.communicate()
        assert run.returncode == 0
    length, dice, stopped = time.monotonic() - begun, random.Random(39), 0  # noqa: S311
    for number in range(times):
        with _begun([*command, f"{number}.pdf"], home) as run:
            time.sleep(waited := dice.uniform(0, length))
            consoles.press_ctrl_c(run)
            _, said = run.communicate()
        assert run.returncode in (0, 130), said
        if run.returncode:
            stopped += 1
            assert b"Stopped." in said, (number, waited, length)
            told = said.splitlines()  # the press may fall into the report of what was done
            assert len(told) <= 2 or told[0].startswith(b"warning[PW651]"), told
            assert b"Traceback" not in said
        else:  # the signal came too late: this machine has become faster
            length = waited
        assert not [path.name for path in home.iterdir() if path.name.startswith(".")]
    assert stopped > times / 4
    assert_nothing_false(home, place)


@pytest.mark.soak
def test_after_hundreds_of_kills_nothing_false_is_left(
    home: Path, profile: Path, prisonmail: Callable[..., Run], place: str
) -> None:
    _kill_at_random(home, 300, place)
    assert_nothing_false(home, place)
    assert_next_run_is_whole(home, prisonmail, place)


@pytest.mark.parametrize(
    ("owner", "name", "call", "after", "batches", "papers"),
    [
        ("prisonmail.ledger.database.sqlite_file", "_make_file", 1, True, 0, 0),
        ("prisonmail.ledger.database.sqlite:SqliteDatabase", "execute", 4, True, 0, 0),
        ("prisonmail.ledger.database.sqlite:SqliteDatabase", "insert", 1, True, 0, 0),
        ("prisonmail.ledger.chain.events:Turn", "record_sealed", 1, True, 0, 0),
        ("pathlib:Path", "replace", 1, True, 0, 0),  # that the profile is in order is noted
        # the key of the heads has its name
        pytest.param("os", "link", 1, True, 0, 0, marks=needs_naming_by_link),
        ("pathlib:Path", "replace", 2, True, 1, 0),  # the last event seen is
        ("prisonmail.ledger.issued.issuing", "issue", 1, True, 1, 0),
        ("prisonmail.system.output_files", "remove_left_behind", 3, True, 1, 0),  # of the PDF
        ("prisonmail.sheets.letter_sheets:LetterSheets", "draw", 6, True, 1, 0),
        ("prisonmail.printing.pdf", "write_sheets", 1, True, 1, 0),
        ("prisonmail.system.disk", "sync_file", 1, True, 0, 0),  # the key of the heads
        ("prisonmail.system.disk", "sync_file", 3, False, 1, 0),
        ("prisonmail.system.disk", "sync_file", 3, True, 1, 0),
        pytest.param("os", "link", 2, True, 1, 1, marks=needs_naming_by_link),
        ("prisonmail.system.disk", "sync_folder", 3, True, 1, 1),
        ("prisonmail.ledger.store:Ledger", "record_print", 1, False, 1, 1),
        ("prisonmail.ledger.store:Ledger", "record_print", 1, True, 1, 1),
    ],
)
def test_after_a_kill_at_each_step_the_next_run_works(
    home: Path,
    profile: Path,
    prisonmail: Callable[..., Run],
    owner: str,
    name: str,
    call: int,
    after: bool,
    batches: int,
    papers: int,
) -> None:
    process = started(_dying, home, "out.pdf", owner, name, call, after)
    process.join()
    assert process.exitcode == KILLED
    assert_nothing_false(home)
    listed = prisonmail("batches", "--json")
    found = listed.json["batches"] if listed.exit_code == 0 else []
    assert (len(found), len(list(home.glob("*.pdf")))) == (batches, papers)
    for batch in found:
        if batch["printed_at"] is None and not papers:
            assert "NO PAPER" in prisonmail("batches").out
            again = prisonmail("reprint", batch["batch"], "-o", "again.pdf")
            assert again.exit_code == 0
            assert len(codes_on(home / "again.pdf")) == 6
    assert_next_run_is_whole(home, prisonmail)
