"""Old workbooks (.xls)."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwt

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import FileKind, find_file_kind

Check = Callable[..., CheckedList]
HEAD = ("Ref", "Name", "DOB", "Prison No", "Prison", "Status")
DATE = xlwt.easyxf(num_format_str="dd/mm/yyyy")
STRUCK = xlwt.easyxf("font: struck_out on")
ANN = (12, "Ann Hart", date(1980, 3, 12), "A1001XY", "HMP Leeds", "")
BEN = (13, "Ben Hart", date(1981, 4, 13), "A1002XY", "HMP Hull", "")


def made(
    *rows: tuple[object, ...], change: Callable[[xlwt.Workbook, xlwt.Worksheet], None] | None = None
) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("List", cell_overwrite_ok=True)
    for number, row in enumerate((HEAD, *rows)):
        for column, value in enumerate(row):
            style = DATE if isinstance(value, date) else xlwt.Style.default_style
            sheet.write(number, column, value, style)
    if change:
        change(book, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def names(found: CheckedList) -> list[str]:
    return [entry.recipient.name for entry in found.good_rows]


def test_a_list_is_read(checked: Check) -> None:
    content = made(ANN, BEN)
    assert find_file_kind(content) is FileKind.XLS
    found = checked(content)
    assert not found.problems
    assert [entry.recipient.date_of_birth for entry in found.good_rows] == [
        date(1980, 3, 12),
        date(1981, 4, 13),
    ]
    assert [entry.row.real_dates for entry in found.good_rows] == [(2,), (2,)]
    assert [entry.recipient.reference for entry in found.good_rows] == ["12", "13"]


def test_hidden_rows_columns_and_sheets_are_left_out(checked: Check) -> None:
    def hide(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.row(1).hidden = True
        sheet.col(0).hidden = True
        book.add_sheet("Old").visibility = 1
        book.add_sheet("Women").write(0, 0, "Name")

    content = made(ANN, BEN, change=hide)
    found = checked(content)
    assert names(found) == ["Ben Hart"]
    assert found.skipped["hidden"] == 1
    assert (found.layout.hidden_columns, found.layout.unread_sheets) == (("A",), ("Women",))
    assert names(checked(content, include_hidden=True)) == ["Ann Hart", "Ben Hart"]


def test_what_is_struck_out_is_not_there(checked: Check) -> None:
    def strike(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write_rich_text(1, 4, (("HMP Leeds ", STRUCK.font), "HMP Send"))
        sheet.write_rich_text(1, 1, ("Ann ", ("Mary ", STRUCK.font), ("Hart", DATE.font)))
        for column, value in enumerate(BEN[:5]):
            sheet.write(2, column, str(value), STRUCK)

    content = made(ANN, BEN, change=strike)
    found = checked(content)
    assert names(found) == ["Ann Hart"]
    assert [entry.recipient.prison.code for entry in found.good_rows] == ["SDI"]
    assert found.skipped["struck"] == 1
    assert checked(content, include_hidden=True).rows_read == 2


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [('"C/"00000', 2101, "C/02101"), ("000000", 12, "000012"), ('"Ref "@', "7/1", "Ref 7/1")],
)
def test_a_reference_is_read_as_it_is_shown(
    checked: Check, code: str, value: object, shown: str
) -> None:
    def write(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write(1, 0, value, xlwt.easyxf(num_format_str=code))

    (entry,) = checked(made(ANN, change=write)).good_rows
    assert entry.recipient.reference == shown


def test_merged_cells_hold_for_each_row(checked: Check) -> None:
    def merge(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write_merge(1, 2, 4, 4, "HMP Leeds")

    found = checked(made(ANN, (*BEN[:4], ""), change=merge))
    assert [entry.recipient.prison.code for entry in found.good_rows] == ["LEI", "LEI"]


def test_an_error_and_an_answer_are_what_they_show(checked: Check) -> None:
    def write(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.row(1).set_cell_error(5, 0x2A)  # #N/A
        sheet.row(2).set_cell_boolean(0, True)

    found = checked(made(ANN, BEN, change=write))
    assert [(problem.code, problem.line) for problem in found.problems] == [("PM210", 2)]
    assert [entry.recipient.reference for entry in found.good_rows] == ["TRUE"]


def test_days_counted_from_1904_are_told(checked: Check) -> None:
    def count(book: xlwt.Workbook, _: xlwt.Worksheet) -> None:
        book.dates_1904 = True

    assert checked(made(ANN, change=count)).layout.counts_from_1904


def test_a_damaged_one_is_refused(checked: Check) -> None:
    content = made(ANN)
    at = content.index(b"\x09\x08\x10\x00")
    damaged = content[:at] + b"\xff" * 40 + content[at + 40 :]
    (problem,) = checked(damaged).problems
    assert (problem.code, "old Excel workbook" in problem.message) == ("PM101", True)


def test_one_protected_by_a_password_is_told(checked: Check) -> None:
    content = made(ANN)
    # A FILEPASS record in place of the first one after the workbook's beginning.
    at = content.index(b"\x09\x08\x10\x00") + 20
    length = int.from_bytes(content[at + 2 : at + 4], "little")
    protected = content[:at] + b"\x2f\x00" + content[at + 2 : at + 4] + bytes(length)
    (problem,) = checked(protected + content[at + 4 + length :]).problems
    assert problem.code == "PM110"


def test_the_bare_records_of_web_programs_are_known() -> None:
    assert find_file_kind(b"\x09\x08\x10\x00\x00\x06\x05\x00") is FileKind.XLS


def test_no_library_for_it_is_loaded_before_one_is_read() -> None:
    import subprocess
    import sys

    code = "import sys, prisonmail.recipients.file.workbook; assert 'xlrd' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)
