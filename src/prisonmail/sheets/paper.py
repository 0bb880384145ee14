"""Paper: what beside batch and letters decides how sheets look, so that they can be made again.

>>> Paper.read(Paper(duplex=True).to_document()) == Paper(duplex=True)
True
"""

from typing import Any, ClassVar, Self

from prisonmail.sheets.drawing import Span
from prisonmail.sheets.envelopes import DL, Envelope, Fold
from prisonmail.system.record import Record, asdict


class Paper(Record, frozen=True):
    """How the letters of a batch are put on paper."""

    withheld: ClassVar[tuple[str, ...]] = ("wording",)

    envelope: Envelope = DL
    printer_offset: tuple[float, float] = (0.0, 0.0)
    """Millimetres across and down that the printer is off by, to be taken back."""
    duplex: bool = False
    """Whether every letter starts on a front side."""
    letterhead: str | None = None
    """The path of a picture or PDF; None sets the organisation's name in type."""
    letterhead_digest: str | None = None
    """SHA-256 of that file when the batch was printed; None in batches older than this field."""
    letterhead_free: tuple[Span, ...] = ()
    """What its pages leave free, first and following sheets, if it is a PDF; empty in batches
    older than this field."""
    wording: str | None = None
    """The firm's own text of the covering letter, merge fields in braces."""
    encloses: bool = False
    """Whether letters may have enclosures; these may not be PDF/A, so the whole is not either."""
    labels: str | None = None
    """The name of a grid of labels; None makes whole sheets."""

    def to_document(self) -> dict[str, Any]:
        """Return it as plain values, to be stored with a batch."""
        return asdict(self) | {
            "envelope": asdict(self.envelope) | {"fold": self.envelope.fold.name.lower()},
            "printer_offset": list(self.printer_offset),
            "letterhead_free": list(map(list, self.letterhead_free)),
        }

    @classmethod
    def read(cls, document: dict[str, Any]) -> Self:
        """Read plain values back."""
        entries = document["envelope"]
        envelope = Envelope(**{**entries, "fold": Fold[entries["fold"].upper()]})
        across, down = document["printer_offset"]
        read = {**document, "envelope": envelope, "printer_offset": (across, down)}
        free = tuple(Span(*each) for each in document.get("letterhead_free", ()))
        return cls(**{**read, "letterhead_free": free})
