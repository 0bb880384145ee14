"""Where files with names of people lie, and why they should not: as a sentence and as JSON."""

from collections.abc import Iterable

from prisonmail.reports.lines import ReportLine, warning
from prisonmail.system.places.storage import Concern


def concern_words(concern: Concern) -> ReportLine:
    """Say what is wrong with a place, and what to do."""
    return warning(f"{concern.message} {concern.remedy}")


def concern_documents(concerns: Iterable[Concern]) -> list[dict[str, object]]:
    """Return the warnings of a run as JSON (version 1: fields are only ever added)."""
    return [
        {
            "kind": each.kind.value,
            "place": each.place,
            "service": each.service,
            "message": each.message,
            "help": each.remedy,
        }
        for each in concerns
    ]
