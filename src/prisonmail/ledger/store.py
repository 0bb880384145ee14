"""Opens a ledger, in a file or on a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.ledger.database import sqlite
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.database.schema import prepare
from prisonmail.ledger.ledger import Ledger
from prisonmail.system import folders

__all__ = ["Ledger", "default_path", "is_url", "open_ledger", "safe_name"]


def default_path() -> Path:
    """Return the path of this user's ledger."""
    return folders.records_folder() / folders.LEDGER_NAME


def safe_name(place: str) -> str:
    """Return a ledger's path, or its URL without any password."""
    if not is_url(place):
        return place
    from prisonmail.ledger.database import postgres

    return postgres.safe_name(place)


@contextmanager
def open_ledger(place: str | Path, *, make: bool = False, shared: bool = True) -> Iterator[Ledger]:
    """Open a ledger by its path or its postgresql:// URL; with `make`, make it if it is missing.

    One that is not `shared` is new and used by this process alone, such as a backup being written.
    Raises InputMissing if it is missing, damaged, refused or from a newer prisonmail, and
    OutputRefused if it cannot be written: while it is opened, and as long as it is open.
    """
    with _open_database(str(place), make, shared) as database:
        prepare(database, make=make)
        yield Ledger(database)


def is_url(place: str) -> bool:
    """Check whether a place is a URL and not a path.

    >>> is_url("PostgreSQL://db.firm.example/post"), is_url("C:/records/ledger.sqlite3")
    (True, False)
    """
    return "://" in place


def _postgresql_url(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme.casefold() not in ("postgresql", "postgres"):
        raise WrongUsage(
            f"A ledger is a path or a postgresql:// URL, and {scheme}:// is neither.",
            "Name it as postgresql://USER@HOST/DATABASE.",
        )
    return f"postgresql://{rest}"


@contextmanager
def _open_database(place: str, make: bool, shared: bool) -> Iterator[Database]:
    if is_url(place):
        from prisonmail.ledger.database import postgres

        with postgres.open_database(_postgresql_url(place)) as database:
            yield database
    else:
        with sqlite.open_database(Path(place), make=make, shared=shared) as file:
            yield file
