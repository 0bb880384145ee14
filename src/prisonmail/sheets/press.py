"""The press: draws the letters of one PDF as pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from prisonmail.codes import Code
from prisonmail.letters import Batch, Letter
from prisonmail.sheets.content import Alphabet, ContentWriter
from prisonmail.sheets.drawing import Sheet, SourcePage
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.labels import GRIDS, LabelSheets
from prisonmail.sheets.letterhead import Letterhead
from prisonmail.sheets.page import Stationery
from prisonmail.sheets.pages import Page, PageWriter
from prisonmail.sheets.paper import Paper


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


class Place(NamedTuple):
    """What is counted of a letter: its prison and its code."""

    prison_name: str
    code: Code


class Drawn(NamedTuple):
    """Pages that belong together, and the letters that begin on the first of them."""

    letters: tuple[Place, ...]
    pages: tuple[Page, ...]


class Press:
    """Draws in this process."""

    def __init__(self, run: PrintRun) -> None:
        self.run = run
        self._writer = PageWriter(ContentWriter(run.pictures, run.offset))

    @property
    def alphabet(self) -> Alphabet:
        """The characters of all that was drawn so far."""
        return self._writer.alphabet

    def page(self, sheet: Sheet) -> Page:
        """Write one sheet that is no letter's."""
        return self._writer.page(sheet)

    def draw(self, letters: Iterable[Letter]) -> Iterator[Drawn]:
        """Draw letters with their enclosures, or labels. Raises ValueError where one does not fit.

        A sheet of labels begins with the first of them.
        """
        drawn = self._labels(letters) if self.run.paper.labels else self._letters(letters)
        for on_sheets, sheets in drawn:
            places = tuple([Place(each.draft.prison_name, each.code) for each in on_sheets])
            yield Drawn(places, tuple(map(self.page, sheets)))

    def _letters(self, letters: Iterable[Letter]) -> "Iterator[_OnSheets]":
        for letter in letters:
            yield (letter,), (*self._stationery.sheets(letter), *_enclosed(letter))

    def _labels(self, letters: Iterable[Letter]) -> "Iterator[_OnSheets]":
        for sheet, on_sheet in self._label_sheets.sheets(letters):
            yield on_sheet, (sheet,)

    @cached_property
    def _stationery(self) -> Stationery:
        return Stationery(self.run.batch, self.run.paper, roboto(), self.run.letterhead)

    @cached_property
    def _label_sheets(self) -> LabelSheets:
        return LabelSheets(GRIDS[self.run.paper.labels or ""], roboto())


_OnSheets = tuple[tuple[Letter, ...], tuple[Sheet, ...]]


def _enclosed(letter: Letter) -> Iterator[Sheet]:
    enclosure = letter.draft.enclosure
    if enclosure:
        for number in range(enclosure.pages):
            yield Sheet(under=SourcePage(enclosure.path, number))
