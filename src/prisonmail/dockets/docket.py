"""Dockets: what one prison is told of letters on their way to it, and of codes that went bad.

>>> name_docket("Greenstone & Chambers Ltd.", "LEI", 17)
'greenstone-chambers-ltd-LEI-000017'
"""

from datetime import date, datetime
from typing import ClassVar
from unicodedata import normalize

from prisonmail.codes import Code
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.sender.markings import Marking
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

FORMAT = "prisonmail-docket"
VERSION = 1
MOST_LETTERS = 100_000
"""In one docket: more than all prisons of England and Wales hold."""
_LONGEST_STEM = 40
_WORD = compile_late("[a-z0-9]+")


class DocketSender(Record, frozen=True, forbid_unknown_fields=True):
    """Who has sent the letters."""

    organisation: str
    sender: str
    """The person."""
    role: str
    """The key of a role, as the profile has it."""
    cjsm_address: str
    telephone: str
    address: tuple[str, ...]


class DocketProof(Record, frozen=True, forbid_unknown_fields=True):
    """How and when the sender has shown that it reads the mailbox of its CJSM address."""

    standing: str
    at: datetime


class DocketLetter(Record, frozen=True, forbid_unknown_fields=True):
    """A letter that may be delivered unopened, once."""

    withheld: ClassVar = ("barcode", "name", "prison_number", "date_of_birth")

    code: Code
    barcode: Barcode | None
    """The barcode of HMPPS that its window shows in place of the code."""
    marking: Marking
    name: str
    prison_number: str | None
    date_of_birth: date | None
    issued_at: datetime
    good_until: datetime


class Docket(
    Record, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="format", tag=FORMAT
):
    """What a prison is told. The fields are those of the document, in its order."""

    version: int = VERSION
    serial: int
    """Counted from 1 for each prison."""
    previous: str | None
    """SHA-256 of the document before it for this prison, in hexadecimal."""
    made_at: datetime
    good_until: datetime
    """When the last of its codes ends."""
    prison: str
    """The code of the prison."""
    sender: DocketSender
    key: str
    """The fingerprint of the key that signs it."""
    ledger_head: str
    """NUMBER:HASH of the last event before it."""
    proof: DocketProof | None
    letters: tuple[DocketLetter, ...]
    cancelled: tuple[Code, ...]
    """All codes sent to this prison that are in date and must no longer be delivered."""

    @property
    def name(self) -> str:
        """The name of its files, without their ends."""
        return name_docket(self.sender.organisation, self.prison, self.serial)


def name_docket(organisation: str, prison: str, serial: int) -> str:
    """Return the name of the files of a docket, without their ends."""
    plain = normalize("NFKD", organisation).encode("ascii", "ignore").decode().lower()
    stem = "-".join(_WORD.findall(plain))[:_LONGEST_STEM].strip("-")
    return f"{stem or 'docket'}-{prison}-{serial:06d}"
