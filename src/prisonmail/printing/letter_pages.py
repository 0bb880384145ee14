"""Letters become pages: a volume puts the sheets of one PDF in order.

It also keeps the page on which each letter begins.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from prisonmail.errors import InputMissing
from prisonmail.letters.letter import Batch, Enclosure, Letter
from prisonmail.printing.other_pdfs import is_unchanged
from prisonmail.printing.stencils import StencilCutter
from prisonmail.sheets.batch.summary import Part, Share, draw_summary
from prisonmail.sheets.drawing import BLANK, Sheet
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS, LabelSheets
from prisonmail.sheets.letter.enclosed import draw_enclosed
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import FIRST_LAYOUT, Paper
from prisonmail.system.record import Record, Workpiece, field

if TYPE_CHECKING:
    from prisonmail.sheets.first_layout.first_sheets import FirstLayoutSheets

_SAME_FILES = 256
"""Enclosures that are remembered as unchanged."""


class PrintRun(Record, frozen=True, dict=True):
    """What all letters of a print run have in common, in whichever of its files they are."""

    batch: Batch
    paper: Paper
    letterhead: Letterhead = field(default_factory=Letterhead)

    @cached_property
    def sheets(self) -> "Callable[[str], LetterSheets | FirstLayoutSheets]":
        """Makes what draws the sheets of the letters that have the key of a signatory."""
        return cache(self._make_sheets)

    def _make_sheets(self, signatory: str) -> "LetterSheets | FirstLayoutSheets":
        its = self.batch.sign_as(signatory), self.paper, load_roboto(), self.letterhead
        if self.paper.layout == FIRST_LAYOUT:  # only of old batches
            from prisonmail.sheets.first_layout.first_sheets import FirstLayoutSheets

            return FirstLayoutSheets(*its)
        return LetterSheets(*its)

    @cached_property
    def cutter(self) -> StencilCutter:
        """What cuts the stencils of these sheets."""
        return StencilCutter(self.pictures, self.offset)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The paths of all pictures on its sheets."""
        return (self.letterhead.picture.path,) if self.letterhead.picture else ()

    @property
    def archival(self) -> bool:
        """Whether it makes PDF/A, which pages of other PDFs may not be."""
        return not (self.letterhead.under or self.paper.encloses)

    @property
    def offset(self) -> tuple[float, float]:
        """How far across and down everything is moved, in mm."""
        across, down = self.paper.printer_offset
        return -across, -down

    @property
    def both_sides(self) -> bool:
        """Whether it is to be printed on both sides; labels have one."""
        return self.paper.duplex and not self.paper.labels


_OnSheets = tuple[tuple[Letter, ...], tuple[Sheet, ...]]
"""Sheets that belong together, and the letters that begin on the first of them."""


def draw_letters(run: PrintRun, letters: Iterable[Letter], start: int = 1) -> Iterator[_OnSheets]:
    """Draw letters with their enclosures, or labels.

    A sheet of labels begins with the first of them, the first sheet at a label counted from 1.
    Raises ValueError if a letter does not fit, or InputMissing if an enclosure is not as it was.
    """
    if run.paper.labels:
        for sheet, on_sheet in _choose_labels(run, run.paper.labels).draw(letters, start):
            yield on_sheet, (sheet,)
        return
    refuse = lru_cache(_SAME_FILES)(_refuse_changed)  # many letters may enclose one file
    for letter in letters:
        for enclosure in letter.draft.enclosures:
            refuse(enclosure)
        sheets = tuple(run.sheets(letter.draft.signatory).draw(letter))
        yield (letter,), (*sheets, *draw_enclosed(run.batch, run.paper, letter, sheets))


def _choose_labels(run: PrintRun, grid: str) -> LabelSheets:
    if run.paper.layout == FIRST_LAYOUT:
        from prisonmail.sheets.first_layout.first_panels import FirstLayoutLabels

        return FirstLayoutLabels(GRIDS[grid], load_roboto())
    senders = {
        key: run.paper.name_sender(each, load_roboto()) for key, each in run.batch.senders.items()
    }
    return LabelSheets(GRIDS[grid], load_roboto(), senders)


def _refuse_changed(enclosure: Enclosure) -> None:
    if not is_unchanged(enclosure):
        raise InputMissing(
            f"The enclosure {enclosure.path} was changed or taken away while letters were printed.",
            "Put the file back as it was.",
        )


class Volume(Workpiece):
    """Puts the sheets of letters in order, and keeps the pages of each letter."""

    run: PrintRun
    part: Part | None = None
    """Which volume it is, if a batch is split."""
    with_summary: bool = False
    """Whether pages that sum it up by prison follow the letters."""
    start: int = 1
    """The label, from 1, at which its first sheet of labels begins."""
    first_pages: "array[int]" = field(default_factory=lambda: array("L"))
    """The page on which each letter begins, from 1: unsigned integers of at least 32 bits, since
    a batch may have a million letters and objects would take several times the memory."""
    count: int = 0
    """Of pages."""
    without_sender: int = 0
    """How many windows have no room for who the letter is from."""
    shares: dict[str, Share] = field(default_factory=dict)
    """What the summary says of each prison."""

    def draw(self, letters: Iterable[Letter]) -> Iterator[Sheet]:
        """Yield all sheets: letters with their enclosures, then the summary, if asked for."""
        for on_sheets, sheets in draw_letters(self.run, letters, self.start):
            yield from map(self._counted, sheets)
            self._note(on_sheets, len(sheets))
            if self.run.both_sides and self.count % 2:
                yield self._counted(BLANK)
        if self.with_summary:
            told = (self.shares, load_roboto(), self.part, self.without_sender)
            for sheet in draw_summary(self.run.batch, *told):
                yield self._counted(sheet)

    def _note(self, letters: Iterable[Letter], sheets: int) -> None:
        first = self.count - sheets + 1
        for letter in letters:
            self.first_pages.append(first)
            if self.with_summary:
                name, code = letter.draft.prison_name, letter.code
                share = self.shares.setdefault(name, Share(code, code))
                share.add(code, first, self.count)

    def _counted(self, sheet: Sheet) -> Sheet:
        self.count += 1
        self.without_sender += sheet.lacks_sender
        return sheet
