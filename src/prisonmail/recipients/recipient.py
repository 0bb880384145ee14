"""A recipient: a person in prison, as their letter needs them."""

from dataclasses import dataclass, field
from datetime import date

from prisonmail.prisons.prison import Prison
from prisonmail.sender.markings import Marking


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person. Has a prison number or a date of birth, or both."""

    name: str = field(repr=False)
    prison: Prison = field(repr=False)
    prison_number: str | None = field(default=None, repr=False)
    date_of_birth: date | None = field(default=None, repr=False)
    reference: str = field(default="", repr=False)
    """The sender's own reference; may be empty."""
    marking: Marking | None = field(default=None, repr=False)
    """Where the list asks for another marking than the sender's role gives."""
