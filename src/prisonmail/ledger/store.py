"""Opens a ledger, wherever it is kept: in a file, or on a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail import places
from prisonmail.errors import WrongUsage
from prisonmail.ledger.database import Database
from prisonmail.ledger.ledger import Ledger
from prisonmail.ledger.schema import prepare

__all__ = ["Ledger", "default_path", "is_url", "open_ledger", "safe_name"]


def default_path() -> Path:
    """Give the place where this user's ledger is kept."""
    return places.records_folder() / places.LEDGER_NAME


def safe_name(place: str) -> str:
    """Write where a ledger is, without any password."""
    if not is_url(place):
        return place
    from prisonmail.ledger import postgres

    return postgres.safe_name(place)


@contextmanager
def open_ledger(place: str | Path, *, make: bool = False, shared: bool = True) -> Iterator[Ledger]:
    """Open a ledger by its path or its postgresql:// URL, and make it first if `make` says so.

    Raises InputMissing where it is missing, damaged, refused or from a newer prisonmail, and
    OutputRefused where it cannot be written, also of whatever is done while it is open.
    """
    with _opened(str(place), make, shared) as database:
        prepare(database, make=make)
        yield Ledger(database)


def is_url(place: str) -> bool:
    """Say whether a ledger is named by a URL and not by a path.

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
def _opened(place: str, make: bool, shared: bool) -> Iterator[Database]:
    if is_url(place):
        from prisonmail.ledger import postgres

        with postgres.opened(_postgresql_url(place)) as database:
            yield database
    else:
        from prisonmail.ledger import files

        with files.opened(Path(place), make=make, shared=shared) as file:
            yield file
