"""Bytes become rows: encodings, delimiters, quotes, and files that are no lists."""

import io
import zipfile
from collections.abc import Callable

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
HEAD = "Name,Prison number,Prison,Notes\r\n"
ROW = "Tarquin Oddwell,A1001XY,HMP Leeds,ok\r\n"


def code_of(found: CheckedList) -> str:
    return next(iter(found.problems)).code


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "PM104", "no rows"),
        (b"\r\n\r\n,,,\r\n", "PM104", "no rows"),
        (b"\x89PNG\r\n\x1a\n", "PM101", "picture"),
        (b"%PDF-1.7", "PM101", "PDF"),
        (b"<html><table><tr><td>Name", "PM109", "web page"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "PM109", "web page"),
        (b'<?xml version="1.0"?><Workbook>', "PM109", "XML"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "PM101", "old Excel"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "PM110", "password"),
        (zipped("word/document.xml"), "PM101", "Word"),
        (zipped("content.xml"), "PM101", "OpenDocument"),
        (zipped("xl/workbook.bin"), "PM101", "xlsb"),
        (zipped("letter.txt"), "PM101", "zip"),
        (zipped("xl/workbook.xml"), "PM101", "damaged"),
        (b"PK\x03\x04 cut", "PM101", "damaged"),
        (b"Name\0\0\1\2", "PM101", "NUL"),
        ("Name,Prison".encode("utf-16-le"), "PM102", "UTF-16"),
        ("Name\r\nTarqu\x8din".encode("latin-1"), "PM102", "byte 8D on line 2"),
        ((HEAD + "Zo\x89 Hart,A1001XY,Leeds").encode("latin-1"), "PM102", "o‰"),
        (b"hello\r\nworld\r\n", "PM103", "headings"),
        (HEAD.encode() * 2, "PM104", "no rows"),
        (b"Name,Prison number\n", "PM106", '"prison"'),
    ],
)
def test_a_file_that_is_no_list_is_named_for_what_it_is(
    checked: Check, content: bytes, code: str, said: str
) -> None:
    found = checked(content)
    assert [problem.code for problem in found.problems] == [code]
    assert said in next(iter(found.problems)).message
    assert found.is_unusable


def test_code_page_850_is_read_when_the_user_says_so(checked: Check) -> None:
    found = checked((HEAD + "Zoë Hart,A1001XY,Leeds,").encode("cp850"), encoding="cp850")
    assert next(iter(found.good_rows)).recipient.name == "Zoë Hart"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read_when_the_user_says_so(
    checked: Check, encoding: str
) -> None:
    content = (HEAD + ROW).encode(encoding)
    assert f"--encoding {encoding}" in next(iter(checked(content).problems)).help
    assert len(checked(content, encoding=encoding).good_rows) == 1


def test_an_encoding_that_does_not_exist_is_a_wrong_command(checked: Check) -> None:
    for encoding in ("klingon", "base64", "rot13", ""):
        with pytest.raises(WrongUsage):
            checked(HEAD + ROW, encoding=encoding)


@pytest.mark.parametrize(
    ("name", "character"), [("semicolon", ";"), ("tab", "\t"), (";", ";"), ("\\t", "\t")]
)
def test_a_delimiter_can_be_named(checked: Check, name: str, character: str) -> None:
    found = checked((HEAD + ROW).replace(",", character), delimiter=name)
    assert len(found.good_rows) == 1


def test_a_cell_of_many_lines_counts_lines_and_rows(checked: Check) -> None:
    rows = '"2 Gloucester Terrace\r\nLeeds",Tarquin Oddwell,A1001XY,LEI\r\n,Bethan Hart,X,LEI\r\n'
    found = checked("Address,Name,Prison number,Prison\r\n" + rows)
    assert [entry.row.line for entry in found.good_rows] == [2]
    assert [(p.line, p.row, p.column_letter) for p in found.problems] == [(4, 3, "C")]


def test_separators_inside_a_cell_do_not_split_it(checked: Check) -> None:
    found = checked(HEAD + "Tarquin Oddwell,A1001XY,HMP Leeds,a\u2028b\x0bc\x85d\r\n" + ROW)
    assert [entry.row.line for entry in found.good_rows] == [2, 3]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('Ann Hart,A1001XY,"HMP Leeds,x\r\n' + ROW * 2, 2),
        ('Ann Hart,A1001XY,LEI,"two\r\nlines"\r\nBen Hart,A1002XY,"LEI,x\r\n' + ROW, 4),
        ('Ann Hart,A1001XY,"HMP Leeds,x\r\n' + ROW + 'Ben Hart,A1002XY,"HMP Hull",x\r\n', 2),
        ('Ann Hart,A1001XY,"HMP Leeds,x\r\n' + ROW + 'Ben Hart,A1002XY,HMP Hull",x\r\n', 2),
    ],
)
def test_a_quote_that_swallows_people_stops_the_list(checked: Check, rows: str, line: int) -> None:
    found = checked(HEAD + rows)
    assert [(problem.code, problem.line) for problem in found.errors] == [("PM107", line)]
    assert found.is_unusable


@pytest.mark.parametrize("notes", ['"say ""hi"""', '5" nail', '"a\r\nb"', '"a, b"', '"x" y'])
def test_a_quote_that_swallows_nobody_is_no_problem(checked: Check, notes: str) -> None:
    found = checked(f"{HEAD}Ann Hart,A1001XY,LEI,{notes}\r\n{ROW.replace('1001', '1002')}")
    assert not found.problems
    assert len(found.good_rows) == 2


def test_a_row_that_is_too_long_is_never_shifted(checked: Check) -> None:
    found = checked(
        "Name,Prison number,Prison\nAnn Hart,A1001XY,LEI,C Wing\nBen Hart,A1002XY,LEI,,\n"
    )
    assert [(problem.code, problem.line) for problem in found.problems] == [("PM401", 2)]
    assert len(found.good_rows) == 1


def test_rows_without_a_person_are_skipped_and_counted(checked: Check) -> None:
    lines = [
        "Northmoor & Co LLP", "", "Client,DOB,Prison No,Establishment",
        "Ann Hart,12/03/1980,A1001XY,LEI", ",,,", "Page 2 of 3", "Northmoor & Co LLP",
        "Client,DOB,Prison No,Establishment", "Ben Hart,12/03/1981,A1002XY,LEI",
        "Total clients: 2", "Grand total,,,2", "Printed by: J Example on 9/3/2026", "End of report",
    ]  # fmt: skip
    found = checked("\n".join(lines))
    assert not found.problems
    assert found.rows_read == len(found.good_rows) == 2
    assert found.skipped == {"title": 1, "blank": 2, "footer": 6, "heading": 1}


@pytest.mark.parametrize("name", ["Page Turner", "Count Basie", "Total Recall", "Endy Report"])
def test_nobody_is_skipped_for_an_odd_name(checked: Check, name: str) -> None:
    found = checked(f"Name,Prison number,Prison\n{name},A1001XY,LEI\n{name},,\n")
    assert len(found.good_rows) == 1
    assert found.rows_read == 2


def test_a_list_beyond_the_limit_is_refused_with_the_option_that_lifts_it(checked: Check) -> None:
    found = checked(HEAD + ROW * 3, max_rows=2)
    assert code_of(found) == "PM108"
    assert "--max-rows" in next(iter(found.problems)).help
    assert checked(HEAD + ROW * 3, max_rows=3).rows_read == 3


def test_more_than_a_thousand_columns_are_refused(checked: Check) -> None:
    wide = ",".join(["Name", "Prison number", "Prison", *(f"Note {n}" for n in range(1000))])
    assert code_of(checked(f"{wide}\n{ROW}")) == "PM113"
