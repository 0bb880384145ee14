"""Labels: panels on A4 sheets of labels, for envelopes without windows.

>>> GRIDS["L7163"].count, GRIDS["L7163"].locate_label(1)
(14, Rectangle(left=106.25, top=15.15, right=205.35, bottom=53.25))
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import chain, count, islice

from prisonmail import codes
from prisonmail.errors import WrongUsage
from prisonmail.letters.letter import Letter
from prisonmail.sheets.drawing import DOT, SHEET_HEIGHT, SHEET_WIDTH, Drawing, Rectangle, Sheet
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.panel import GRID_DOTS, draw_panel
from prisonmail.sheets.window.sender_lines import WindowSender
from prisonmail.system.record import Record, field

SHEETS = "sheets"
"""The layout of a run that prints letters, not labels."""
LABELS = "labels:"
"""How the layout of a run that prints labels begins; the name of a grid follows."""
_PANEL_WIDTH = 85.0
_PANEL_HEIGHT = 26.0
"""Millimetres, in the middle of a label: a sheet that feeds a little askew does no harm."""


class Grid(Record, frozen=True):
    """How labels lie on an A4 sheet, in the middle of it, rows without gaps."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    gutter: float
    """Between columns, in mm."""

    @property
    def count(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    def locate_label(self, number: int) -> Rectangle:
        """Return the place of a label, counted from 0 along the rows."""
        row, column = divmod(number, self.columns)
        across = self.columns * self.width + (self.columns - 1) * self.gutter
        left = (SHEET_WIDTH - across) / 2 + column * (self.width + self.gutter)
        top = (SHEET_HEIGHT - self.rows * self.height) / 2 + row * self.height
        return Rectangle(*(round(x, 3) for x in (left, top, left + self.width, top + self.height)))

    def locate_panel(self, number: int) -> Rectangle:
        """Return the part of a label that the panel fills; what fits one label fits all."""
        cell = self.locate_label(number)
        left = cell.left + (cell.width - _PANEL_WIDTH) / 2
        left -= left % (GRID_DOTS * DOT)  # so that bars are on printer dots on every label
        top = cell.top + (cell.height - _PANEL_HEIGHT) / 2
        return Rectangle(left, top, left + _PANEL_WIDTH, top + _PANEL_HEIGHT)


GRIDS = {
    grid.name: grid
    for grid in (
        Grid("L7162", columns=2, rows=8, width=99.1, height=33.9, gutter=2.5),
        Grid("L7163", columns=2, rows=7, width=99.1, height=38.1, gutter=2.5),
        Grid("L7165", columns=2, rows=4, width=99.1, height=67.7, gutter=2.5),
    )
}
"""Avery's grids by their numbers. The sizes are those commonly given for them, not taken from the
maker: print a test sheet on plain paper and hold it against the labels."""
USUAL_INNER_GRID = "L7165"
"""For labels of sealed inner envelopes, unless another is named."""


def find_grid(layout: str) -> Grid:
    """Find a grid of labels, such as `labels:L7163`. Raises WrongUsage that lists the layouts."""
    prefix, colon, name = layout.partition(":")
    if prefix.casefold() + colon != LABELS or name.upper() not in GRIDS:
        known = ", ".join((SHEETS, *(LABELS + name for name in GRIDS)))
        raise WrongUsage(f"There is no layout called {layout}.", f"Known: {known}.")
    return GRIDS[name.upper()]


def find_inner_grid(name: str) -> Grid:
    """Find the grid of labels for inner envelopes by its number. Raises WrongUsage."""
    if name.upper() not in GRIDS:
        raise WrongUsage(f"There are no labels called {name}.", f"Known: {', '.join(GRIDS)}.")
    return GRIDS[name.upper()]


def check_start(grid: str | None, start: int) -> None:
    """Raise WrongUsage unless a run's first sheet has a label of that number, from 1.

    >>> check_start("L7163", 14)
    """
    if grid is None and start > 1:
        raise WrongUsage(
            "Only labels can start further on, so --start-at cannot be used with whole sheets.",
            f"Leave it out, or print labels: {', '.join(LABELS + name for name in GRIDS)}.",
        )
    if grid and start > GRIDS[grid].count:
        raise WrongUsage(
            f"A sheet of {grid} has {GRIDS[grid].count} labels, so --start-at cannot be {start}.",
            "Count labels along the rows, from the top left.",
        )


class LabelSheets(Record, frozen=True, dict=True):
    """Draws the labels of one batch."""

    grid: Grid
    typeface: Typeface
    senders: Mapping[str, WindowSender] = field(default_factory=dict)
    """Who labels say that the letter is from, by the key of who signs it."""

    def draw(
        self, letters: Iterable[Letter], start: int = 1
    ) -> Iterator[tuple[Sheet, tuple[Letter, ...]]]:
        """Draw sheets of labels, each with the letters that are on it.

        On the first sheet they start at a label counted from 1 along the rows, since those before
        it may be used up.
        """
        waiting, used = iter(letters), start - 1
        while on_sheet := tuple(islice(waiting, self.grid.count - used)):
            signed = (letter.draft.signatory for letter in on_sheet)
            compositors = map(self.find_compositor, count(used), signed)
            labels = map(self._draw_label, on_sheet, compositors)
            used = 0
            bookmarks = tuple(codes.format_code(letter.code) for letter in on_sheet)
            yield Sheet(own=tuple(chain(*labels)), bookmarks=bookmarks), on_sheet

    @cached_property
    def find_compositor(self) -> Callable[[int, str], Compositor]:
        """Makes what sets a label of a sheet, counted from 0, for who signs."""
        return cache(self._make_compositor)

    def _make_compositor(self, number: int, signatory: str) -> Compositor:
        sender = self.senders.get(signatory)
        return Compositor(self.grid.locate_panel(number), self.typeface, sender)

    def _draw_label(self, letter: Letter, compositor: Compositor) -> tuple[Drawing, ...]:
        layout = compositor.fit(letter.draft)
        if layout is None:
            raise ValueError("the address does not fit the label")
        return draw_panel(layout, letter.code, letter.draft.barcode)
