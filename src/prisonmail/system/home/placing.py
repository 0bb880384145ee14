"""Puts what an archive held in its place, all of it or none.

First everything waits in a folder of its own, beside where it will lie. Then a plan is written:
with it the restore is decided, and whoever comes next can finish it. What is in the way is moved
aside, never deleted. As long as there is a plan, no ledger of this home is opened.
"""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.system import folders, output_files
from prisonmail.system.home.contents import RECORDS, SETTINGS, Entry, folder_of, list_files
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.locks import hold_folder, remove_unused
from prisonmail.system.record import Record

LEDGER_FILE = Entry(RECORDS, folders.LEDGER_NAME)
_JOURNALS = ("-wal", "-shm", "-journal")
_ASIDE = compile_late(r"before-restore-[0-9-]+")
_OPEN_BYTE = 128
"""The byte of a `-shm` file that SQLite keeps locked in every process that has the ledger open."""


class Plan(Record, frozen=True):
    """What is to be put in place."""

    archive: str
    """The SHA-256 of the archive."""
    aside: str
    """The name of the folder for what is in the way."""
    staged: tuple[Entry, ...]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let no two restores of a home run at once; folders made for one go if they stay empty.

    Raises OutputRefused.
    """
    both = {folder_of(SETTINGS), folder_of(RECORDS)}
    made = [folder for folder in both if not folder.exists()]
    try:
        for folder in both:
            folders.make_private_folder(folder)
        with _lock(folder_of(RECORDS)):
            yield
    except OSError as error:
        raise OutputRefused(
            f"{error.filename or folder_of(RECORDS)} cannot be written to: {error.strerror}."
        ) from None
    finally:
        for folder in made:
            remove_unused(folder)


def stage(entry: Entry) -> Path:
    """Return where a file waits until it can be put in place; its folder is there."""
    path = _stage_folder(entry.kind) / entry.kind / entry.name
    folders.make_private_folder(path.parent)
    return path


def read_plan() -> Plan | None:
    """Return the plan of a restore that was decided but not finished, if there is one.

    Raises InputMissing if it cannot be read.
    """
    path = _plan_path()
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_bytes())
        staged = tuple(Entry(kind, name) for kind, name in found["staged"])
        plan = Plan(found["archive"], found["aside"], staged)
        if not all(each == LEDGER_FILE or each.is_known() for each in staged):
            raise ValueError
        if not _ASIDE.fullmatch(plan.aside):
            raise ValueError
        return plan
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputMissing(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it was changed'}.",
            "What waits beside it belongs in the home, and what was there lies in a folder "
            "whose name begins with before-restore.",
        ) from None


def decide(plan: Plan) -> None:
    """Write the plan: from now on the restore is finished by whoever comes next."""
    document = {
        "archive": plan.archive,
        "aside": plan.aside,
        "staged": [[each.kind, each.name] for each in plan.staged],
    }
    with output_files.new_file(_plan_path(), replace=False) as file:
        file.write(json.dumps(document).encode())


def put_in_place(plan: Plan) -> None:
    """Move what is in the way aside, and what waits into its place; again, it does the rest.

    Raises OutputRefused, and undoes the plan if nothing was moved yet, if the ledger is in use.
    """
    _refuse_if_open(plan)
    for entry in _find_in_the_way(plan.staged, waiting=True):
        _move(folder_of(entry.kind) / entry.name, folder_of(entry.kind) / plan.aside / entry.name)
    for entry in plan.staged:
        waiting = stage(entry)
        if waiting.exists():
            _move(waiting, folder_of(entry.kind) / entry.name)


def clear() -> None:
    """Remove the plan, and all that waits."""
    if _plan_path().exists():
        output_files.remove_file(_plan_path())
    for kind in (SETTINGS, RECORDS):
        shutil.rmtree(_stage_folder(kind), ignore_errors=True)


def find_in_the_way(staged: Iterable[Entry]) -> list[Path]:
    """Return the files of this home that are not to be mixed with those of an archive.

    Keys of other ledgers stay, and so does what this machine saw of any.
    """
    return [folder_of(each.kind) / each.name for each in _find_in_the_way(tuple(staged))]


def name_aside(day: str) -> str:
    """Return a name, for a folder in each folder of the home, that is not taken."""
    number, name = 1, f"before-restore-{day}"
    while any((folder_of(kind) / name).exists() for kind in (SETTINGS, RECORDS)):
        number += 1
        name = f"before-restore-{day}-{number}"
    return name


def _find_in_the_way(staged: tuple[Entry, ...], *, waiting: bool = False) -> list[Entry]:
    """Return what is in the way, but, if asked, not what was put in place already."""
    own = [each for each in list_files() if not each.name.endswith(".key")]
    found = {each: each for each in (*own, LEDGER_FILE, *staged)}
    found |= {Entry(RECORDS, f"{LEDGER_FILE.name}{each}"): LEDGER_FILE for each in _JOURNALS}
    return [
        each
        for each, belongs_to in found.items()
        if (folder_of(each.kind) / each.name).exists()
        and not (waiting and belongs_to in staged and not stage(belongs_to).exists())
    ]


def _refuse_if_open(plan: Plan) -> None:
    ledger = folder_of(RECORDS) / LEDGER_FILE.name
    if not _is_open(ledger):
        return
    if not (folder_of(RECORDS) / plan.aside).exists():
        clear()
    raise OutputRefused(
        f"Another program has the ledger {ledger} open.", "End it, and run this again."
    )


def _is_open(ledger: Path) -> bool:
    """Check whether a process has a ledger open, so that it would go on in what was moved aside."""
    if sys.platform == "win32":
        return output_files.is_in_use(ledger)
    import fcntl

    try:
        with Path(f"{ledger}-shm").open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _OPEN_BYTE)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    try:
        with hold_folder(folder, wait=False):
            yield
    except BlockingIOError:
        raise OutputRefused(f"Another restore of {folder} is going on.", "Wait for it.") from None


def _move(path: Path, target: Path) -> None:
    folders.make_private_folder(target.parent)
    output_files.move_file(path, target)


def _stage_folder(kind: str) -> Path:
    return folder_of(kind) / folders.RESTORE_FOLDER


def _plan_path() -> Path:
    return _stage_folder(RECORDS) / folders.RESTORE_PLAN
