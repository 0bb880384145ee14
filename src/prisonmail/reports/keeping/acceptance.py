"""The statements on who may use prisonmail, and who has accepted them, in words and as JSON."""

from collections.abc import Iterator
from datetime import datetime

from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.sender.acceptance import EDITION, STATEMENTS, Acceptance
from prisonmail.system import clock


def statement_words() -> Iterator[str]:
    """Say the statements, numbered."""
    yield "Who may use prisonmail:"
    for number, each in enumerate(STATEMENTS, start=1):
        yield f"  {number}  {each}"


def acceptance_words(found: Acceptance | None, now: datetime) -> ReportLine:
    """Say who has accepted them, and whether that has to be done again."""
    if found is None:
        return ReportLine("Nobody has accepted them here.", Tone.CAUTION)
    when = clock.long_date(clock.uk_date(datetime.fromisoformat(found.at)))
    said = f" by {found.by} on {when}."
    if found.is_due(now):
        return ReportLine("To accept again:", Tone.CAUTION, f" last accepted{said}")
    return ReportLine("Accepted", Tone.GOOD, said)


def acceptance_document(found: Acceptance | None, now: datetime) -> dict[str, object]:
    """Return the statements, and who has accepted them, as JSON."""
    return {
        "version": 1,
        "edition": EDITION,
        "statements": list(STATEMENTS),
        "accepted_by": found.by if found else None,
        "accepted_at": found.at if found else None,
        "due": found is None or found.is_due(now),
    }
