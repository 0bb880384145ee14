"""What became of the lists of a watched folder, in lines and as JSON. They name no person.

>>> str(course_words(InTheWay(PrisonmailError("The ledger is away.", "Look at its server."))))
'waiting: The ledger is away. Look at its server.'
"""

from datetime import datetime

from prisonmail.errors import PrisonmailError
from prisonmail.problems.problem import mask_text
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone, error_document
from prisonmail.reports.problems import count_rows
from prisonmail.reports.storage import concern_documents
from prisonmail.system.places.storage import Concern
from prisonmail.use_cases.order import Issued
from prisonmail.use_cases.watching.settling import Settled
from prisonmail.use_cases.watching.watcher import Begun, InTheWay, OutOfTheWay, Told


def outcome_words(settled: Settled) -> ReportLine:
    """Say what became of a list: all else is told in its folder."""
    place = f"{settled.folder.parent.name}/{settled.folder.name}"
    match settled.result:
        case PrisonmailError() as error:
            return ReportLine("rejected:", Tone.BAD, f" {mask_text(error.message)} → {place}")
        case Issued() as issued:
            letters = count(len(issued.letters), "letter")
            left_out = issued.checked.rows_bad
            more = f", {count(left_out, 'row')} left out" if left_out else ""
            return ReportLine("printed:", Tone.GOOD, f" {settled.name}, {letters}{more} → {place}")
        case outcome:
            problems = count(outcome.checked.problems.errors, "problem")
            return ReportLine("rejected:", Tone.BAD, f" {settled.name}, {problems} → {place}")


def course_words(told: Begun | InTheWay | OutOfTheWay) -> ReportLine:
    """Say that lists are watched for, or wait for something, or do not any more."""
    if isinstance(told, Begun):
        return ReportLine(f"Watching {told.folder}. End with Ctrl-C.")
    if isinstance(told, OutOfTheWay):
        return ReportLine("going on:", Tone.GOOD, " nothing is in the way any more.")
    said = " ".join(filter(None, (mask_text(told.error.message), told.error.remedy)))
    return ReportLine("waiting:", Tone.CAUTION, f" {said}")


def told_document(told: Told | Concern, now: datetime) -> dict[str, object]:
    """Return one line of the log as JSON (version 1: fields are only ever added)."""
    head: dict[str, object] = {"version": 1, "time": now.isoformat()}
    match told:
        case Settled():
            return head | _settled_document(told)
        case Begun(folder=folder):
            return head | {"event": "watching", "folder": str(folder)}
        case InTheWay(error=error):
            return head | {"event": "waiting", "error": _mask(error)}
        case OutOfTheWay():
            return head | {"event": "going-on"}
        case Concern():
            return head | {"event": "warning", "warning": concern_documents([told])[0]}


def rejection_document(error: PrisonmailError) -> dict[str, object]:
    """Return why a whole list was rejected as JSON, as `generate --json` does."""
    return {"version": 1, "error": error_document(error), "exit": int(error.exit_code)}


def _settled_document(settled: Settled) -> dict[str, object]:
    result = settled.result
    if isinstance(result, PrisonmailError):
        found: dict[str, object] = {"batch": result.batch, "error": _mask(result)}
    else:
        issued = result if isinstance(result, Issued) else None
        found = {
            "batch": issued.batch.id if issued else None,
            "letters": len(issued.letters) if issued else 0,
            "rows": count_rows(result.checked),
            "problems": result.checked.problems.errors,
        }
    return {
        "event": "printed" if isinstance(result, Issued) else "rejected",
        "list": settled.name,
        **found,
        "folder": str(settled.folder),
        "exit": int(result.exit_code),
    }


def _mask(error: PrisonmailError) -> dict[str, object]:
    said = error_document(error)
    return said | {"message": mask_text(error.message), "help": mask_text(error.remedy)}
