"""What an examination of this computer finds: how well something is, and what to do."""

from enum import StrEnum

from prisonmail.system.record import Record


class Health(StrEnum):
    """How well something is."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


class HealthFinding(Record, frozen=True):
    """One thing that was looked at."""

    topic: str
    health: Health
    message: str
    remedy: str = ""
