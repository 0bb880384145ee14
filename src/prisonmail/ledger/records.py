"""What the ledger holds, as values."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.errors import InputMissing
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database.database import Rewriting
from prisonmail.ledger.verdicts import Cancellation, CodeState, FirstCheck, SenderStanding, Verdict
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Batch, Draft, Enclosure, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender
from prisonmail.system.record import Record, field


class IssuedLetter(Record, frozen=True):
    """What the ledger holds of one code."""

    withheld: ClassVar[tuple[str, ...]] = (
        "name",
        "prison_number",
        "date_of_birth",
        "reference",
        "columns",
        "enclosures",
        "barcode",
    )

    code: Code
    batch_id: str
    sheet: int
    line: int
    marking: str
    prison: str
    prison_name: str
    address: tuple[str, ...]
    organisation: str
    cjsm_address: str
    telephone: str
    """The sender's."""
    issued_at: datetime
    expires_at: datetime
    random_check: int
    first_check: FirstCheck | None
    cancellation: Cancellation | None
    name: str | None
    """None if the personal fields have been erased."""
    prison_number: str | None
    date_of_birth: date | None
    reference: str | None
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the firm's own wording took from the list."""
    enclosures: tuple[Enclosure, ...] = ()
    barcode: Barcode | None = None
    """The barcode of HMPPS that its window shows in place of the code."""
    signatory: str = ""
    """The key of who signed it; empty stands for the sender of the batch."""
    signed_by: Sender | None = None
    """Who that is; None likewise."""

    @property
    def state(self) -> CodeState:
        """The state of the code before it is checked."""
        return CodeState(
            self.expires_at,
            self.first_check,
            self.cancellation,
            self.random_check,
            self.prison,
        )

    @property
    def letter(self) -> Letter:
        """The letter to print. Raises InputMissing if its personal fields have been erased."""
        if self.name is None:
            raise InputMissing(
                f"The personal fields of code {self.code} have been erased, so its sheet cannot be "
                "printed again.",
                "Issue new letters from the list.",
            )
        draft = Draft(
            line=self.line,
            marking=Marking(self.marking),
            prison=self.prison,
            prison_name=self.prison_name,
            address=self.address,
            name=self.name,
            prison_number=self.prison_number,
            date_of_birth=self.date_of_birth,
            reference=self.reference or "",
            columns=self.columns,
            enclosures=self.enclosures,
            barcode=self.barcode,
            signatory=self.signatory,
        )
        return Letter(self.code, self.sheet, draft)


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


Entry = IssuedLetter | AnnouncedLetter
"""What a ledger holds of a code: its own letter, or one that a docket has announced."""


class Check(Record, frozen=True):
    """One look-up of a code and its answer."""

    verdict: Verdict
    entry: Entry | None
    event: int | None = None
    """The number of the event that it is recorded as; None if it is not."""


class Purge(Record, frozen=True):
    """What was erased."""

    letters: int
    events: int
    """Checks, cancellations and batches that lost a name, a place or a reason."""
    rewritten: tuple[Rewriting, ...] = ()
    """The places in which their bytes may lie, and whether these are gone."""

    @property
    def done(self) -> bool:
        """Whether nothing of what was erased is left within the ledger's reach."""
        return all(each.done for each in self.rewritten)


class Summary(Record, frozen=True):
    """A batch and what became of it."""

    batch: Batch
    checked: int
    """How many of its letters a mailroom has checked."""
    cancelled: int
    printed_at: datetime | None
    """When its paper was first published; None if it has none."""
    arrived: int = 0
    """How many of its letters a prison's desk says to have checked."""


class Happening(Record, frozen=True):
    """One event in the history of a code or batch."""

    withheld: ClassVar[tuple[str, ...]] = ("location", "by", "remark", "operator", "machine")

    number: int
    kind: EventKind
    at: datetime
    code: str | None
    """None if it concerns the whole batch."""
    detail: str
    location: str | None
    by: str | None
    remark: str | None
    batch_id: str | None = None
    """Also of a check, if its code was issued."""
    erased: bool = False
    """Whether a purge erased its personal fields."""
    operator: str | None = None
    """The person at the keyboard; None also in events that an earlier prisonmail recorded."""
    machine: str | None = None
