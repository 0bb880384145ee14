"""What was found of a whole ledger, or erased from it, in words and as JSON."""

from collections.abc import Iterator
from datetime import date

from prisonmail.ledger.audit import Audit
from prisonmail.ledger.records import Purge
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone

BEYOND_A_PURGE = (
    "Beyond its reach, and yours to erase: the PDFs and lists, manifests and exports, backups of "
    "the ledger and of this computer, and archives of a PostgreSQL server."
)


def audit_words(found: Audit) -> Iterator[ReportLine]:
    """Say whether the ledger is as it was recorded, and all that is wrong if it is not."""
    if found.faults:
        yield ReportLine("The ledger is not as it was recorded:", Tone.BAD)
        yield from (ReportLine(f"  {fault}") for fault in found.faults)
    else:
        events = count(found.head.number, "event")
        yield ReportLine(f"The ledger is in order: {events}.", Tone.GOOD)


def head_words(found: Audit) -> Iterator[ReportLine]:
    """Name the head, to be noted elsewhere, and the batches that may have no paper."""
    yield ReportLine(f"Head {found.head}")
    for batch in found.without_paper:
        again = f"prisonmail reprint {batch} -o OUT.pdf"
        yield ReportLine(f"Perhaps without paper: {batch}  ({again})")


def audit_document(found: Audit) -> dict[str, object]:
    """Return what was found of a ledger as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "in_order": not found.faults,
        "faults": list(found.faults),
        "without_paper": list(found.without_paper),
        "events": found.head.number,
        "head": str(found.head),
    }


def purge_words(done: Purge) -> ReportLine:
    """Count what was erased."""
    letters = count(done.letters, "letter")
    events = count(done.events, "other entry", "other entries")
    return ReportLine(f"Erased the personal fields of {letters} and {events}.", Tone.GOOD)


def purge_document(done: Purge, before: date) -> dict[str, object]:
    """Return what was erased as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "before": before.isoformat(),
        "letters": done.letters,
        "events": done.events,
    }
