"""Letters become pages: a volume puts the sheets of one PDF in order.

It also keeps the page on which each letter begins.
"""

from array import array
from collections.abc import Iterable, Iterator

from prisonmail.letters.letter import Batch, Letter
from prisonmail.sheets.batch.summary import Part, Share, draw_summary
from prisonmail.sheets.drawing import Sheet, SourcePage
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS, LabelSheets
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.system.record import Record, Workpiece, field


class PrintRun(Record, frozen=True):
    """What all letters of a print run have in common."""

    batch: Batch
    paper: Paper
    letterhead: Letterhead = field(default_factory=Letterhead)

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


_OnSheets = tuple[tuple[Letter, ...], tuple[Sheet, ...]]
"""Sheets that belong together, and the letters that begin on the first of them."""


def draw_letters(run: PrintRun, letters: Iterable[Letter], start: int = 1) -> Iterator[_OnSheets]:
    """Draw letters with their enclosures, or labels. Raises ValueError if one does not fit.

    A sheet of labels begins with the first of them, the first sheet at a label counted from 1.
    """
    if run.paper.labels:
        labels = LabelSheets(GRIDS[run.paper.labels], load_roboto())
        for sheet, on_sheet in labels.draw(letters, start):
            yield on_sheet, (sheet,)
        return
    drawing = LetterSheets(run.batch, run.paper, load_roboto(), run.letterhead)
    for letter in letters:
        yield (letter,), (*drawing.draw(letter), *_enclosed(letter))


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
    shares: dict[str, Share] = field(default_factory=dict)
    """What the summary says of each prison."""

    def draw(self, letters: Iterable[Letter]) -> Iterator[Sheet]:
        """Yield all sheets: letters with their enclosures, then the summary, if asked for."""
        paper = self.run.paper
        for on_sheets, sheets in draw_letters(self.run, letters, self.start):
            yield from map(self._counted, sheets)
            self._note(on_sheets, len(sheets))
            if paper.duplex and not paper.labels and self.count % 2:
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
        return sheet
