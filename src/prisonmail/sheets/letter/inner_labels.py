"""Inner labels: for a sealed envelope inside another, what the inner one is to bear.

The marking, the person and their number; name, address, telephone and reference of the sender; and
room for a signature. Sources: the guidance of HM Prison and Probation Service for mail without its
barcode (ministryofjustice/send-legal-mail-to-prisons, maintenance pages), and the Law Society Q&A
on Rule 39. Our code stands there too, so that the envelope is known again if it is apart from its
covering sheet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.letters.letter import Draft, Letter
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import (
    HAIRLINE,
    MM_PER_POINT,
    Box,
    Drawing,
    Rectangle,
    Sheet,
    TextRun,
)
from prisonmail.sheets.labels import Grid
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import wrap
from prisonmail.system.record import Record

_SIZES = (10.0, 9.0, 8.0, 7.5)
"""Points, the largest that fits is taken."""
_LEADING = 1.15
"""Between baselines, in type sizes."""
_MARGIN = 3.0
"""White at the edges of a label, in mm."""
_LEAST_TO_SIGN = 7.0
_MOST_TO_SIGN = 14.0
"""From the last line above it down to the line to sign on, in mm."""
_SIGNED = "Signed"
_ANY_CODE = Code("0" * codes.CODE_DIGITS)
"""As wide as every code."""


class _Layout(Record, frozen=True):
    """How one label is set."""

    size: float
    marking: tuple[str, ...]
    """The lines of it, in bold."""
    particulars: tuple[str, ...]
    signatory: tuple[str, ...]

    @property
    def leading(self) -> float:
        """Between baselines, in mm."""
        return self.size * _LEADING * MM_PER_POINT

    @property
    def height(self) -> float:
        """Of all of it, with its margins, in mm."""
        lines = len(self.marking) + len(self.particulars) + len(self.signatory)
        return self.leading * lines + _LEAST_TO_SIGN + 2 * _MARGIN


class InnerLabels(Record, frozen=True, dict=True):
    """Draws the inner labels of one batch."""

    grid: Grid
    typeface: Typeface
    senders: Mapping[str, Sender]
    """Who signs, by key."""

    def fits(self, draft: Draft) -> bool:
        """Check whether a letter's label has room for all that it is to bear."""
        return self._find_layout(draft, _ANY_CODE) is not None

    def draw(self, letters: Iterable[Letter]) -> Iterator[Sheet]:
        """Draw sheets of labels, in the order of letters. Raises ValueError if one has no room."""
        waiting = iter(letters)
        while on_sheet := tuple(islice(waiting, self.grid.count)):
            places = map(self.grid.locate_label, range(len(on_sheet)))
            bookmarks = tuple(codes.format_code(letter.code) for letter in on_sheet)
            yield Sheet(own=tuple(map(self._draw, on_sheet, places)), bookmarks=bookmarks)

    def _draw(self, letter: Letter, label: Rectangle) -> Drawing:
        layout = self._find_layout(letter.draft, letter.code)
        if layout is None:
            raise ValueError("the particulars do not fit the label")
        left, y = label.left + _MARGIN, label.top + _MARGIN
        texts = []
        for number, line in enumerate((*layout.marking, *layout.particulars)):
            y += layout.leading
            texts.append(TextRun(left, y, line, layout.size, number < len(layout.marking)))
        y += min(_MOST_TO_SIGN, _LEAST_TO_SIGN + self.grid.height - layout.height)
        texts.append(TextRun(left, y - 1.0, _SIGNED, _SIZES[-1]))
        rule = Box(left, y, self._width, HAIRLINE)
        for number, line in enumerate(layout.signatory, start=1):
            texts.append(TextRun(left, y + layout.leading * number, line, layout.size))
        return Drawing(tuple(texts), (rule,))

    def _find_layout(self, draft: Draft, code: Code) -> _Layout | None:
        apart = self._list_particulars(draft, code)
        layouts = (
            self._set(draft, texts, size)
            for texts, size in product((apart, tuple(map(", ".join, _pair(apart)))), _SIZES)
        )
        return next((each for each in layouts if self._has_room(each)), None)

    def _list_particulars(self, draft: Draft, code: Code) -> tuple[str, ...]:
        """Return a line for each; parts that belong together are not broken."""
        sender = self.senders[draft.signatory]
        *street, postcode = sender.address
        reference = (f"Our reference {draft.reference}",) if draft.reference else ()
        return (
            draft.name,
            f"{draft.identity}, {draft.prison_name}",
            f"From {sender.organisation}",
            ", ".join((*street, _whole(postcode))),
            f"Telephone {_whole(sender.telephone)}",
            *reference,
            f"Code {codes.format_code(code)}",
        )

    def _set(self, draft: Draft, texts: Iterable[str], size: float) -> _Layout:
        sender, regular = self.senders[draft.signatory], self.typeface.regular
        signatory = f"{sender.signature}, {sender.role_in_full.title}"
        return _Layout(
            size,
            wrap(draft.marking.value, self.typeface.bold, size, self._width),
            tuple(line for text in texts for line in wrap(text, regular, size, self._width)),
            wrap(signatory, regular, size, self._width),
        )

    def _has_room(self, layout: _Layout) -> bool:
        """Check that a label is high enough, and that no word is wider than it."""
        measure = self.typeface.regular.measure_width
        lines = (*layout.particulars, *layout.signatory)
        narrow = all(measure(line, layout.size) <= self._width for line in lines)
        return narrow and layout.height <= self.grid.height

    @cached_property
    def _width(self) -> float:
        return self.grid.width - 2 * _MARGIN


def _pair(particulars: Sequence[str]) -> tuple[Sequence[str], ...]:
    """Put the sender on one line, and what is said on the telephone on another."""
    return particulars[:1], particulars[1:2], particulars[2:4], particulars[4:]


def _whole(text: str) -> str:
    """Return a text that is not broken over lines."""
    return text.replace(" ", "\u00a0")
