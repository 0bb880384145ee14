"""Binary workbooks (.xlsb)."""

import struct
from collections.abc import Callable
from datetime import date

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.workbooks.grid import Area
from prisonmail.recipients.file.workbooks.xlsb import XlsbBook
from tests.recipients.file.workbooks.makers import (
    record,
    wide,
    xlsb,
    xlsb_cell,
    xlsb_row,
    xlsb_text,
)

Check = Callable[..., CheckedList]


def texts(*words: str) -> bytes:
    return b"".join(xlsb_text(column, word) for column, word in enumerate(words))


def style(number_format: int, font: int) -> bytes:
    return record(47, struct.pack("<HHHHH", 0xFFFF, number_format, font, 0, 0))


STYLES = (
    record(44, struct.pack("<H", 164) + wide('"C/"00000'))
    + record(43, struct.pack("<HHH", 220, 0, 400))
    + record(43, struct.pack("<HHH", 220, 8, 400))
    + style(14, 0)  # a named style, which no cell has
    + record(617)
    + b"".join((style(0, 0), style(164, 0), style(14, 0), style(0, 1)))
    + record(618)
)
HEAD = xlsb_row(1, texts("Name", "Prison No", "Prison", "DOB"))
ANN = texts("Ann Hart", "A1001XY", "HMP Leeds")
BEN = texts("Ben Hart", "A1002XY", "HMP Hull")
RUNS = struct.pack("<I", 2) + struct.pack("<HHHH", 0, 1, 8, 0)
RICH = b"\x01" + wide("Terence Ardal") + RUNS


def names(found: CheckedList) -> list[str]:
    return [entry.recipient.name for entry in found.good_rows]


def test_a_list_is_read(checked: Check) -> None:
    born = xlsb_cell(3, 5, struct.pack("<d", 29292), style=2)
    content = xlsb(HEAD + xlsb_row(2, ANN + born) + xlsb_row(4, BEN), styles=STYLES)
    found = checked(content)
    assert not found.problems
    people = [(entry.row.line, entry.recipient) for entry in found.good_rows]
    assert [(line, person.name, person.date_of_birth) for line, person in people] == [
        (2, "Ann Hart", date(1980, 3, 12)),
        (4, "Ben Hart", None),
    ]


def rk(value: int, *, hundredths: bool = False) -> bytes:
    return struct.pack("<i", value << 2 | 2 | hundredths)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (xlsb_cell(0, 2, rk(2101)), "2101"),
        (xlsb_cell(0, 2, rk(-5)), "-5"),
        (xlsb_cell(0, 2, rk(1250, hundredths=True)), "12.5"),
        (xlsb_cell(0, 2, struct.pack("<d", 1.5)[4:]), "1.5"),
        (xlsb_cell(0, 2, rk(2101), style=1), "C/02101"),
        (xlsb_cell(0, 5, struct.pack("<d", 0.25)), "0.25"),
        (xlsb_cell(0, 9, struct.pack("<d", 31242), style=2), "1985-07-14"),
        (xlsb_cell(0, 6, wide("Ann")), "Ann"),
        (xlsb_cell(0, 8, wide("Ann") + b"formula"), "Ann"),
        (xlsb_cell(0, 7, struct.pack("<I", 1)), "Ardal"),
        (xlsb_cell(0, 62, RICH), "Ardal"),
        (xlsb_cell(0, 4, b"\x01"), "TRUE"),
        (xlsb_cell(0, 10, b"\x00"), "FALSE"),
        (xlsb_cell(0, 3, b"\x2a"), "#N/A"),
        (xlsb_cell(0, 11, b"\x2b"), "#VALUE!"),
        (xlsb_cell(0, 6, b"\xff\xff\xff\xff"), None),
        (xlsb_cell(0, 1, b""), None),
    ],
)
def test_a_cell_is_read_as_it_is_shown(cell: bytes, shown: str | None) -> None:
    strings = record(19, b"\0" + wide("Ann")) + record(19, RICH)
    book = XlsbBook(xlsb(xlsb_row(1, cell), strings=strings, styles=STYLES))
    rows = list(book.open_grid(0, with_struck=False).rows)
    assert [row.cells for row in rows] == ([{0: shown}] if shown else [])


def test_a_cell_without_a_column_stands_beside_the_one_before() -> None:
    beside = record(17, bytes(4) + wide("b")) + record(12, bytes(4)) + record(13, bytes(4) + rk(7))
    rows = xlsb_row(1, xlsb_text(2, "a") + beside) + xlsb_row(2, record(61, bytes(4) + RICH))
    after_blank = xlsb_row(3, xlsb_cell(4, 1, b"") + record(17, bytes(4) + wide("c")))
    found = XlsbBook(xlsb(rows + after_blank, styles=STYLES)).open_grid(0, with_struck=False).rows
    assert [row.cells for row in found] == [{2: "a", 3: "b", 5: "7"}, {0: "Ardal"}, {5: "c"}]


def test_what_is_hidden_or_struck_out_is_left_out(checked: Check) -> None:
    columns = record(60, struct.pack("<IIIIH", 3, 16383, 2000, 0, 1))
    out = b"".join(xlsb_text(n, word, style=3) for n, word in enumerate(("Cy Hart", "A1003XY")))
    rows = xlsb_row(2, ANN, hidden=True) + xlsb_row(3, BEN + xlsb_text(3, "nonsense"))
    content = xlsb(columns + HEAD + rows + xlsb_row(4, out), styles=STYLES)
    found = checked(content)
    assert names(found) == ["Ben Hart"]
    assert (found.skipped["hidden"], found.skipped["struck"]) == (1, 1)
    assert found.layout.hidden_columns == ("D",)
    assert checked(content, include_hidden=True).rows_read == 3


def test_merged_cells_and_the_first_day_are_known() -> None:
    merged = b"".join(
        record(176, struct.pack("<IIII", *area)) for area in ((4, 5, 1, 2), (0, 1, 0, 0))
    )
    book = XlsbBook(xlsb(HEAD + merged, settings=1))
    assert book.counts_from_1904
    assert book.open_grid(0, with_struck=False).merged == [Area(1, 0, 2, 0), Area(5, 1, 6, 2)]


def test_a_damaged_one_is_refused(checked: Check) -> None:
    (problem,) = checked(xlsb(HEAD + record(7, b"\0" * 3))).problems
    assert (problem.code, ".xlsb" in problem.message) == ("PM101", True)
