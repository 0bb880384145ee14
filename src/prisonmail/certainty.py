"""How sure a fact is that the package holds: what is unconfirmed is never told as certain."""

from enum import StrEnum


class Certainty(StrEnum):
    """How sure a fact is."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    UNCONFIRMED = "unconfirmed"
