"""The use cases that copy a whole ledger: backup, export and import."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail import places, publishing
from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger import copying
from prisonmail.ledger.schema import TABLES
from prisonmail.ledger.store import Ledger, is_url, open_ledger


def back_up(ledger: str, target: Path, *, force: bool) -> int:
    """Copy a ledger to a new SQLite file; gives the number of rows.

    Raises InputMissing where there is no ledger to be read, and OutputRefused.
    """
    publishing.refuse_if_taken(target, force=force, kept=[ledger])
    with (
        open_ledger(ledger) as source,
        publishing.temporary_path(target) as temporary,
        open_ledger(temporary, make=True, shared=False) as copy,
    ):
        return copying.fill(copy.database, copying.lines(source.database))


def export_json(ledger: str, target: Path, *, force: bool) -> int:
    """Write everything as JSON Lines; gives the number of rows.

    Raises InputMissing where there is no ledger to be read, and OutputRefused.
    """
    publishing.refuse_if_taken(target, force=force, kept=[ledger])
    with open_ledger(ledger) as source, publishing.new_file(target) as file:
        return copying.write_json_lines(source.database, file)


def export_csv(ledger: str, folder: Path, *, force: bool) -> int:
    """Write each table as CSV into a folder; gives the number of rows.

    Raises InputMissing where there is no ledger to be read, and OutputRefused.
    """
    try:
        places.make_private_folder(folder)
    except OSError as error:
        raise OutputRefused(f"The folder {folder} cannot be made: {error.strerror}.") from None
    files = {table: folder / f"{table}.csv" for table in TABLES}
    for path in files.values():
        publishing.refuse_if_taken(path, force=force)
    rows = 0
    with open_ledger(ledger) as source, source.database.snapshot():
        for table, path in files.items():
            with publishing.new_file(path) as file:
                rows += copying.table_as_csv(source.database, table, file)
    return rows


def import_json(file: Path, ledger: str) -> int:
    """Fill a new ledger from JSON Lines; gives the number of rows.

    Raises InputMissing where the file is not a whole export, OutputRefused for a ledger in use.
    """
    with _read(file) as lines, _new_ledger(ledger) as target:
        return copying.fill(target.database, copying.read_json_lines(lines, str(file)))


@contextmanager
def _new_ledger(place: str) -> Iterator[Ledger]:
    """Open a ledger to be filled; one that was made for it goes again where that fails."""
    made = not is_url(place) and not Path(place).exists()
    try:
        with open_ledger(place, make=True) as ledger:
            yield ledger
    except BaseException:
        if made:
            for ending in ("", "-wal", "-shm"):
                Path(f"{place}{ending}").unlink(missing_ok=True)
        raise


@contextmanager
def _read(path: Path) -> Iterator[Iterator[str]]:
    try:
        with path.open(encoding="utf-8") as file:
            yield iter(file)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise InputMissing(f"{path} cannot be read: {reason}.") from None
