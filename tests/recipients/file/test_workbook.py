"""Workbooks are read as they show on the screen."""

import io
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.workbooks.zip_parts import ZipParts
from tests.recipients.file.workbooks.makers import zip_of

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


def test_a_sheet_with_no_more_than_a_person_is_named_too(checked: Check) -> None:
    def more(book: Workbook) -> None:
        book.create_sheet("One").append(BEN)

    assert checked(workbook(ANN, change=more)).layout.unread_sheets == ("One",)


def test_a_cover_sheet_is_passed_over_unless_no_sheet_holds_people(checked: Check) -> None:
    def cover(book: Workbook) -> None:
        book.create_sheet("Cover", 0)["A1"] = "Clients of Farrow LLP"

    found = checked(workbook(ANN, change=cover))
    assert (found.layout.sheet, found.layout.unread_sheets) == ("Sheet", ("Cover",))
    assert names(found) == ["Ann Hart"]
    (problem,) = checked(workbook(ANN, change=cover), sheet="Cover").problems
    assert problem.code == "PM103"


@pytest.mark.parametrize("lost", ["=VLOOKUP(D2,H:I,2)", "#N/A", "#REF!"])
@pytest.mark.parametrize("heading", ["Status", "In custody?", "Client status"])
def test_a_status_that_is_lost_stops_its_row(checked: Check, heading: str, lost: str) -> None:
    def add(book: Workbook) -> None:
        book.active["F1"], book.active["F2"], book.active["F3"] = heading, lost, "Yes"

    found = checked(workbook(ANN, BEN, change=add))
    assert [(problem.code, problem.line, problem.column) for problem in found.problems] == [
        ("PM210", 2, 6)
    ]
    assert names(found) == ["Ben Hart"]


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('"C/"00000', 2101, "C/02101"),
        (r"000\-000", 123456, "123-456"),
        ("00000", 42, "00042"),
        ("@", 42, "42"),
        ("General", 42, "42"),
    ],
)
def test_a_reference_is_read_as_it_is_shown(
    checked: Check, code: str, value: int, shown: str
) -> None:
    def write(book: Workbook) -> None:
        book.active["A2"], book.active["A2"].number_format = value, code

    (entry,) = checked(workbook(ANN, change=write)).good_rows
    assert entry.recipient.reference == shown
    assert entry.recipient.date_of_birth == date(1980, 3, 12)


def edited(content: bytes, old: str, new: str) -> bytes:
    parts = ZipParts(content)
    changed = {name: parts.read(name) for name in parts.names}
    sheet = changed["xl/worksheets/sheet1.xml"]
    assert old.encode() in sheet
    changed["xl/worksheets/sheet1.xml"] = sheet.replace(old.encode(), new.encode())
    return zip_of(changed)


def stray(place: str) -> Callable[[Workbook], None]:
    def put(book: Workbook) -> None:
        book.active[place] = " "

    return put


def emptied(content: bytes, rows_below: int) -> bytes:
    numbers = range(10, rows_below)
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in numbers)
    return edited(content, "</sheetData>", f"{rows}</sheetData>")


def peak(checked: Check, content: bytes) -> int:
    tracemalloc.start()
    try:
        assert names(checked(content)) == ["Ann Hart", "Ben Hart"]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_follows_the_filled_cells(checked: Check) -> None:
    plain = workbook(ANN, BEN)
    peak(checked, plain)  # what is loaded once
    usual = peak(checked, plain)
    assert peak(checked, workbook(ANN, BEN, change=stray("T1048576"))) < 4 * usual
    assert peak(checked, workbook(ANN, BEN, change=stray("XFD3"))) < 4 * usual
    assert peak(checked, emptied(plain, 100_000)) < 2 * peak(checked, emptied(plain, 10_000))


def test_a_merge_of_the_whole_sheet_is_refused(checked: Check) -> None:
    merged = '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    (problem,) = checked(edited(workbook(ANN), "</sheetData>", merged)).problems
    assert (problem.code, "A1:XFD1048576" in problem.message) == ("PM125", True)


def test_no_more_rows_are_read_than_there_may_be(checked: Check) -> None:
    content = workbook(*[ANN] * 2000)
    broken = edited(content, "</sheetData>", "<damage")
    assert [problem.code for problem in checked(broken).problems] == ["PM101"]
    assert [problem.code for problem in checked(broken, max_rows=5).problems] == ["PM108"]


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
    assert found.layout.unread_sheets == (("Summary",) if cover else ())


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
