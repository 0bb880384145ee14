"""A recipient: what a letter needs to know of a person in prison, and the fields of a list."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

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
    """The marking that the list asks for; None for the usual one of sender and prison."""


class Field(StrEnum):
    """What prisonmail reads from a list."""

    NAME = "name"
    FORENAME = "forename"
    MIDDLE_NAME = "middle name"
    SURNAME_PREFIX = "surname prefix"
    SURNAME = "surname"
    SUFFIX = "suffix"
    PRISON_NUMBER = "prison number"
    DATE_OF_BIRTH = "date of birth"
    PRISON = "prison"
    REFERENCE = "reference"
    CLIENT_REFERENCE = "client reference"
    MARKING = "marking"
    CUSTODY = "custody"
    STATUS = "status"
    ADDRESS = "address"
    RELEASE_DATE = "release date"


TEMPLATE = (
    Field.NAME,
    Field.PRISON_NUMBER,
    Field.DATE_OF_BIRTH,
    Field.PRISON,
    Field.REFERENCE,
    Field.MARKING,
)
"""The headings of an empty list."""
