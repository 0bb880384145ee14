from collections.abc import Callable
from itertools import combinations

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.letters.letter import Draft, Letter
from prisonmail.sheets.drawing import combine
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS, Grid, LabelSheets, check_start, find_grid
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.fitting import Compositor
from tests.conftest import letter_of
from tests.pages import barcodes, cropped, ink_amount, pictures


@pytest.mark.parametrize("name", GRIDS)
def test_each_label_has_one_letter_and_nothing_near_its_edge(
    name: str, drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    grid = GRIDS[name]
    some = [letter_of(drafted(), sheet) for sheet in range(1, grid.count + 2)]
    first, second = pictures(printed(some, Paper(labels=name)), 300)
    inked = 0
    for number, letter in enumerate(some[:-1]):
        inner = cropped(first, grid.locate_panel(number), 300)
        assert barcodes(inner) == [letter.code]
        inked += ink_amount(inner)
    assert inked == ink_amount(first)
    assert barcodes(second) == [some[-1].code]


def test_the_first_sheet_starts_at_a_label_and_the_next_at_its_first(
    drafted: Callable[..., Draft],
) -> None:
    some = [letter_of(drafted(), sheet) for sheet in range(1, 6)]
    drawn = list(LabelSheets(GRIDS["L7165"], load_roboto()).draw(some, start=6))
    assert [on_sheet for _, on_sheet in drawn] == [tuple(some[:3]), tuple(some[3:])]
    for (sheet, _), label in zip(drawn, (5, 0), strict=True):
        place = GRIDS["L7165"].locate_panel(label)
        first = combine(sheet.own).texts[0]
        assert (place.left <= first.x <= place.right, place.top <= first.y <= place.bottom) == (
            True,
            True,
        )


@pytest.mark.parametrize(("grid", "start"), [(None, 2), ("L7163", 15), ("L7162", 17)])
def test_a_start_that_no_sheet_has_is_refused(grid: str | None, start: int) -> None:
    with pytest.raises(WrongUsage, match="--start-at"):
        check_start(grid, start)


@pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda each: each.name)
def test_all_labels_of_a_sheet_are_set_alike(grid: Grid, letters: list[Letter]) -> None:
    compositors = [
        Compositor(grid.locate_panel(number), load_roboto()) for number in range(grid.count)
    ]
    for letter in letters:
        layouts = [compositor.fit(letter.draft) for compositor in compositors]
        assert len({x and (x.size, x.symbol.module_dots, len(x.lines)) for x in layouts}) == 1


@pytest.mark.parametrize("layout", ["labels:l7163", "LABELS:L7163"])
def test_a_grid_is_found_in_either_case(layout: str) -> None:
    assert find_grid(layout).name == "L7163"


@pytest.mark.parametrize("layout", ["labels:L1", "L7163", "labels", "sheet"])
def test_an_unknown_layout_is_refused_with_those_that_are_known(layout: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        find_grid(layout)
    assert refused.value.remedy == "Known: sheets, labels:L7162, labels:L7163, labels:L7165."


@pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda each: each.name)
def test_labels_lie_on_the_sheet_and_panels_in_their_labels(grid: Grid) -> None:
    cells = [grid.locate_label(number) for number in range(grid.count)]
    for number, cell in enumerate(cells):
        panel = grid.locate_panel(number)
        assert 0 <= cell.left < panel.left < panel.right < cell.right <= 210
        assert 0 <= cell.top < panel.top < panel.bottom < cell.bottom <= 297
    for one, other in combinations(cells, 2):
        assert (
            one.right <= other.left
            or other.right <= one.left
            or (one.bottom <= other.top or other.bottom <= one.top)
        )
