"""A volume: the pages of one print run in order, and on which page each letter begins."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from prisonmail.letters import Batch, Letter
from prisonmail.sheets.drawing import Sheet, SourcePage
from prisonmail.sheets.labels import GRIDS, LabelSheets
from prisonmail.sheets.letterhead import Letterhead
from prisonmail.sheets.page import Stationery
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.summary import Share, summary
from prisonmail.sheets.typeface import Typeface


@dataclass
class Volume:
    """Draws the pages of a run of letters, and keeps where each letter came to lie."""

    batch: Batch
    paper: Paper
    typeface: Typeface
    letterhead: Letterhead
    first_pages: "array[int]" = field(default_factory=lambda: array("L"))
    """On which page each letter begins, from 1."""
    pages: int = 0
    under: dict[int, SourcePage] = field(default_factory=dict)
    """The pages of other PDFs that lie under pages, these counted from 0."""
    shares: dict[str, Share] = field(default_factory=dict)
    """What the summary says of each prison."""

    def sheets(self, letters: Iterable[Letter], *, with_summary: bool) -> Iterator[Sheet]:
        """Draw all pages: letters with their enclosures, then the summary if wanted."""
        drawn = self._labels(letters) if self.paper.labels else self._letters(letters)
        for sheet in drawn:
            yield self._counted(sheet)
        if with_summary:
            for sheet in summary(self.batch, self.shares, self.typeface):
                yield self._counted(sheet)

    def _letters(self, letters: Iterable[Letter]) -> Iterator[Sheet]:
        stationery = Stationery(self.batch, self.paper, self.typeface, self.letterhead)
        for letter in letters:
            first = self.pages + 1
            yield from stationery.sheets(letter)
            yield from _enclosed(letter)
            self._count(letter, first)
            if self.paper.duplex and self.pages % 2:
                yield Sheet()

    def _labels(self, letters: Iterable[Letter]) -> Iterator[Sheet]:
        grid = GRIDS[self.paper.labels or ""]
        for sheet, on_sheet in LabelSheets(grid, self.typeface).sheets(letters):
            yield sheet
            for letter in on_sheet:
                self._count(letter, self.pages)

    def _count(self, letter: Letter, first_page: int) -> None:
        self.first_pages.append(first_page)
        share = self.shares.setdefault(letter.draft.prison_name, Share(letter.code, letter.code))
        share.add(letter.code, first_page, self.pages)

    def _counted(self, sheet: Sheet) -> Sheet:
        if sheet.under:
            self.under[self.pages] = sheet.under
        self.pages += 1
        return sheet


def _enclosed(letter: Letter) -> Iterator[Sheet]:
    enclosure = letter.draft.enclosure
    if enclosure:
        for number in range(enclosure.pages):
            yield Sheet(under=SourcePage(enclosure.path, number))
