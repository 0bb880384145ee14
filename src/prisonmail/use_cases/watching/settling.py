"""The sequence for one list that was taken: printed or rejected, and moved with its result."""

import traceback
from collections.abc import Callable
from pathlib import Path

from prisonmail.errors import AlreadyIssued, KeyUsed, PrisonmailError, UnusableList
from prisonmail.recipients.file.source import Source, read_source
from prisonmail.system import clock, ctrl_c
from prisonmail.system.record import Record, replace
from prisonmail.use_cases.after_issue.repeated_order import find_ordered, generate_once
from prisonmail.use_cases.order import Issued, Order, Outcome
from prisonmail.use_cases.outputs import write_list_to_fix, write_rejects
from prisonmail.use_cases.watching.rules import (
    is_about_the_list,
    name_done,
    name_order,
    name_rejected,
)
from prisonmail.use_cases.watching.watched_folder import DONE, REJECTED, TakenList

WriteResult = Callable[[Path, Outcome | PrisonmailError], None]
"""Writes into a folder what is to be said there of a list."""


class Settled(Record, frozen=True):
    """What became of a list."""

    name: str
    """The list's own name."""
    result: Outcome | PrisonmailError
    """What came of it, its files by their names in the folder; or why it was rejected."""
    folder: Path
    """Where the list and all that was made of it lie."""


def settle(taken: TakenList, order: Order, folder: Path, write_result: WriteResult) -> Settled:
    """Print or reject a list, write its result beside it, and give both their place.

    Raises PrisonmailError or OSError if that has to wait until something else is put right: the
    same list is then to be settled again.
    """
    result = _carry_out(taken, order, folder)
    if isinstance(result, Issued):
        parent, place = folder / DONE, name_done(taken.claim.name, result.batch.id)
    else:
        taken.keep_only_list()
        parent, place = folder / REJECTED, name_rejected(taken.claim.name, clock.now())
    if not isinstance(result, PrisonmailError):
        result = _name_files(_write_bad_rows(taken, result))
    write_result(taken.results, result)
    return Settled(taken.claim.name, result, taken.move_to(parent, place))


def _carry_out(taken: TakenList, order: Order, folder: Path) -> Outcome | PrisonmailError:
    """Return what came of a list, or why it is rejected. Raises what is not its own fault."""
    claim = taken.claim
    source = Source(claim.name, read_source(str(taken.path)).content)
    if name_order(source.name, source.content) != claim.key:
        return _refuse_changed(claim.name, find_ordered(order.ledger, claim.key))
    if claim.issued:
        return _refuse_repeated(claim.name, claim.issued)
    try:
        outcome = generate_once(_complete(order, taken, source, folder), claim.key)
    except PrisonmailError as error:
        if not is_about_the_list(error):
            raise
        return _word(claim.name, error)
    except OSError:
        raise
    except Exception as error:
        if ctrl_c.is_cause_of(error):
            raise
        return _own_fault(error, find_ordered(order.ledger, claim.key))
    if isinstance(outcome, Issued) and outcome.repeated and not taken.resumed:
        return _refuse_repeated(claim.name, outcome.batch.id)  # another watcher was quicker
    return outcome


def _complete(order: Order, taken: TakenList, source: Source, folder: Path) -> Order:
    """Return what is to be done with a list. Paths in it start from where it was put.

    The order names what is written beside its letters by how those names end.
    """
    return replace(
        order,
        recipients=str(folder / source.name),
        row=source,
        output=taken.results / f"{taken.path.stem}.pdf",
        manifest=_beside(taken, "manifest.csv"),
        inner_labels=order.inner_labels and _beside(taken, order.inner_labels),
        post_book=order.post_book and _beside(taken, order.post_book),
        force=True,
    )


def _beside(taken: TakenList, ending: Path | str) -> Path:
    """Name a file that is made with the letters of a list."""
    return taken.results / f"{taken.path.stem}-{ending}"


def _write_bad_rows(taken: TakenList, outcome: Outcome) -> Outcome:
    """Write the rows that were not printed because of problems, to be mended and put in again."""
    if not outcome.checked.bad_rows or outcome.checked.is_unusable:
        return outcome
    path = _beside(taken, "to-fix.csv")
    if not isinstance(outcome, Issued):
        write_list_to_fix(path, outcome.checked, replace=True)
        return outcome
    write_rejects(path, outcome.checked, replace=True)
    return replace(outcome, rejects=path)


def _name_files(outcome: Outcome) -> Outcome:
    """Name the files by themselves: their folder has not got its place yet."""
    if not isinstance(outcome, Issued):
        return outcome
    files = tuple(Path(each.name) for each in outcome.printed.files)
    return replace(
        outcome,
        output=Path(outcome.output.name),
        printed=replace(outcome.printed, files=files),
        rejects=_name(outcome.rejects),
        inner_labels=_name(outcome.inner_labels),
        post_book=_name(outcome.post_book),
    )


def _name(path: Path | None) -> Path | None:
    return path and Path(path.name)


def _word(name: str, error: PrisonmailError) -> PrisonmailError:
    """Return an error in the words of a watched folder, in which no options can be added."""
    if error.batch and isinstance(error, AlreadyIssued):
        return _refuse_repeated(name, error.batch)
    if error.batch and isinstance(error, KeyUsed):
        return KeyUsed(
            f"{name} was issued as batch {error.batch}, and is now read otherwise than then.",
            f"Print the letters that were issued with: prisonmail reprint {error.batch}",
            batch=error.batch,
        )
    return error


def _refuse_repeated(name: str, batch: str) -> AlreadyIssued:
    return AlreadyIssued(
        f"{name} has been issued already, with the same content, as batch {batch}.",
        f"Its letters may be in the post. To print them again: prisonmail reprint {batch}. "
        "To issue them with new codes: prisonmail generate LIST --again",
        batch=batch,
    )


def _refuse_changed(name: str, batch: str | None) -> UnusableList:
    issued = f" Its letters as it was before are batch {batch}." if batch else ""
    return UnusableList(
        f"{name} was changed while it was being taken.{issued}",
        "Look at it, and put it in again.",
        batch=batch,
    )


def _own_fault(error: Exception, batch: str | None) -> PrisonmailError:
    frame = traceback.extract_tb(error.__traceback__)[-1]  # what it says may name somebody
    place = f"{type(error).__name__}, {frame.name}:{frame.lineno}"
    issued = f"Print its letters with: prisonmail reprint {batch}" if batch else ""
    return PrisonmailError(
        f"prisonmail met a fault of its own ({place}). Nothing you did is to blame.",
        issued or "Nothing was issued. Send what this says to its makers.",
        batch=batch,
    )
