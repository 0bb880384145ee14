"""The press draws letters as pages; a volume puts the pages of one PDF in order.

A volume also keeps the page on which each letter begins.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from prisonmail.codes import Code
from prisonmail.letters.letter import Batch, Letter
from prisonmail.printing.content import Alphabet, ContentWriter, Page, PageWriter
from prisonmail.sheets.drawing import Sheet, SourcePage
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS, LabelSheets
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.summary import Part, Share, draw_summary


@dataclass(frozen=True, slots=True)
class PrintRun:
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


class LetterKey(NamedTuple):
    """What is counted of a letter: its prison and its code."""

    prison_name: str
    code: Code


class Drawn(NamedTuple):
    """Pages that belong together, and the letters that begin on the first of them."""

    letters: tuple[LetterKey, ...]
    pages: tuple[Page, ...]


_OnSheets = tuple[tuple[Letter, ...], tuple[Sheet, ...]]


class Press:
    """Draws in this process."""

    def __init__(self, run: PrintRun) -> None:
        self.run = run
        self._writer = PageWriter(ContentWriter(run.pictures, run.offset))

    @property
    def alphabet(self) -> Alphabet:
        """The characters of all that was drawn so far."""
        return self._writer.alphabet

    def write(self, sheet: Sheet) -> Page:
        """Write one sheet that is no letter's."""
        return self._writer.write(sheet)

    def draw(self, letters: Iterable[Letter]) -> Iterator[Drawn]:
        """Draw letters with their enclosures, or labels. Raises ValueError if one does not fit.

        A sheet of labels begins with the first of them.
        """
        drawn = self._labels(letters) if self.run.paper.labels else self._letters(letters)
        for on_sheets, sheets in drawn:
            keys = tuple([LetterKey(each.draft.prison_name, each.code) for each in on_sheets])
            yield Drawn(keys, tuple(map(self.write, sheets)))

    def _letters(self, letters: Iterable[Letter]) -> "Iterator[_OnSheets]":
        for letter in letters:
            yield (letter,), (*self._letter_sheets.draw(letter), *_enclosed(letter))

    def _labels(self, letters: Iterable[Letter]) -> "Iterator[_OnSheets]":
        for sheet, on_sheet in self._label_sheets.draw(letters):
            yield on_sheet, (sheet,)

    @cached_property
    def _letter_sheets(self) -> LetterSheets:
        return LetterSheets(self.run.batch, self.run.paper, load_roboto(), self.run.letterhead)

    @cached_property
    def _label_sheets(self) -> LabelSheets:
        return LabelSheets(GRIDS[self.run.paper.labels or ""], load_roboto())


def _enclosed(letter: Letter) -> Iterator[Sheet]:
    enclosure = letter.draft.enclosure
    if enclosure:
        for number in range(enclosure.pages):
            yield Sheet(under=SourcePage(enclosure.path, number))


@dataclass
class Volume:
    """Puts the pages of letters together, and keeps the pages of each letter."""

    press: Press
    part: Part | None = None
    """Which volume it is, if a batch is split."""
    with_summary: bool = False
    """Whether pages that sum it up by prison follow the letters."""
    first_pages: "array[int]" = field(default_factory=lambda: array("L"))
    """The page on which each letter begins, from 1: unsigned integers of at least 32 bits, since
    a batch may have a million letters and objects would take several times the memory."""
    count: int = 0
    """Of pages."""
    under: dict[int, SourcePage] = field(default_factory=dict)
    """The pages of other PDFs that lie under pages, these counted from 0."""
    shares: dict[str, Share] = field(default_factory=dict)
    """What the summary says of each prison."""

    def draw_pages(self, letters: Iterable[Letter]) -> Iterator[Page]:
        """Yield all pages: letters with their enclosures, then the summary, if asked for."""
        paper, blank = self.press.run.paper, self.press.write(Sheet())
        for drawn in self.press.draw(letters):
            yield from map(self._counted, drawn.pages)
            self._note(drawn)
            if paper.duplex and not paper.labels and self.count % 2:
                yield self._counted(blank)
        if self.with_summary:
            for sheet in draw_summary(self.press.run.batch, self.shares, load_roboto(), self.part):
                yield self._counted(self.press.write(sheet))

    def _note(self, drawn: Drawn) -> None:
        first = self.count - len(drawn.pages) + 1
        for prison_name, code in drawn.letters:
            self.first_pages.append(first)
            if self.with_summary:
                share = self.shares.setdefault(prison_name, Share(code, code))
                share.add(code, first, self.count)

    def _counted(self, page: Page) -> Page:
        if page.under:
            self.under[self.count] = page.under
        self.count += 1
        return page
