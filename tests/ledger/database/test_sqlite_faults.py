"""What SQLite reports is told in words, and what is done until it does."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database import sqlite, sqlite_file
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system import disk
from tests.conftest import ISSUED_AT
from tests.ledger.attacker import Attacker
from tests.ledger.conftest import Issue
from tests.systems import is_private, needs_moved_while_open

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
FULL = "The disk with the ledger {place} is full, so this was not recorded."
MAKE_ROOM = "Make room, and run the command again."
UNWRITABLE = "The ledger {place} cannot be written to."
MUST_WRITE = "You must be able to write to it and its folder, because every check is recorded."
DAMAGED = "The file {place} is not a ledger, or it is damaged."
USELESS = "The ledger {place} cannot be used: the words of SQLite."
RESTORE = "Name the ledger with --ledger, or put back a backup of it."


def _make_error(name: str | None) -> sqlite3.DatabaseError:
    error = sqlite3.OperationalError("the words of SQLite")
    if name:
        error.sqlite_errorname = name
    return error


class Disk(NamedTuple):
    free: int


@pytest.mark.parametrize(
    ("name", "free", "kind", "message", "remedy"),
    [
        ("SQLITE_FULL", 2**40, OutputRefused, FULL, MAKE_ROOM),
        ("SQLITE_IOERR_WRITE", 2**20 - 1, OutputRefused, FULL, MAKE_ROOM),
        ("SQLITE_CANTOPEN", 0, OutputRefused, FULL, MAKE_ROOM),
        ("SQLITE_IOERR_WRITE", 2**20, OutputRefused, USELESS, RESTORE),
        ("SQLITE_CANTOPEN", 2**20, OutputRefused, UNWRITABLE, MUST_WRITE),
        ("SQLITE_READONLY_DBMOVED", 0, OutputRefused, UNWRITABLE, MUST_WRITE),
        ("SQLITE_PERM", 0, OutputRefused, UNWRITABLE, MUST_WRITE),
        (
            "SQLITE_BUSY_SNAPSHOT",
            0,
            OutputRefused,
            "Another program has held the ledger {place} for a minute.",
            "Try again later.",
        ),
        ("SQLITE_NOTADB", 0, InputMissing, DAMAGED, RESTORE),
        ("SQLITE_CORRUPT_INDEX", 0, InputMissing, DAMAGED, RESTORE),
        ("SQLITE_TOOBIG", 0, OutputRefused, USELESS, RESTORE),
        ("unknown", 0, OutputRefused, USELESS, RESTORE),
        (None, 0, OutputRefused, USELESS, RESTORE),
    ],
)
def test_what_sqlite_reports_is_told_in_words(
    place: str,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    name: str | None,
    free: int,
    kind: type[PrisonmailError],
    message: str,
    remedy: str,
) -> None:
    asked: list[Path] = []

    def measure(folder: Path) -> Disk:
        asked.append(folder)
        return Disk(free)

    monkeypatch.setattr(shutil, "disk_usage", measure)
    with pytest.raises(PrisonmailError) as raised, open_ledger(place):
        raise _make_error(name)
    assert type(raised.value) is kind
    assert raised.value.message == message.format(place=place)
    assert raised.value.remedy == remedy
    assert raised.value.__suppress_context__
    assert set(asked) <= {Path(place).parent}


class Failing:
    """A connection on which some statements fail."""

    def __init__(
        self, connection: Any, answers: Mapping[str, Exception | Sequence[object]]
    ) -> None:
        self._connection, self._answers = connection, answers

    def execute(self, statement: str, *values: object) -> Any:
        answer = self._answers.get(statement.split("(")[0].upper())
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return self._connection.execute("VALUES (?, ?, ?)", answer)
        return self._connection.execute(statement, *values)


DISK_REPORTS = "The disk reports: Input/output error. Run the purge again."
MEANWHILE = "Another program reads the ledger as it was before. End it, and run the purge again."


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("SQLITE_FULL", "The disk is full. Make room, and run the purge again."),
        ("SQLITE_BUSY", MEANWHILE),
        ("SQLITE_LOCKED_SHAREDCACHE", MEANWHILE),
        ("SQLITE_IOERR_WRITE", "The disk is full. Make room, and run the purge again."),
        ("SQLITE_INTERRUPT", "SQLite reports: the words of SQLite. Run the purge again."),
    ],
)
def test_why_erased_bytes_are_still_there_is_told_of_each_place(
    place: str, ledger: Ledger, name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = {Path(place).parent: 2**20 - 1}
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(free[folder]))
    opened: Any = ledger._database
    whole = opened._connection
    for statement, number in (("VACUUM", 0), ("PRAGMA WAL_CHECKPOINT", 1)):
        opened._connection = Failing(whole, {statement: _make_error(name)})
        found = list(opened.rewrite(()))
        assert [each.what for each in found] == ["free pages of the file", "journal"]
        assert [each.done for each in found] == [number != 0, number != 1]
        assert (found[number].reason, found[1 - number].reason) == (reason, "")
    opened._connection = whole
    assert all(each.done for each in opened.rewrite(()))


@pytest.mark.parametrize(
    ("error", "busy", "reason"),
    [
        (None, False, ""),
        (FileNotFoundError(2, "No such file"), False, ""),
        (OSError(5, "Input/output error"), False, DISK_REPORTS),
        (OSError(5, "Input/output error"), True, MEANWHILE),
    ],
)
def test_a_journal_is_emptied_only_once_that_is_on_the_disk(
    place: str,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    error: OSError | None,
    busy: bool,
    reason: str,
) -> None:
    synced: list[Path] = []

    def sync(path: Path) -> None:
        synced.append(path)
        if error:
            raise error

    monkeypatch.setattr(disk, "sync_file", sync)
    opened: Any = ledger._database
    answers = {"PRAGMA WAL_CHECKPOINT": (1, 5, 0)} if busy else {}
    opened._connection = Failing(opened._connection, answers)
    found = list(opened.rewrite(()))[1]
    assert (found.what, found.done, found.reason) == ("journal", not reason, reason)
    assert synced == [Path(f"{place}-wal")]


def test_a_journal_that_somebody_still_reads_is_not_called_emptied(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    opened: Any = ledger._database
    issue()
    opened._connection = Failing(opened._connection, {"PRAGMA WAL_CHECKPOINT": (1, 5, 0)})
    assert [each.reason for each in opened.rewrite(())] == ["", MEANWHILE]
    opened._connection = Failing(opened._connection, {"PRAGMA WAL_CHECKPOINT": (0, 0, 0)})
    assert Path(f"{place}-wal").stat().st_size  # what it answers is not relied on
    assert [each.reason for each in opened.rewrite(())] == ["", MEANWHILE]
    opened._connection = opened._connection._connection._connection
    assert all(each.done for each in opened.rewrite(()))
    size = Path(place).stat().st_size
    with Path(place).open("ab") as file:
        file.write(bytes(4096))
    opened._connection = Failing(opened._connection, {"VACUUM": (0, 0, 0)})
    assert Path(place).stat().st_size > size
    assert not next(iter(opened.rewrite(()))).done


def test_a_purge_waits_ten_seconds_and_everything_else_a_minute(ledger: Ledger) -> None:
    def wait() -> object:
        return ledger._database.fetch_all("PRAGMA busy_timeout")[0]["timeout"]

    assert wait() == 60_000
    for _ in ledger._database.rewrite(()):
        assert wait() == 10_000
    assert wait() == 60_000
    assert ledger._database.fetch_all("PRAGMA cache_size")[0]["cache_size"] == -12_000


@pytest.mark.parametrize(
    ("pages", "kilobytes"),
    [(10, 12_000), (21_000, 12_000), (21_002, 12_001), (50_000, 28_571), (10**6, 40_000)],
)
def test_the_cache_holds_a_seventh_of_the_ledger_within_limits(
    ledger: Ledger, pages: int, kilobytes: int
) -> None:
    opened: Any = ledger._database
    opened._connection = Failing(opened._connection, {"PRAGMA PAGE_COUNT": (pages, 0, 0)})
    with opened.transaction():
        opened.insert("heads", ("number", "sealed_by", "seal"), [])
        assert opened.fetch_all("PRAGMA cache_size")[0]["cache_size"] == -kilobytes


@pytest.mark.parametrize(("page_kb", "while_recording"), [(4, -12_000), (10**6, -40_000)])
def test_the_cache_grows_with_the_ledger_and_only_while_a_batch_is_recorded(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, page_kb: int, while_recording: int
) -> None:
    def read_size() -> object:
        return ledger._database.fetch_all("PRAGMA cache_size")[0]["cache_size"]

    monkeypatch.setattr(sqlite, "_PAGE_KB", page_kb)
    for error in (None, ZeroDivisionError):
        with suppress(ZeroDivisionError), ledger._database.transaction():
            assert read_size() == -12_000
            ledger._database.insert("heads", ("number", "sealed_by", "seal"), [])
            assert read_size() == while_recording
            if error:
                raise error
        assert read_size() == -12_000


def test_a_write_lets_no_other_begin_and_a_look_lets_all(place: str, ledger: Ledger) -> None:
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as other:
        with ledger._database.snapshot():
            before = ledger._database.fetch_all("SELECT events FROM ledger")[0]["events"]
            other.execute("UPDATE ledger SET events = 7")
            assert ledger._database.fetch_all("SELECT events FROM ledger")[0]["events"] == before
        for write in (ledger._database.transaction, ledger._database.exclusive):
            with write(), pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


def test_what_fails_within_a_transaction_is_undone_and_a_part_of_it_alone(ledger: Ledger) -> None:
    opened = ledger._database

    def count() -> object:
        return opened.fetch_all("SELECT events FROM ledger")[0]["events"]

    with pytest.raises(KeyboardInterrupt), opened.transaction():
        opened.execute("UPDATE ledger SET events = 1")
        raise KeyboardInterrupt
    assert count() == 0
    with opened.transaction():
        opened.execute("UPDATE ledger SET events = 2")
        with pytest.raises(ZeroDivisionError), opened.savepoint():
            opened.execute("UPDATE ledger SET events = 3")
            raise ZeroDivisionError
        assert count() == 2
        with opened.savepoint():
            opened.execute("UPDATE ledger SET events = events + 2")
    assert count() == 4
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), opened.snapshot():
            raise ZeroDivisionError
    with pytest.raises(sqlite3.OperationalError), opened.snapshot():
        opened.execute("ROLLBACK")  # as SQLite does by itself on a full disk
        raise _make_error("SQLITE_FULL")


def test_a_file_whose_rows_contradict_each_other_is_told(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    issue()
    assert ledger._database.find_faults() == []
    Attacker(place).run("DELETE FROM letters", "UPDATE recipients SET sheet = 7")
    assert ledger._database.find_faults() == ["a row of recipients belongs to no row of letters"]
    assert "a row of recipients belongs to no row of letters" in ledger.audit().faults


def test_a_file_that_another_process_holds_is_waited_for(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that open a new ledger at once switch its journal, which SQLite refuses."""
    new = tmp_path / "new.sqlite3"
    pauses: list[float] = []
    sleep = time.sleep

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", pause)
    with closing(sqlite3.connect(new, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(0.4, other.execute, ("ROLLBACK",))
        release.start()
        with open_ledger(new, make=True) as ledger:
            ledger.record_mistyped("12", ISSUED_AT, None, None)
        release.join()
    assert all(0 < seconds < 1 for seconds in pauses)
    with open_ledger(new) as ledger:
        assert ledger._database.fetch_all("PRAGMA journal_mode")[0]["journal_mode"] == "wal"


class Clock:
    """Stands in for the time, which passes by sleeping alone."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    return clock


@pytest.mark.parametrize(
    ("name", "seconds", "slept"),
    [
        ("SQLITE_BUSY", 0.055, 6),
        ("SQLITE_BUSY_RECOVERY", 0.055, 6),
        ("SQLITE_BUSY", 0.0, 1),
        ("SQLITE_LOCKED", 0.055, 0),
        ("SQLITE_IOERR_LOCK", 0.055, 0),
        (None, 0.055, 0),
    ],
)
def test_a_journal_is_switched_again_until_the_time_is_over(
    place: str, stopped: Clock, name: str | None, seconds: float, slept: int
) -> None:
    with closing(sqlite3.connect(":memory:")) as whole:
        busy: Any = Failing(whole, {"PRAGMA JOURNAL_MODE = WAL": _make_error(name)})
        with pytest.raises(sqlite3.OperationalError, match="the words"):
            sqlite_file.switch_journal(busy, "WAL", seconds)
    assert stopped.slept == [0.01] * slept


@needs_moved_while_open
@pytest.mark.parametrize(("replaced", "tries"), [(False, 1), (True, 3)])
def test_a_file_that_is_replaced_again_and_again_is_tried_for_a_minute(
    place: str,
    ledger: Ledger,
    stopped: Clock,
    monkeypatch: pytest.MonkeyPatch,
    replaced: bool,
    tries: int,
) -> None:
    def fail(path: Path, *more: object) -> None:
        stopped.sleep(30.0)
        if replaced:
            shutil.copy(path, path.with_name("copy"))
            path.with_name("copy").replace(path)
        raise _make_error("SQLITE_TOOBIG")

    monkeypatch.setattr(sqlite_file, "_connect_once", fail)
    with pytest.raises(OutputRefused), open_ledger(place):
        pass
    assert len(stopped.slept) == tries


@needs_moved_while_open
def test_the_file_that_is_opened_is_the_one_that_has_the_name(
    place: str, ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if another command had put it there while the old one was being opened."""
    issue()
    whole, closed = sqlite_file._connect_once, list[sqlite3.Connection]()
    with closing(sqlite3.connect(place)) as own, closing(sqlite3.connect(f"{place}.new")) as new:
        own.backup(new)

    def replace_first(*given: Any) -> Any:
        found = whole(*given)
        if not closed:
            closed.append(found[0])
            Path(f"{place}.new").replace(place)
        return found

    monkeypatch.setattr(sqlite_file, "_connect_once", replace_first)
    with open_ledger(place) as opened:
        assert opened._database._connection is not closed[0]  # type: ignore[attr-defined]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        closed[0].execute("SELECT 1")


def test_whoever_has_a_ledger_open_is_waited_for_before_it_is_encrypted(place: str) -> None:
    with open_ledger(place, make=True):
        other = sqlite3.connect(place, check_same_thread=False)
        other.execute("SELECT * FROM ledger").fetchall()
    with closing(sqlite3.connect(place, timeout=0)) as connection:
        release = threading.Timer(0.2, other.close)
        release.start()
        sqlite_file.switch_journal(connection, "DELETE", 10)
        release.join()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_copy_that_nobody_shares_is_a_single_file(
    place: str, ledger: Ledger, issue: Issue, tmp_path: Path
) -> None:
    issue()
    alone = tmp_path / "alone" / "copy.sqlite3"
    alone.parent.mkdir()
    with open_ledger(alone, make=True, shared=False) as copy:
        ledger.copy_to(copy)
        assert all(each.done for each in copy._database.rewrite(()))
        assert [each.name for each in alone.parent.iterdir()] == ["copy.sqlite3"]
    assert is_private(alone)


class Counting:
    """A connection that counts the values of each statement that adds rows."""

    def __init__(self, connection: Any) -> None:
        self._connection, self.sizes = connection, list[int]()

    def execute(self, statement: str, *values: Any) -> Any:
        if statement.startswith("INSERT"):
            self.sizes.append(len(values[0]))
        return self._connection.execute(statement, *values)


def test_what_a_new_ledger_is_made_of_leaves_no_file(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert ledger._database.describe_new() == ledger._database.describe()
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("rows", [1, 1999, 2000, 2001, 4000])
def test_any_number_of_rows_is_added_and_counted(ledger: Ledger, rows: int) -> None:
    opened: Any = ledger._database
    opened.execute("CREATE TABLE numbers (a, b, c, d, e)")
    counting = opened._connection = Counting(opened._connection)
    opened.insert("numbers", tuple("abcde"), ((row, "b", None, "d", row) for row in range(rows)))
    (found,) = opened.fetch_all(
        "SELECT COUNT(*) AS n, SUM(a) AS a, MIN(b) AS b, MIN(d) AS d, SUM(e) AS e FROM numbers"
    )
    total = rows * (rows - 1) // 2
    assert dict(found) == {"n": rows, "a": total, "b": "b", "d": "d", "e": total}
    assert counting.sizes == [10_000] * (rows // 2000) + [rows % 2000 * 5] * (rows % 2000 > 0)
    assert opened.execute("DELETE FROM numbers WHERE a > 0") == rows - 1
    assert opened.fetch_one("SELECT a FROM numbers WHERE a = 7") is None
