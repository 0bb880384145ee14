"""What an examination of this computer finds: how well something is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How well something is."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """One thing that was looked at."""

    topic: str
    health: Health
    message: str
    remedy: str = ""
