"""A recipient: what a letter needs to know of a person in prison, and the fields of a list."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.prisons.prison import Prison
from prisonmail.sender.markings import Marking
from prisonmail.system.record import Record


class Recipient(Record, frozen=True):
    """One person. Has a prison number or a date of birth, or both."""

    withheld: ClassVar[tuple[str, ...]] = (
        "name",
        "prison",
        "prison_number",
        "date_of_birth",
        "reference",
        "marking",
        "barcode",
    )

    name: str
    prison: Prison
    prison_number: str | None = None
    date_of_birth: date | None = None
    reference: str = ""
    """The sender's own reference; may be empty."""
    marking: Marking | None = None
    """The marking that the list asks for; None for the usual one of sender and prison."""
    barcode: Barcode | None = None
    """The firm's own barcode of HMPPS."""
    signatory: str = ""
    """The key of who signs the letter; empty stands for the profile's own sender."""


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
    BARCODE = "barcode"
    BARCODE_DATE = "barcode date"
    SIGNATORY = "signatory"


TEMPLATE = (
    Field.NAME,
    Field.PRISON_NUMBER,
    Field.DATE_OF_BIRTH,
    Field.PRISON,
    Field.REFERENCE,
    Field.MARKING,
)
"""The headings of an empty list."""
