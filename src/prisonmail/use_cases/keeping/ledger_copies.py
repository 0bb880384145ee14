"""The use cases that copy a whole ledger: backup, export and import."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from prisonmail.errors import InputMissing, LedgerWentBack, OutputRefused, WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database.cipher import KeyRing
from prisonmail.ledger.store import Ledger, is_server, open_ledger
from prisonmail.sender.store import find_handling
from prisonmail.system import clock, folders, output_files
from prisonmail.system.csv_output import write_csv
from prisonmail.system.standard_output import is_stdout


def back_up(ledger: str, target: Path, *, force: bool, by: str | None = None) -> int:
    """Copy a ledger to a new SQLite file, and record that; return the number of rows.

    Raises InputMissing if there is no ledger to be read, OutputRefused, and WrongUsage.
    """
    if is_stdout(target):
        raise WrongUsage("A backup is a file.", "Name one.")
    output_files.refuse_if_taken(target, force=force, kept=[ledger])
    with (
        open_ledger(ledger, by=by) as source,
        output_files.temporary_path(target, replace=force) as temporary,
        open_ledger(temporary, make=True, shared=False, keys=_same_key(source)) as copy,
    ):
        _record(source, EventKind.BACKED_UP, target)
        return source.copy_to(copy)


def _same_key(source: Ledger) -> KeyRing | None:
    """Return what encrypts a new file as a ledger is, or if that is not, as a new ledger is."""
    return KeyRing(for_new=lambda: source.key) if source.key else None


def export_json(ledger: str, target: Path, *, force: bool, by: str | None = None) -> int:
    """Write everything as JSON Lines, to a file or `-`, and record that; return how many rows.

    Raises InputMissing if there is no ledger to be read, and OutputRefused.
    """
    if not is_stdout(target):
        output_files.refuse_if_taken(target, force=force, kept=[ledger])
    with (
        open_ledger(ledger, by=by) as source,
        output_files.open_output(target, replace=force) as file,
    ):
        _record(source, EventKind.EXPORTED, target)
        return source.export(file, find_handling())


def export_csv(ledger: str, folder: Path, *, force: bool, by: str | None = None) -> int:
    """Write each table as CSV into a folder, and record that; return the number of rows.

    Raises InputMissing if there is no ledger to be read, and OutputRefused.
    """
    try:
        folders.make_private_folder(folder)
    except OSError as error:
        raise OutputRefused(f"The folder {folder} cannot be made: {error.strerror}.") from None
    files = {table: folder / f"{table}.csv" for table in Ledger.tables}
    for path in files.values():
        output_files.refuse_if_taken(path, force=force, kept=[ledger])
    with open_ledger(ledger, by=by) as source:
        _record(source, EventKind.EXPORTED, folder)
        return _write_tables(source, files, force=force)


def _write_tables(source: Ledger, files: Mapping[str, Path], *, force: bool) -> int:
    rows, handling = 0, find_handling()
    with source.snapshot():
        for table, path in files.items():
            with output_files.new_file(path, replace=force) as file:
                written = write_csv(_csv_rows(source, table), file, handling=handling)
                rows += max(written - 1, 0)  # without the headings
    return rows


def import_json(file: Path, ledger: str) -> int:
    """Fill a new ledger from JSON Lines; return the number of rows.

    Raises InputMissing if the file is not a whole export, OutputRefused for a ledger in use.
    """
    with _open_text(file) as lines, _new_ledger(ledger) as target:
        return target.fill_from(lines, str(file))


def _record(source: Ledger, kind: EventKind, target: Path) -> None:
    """Record a copy before it is made, so that it holds that itself.

    What is taken from a ledger that went back goes unrecorded: nothing is written into that.
    """
    what = "standard output" if is_stdout(target) else str(target)
    with suppress(LedgerWentBack):
        source.record_change(kind, what, clock.now())


def _csv_rows(ledger: Ledger, table: str) -> Iterator[Sequence[str]]:
    """Go through a table as text, its headings first; an empty one has none."""
    for number, row in enumerate(ledger.read_table(table)):
        if number == 0:
            yield tuple(row.keys())
        yield ["" if cell is None else str(cell) for cell in dict(row).values()]


@contextmanager
def _new_ledger(place: str) -> Iterator[Ledger]:
    """Open a ledger to be filled; one that was made for it goes again if that fails."""
    made = not is_server(place) and not Path(place).exists()
    try:
        with open_ledger(place, make=True) as ledger:
            yield ledger
    except BaseException:
        if made:
            for ending in ("", "-wal", "-shm"):
                with suppress(PermissionError):  # Windows keeps what another program has open
                    Path(f"{place}{ending}").unlink(missing_ok=True)
        raise


@contextmanager
def _open_text(path: Path) -> Iterator[Iterator[str]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield iter(file)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise InputMissing(f"{path} cannot be read: {reason}.") from None
