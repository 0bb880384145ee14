"""Workbooks are read as they show on the screen."""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
HEAD = ("Ref", "Name", "DOB", "Prison No", "Prison")


def workbook(*rows: tuple[object, ...], change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, *rows):
        sheet.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ANN = (12, "Ann Hart", date(1980, 3, 12), "A1001XY", "HMP Leeds")
BEN = (13, "Ben Hart", datetime(1981, 4, 13), "A1002XY", "HMP Leeds")  # noqa: DTZ001 - a cell has no zone


def names(found: CheckedList) -> list[str]:
    return [entry.recipient.name for entry in found.good_rows]


def test_dates_are_dates(checked: Check) -> None:
    found = checked(workbook(ANN, BEN))
    assert not found.problems
    assert [entry.recipient.date_of_birth for entry in found.good_rows] == [
        date(1980, 3, 12),
        date(1981, 4, 13),
    ]


def test_zeros_are_shown_as_on_the_screen(checked: Check) -> None:
    def pad(book: Workbook) -> None:
        book.active["A2"].number_format = "000000"

    found = checked(workbook(ANN, BEN, change=pad))
    assert [entry.recipient.reference for entry in found.good_rows] == ["000012", "13"]


def test_hidden_rows_are_skipped_and_counted_unless_asked_for(checked: Check) -> None:
    def hide(book: Workbook) -> None:
        book.active.row_dimensions[3].hidden = True

    content = workbook(ANN, BEN, change=hide)
    found = checked(content)
    assert names(found) == ["Ann Hart"]
    assert found.skipped == {"hidden": 1}
    assert names(checked(content, include_hidden=True)) == ["Ann Hart", "Ben Hart"]


def test_a_hidden_column_is_not_read_unless_asked_for(checked: Check) -> None:
    def hide(book: Workbook) -> None:
        book.active.column_dimensions["E"].hidden = True

    content = workbook(ANN, change=hide)
    found = checked(content)
    assert next(iter(found.problems)).code == "PM106"
    assert found.layout.hidden_columns == ("E",)
    assert names(checked(content, include_hidden=True)) == ["Ann Hart"]


def test_the_first_visible_sheet_is_read_and_named(checked: Check) -> None:
    def add(book: Workbook) -> None:
        book.active.sheet_state = "hidden"
        second = book.create_sheet("March")
        second.append(HEAD)
        second.append(BEN)

    content = workbook(ANN, change=add)
    found = checked(content)
    assert (found.layout.sheet, names(found)) == ("March", ["Ben Hart"])
    assert names(checked(content, sheet="sheet")) == ["Ann Hart"]
    missing = next(iter(checked(content, sheet="April").problems))
    assert missing.code == "PM003"
    assert '"March"' in missing.help


def test_a_merged_prison_holds_for_each_of_its_rows(checked: Check) -> None:
    def merge(book: Workbook) -> None:
        book.active.merge_cells("E2:E3")

    found = checked(workbook(ANN, (*BEN[:4], None), change=merge))
    assert [entry.recipient.prison.code for entry in found.good_rows] == ["LEI", "LEI"]


@pytest.mark.parametrize("value", ["#N/A", "=A1&B1"])
def test_errors_and_formulas_without_a_value_are_problems(checked: Check, value: str) -> None:
    found = checked(workbook(ANN, (*BEN[:4], value)))
    assert [(problem.code, problem.line) for problem in found.problems] == [("PM210", 3)]


def test_rows_are_numbered_as_on_the_screen(checked: Check) -> None:
    def shift(book: Workbook) -> None:
        book.active.insert_rows(1, 2)
        book.active["A1"] = "Clients in custody"

    found = checked(workbook(ANN, (*BEN[:3], "X", "HMP Leeds"), change=shift))
    assert found.layout.header_line == 3
    assert [(problem.line, problem.row) for problem in found.problems] == [(5, 5)]


def struck(*cells: str) -> Callable[[Workbook], None]:
    def strike(book: Workbook) -> None:
        for cell in cells:
            book.worksheets[0][cell].font = Font(strike=True)

    return strike


def test_a_row_that_is_struck_out_gets_no_letter_and_is_counted(checked: Check) -> None:
    content = workbook(ANN, BEN, change=struck("A3", "B3", "C3", "D3", "E3"))
    found = checked(content)
    assert names(found) == ["Ann Hart"]
    assert found.skipped["struck"] == 1
    assert names(checked(content, include_hidden=True)) == ["Ann Hart", "Ben Hart"]


def test_a_cell_that_is_struck_out_says_nothing(checked: Check) -> None:
    found = checked(workbook(ANN, BEN, change=struck("E3")))
    assert [(problem.code, problem.line) for problem in found.problems] == [("PM302", 3)]


def test_sheets_that_are_not_read_are_named(checked: Check) -> None:
    def more(book: Workbook) -> None:
        for title in ("Women", "Notes"):
            book.create_sheet(title)
        book["Women"].append(HEAD)
        book["Women"].append(("14", "Cat Hart", None, "A1003XY", "HMP Send"))

    assert checked(workbook(ANN, change=more)).layout.unread_sheets == ("Women",)


def elsewhere(found: CheckedList) -> list[str]:
    return [problem.message for problem in found.problems if problem.code == "PW622"]


@pytest.mark.parametrize(
    "cover",
    [
        [("Numbers Sheet Name", "Excel Worksheet Name"), ("Clients", "Clients")],
        [("Clients in custody at 21 November 2026",)],
        [("Clients",), (), ("Prepared by Eric Brown",)],
        [HEAD],
        [],
    ],
)
def test_a_cover_sheet_is_passed_over_and_named(
    checked: Check, cover: list[tuple[object, ...]]
) -> None:
    def add(book: Workbook) -> None:
        first = book.create_sheet("Summary", 0)
        for row in cover:
            first.append(row)

    found = checked(workbook(ANN, change=add))
    assert not found.problems
    assert (found.layout.sheet, names(found)) == ("Sheet", ["Ann Hart"])
    assert found.layout.unread_sheets == (("Summary",) if len(cover) > 1 else ())


def test_a_first_sheet_whose_headings_are_not_known_is_not_passed_over(checked: Check) -> None:
    def add(book: Workbook) -> None:
        first = book.create_sheet("New", 0)
        first.append(("Who", "Which", "Held at"))
        first.append(("Cat Hart", "A1003XY", "HMP Send"))

    content = workbook(ANN, change=add)
    assert [problem.code for problem in checked(content).problems] == ["PM103"]
    found = checked(content, sheet="Sheet")
    assert not found.problems
    assert found.layout.unread_sheets == ("New",)


def test_people_on_other_visible_sheets_are_warned_of(checked: Check) -> None:
    def add(book: Workbook) -> None:
        for title in ("Women", "Hidden", "Notes", "Odd"):
            book.create_sheet(title)
        for title in ("Women", "Hidden"):
            book[title].append(HEAD)
            book[title].append(BEN)
        book["Hidden"].sheet_state = "hidden"
        book["Notes"].append(("To do",))
        book["Odd"].append(("Who",))
        book["Odd"].append(("A1003XY",))

    content = workbook(ANN, change=add)
    (message,) = elsewhere(checked(content))
    assert '"Women", "Odd"' in message
    assert not elsewhere(checked(content, sheet="Sheet"))
