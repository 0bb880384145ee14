"""Letters and batches: what one run issues, as the ledger records it and the sheets print it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender
from prisonmail.system.record import Record, field, replace


class Enclosure(Record, frozen=True):
    """A recipient's own PDF, which follows their letter."""

    withheld: ClassVar[tuple[str, ...]] = ("path",)

    path: str
    pages: int
    digest: str
    """SHA-256 of the file as it was when the letter was issued."""


class Draft(Record, frozen=True):
    """What a letter says before it has a code."""

    withheld: ClassVar[tuple[str, ...]] = (
        "name",
        "prison_number",
        "date_of_birth",
        "reference",
        "columns",
        "enclosures",
        "barcode",
    )

    line: int
    """The physical line of the list that it comes from."""
    marking: Marking
    prison: str
    """The three-letter code of the prison."""
    prison_name: str
    address: tuple[str, ...]
    """The lines under the prison's name: post town in capitals, postcode last."""
    name: str
    prison_number: str | None
    date_of_birth: date | None
    reference: str
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the firm's own wording takes from the list beside these fields, by heading."""
    enclosures: tuple[Enclosure, ...] = ()
    barcode: Barcode | None = None
    """The firm's own barcode of HMPPS, which the window then shows in place of the code."""
    signatory: str = ""
    """The key of who signs it; empty stands for the sender of the batch."""

    @property
    def enclosed_pages(self) -> int:
        """How many pages follow the letter."""
        return sum(each.pages for each in self.enclosures)

    @property
    def identity(self) -> str:
        """The line under the name: prison number, else date of birth as DD-MM-YYYY."""
        if self.prison_number:
            return self.prison_number
        return f"{self.date_of_birth:%d-%m-%Y}" if self.date_of_birth else ""


class Letter(Record, frozen=True):
    """One recipient's entry in a batch."""

    code: Code
    sheet: int
    """Which sheet of the batch it is, from 1."""
    draft: Draft


class Batch(Record, frozen=True):
    """What one run issued."""

    id: str
    issued_at: datetime
    expires_at: datetime
    sender: Sender
    envelope: str
    """The name of the envelope that the sheets are folded for."""
    size: int
    """How many letters it has."""
    printing: str = ""
    """How its sheets are printed, as JSON, so that a reprint makes the same ones."""
    random_check: int = 0
    """Of a hundred good letters, how many a mailroom is asked to check further."""
    signatories: Mapping[str, Sender] = field(default_factory=dict)
    """The others who sign some of its letters, by their keys."""

    @property
    def senders(self) -> dict[str, Sender]:
        """All who sign, by their keys; the batch's own sender has none."""
        return {"": self.sender, **self.signatories}

    def sign_as(self, signatory: str) -> "Batch":
        """Return the batch as the letters with the key of a signatory have it."""
        return replace(self, sender=self.senders[signatory])


def list_paths(enclosures: Iterable[Iterable[Enclosure]]) -> Iterator[str]:
    """Return the paths of all enclosures of letters, some of which have none."""
    return (each.path for of_one in enclosures for each in of_one)
