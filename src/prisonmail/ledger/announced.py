"""What a desk holds of a letter that a docket has announced."""

from datetime import date, datetime
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.ledger.verdicts import Cancellation, CodeState, FirstCheck, SenderStanding
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.system.record import Record


class ReceivedDocket(Record, frozen=True):
    """The docket that a letter was announced in."""

    serial: int
    key: str
    """The fingerprint of the key that signed it."""
    received_at: datetime


class SenderProof(Record, frozen=True):
    """What the docket says of how its sender proved their mailbox."""

    standing: str
    at: datetime


class AnnouncedLetter(Record, frozen=True):
    """What a desk holds of one code that another ledger has issued."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "prison_number", "date_of_birth", "barcode")

    code: Code
    docket: ReceivedDocket
    marking: str
    prison: str
    prison_name: str
    organisation: str
    cjsm_address: str
    telephone: str
    proof: SenderProof | None
    issued_at: datetime
    expires_at: datetime
    first_check: FirstCheck | None
    cancellation: Cancellation | None
    standing: SenderStanding
    name: str | None
    """None if the personal fields have been erased."""
    prison_number: str | None
    date_of_birth: date | None
    barcode: Barcode | None

    @property
    def state(self) -> CodeState:
        """The state of the code before it is checked."""
        return CodeState(
            expires_at=self.expires_at,
            first_check=self.first_check,
            cancellation=self.cancellation,
            prison=self.prison,
            standing=self.standing,
        )
