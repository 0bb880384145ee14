"""Opens a ledger, in a file or on a server."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from prisonmail.errors import InputMissing, LedgerMissing, LedgerWentBack, WrongUsage
from prisonmail.ledger.apart.cipher_keys import find_key, key_ring
from prisonmail.ledger.chain import watch
from prisonmail.ledger.database import cipher, sqlite
from prisonmail.ledger.database.cipher import FileId, KeyRing, identify
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.database.schema import STEPS, prepare
from prisonmail.ledger.database.sqlite_errors import explaining
from prisonmail.ledger.database.sqlite_file import open_database
from prisonmail.ledger.ledger import Ledger
from prisonmail.sender.signing.own_keys import OwnKeys
from prisonmail.sender.signing.store import find_key_path
from prisonmail.system import folders
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.operators import find_operator
from prisonmail.system.places.busy_files import erase
from prisonmail.system.standard_output import mention

if TYPE_CHECKING:
    from prisonmail.ledger.access.server_state import ServerState
    from prisonmail.ledger.database.server_identity import Weakness

__all__ = [
    "Ledger",
    "default_path",
    "find_file",
    "find_lost",
    "find_weakness",
    "is_encrypted",
    "is_server",
    "look_into",
    "open_again",
    "open_ledger",
    "open_server_state",
    "peek_batches",
    "safe_name",
]

_SERVER = compile_late(
    r"(?i)\s*(postgres(ql)?\b.*[@:]|[^/\\]+:[^/\\]*@|.*\b(password|host|dbname)\s*="
    r"|(host(addr)?|port|dbname|user|password|passfile|service|options"
    r"|application_name|connect_timeout|ssl\w+|target_session_attrs)\s*=)"
)
"""How a URL looks that lacks a part, or a connection string of keys and values, as psql has it:
each may hold a password, so neither may be taken for the path of a file and shown."""

_SERVER_ENDING = "-serve"
"""What the file of the servers has after the name of the ledger's."""
_ENCRYPTED_ENDING = "-encrypted"
_SIGNS = frozenset("@:=")
"""Each of these has one of them, and few paths have."""


def default_path() -> Path:
    """Return the path of this user's ledger."""
    return folders.records_folder() / folders.LEDGER_NAME


def safe_name(place: str) -> str:
    """Return a ledger's path, or its URL without any password.

    >>> safe_name("host=db user=clerk password='s3 cret'")
    'postgresql://…'
    """
    if not is_server(place):
        return place
    if "://" not in place:
        return "postgresql://…"
    from prisonmail.ledger.database import postgres

    return postgres.safe_name(place)


def find_weakness(place: str) -> "Weakness | None":
    """Return what is weak about the connection to a ledger on a server; None of a path."""
    if "://" not in place:
        return None
    from prisonmail.ledger.database import postgres

    return postgres.look_at_connection(_postgresql_url(place))


@contextmanager
def open_ledger(
    place: str | Path,
    *,
    make: bool = False,
    shared: bool = True,
    keys: KeyRing | None = None,
    upgrade: bool = False,
    by: str | None = None,
    profile: Path | None = None,
) -> Iterator[Ledger]:
    """Open a ledger by its path or its postgresql:// URL; with `make`, make it if it is missing.

    A file that is encrypted is opened with the keys of this computer, unless others are given.
    What is recorded is recorded as done `by` somebody, or by the user of this computer. Its heads
    are signed with the firm's key beside a `profile`, or else the user's own, if there is one.

    One that is not `shared` is new and used by this process alone, such as a backup being written.
    A file of an older prisonmail is brought up to date, one on a server only with `upgrade`. Raises
    InputMissing if it is missing, damaged, refused, from a newer prisonmail or half restored, and
    OutputRefused if it cannot be written: while it is opened, and as long as it is open.
    """
    on = str(place)
    opened = _open_on_server(on) if is_server(on) else _open_file(Path(on), make, shared, keys)
    with opened as database:
        version = prepare(database, make=make, upgrade=upgrade)
        if 0 < version < len(STEPS):
            mention(
                f"The ledger {database.name} was brought up from version {version} to {len(STEPS)}:"
                " an older prisonmail cannot use it any more."
            )
        yield Ledger(database, find_operator(by), OwnKeys(find_key_path(profile)))


@contextmanager
def look_into(place: str) -> Iterator[Ledger | None]:
    """Open a ledger to look something up in it, or return None if there is none yet.

    Raises as `open_ledger`, but for one that is missing.
    """
    with ExitStack() as opened:
        try:
            ledger = opened.enter_context(open_ledger(place))
        except LedgerMissing:
            ledger = None
        yield ledger


def peek_batches(place: str, most: int) -> list[str]:
    """Return the newest batches of a plain file, by a look that never writes, makes or waits.

    Of other ledgers, of what is none, and if anything fails, nothing.
    """
    return [] if is_server(place) else sqlite.peek_batches(Path(place), most)


@contextmanager
def open_again(
    place: str, ledger: Ledger, by: str | None, profile: Path | None
) -> Iterator[Ledger]:
    """Return to a ledger after long work, while it is still open; raises as `open_ledger`.

    A file goes on with the journal that it has. A server may have let go of who rested.
    """
    if is_server(place):
        with open_ledger(place, by=by, profile=profile) as anew:
            yield anew
    else:
        with explaining(Path(place)):
            yield ledger


@contextmanager
def open_server_state(place: str) -> "Iterator[ServerState]":
    """Open what the servers of the ledger at a place keep; make it if it is missing.

    It is encrypted if the ledger is. Raises InputMissing and OutputRefused, as `open_ledger`.
    """
    from prisonmail.ledger.access.server_state import ServerState, make_tables

    with _open_on_server(place) if is_server(place) else _open_beside(Path(place)) as database:
        make_tables(database)
        yield ServerState(database)


def find_lost(place: str) -> LedgerWentBack | None:
    """Return what is wrong if a file is missing in which this machine saw a ledger."""
    if is_server(place) or Path(place).exists():
        return None
    return watch.find_lost(str(Path(place).resolve()))


def find_file(place: str) -> FileId | None:
    """Return which file is a ledger now: another one if it was put in its place.

    None if there is none, or if the ledger is on a server.
    """
    return None if is_server(place) else identify(Path(place))


def is_encrypted(place: str | Path) -> bool:
    """Check whether a ledger is encrypted by prisonmail; one that is missing or on a server is not.

    A file that is no ledger may count as encrypted.
    """
    return not is_server(str(place)) and cipher.is_encrypted(Path(place))


def is_server(place: str) -> bool:
    """Check whether a place is on a server, however that is written, and not a path.

    >>> is_server("PostgreSQL://db.firm.example/post"), is_server("C:/records/ledger.sqlite3")
    (True, False)
    >>> is_server("dbname=post password=s3cret"), is_server("postgres:/clerk:s3cret@db/post")
    (True, True)
    >>> is_server("clerk:s3cret@db/post"), is_server("postgres backup.sqlite3")
    (True, False)
    """
    return "://" in place or (not _SIGNS.isdisjoint(place) and bool(_SERVER.match(place)))


@contextmanager
def _open_beside(ledger: Path) -> Iterator[Database]:
    """Open the file of the servers of a ledger."""
    path = _find_beside(ledger)
    try:
        with open_database(path, make=True, keys=_keys_beside(ledger)) as file:
            yield file
    except InputMissing:
        raise InputMissing(
            f"The file {path}, in which servers keep who has signed in, cannot be read.",
            "End the servers and delete it: people then sign in again.",
        ) from None


def _find_beside(ledger: Path) -> Path:
    """Return the file of the servers of a ledger; once that is encrypted, it is another one.

    What lies in the plain one is then dropped: people sign in anew.
    """
    plain = Path(f"{ledger}{_SERVER_ENDING}")
    if not is_encrypted(ledger):
        return plain
    for each in (plain, Path(f"{plain}-wal"), Path(f"{plain}-shm")):
        erase(each)  # if it is open elsewhere, the next time on Windows
    return Path(f"{plain}{_ENCRYPTED_ENDING}")


def _keys_beside(ledger: Path) -> KeyRing:
    """Return the keys of a file beside a ledger: those of the ledger, if that is encrypted."""
    ring = key_ring(ledger)
    if not is_encrypted(ledger):
        return ring
    return KeyRing(ring.for_file, lambda: find_key(ledger))


def _postgresql_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise WrongUsage(
            "A ledger on a server is named by a URL, not by keys and values.",
            "Name it as postgresql://USER@HOST/DATABASE, and put the password into ~/.pgpass.",
        )
    if scheme.casefold() not in ("postgresql", "postgres"):
        raise WrongUsage(
            f"A ledger is a path or a postgresql:// URL, and {scheme}:// is neither.",
            "Name it as postgresql://USER@HOST/DATABASE.",
        )
    return f"postgresql://{rest}"


def _open_on_server(place: str) -> AbstractContextManager[Database]:
    from prisonmail.ledger.database import postgres

    return postgres.open_database(_postgresql_url(place))


def _open_file(
    path: Path, make: bool, shared: bool, keys: KeyRing | None
) -> AbstractContextManager[Database]:
    folders.refuse_half_restored(path.parent)
    return open_database(path, make=make, shared=shared, keys=keys or key_ring(path))
