"""Paper: what beside batch and letters decides how sheets look, so that they can be made again.

>>> Paper.read(Paper(duplex=True).to_document()) == Paper(duplex=True)
True
"""

import json
from typing import Any, ClassVar, Self

from prisonmail.errors import InputMissing
from prisonmail.letters.letter import Batch
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import Span
from prisonmail.sheets.envelopes import DL, Envelope, Fold
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.sender_lines import WindowSender
from prisonmail.system.record import Record, asdict

FIRST_LAYOUT = 1
"""No sender in the window, a firm's wording on the covering letter: of batches without a layout."""
NEWEST_LAYOUT = 2
"""The sender in the window, and a covering sheet for the mailroom."""


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
    mark_enclosures: bool = False
    """Whether pages of enclosures have batch, sheet and page in their lower margin."""
    labels: str | None = None
    """The name of a grid of labels; None makes whole sheets."""
    short_name: str | None = None
    """What the window calls the organisation; None takes its name."""
    layout: int = NEWEST_LAYOUT
    """The version of what is where on a sheet, so that a reprint is as the first print was."""

    def name_sender(self, sender: Sender, typeface: Typeface) -> WindowSender:
        """Name the sender as windows and labels do; there is no label without that."""
        name, labels = self.short_name or sender.organisation, self.labels is not None
        return WindowSender(name, sender.telephone, typeface, is_needed=labels)

    def to_document(self) -> dict[str, Any]:
        """Return it as plain values, to be stored with a batch."""
        return asdict(self) | {
            "envelope": asdict(self.envelope) | {"fold": self.envelope.fold.name.lower()},
            "printer_offset": list(self.printer_offset),
            "letterhead_free": list(map(list, self.letterhead_free)),
        }

    @classmethod
    def of_batch(cls, batch: Batch) -> Self:
        """Read how the letters of a batch were printed. Raises InputMissing as `read` does."""
        return cls.read(json.loads(batch.printing)) if batch.printing else cls(layout=FIRST_LAYOUT)

    @classmethod
    def read(cls, document: dict[str, Any]) -> Self:
        """Read plain values back. Raises InputMissing for a layout of a later version."""
        layout = document.get("layout", FIRST_LAYOUT)
        if layout > NEWEST_LAYOUT:
            raise InputMissing(
                f"These sheets were printed in layout {layout}, and this version of prisonmail "
                f"knows layouts up to {NEWEST_LAYOUT}.",
                "Use the version that printed them, or a later one.",
            )
        entries = document["envelope"]
        envelope = Envelope(**{**entries, "fold": Fold[entries["fold"].upper()]})
        across, down = document["printer_offset"]
        read = {**document, "envelope": envelope, "printer_offset": (across, down)}
        free = tuple(Span(*each) for each in document.get("letterhead_free", ()))
        return cls(**{**read, "letterhead_free": free, "layout": layout})
