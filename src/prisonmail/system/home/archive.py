"""The archive of a home: an SQLCipher database, which opens with a passphrase.

Whoever has the passphrase can open it with SQLCipher 4 alone, as docs/home.md says. Each page is
authenticated, and so is each thing in it by its size and SHA-256. It is read as if a stranger had
made it: no view, no trigger, no name that a home does not have.
"""

import hashlib
import io
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from prisonmail import __version__
from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.system.home.contents import Entry
from prisonmail.system.record import Record

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

APPLICATION = int.from_bytes(b"home")
"""What marks such an archive (`PRAGMA application_id`); its version is `PRAGMA user_version`."""
VERSION = 1
_CHUNK = 1024 * 1024
"""Bytes in one row, so that a ledger of any size is never in memory as a whole."""
_MOST_FILES = 10_000
_LARGEST = 64 * 1024 * 1024
"""Bytes that anything but a ledger can have."""
_TABLES = {
    "archive": "CREATE TABLE archive (program TEXT NOT NULL, made_at TEXT NOT NULL, "
    "ledger TEXT NOT NULL, key TEXT NOT NULL, files INTEGER NOT NULL)",
    "files": "CREATE TABLE files (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, "
    "name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, UNIQUE (kind, name))",
    "chunks": "CREATE TABLE chunks (file INTEGER NOT NULL, number INTEGER NOT NULL, "
    "content BLOB NOT NULL, PRIMARY KEY (file, number))",
}
_SET_UP = (
    "PRAGMA cipher_compatibility = 4",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_SQLITE = b"SQLite format 3\0"


class Label(Record, frozen=True):
    """What an archive says of itself."""

    made_at: str
    """When; ISO 8601, in UTC."""
    ledger: str = ""
    """Where its ledger was kept. One on a server is not in the archive, and this is its URL,
    without password and options."""
    key: str = ""
    """The name of the key with which its ledger is encrypted; empty if it is not."""


class ArchiveWriter:
    """An archive that is being written."""

    def __init__(self, connection: "dbapi2.Connection") -> None:
        self._connection = connection
        self._entries: list[Entry] = []

    @contextmanager
    def add(self, entry: Entry) -> Iterator[BinaryIO]:
        """Yield a file to write to, whose content is then in the archive under that name."""
        number = len(self._entries) + 1
        raw = _ChunkWriter(self._connection, number)
        with io.BufferedWriter(raw, _CHUNK) as file:
            yield file
        self._connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?)",
            (number, entry.kind, entry.name, raw.size, raw.digest.hexdigest()),
        )
        self._entries.append(entry)

    def close(self, label: Label) -> tuple[Entry, ...]:
        """Write what the archive says of itself; return what is in it."""
        row = (__version__, label.made_at, label.ledger, label.key, len(self._entries))
        self._connection.execute("INSERT INTO archive VALUES (?, ?, ?, ?, ?)", row)
        return tuple(self._entries)


class ArchiveReader:
    """An archive that is open and known to be whole."""

    def __init__(self, connection: "dbapi2.Connection", name: str) -> None:
        self._connection = connection
        self._name = name
        self.label, files = self._read_label()
        self._numbers = self._read_files(files)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is in it."""
        return tuple(self._numbers)

    @contextmanager
    def open(self, entry: Entry) -> Iterator[BinaryIO]:
        """Yield the content of an entry, as a file. Raises InputMissing if it is damaged."""
        number, size, digest = self._numbers[entry]
        chunks = self._read_chunks(number, size, digest)
        with io.BufferedReader(_ChunkReader(chunks), _CHUNK) as file:
            yield file

    def check(self) -> None:
        """Read all of it. Raises InputMissing if a byte of it is not as it was written."""
        if self._connection.execute("PRAGMA cipher_integrity_check").fetchone():
            raise _damaged(self._name)
        for entry in self._numbers:
            with self.open(entry) as file:
                while file.read(_CHUNK):
                    pass

    def _read_label(self) -> tuple[Label, int]:
        if self._ask("PRAGMA application_id") != APPLICATION:
            raise _foreign(self._name)
        version = self._ask("PRAGMA user_version")
        if version > VERSION:
            raise _newer(self._name, version)
        schema = self._connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        made = {name: sql for kind, name, sql in schema if (kind, sql) != ("index", None)}
        if version != VERSION or made != _TABLES:
            raise _foreign(self._name)
        rows = self._connection.execute("SELECT * FROM archive LIMIT 2").fetchall()
        if len(rows) != 1 or type(rows[0][-1]) is not int:
            raise _foreign(self._name)
        _, made_at, ledger, key, files = rows[0]
        return Label(str(made_at), str(ledger), str(key)), files

    def _ask(self, pragma: str) -> int:
        return int(self._connection.execute(pragma).fetchone()[0])

    def _read_files(self, promised: int) -> dict[Entry, tuple[int, int, str]]:
        rows = self._connection.execute(
            "SELECT * FROM files LIMIT ?", (_MOST_FILES + 1,)
        ).fetchall()
        found: dict[Entry, tuple[int, int, str]] = {}
        for number, kind, name, size, digest in rows:
            entry = Entry(str(kind), str(name))
            small = type(size) is int and (0 <= size <= _LARGEST or entry.kind == "ledger")
            if not (small and entry.is_known()):
                raise InputMissing(
                    f"{self._name} holds what no home has, so nothing of it is taken.",
                    "Make one with: prisonmail home save FILE",
                )
            found[entry] = (number, size, str(digest))
        if len(found) != promised or len(rows) != promised:
            raise _damaged(self._name)
        return found

    def _read_chunks(self, number: int, size: int, digest: str) -> Iterator[bytes]:
        seen, read, position = hashlib.sha256(), 0, 0
        while read <= size and (content := self._read_chunk(number, position)):
            read, position = read + len(content), position + 1
            seen.update(content)
            yield content
        if (read, seen.hexdigest()) != (size, digest):
            raise _damaged(self._name)

    def _read_chunk(self, file: int, number: int) -> bytes:
        """Return a part of a file, or nothing after its last."""
        query = "SELECT content FROM chunks WHERE file = ? AND number = ?"
        try:  # here, or whatever is written meanwhile would take it for an error of its own
            row = self._connection.execute(query, (file, number)).fetchone()
        except self._connection.Error:
            raise _damaged(self._name) from None
        content = row[0] if row else b""
        if type(content) is not bytes:
            raise _damaged(self._name)
        return content


@contextmanager
def make_archive(path: Path, passphrase: str) -> Iterator[ArchiveWriter]:
    """Make an archive of an empty file. Raises InputMissing, and OutputRefused if the disk is full.

    No side file is left beside it, and nothing of it is ever on the disk in the clear.
    """
    driver = _load_driver()
    try:
        with closing(_connect(driver, str(path), passphrase)) as connection:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            for table in _TABLES.values():
                connection.execute(table)
            yield ArchiveWriter(connection)
            connection.execute("COMMIT")
    except driver.DatabaseError as error:
        raise _unwritable(error) from None


@contextmanager
def open_archive(path: Path, passphrase: str) -> Iterator[ArchiveReader]:
    """Open an archive to be read. Raises InputMissing, also for what is read of it meanwhile."""
    driver = _load_driver()
    _refuse_other_files(path)
    place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"  # no journal beside it is heeded
    try:
        with closing(_connect(driver, place, passphrase)) as connection:
            _refuse_wrong_passphrase(driver, connection, path)
            yield ArchiveReader(connection, str(path))
    except driver.Error:
        raise _damaged(str(path)) from None


class _ChunkWriter(io.RawIOBase):
    def __init__(self, connection: "dbapi2.Connection", file: int) -> None:
        super().__init__()
        self._connection, self._file, self._number = connection, file, 0
        self.size, self.digest = 0, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:  # noqa: ANN401 - whatever has bytes
        chunk = bytes(content[:_CHUNK])
        row = (self._file, self._number, chunk)
        try:  # here, or whatever is read meanwhile would take it for an error of its own
            self._connection.execute("INSERT INTO chunks VALUES (?, ?, ?)", row)
        except self._connection.Error as error:
            raise _unwritable(error) from None
        self.digest.update(chunk)
        self.size, self._number = self.size + len(chunk), self._number + 1
        return len(chunk)


class _ChunkReader(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - whatever takes bytes
        self._rest = self._rest or next(self._chunks, b"")
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _load_driver() -> Any:  # noqa: ANN401 - a module
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise InputMissing(
            "An archive needs a part of prisonmail that is not installed.",
            "Install it with: pip install 'prisonmail[encrypted]'",
        ) from None
    return dbapi2


def _connect(driver: Any, place: str, passphrase: str) -> "dbapi2.Connection":  # noqa: ANN401
    if not passphrase:  # with none, SQLCipher encrypts nothing
        raise InputMissing("An archive needs a passphrase.", "Give one.")
    uri = place.startswith("file:")
    connection: dbapi2.Connection = driver.connect(place, uri=uri, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # else it talks on standard error
        # the same letters may be typed in two ways, of which NFC is one; not as a statement, which
        # an error could show
        cast("Any", connection).set_key(unicodedata.normalize("NFC", passphrase))
        for each in _SET_UP:
            connection.execute(each)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_other_files(path: Path) -> None:
    """Raise InputMissing for a file that cannot be read, or surely is no archive."""
    try:
        with path.open("rb") as file:
            begins, size = file.read(len(_SQLITE)), path.stat().st_size
    except FileNotFoundError:
        raise InputMissing(f"There is no file {path}.", "Check the name.") from None
    except OSError as error:
        raise InputMissing(f"{path} cannot be read: {error.strerror}.") from None
    if begins == _SQLITE:
        raise InputMissing(
            f"{path} is no archive of a home, but a database that is not encrypted.",
            "If it is a backup of a ledger, look at it with: prisonmail ledger check --ledger FILE",
        )
    if not size:  # which SQLite takes for an empty database; other files may begin like any salt
        raise _foreign(str(path))


def _refuse_wrong_passphrase(driver: Any, connection: "dbapi2.Connection", path: Path) -> None:  # noqa: ANN401
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        raise InputMissing(
            f"{path} does not open: the passphrase is wrong, or the file is no archive of a home, "
            "or its beginning is damaged.",
            "Nothing was changed. Look at the passphrase, letter for letter.",
        ) from None


def _unwritable(error: Exception) -> OutputRefused:
    return OutputRefused(
        f"The archive cannot be written: {error}.", "Make room, or name another place."
    )


def _newer(name: str, version: int) -> InputMissing:
    return InputMissing(
        f"{name} was made by a newer prisonmail (archive version {version}; this one knows "
        f"{VERSION}).",
        "Install the newer prisonmail on this machine too.",
    )


def _foreign(name: str) -> InputMissing:
    return InputMissing(
        f"{name} is no archive of a home.", "Make one with: prisonmail home save FILE"
    )


def _damaged(name: str) -> InputMissing:
    return InputMissing(
        f"{name} is damaged or incomplete, so nothing of it is taken.",
        "Copy it once more from where it was made, or use another archive.",
    )
