"""Letters become pages: a volume puts the sheets of one PDF in order.

It also keeps the page on which each letter begins.
"""

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property

from prisonmail.letters.letter import Batch, Letter
from prisonmail.printing.stencils import StencilCutter
from prisonmail.sheets.batch.summary import Part, Share, draw_summary
from prisonmail.sheets.drawing import Sheet, SourcePage
from prisonmail.sheets.first_layout.first_panels import FirstLayoutLabels
from prisonmail.sheets.first_layout.first_sheets import FirstLayoutSheets
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS, LabelSheets
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import FIRST_LAYOUT, Paper
from prisonmail.system.record import Record, Workpiece, field


class PrintRun(Record, frozen=True, dict=True):
    """What all letters of a print run have in common, in whichever of its files they are."""

    batch: Batch
    paper: Paper
    letterhead: Letterhead = field(default_factory=Letterhead)

    @cached_property
    def sheets(self) -> LetterSheets | FirstLayoutSheets:
        """What draws the sheets of its letters."""
        kind = FirstLayoutSheets if self.paper.layout == FIRST_LAYOUT else LetterSheets
        return kind(self.batch, self.paper, load_roboto(), self.letterhead)

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
    """Draw letters with their enclosures, or labels. Raises ValueError if one does not fit.

    A sheet of labels begins with the first of them, the first sheet at a label counted from 1.
    """
    if run.paper.labels:
        for sheet, on_sheet in _choose_labels(run, run.paper.labels).draw(letters, start):
            yield on_sheet, (sheet,)
        return
    for letter in letters:
        yield (letter,), (*run.sheets.draw(letter), *_enclosed(letter))


def _choose_labels(run: PrintRun, grid: str) -> LabelSheets:
    if run.paper.layout == FIRST_LAYOUT:
        return FirstLayoutLabels(GRIDS[grid], load_roboto())
    sender = run.paper.name_sender(run.batch.sender, load_roboto())
    return LabelSheets(GRIDS[grid], load_roboto(), sender)


def _enclosed(letter: Letter) -> Iterator[Sheet]:
    enclosure = letter.draft.enclosure
    if enclosure:
        for number in range(enclosure.pages):
            yield Sheet(under=SourcePage(enclosure.path, number))


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
    under: dict[int, SourcePage] = field(default_factory=dict)
    """The pages of other PDFs that lie under pages, these counted from 0."""
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
                yield self._counted(Sheet())
        if self.with_summary:
            for sheet in draw_summary(self.run.batch, self.shares, load_roboto(), self.part):
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
        if sheet.under:
            self.under[self.count] = sheet.under
        self.count += 1
        self.without_sender += sheet.lacks_sender
        return sheet
