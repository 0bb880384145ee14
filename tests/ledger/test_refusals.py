"""What a ledger refuses, in whole words: what is wrong, and what to do about it."""

import os
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from prisonmail.errors import (
    InputMissing,
    LedgerMissing,
    LedgerWentBack,
    OutputRefused,
    PrisonmailError,
    WrongUsage,
)
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.database import database
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Letter
from prisonmail.system import clock
from tests.conftest import ISSUED_AT
from tests.ledger.attacker import Attacker
from tests.ledger.conftest import Issue

SEEN = datetime(2026, 12, 1, 8, 5, tzinfo=UTC)
CHECK = "See what is wrong with: prisonmail ledger check"
NOTHING_RECORDED = f"Nothing was recorded. {CHECK}"
COMPARE = "Keep it as it is, and compare it with a backup."
CONTRADICTS = "Do not rely on its answer. See what is wrong with: prisonmail ledger check"
ACCEPT = (
    "If a backup was put back on purpose, go on with: prisonmail ledger accept-head --reason TEXT. "
    "If not, keep the ledger as it is, and compare it with a backup."
)


@pytest.fixture
def checked(ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch) -> Letter:
    """A letter of a ledger with three events: issued, its other letter checked, printed."""
    monkeypatch.setattr(clock, "now", lambda: SEEN)
    batch, (letter, other) = issue(2)
    ledger.check(other.code, ISSUED_AT, "HMP Hull")
    ledger.record_print(batch.id, ISSUED_AT)
    return letter


OTHER = "0" * 64
SET_BACK = """
    DELETE FROM events WHERE number = 3;
    UPDATE ledger SET events = 2, head = (SELECT hash FROM events WHERE number = 2)
"""
ANOTHER = f"UPDATE events SET hash = '{OTHER}' WHERE number = 3; UPDATE ledger SET head = '{OTHER}'"  # noqa: S608
HEAD_CHANGED = f"UPDATE ledger SET head = '{OTHER}'"  # noqa: S608
TWICE = """
    INSERT INTO ledger (version, made_at, events, head, id)
    SELECT version, made_at, events, head, id FROM ledger
"""
ROWS = (
    "The ledger {name} was changed by hand: its table `ledger` holds {rows} rows that can be "
    "changed, and has to hold one."
)
END = (
    "The end of the ledger {name} was changed by hand: number {number} is not its last event, as "
    "it says itself."
)


@pytest.mark.parametrize(
    ("statements", "kind", "message", "remedy"),
    [
        (
            SET_BACK,
            LedgerWentBack,
            "The ledger has gone back: it ends with event 2, but this machine saw event 3, on "
            "1 December 2026 at 08:05.",
            ACCEPT,
        ),
        (
            ANOTHER,
            LedgerWentBack,
            "The ledger is not the one that this machine saw: its event 3 is another, on "
            "1 December 2026 at 08:05.",
            ACCEPT,
        ),
        (
            "UPDATE ledger SET id = '0011223344556677'",
            LedgerWentBack,
            "At {place} this machine last saw another ledger, on 1 December 2026 at 08:05.",
            ACCEPT,
        ),
        (
            "UPDATE ledger SET id = '00112233445566778'",
            InputMissing,
            "The id of the ledger {name} was changed by hand.",
            COMPARE,
        ),
        (HEAD_CHANGED, InputMissing, END.replace("{number}", "3"), CHECK),
        ("UPDATE ledger SET events = 7", InputMissing, END.replace("{number}", "7"), CHECK),
        ("DELETE FROM ledger", InputMissing, ROWS.replace("{rows}", "0"), COMPARE),
        (TWICE, InputMissing, ROWS.replace("{rows}", "2"), COMPARE),
        (
            "UPDATE letters SET first_check = 2",
            InputMissing,
            "The ledger {name} was changed by hand: what it holds of code {code} does not agree "
            "with the checks and cancellations of it.",
            CONTRADICTS,
        ),
        (
            "UPDATE batches SET issued_at = 'yesterday'",
            InputMissing,
            "The ledger is damaged: it holds what no prisonmail has written.",
            "See what was changed with: prisonmail ledger check",
        ),
    ],
)
def test_neither_a_check_nor_a_look_answers_for_what_was_changed(
    place: str,
    ledger: Ledger,
    checked: Letter,
    statements: str,
    kind: type[PrisonmailError],
    message: str,
    remedy: str,
) -> None:
    names = {"name": ledger._database.name, "place": ledger._database.place, "code": checked.code}
    attacker = Attacker(place)
    attacker.run(*statements.split(";"))
    events = attacker.fetch("SELECT COUNT(*) FROM events")
    for ask in (ledger.check, ledger.peek):
        with pytest.raises(kind) as raised:
            ask(checked.code, ISSUED_AT)
        assert type(raised.value) is kind
        assert (raised.value.message, raised.value.remedy) == (message.format_map(names), remedy)
    assert attacker.fetch("SELECT COUNT(*) FROM events") == events


def test_a_note_without_a_date_still_shows_that_a_ledger_went_back(
    place: str, ledger: Ledger, checked: Letter
) -> None:
    (note,) = kept_apart.folder().glob("*.json")
    note.write_text(note.read_text("utf-8").replace(SEEN.isoformat(), "lately"), "utf-8")
    Attacker(place).run(*SET_BACK.split(";"))
    with pytest.raises(LedgerWentBack) as raised:
        ledger.check(checked.code, ISSUED_AT)
    assert raised.value.message.endswith("but this machine saw event 3.")


Act = Callable[[Ledger, Letter], object]


@pytest.mark.parametrize(
    ("act", "kind", "message", "remedy"),
    [
        (
            lambda ledger, letter: ledger.purge(date(2026, 12, 2), SEEN),
            WrongUsage,
            "Letters issued on 21 November 2026 are still good: a mailroom may ask for whom they "
            "are.",
            "Give that day, or an earlier one: --before 2026-11-21",
        ),
        (
            lambda ledger, letter: ledger.accept_head("no reason", SEEN),
            WrongUsage,
            "The ledger is not behind what this machine saw of it: there is nothing to accept.",
            "",
        ),
        (
            lambda ledger, letter: ledger.copy_to(ledger),
            OutputRefused,
            "The ledger {name} is in use already.",
            "Import into a new one.",
        ),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    ledger: Ledger,
    checked: Letter,
    act: Act,
    kind: type[PrisonmailError],
    message: str,
    remedy: str,
) -> None:
    with pytest.raises(kind) as raised:
        act(ledger, checked)
    assert raised.value.message == message.format(name=ledger._database.name)
    assert raised.value.remedy == remedy
    found = ledger.audit()
    assert (found.faults, found.vouching.remarks, found.head.number) == ((), (), 3)


def test_what_was_erased_is_not_printed_again(ledger: Ledger, checked: Letter) -> None:
    later = SEEN + timedelta(days=60)
    ledger.purge(later.date(), later)
    entry = ledger.find_letter(checked.code)
    assert entry
    with pytest.raises(InputMissing) as raised:
        _ = entry.letter
    assert raised.value.message == (
        f"The personal fields of code {entry.code} have been erased, so its sheet cannot be "
        "printed again."
    )
    assert raised.value.remedy == "Issue new letters from the list."


def test_what_a_database_gives_up_for_another_is_tried_five_times_ever_more_slowly(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited, drawn = list[float](), list[tuple[float, float]]()

    def draw(least: float, most: float) -> float:
        drawn.append((least, most))
        return 0.5

    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(random, "uniform", draw)
    monkeypatch.setattr(ledger._database, "passing", (ZeroDivisionError,), raising=False)
    with pytest.raises(OutputRefused) as raised:
        database.persist(ledger._database, lambda: 1 / 0)
    assert raised.value.message == (
        f"Other desks and this one were in each other's way at the ledger {ledger._database.name}: "
        "it was tried 5 times, and nothing was recorded."
    )
    assert raised.value.remedy == "Run the command again."
    assert waited == [0.025, 0.05, 0.1, 0.2, 0.4]
    assert drawn == [(0.5, 1.5)] * 5


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_trigger_that_eats_what_is_recorded_is_told(
    place: str, ledger: Ledger, checked: Letter, issue: Issue
) -> None:
    attacker = Attacker(place)
    for table, wanted in (("letters", 3), ("events", 1)):
        attacker.run(
            f"CREATE TRIGGER eater BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END"
        )
        with pytest.raises(InputMissing) as raised:
            issue(3)
        attacker.run("DROP TRIGGER eater")
        assert raised.value.message == (
            f"The ledger {place} does not take what is recorded: {wanted} rows had to be written, "
            "and 0 were. A trigger or rule was added by hand, or a row removed."
        )
        assert raised.value.remedy == NOTHING_RECORDED


@pytest.mark.parametrize(
    ("place", "kind", "message", "remedy"),
    [
        (
            "mysql://clerk:s3cret@db/post",
            WrongUsage,
            "A ledger is a path or a postgresql:// URL, and mysql:// is neither.",
            "Name it as postgresql://USER@HOST/DATABASE.",
        ),
        (
            "dbname=post password=s3cret",
            WrongUsage,
            "A ledger on a server is named by a URL, not by keys and values.",
            "Name it as postgresql://USER@HOST/DATABASE, and put the password into ~/.pgpass.",
        ),
        (
            "{folder}none.sqlite3",
            LedgerMissing,
            "There is no ledger at {folder}none.sqlite3.",
            "The first generate makes it. If you keep it elsewhere, name it with --ledger or "
            "PRISONMAIL_LEDGER.",
        ),
        (
            "{folder}empty.sqlite3",
            LedgerMissing,
            "There is no ledger in {folder}empty.sqlite3 yet.",
            "The first generate makes it.",
        ),
    ],
)
def test_a_place_that_holds_no_ledger_is_told(
    tmp_path: Path, place: str, kind: type[PrisonmailError], message: str, remedy: str
) -> None:
    (tmp_path / "empty.sqlite3").touch()
    folder = f"{tmp_path}{os.sep}"
    with pytest.raises(kind) as raised, open_ledger(place.format(folder=folder)):
        pass
    assert (raised.value.message, raised.value.remedy) == (message.format(folder=folder), remedy)


def test_the_ledger_of_a_newer_prisonmail_or_another_program_is_told(
    place: str, ledger: Ledger
) -> None:
    name = ledger._database.name
    version = ledger._database.fetch_all("SELECT version FROM ledger")[0]["version"]
    ledger._database.execute("UPDATE ledger SET version = 99")
    with pytest.raises(InputMissing) as raised, open_ledger(place, make=True):
        pass
    assert raised.value.message == (
        f"The ledger {name} was made by a newer prisonmail (ledger version 99; this one knows "
        f"{version})."
    )
    assert raised.value.remedy == "Install the newer prisonmail on this machine too."
    ledger._database.execute("DROP TABLE recipients")
    ledger._database.execute("DROP TABLE letters")
    with pytest.raises(InputMissing) as raised, open_ledger(place, make=True):
        pass
    assert raised.value.message == f"{name} holds tables of another program."
    assert raised.value.remedy == "Name another place with --ledger."
