"""The lines that reports are made of: what is said, and in which tone.

>>> str(warning("the list is old.")), warning("the list is old.").tone.value
('warning: the list is old.', 'caution')
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Tone(StrEnum):
    """How a line is meant. It never says anything that the words do not."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line, whose head is set off by its tone: coloured, or in bold."""

    head: str = field(repr=False)
    tone: Tone = Tone.PLAIN
    rest: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.head}{self.rest}"


def warning(text: str) -> ReportLine:
    """Warn of something."""
    return ReportLine("warning:", Tone.CAUTION, f" {text}")
