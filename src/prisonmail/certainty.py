"""How sure a packaged fact is: what is unconfirmed is never shown as certain."""

from enum import StrEnum


class Certainty(StrEnum):
    """How sure a fact is."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    UNCONFIRMED = "unconfirmed"
