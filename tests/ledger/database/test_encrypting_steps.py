"""The steps by which a ledger is encrypted where it is, each on its own."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database import cipher, encrypting, sqlite_file
from prisonmail.ledger.database.cipher import make_key
from prisonmail.ledger.database.encrypting import change_key, find_old_file, remove_old_file
from prisonmail.ledger.database.sqlite import SqliteDatabase
from prisonmail.ledger.store import is_encrypted, open_ledger
from prisonmail.system import disk, output_files
from tests.systems import needs_links, needs_moved_while_open

posix = pytest.mark.skipif(os.name != "posix", reason="needs modes of POSIX")
ENDING = ".before-encryption-changed"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plain ledger without any event."""
    with open_ledger(tmp_path / "ledger.sqlite3", make=True):
        return tmp_path / "ledger.sqlite3"


def accept(copy: SqliteDatabase) -> None:
    """Examine a copy, and find nothing wrong."""


@pytest.mark.parametrize(
    ("name", "kind", "message", "remedy"),
    [
        *(
            (
                name,
                OutputRefused,
                "Another program has the ledger {path} open, so that nothing was changed.",
                "End it, such as scan, and run the command again.",
            )
            for name in ("SQLITE_BUSY", "SQLITE_LOCKED")
        ),
        (
            "SQLITE_IOERR_WRITE",
            OutputRefused,
            "The disk with the ledger {path} is full, so this was not recorded.",
            "Make room, and run the command again.",
        ),
        (
            "SQLITE_NOTADB",
            OutputRefused,
            "Another program has changed how the ledger {path} is encrypted.",
            "See how it is now with: prisonmail doctor",
        ),
        (
            "SQLITE_CORRUPT",
            InputMissing,
            "The file {path} is not a ledger, or it is damaged.",
            "Name the ledger with --ledger, or put back a backup of it.",
        ),
    ],
)
def test_why_a_ledger_is_not_encrypted_is_told(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: type[PrisonmailError],
    message: str,
    remedy: str,
) -> None:
    def fail(*given: object) -> None:
        error = sqlite3.OperationalError("the words of SQLite")
        error.sqlite_errorname = name
        raise error

    monkeypatch.setattr(encrypting, "_fill", fail)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=len(folder.name)))
    with pytest.raises(PrisonmailError) as raised:
        change_key(path, None, make_key(), accept)
    assert type(raised.value) is kind
    assert (raised.value.message, raised.value.remedy) == (message.format(path=path), remedy)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert cipher._in_use == {}


def test_nobody_else_comes_in_while_a_ledger_is_held_and_all_do_afterwards(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[tuple[object, ...]] = []
    whole, driver = sqlite_file.switch_journal, cipher.load_driver(encrypted=True)

    def switch(connection: Any, *how: object) -> None:
        waited.append(how)
        whole(connection, *how)  # type: ignore[arg-type]

    monkeypatch.setattr(encrypting, "switch_journal", switch)
    with encrypting._hold_alone(path, None) as alone:
        assert alone.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
        assert not alone.in_transaction
        with closing(driver.connect(path, timeout=0)) as other:
            for ask in ("SELECT * FROM ledger", "UPDATE ledger SET events = 1"):
                with pytest.raises(driver.OperationalError, match="locked"):
                    other.execute(ask)
    assert waited == [("DELETE", 10)]
    with pytest.raises(Exception, match="closed"):
        alone.execute("SELECT 1")
    with open_ledger(path) as ledger:
        assert ledger.audit().faults == ()


def test_an_error_that_is_not_of_another_file_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the connection is closed, or the ledger would stay locked."""
    opened: list[Any] = []
    whole = encrypting._open

    def watch(*given: Any) -> Any:
        opened.append(whole(*given))
        return opened[-1]

    def fail(*given: object) -> None:
        raise sqlite3.OperationalError("the words of SQLite")

    monkeypatch.setattr(encrypting, "_open", watch)
    monkeypatch.setattr(encrypting, "switch_journal", fail)
    with pytest.raises(sqlite3.OperationalError), encrypting._hold_alone(path, None):
        pass
    (connection,) = opened
    with pytest.raises(Exception, match="closed"):
        connection.execute("SELECT 1")


class Answering:
    """A connection that answers, or fails to lock."""

    def __init__(self, journal: str, error: Exception | None = None) -> None:
        self._journal, self._error, self.asked = journal, error, list[str]()

    def execute(self, statement: str) -> "Answering":
        self.asked.append(statement)
        if self._error and statement == "BEGIN EXCLUSIVE":
            raise self._error
        return self

    def fetchone(self) -> tuple[str]:
        return (self._journal,)


@pytest.mark.parametrize(
    ("journal", "same_file", "locked"),
    [("delete", True, True), ("wal", True, False), ("delete", False, False)],
)
def test_a_ledger_is_held_only_without_a_shared_journal_and_as_the_file_of_that_name(
    path: Path, journal: str, same_file: bool, locked: bool
) -> None:
    connection: Any = Answering(journal)
    file = cipher.identify(path if same_file else path.parent)
    assert encrypting._lock(connection, path, file) is locked
    assert connection.asked == [
        "PRAGMA journal_mode = DELETE",
        "PRAGMA main.locking_mode = EXCLUSIVE",
        "BEGIN EXCLUSIVE",
        "PRAGMA journal_mode",
        "COMMIT",
    ]
    failing: Any = Answering(journal, sqlite3.OperationalError("locked"))
    with pytest.raises(sqlite3.OperationalError) if same_file else nullcontext():
        assert encrypting._lock(failing, path, file) is False


@needs_moved_while_open
def test_a_ledger_is_held_until_another_file_has_its_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, driver, tried = output_files._publish, cipher.load_driver(encrypted=True), list[Path]()

    def publish(temporary: Path, target: Path, *, replace: bool) -> None:
        if target == path:
            tried.append(target)
            with (
                closing(driver.connect(path, timeout=0)) as other,
                pytest.raises(driver.OperationalError, match="locked"),
            ):
                other.execute("BEGIN IMMEDIATE")
        whole(temporary, target, replace=replace)

    monkeypatch.setattr(output_files, "_publish", publish)
    assert change_key(path, None, make_key(), accept)
    assert tried == [path]


DIFFERENT = {
    "a row is missing": "DELETE FROM copy.one WHERE a = 2",
    "a row is added": "INSERT INTO copy.one VALUES (3, 'x')",
    "a cell is another": "UPDATE copy.two SET c = NULL",
    "an index is missing": "DROP INDEX copy.of_one",
    "a table is added": "CREATE TABLE copy.three (d)",
}


@pytest.mark.parametrize("change", [None, *DIFFERENT])
def test_a_copy_has_to_be_the_same_in_each_row_and_definition(change: str | None) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as both:
        both.execute("ATTACH ':memory:' AS copy")
        for name in ("main", "copy"):
            both.execute(f"CREATE TABLE {name}.one (a INTEGER, b TEXT)")
            both.execute(f"CREATE TABLE {name}.two (c INTEGER)")
            both.execute(f"CREATE INDEX {name}.of_one ON one (a)")
            both.execute(f"INSERT INTO {name}.one VALUES (1, 'x'), (2, NULL)")  # noqa: S608
            both.execute(f"INSERT INTO {name}.two VALUES (7)")  # noqa: S608
        if change is None:
            encrypting._compare(both)
            return
        both.execute(DIFFERENT[change])
        with pytest.raises(OutputRefused) as raised:
            encrypting._compare(both)
    assert raised.value.message == "The copy is not the same as the ledger, which stays as it is."
    assert raised.value.remedy == "See if the disk is in order."


@posix
def test_the_new_file_belongs_to_whom_the_old_one_belonged_to(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, given = make_key(), list[tuple[object, ...]]()
    monkeypatch.setattr(os, "chown", lambda file, *whom: given.append((os.geteuid(), *whom)))
    for user, before, after in ((0, None, key), (1000, key, None)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        path.chmod(0o640)
        assert change_key(path, before, after, accept)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    found = path.stat()
    assert given == [(0, found.st_uid, found.st_gid)]


@needs_links
def test_the_copy_is_examined_as_if_it_were_in_its_place(path: Path) -> None:
    key, seen = make_key(), list[tuple[object, ...]]()

    def examine(copy: SqliteDatabase) -> None:
        file = copy.fetch_all("PRAGMA database_list")[0]["file"]
        mode = copy.fetch_all("PRAGMA journal_mode")[0]["journal_mode"]
        seen.append((copy.name, copy.place, copy.key, mode, Path(file).exists(), file == str(path)))

    link = path.with_name("link.sqlite3")
    link.symlink_to(path)
    assert change_key(link, None, key, examine)
    assert seen == [(str(path), str(path), key, "wal", True, False)]
    assert link.is_symlink()
    assert is_encrypted(path)


def test_of_what_kind_a_ledger_is_is_known_without_opening_it_while_it_is_held(path: Path) -> None:
    """Closing it would undo the lock."""
    key, seen = make_key(), list[bool]()
    for before, after in ((None, key), (key, key), (key, None)):
        assert change_key(path, before, after, lambda copy: seen.append(is_encrypted(path)))
    assert seen == [False, True, True]
    assert cipher._in_use == {}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger's file, and beside it what a process that was killed left."""
    (tmp_path / "ledger.sqlite3").write_bytes(b"new")
    old = tmp_path / f"ledger.sqlite3{ENDING}"
    old.write_bytes(b"old bytes" * 100)
    return old


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was in each file as it was brought to disk."""
    found: list[bytes] = []
    monkeypatch.setattr(disk, "sync", lambda file: found.append(os.pread(file, 10_000, 0)))
    return found


@posix
@pytest.mark.parametrize("chunk", [7, 450, 899, 900, 901])
def test_an_old_file_is_overwritten_to_its_end_and_on_disk_before_it_goes(
    old: Path, synced: list[bytes], monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(encrypting, "_CHUNK", chunk)
    with old.open("rb") as still_open:
        assert find_old_file(old.with_name("ledger.sqlite3")) == old
        assert remove_old_file(old.with_name("ledger.sqlite3"))
        assert synced == [bytes(900)]
        assert still_open.read() == bytes(900)
    assert [path.name for path in old.parent.iterdir()] == ["ledger.sqlite3"]
    assert remove_old_file(old.with_name("ledger.sqlite3"))


@posix
def test_a_second_name_of_the_ledger_itself_is_only_removed(old: Path) -> None:
    ledger = old.with_name("ledger.sqlite3")
    old.unlink()
    os.link(ledger, old)
    assert remove_old_file(ledger)
    assert (ledger.read_bytes(), old.exists()) == (b"new", False)
    ledger.rename(old)
    with old.open("rb") as still_open:
        assert remove_old_file(ledger)
        assert still_open.read() == bytes(3)


@posix
def test_what_cannot_be_overwritten_or_removed_is_told(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = old.with_name("ledger.sqlite3")
    (tmp_path / "target").write_bytes(b"precious")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert not encrypting._overwrite(tmp_path / "link")
    assert (tmp_path / "target").read_bytes() == b"precious"
    with monkeypatch.context() as kept:
        kept.setattr(Path, "unlink", lambda path: (_ for _ in ()).throw(PermissionError()))
        assert not remove_old_file(ledger)
    assert old.read_bytes() == bytes(900)
    monkeypatch.setattr(encrypting, "_overwrite", lambda file: False)
    assert not remove_old_file(ledger)
    assert not old.exists()
    old.symlink_to(tmp_path / "target")
    assert remove_old_file(ledger)
    assert (tmp_path / "target").read_bytes() == b"precious"


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_an_old_file_that_was_written_to_gets_its_name_back(old: Path, later: int) -> None:
    ledger = old.with_name("ledger.sqlite3")
    written = old.stat().st_mtime_ns + later
    if not later:
        assert encrypting._end(ledger, written)
        assert (ledger.read_bytes(), old.exists()) == (b"new", False)
        assert not encrypting._end(ledger, written)
        return
    with pytest.raises(OutputRefused) as raised:
        encrypting._end(ledger, written)
    assert raised.value.message == (
        f"Another program has written to the ledger {ledger}, which is as it was."
    )
    assert raised.value.remedy == "Run the command again."
    assert ledger.read_bytes() == b"old bytes" * 100
