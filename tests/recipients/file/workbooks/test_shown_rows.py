"""Rows of a sheet as the list sees them."""

import pytest

from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.file.workbooks.grid import Area, CellGrid, GridRow, WorkbookUnreadable
from prisonmail.recipients.file.workbooks.shown_rows import show_rows
from prisonmail.recipients.skipped_rows import SkippedRows


def row(number: int, text: str, **more: object) -> GridRow:
    """A row of cells that are one letter each; a dot is an empty one."""
    made = GridRow(number, **more)  # type: ignore[arg-type]
    for column, letter in enumerate(text):
        if letter != ".":
            made.put(column, letter)
    return made


def shown(*rows: GridRow, merged: tuple[Area, ...] = (), **options: bool) -> list[ListRow]:
    grid = CellGrid(iter(rows), merged=sorted(merged, key=lambda area: area.top))
    return list(show_rows(grid, SkippedRows(), include_hidden=options.get("include_hidden", False)))


def texts(rows: list[ListRow]) -> dict[int, str]:
    return {each.number: "".join(cell or "." for cell in each.cells) for each in rows}


def test_blank_rows_are_there_but_not_a_million_of_them() -> None:
    assert texts(shown(row(1, "a"), row(4, "b"))) == {1: "a", 2: "", 3: "", 4: "b"}
    rows = shown(row(1, "a"), row(1_048_576, "b"))
    assert len(rows) == 1_002
    assert [each.number for each in rows[-2:]] == [1_048_575, 1_048_576]


@pytest.mark.parametrize(
    ("merged", "expected"),
    [
        ((Area(1, 1, 2, 1),), {1: "ab", 2: "cbd", 3: "efg"}),
        ((Area(1, 1, 3, 1),), {1: "ab", 2: "cbd", 3: "ebg"}),
        ((Area(2, 1, 2, 2),), {1: "ab", 2: "c", 3: "efg"}),
        ((Area(2, 0, 2, 2),), {1: "ab", 2: "c", 3: "efg"}),
        ((Area(1, 0, 1_048_576, 0), Area(1, 1, 2, 1)), {1: "ab", 2: "abd", 3: "afg"}),
        ((Area(1, 3, 9, 4),), {1: "ab", 2: "c.d", 3: "efg"}),
        ((Area(9, 0, 10, 0), Area(3, 2, 3, 2)), {1: "ab", 2: "c.d", 3: "efg"}),
    ],
)
def test_a_merged_cell_holds_for_its_rows_and_hides_what_is_under_it(
    merged: tuple[Area, ...], expected: dict[int, str]
) -> None:
    assert texts(shown(row(1, "ab"), row(2, "c.d"), row(3, "efg"), merged=merged)) == expected


def test_a_merged_cell_keeps_its_date_and_its_strike() -> None:
    first = GridRow(1)
    first.put(0, "1985-07-14", is_date=True)
    first.put(1, "x", struck=True)
    first.put(2, "y")
    merged = (Area(1, 0, 2, 0), Area(1, 1, 2, 1))
    rows = shown(first, row(2, "..z"), merged=merged)
    assert [(each.cells, each.real_dates) for each in rows] == [
        (("1985-07-14", "", "y"), (0,)),
        (("1985-07-14", "", "z"), (0,)),
    ]


@pytest.mark.parametrize(
    "area", [Area(1, 0, 1_048_575, 16_383), Area(2, 0, 3, 1), Area(1, 1, 2, 2)]
)
def test_people_under_a_merged_block_are_not_lost_in_silence(area: Area) -> None:
    with pytest.raises(WorkbookUnreadable) as found:
        shown(row(1, "abc"), row(2, "def"), row(3, "ghi"), merged=(area,))
    assert found.value.fault.code == "PM125"


def test_a_block_with_nothing_under_it_is_a_title() -> None:
    assert texts(shown(row(1, "a"), row(3, "bcd"), merged=(Area(1, 0, 2, 5),))) == {
        1: "a",
        2: "",
        3: "bcd",
    }


def test_hidden_and_struck_rows_are_counted() -> None:
    struck = GridRow(3)
    struck.put(0, "c", struck=True)
    skipped = SkippedRows()
    rows = [row(1, "a"), row(2, "b", hidden=True), struck, row(4, "d")]
    found = list(show_rows(CellGrid(iter(rows)), skipped, include_hidden=False))
    assert texts(found) == {1: "a", 4: "d"}
    assert list(skipped) == [(2, "hidden"), (3, "struck")]
    rows = [row(1, "a"), row(2, "b", hidden=True)]
    assert texts(shown(*rows, include_hidden=True)) == {1: "a", 2: "b"}
