"""The lines that reports are made of, and in which tone; an error as JSON; and how JSON is marked.

>>> str(warning("the list is old.")), warning("the list is old.").tone.value
('warning: the list is old.', 'caution')
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from prisonmail.errors import PrisonmailError
from prisonmail.system.record import Record


class Tone(StrEnum):
    """How a line is meant. It never says anything that the words do not."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


class ReportLine(Record, frozen=True):
    """One line, whose head is set off by its tone: coloured, or in bold."""

    withheld: ClassVar[tuple[str, ...]] = ("head", "rest")

    head: str
    tone: Tone = Tone.PLAIN
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.head}{self.rest}"


def warning(text: str) -> ReportLine:
    """Warn of something."""
    return ReportLine("warning:", Tone.CAUTION, f" {text}")


def error_document(error: PrisonmailError) -> dict[str, object]:
    """Return as JSON what ends a run, or what a check foresees (fields are only ever added)."""
    return {
        "kind": error.kind,
        "message": error.message,
        "help": error.remedy,
        "batch": error.batch,
    }


def mark_document(document: Mapping[str, object], handling: str) -> dict[str, object]:
    """Return a document with the firm's marking of how it is to be handled, if there is one.

    >>> mark_document({"version": 1, "count": 0}, "OFFICIAL-SENSITIVE")
    {'version': 1, 'handling': 'OFFICIAL-SENSITIVE', 'count': 0}
    """
    if not handling:
        return dict(document)
    return {"version": document.get("version", 1), "handling": handling, **document}
