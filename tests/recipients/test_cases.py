"""The sample lists give what is expected of them, however the same list is written down."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.encodings import find_encoding
from prisonmail.recipients.options import DateOrder
from prisonmail.recipients.recipient import Field

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name.removesuffix(".expect.json") for path in CASES.glob("*.expect.json"))
Check = Callable[..., CheckedList]


def bad_lines(found: CheckedList) -> set[int]:
    return {problem.line for problem in found.errors if problem.line}


def people(found: CheckedList) -> list[Any]:
    return [entry.recipient for entry in found.good_rows]


def outcome_like(expected: Any, found: CheckedList) -> dict[str, Any]:
    """What was found, of all that is expected: `names` are those of the lines it speaks of."""
    names = {str(entry.row.line): entry.recipient.name for entry in found.good_rows}
    outcome: dict[str, Any] = {"ok_rows": len(found.good_rows)}
    if "bad_rows" in expected:
        outcome["bad_rows"] = sorted(bad_lines(found))
    if "names" in expected:
        outcome["names"] = {line: names.get(line) for line in expected["names"]}
    return outcome


def wanted_outcome(expected: Any) -> dict[str, Any]:
    wanted = {key: expected[key] for key in ("ok_rows", "names") if key in expected}
    if "bad_rows" in expected:
        wanted["bad_rows"] = sorted({row["line"] for row in expected["bad_rows"]})
    return wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_the_recipients_and_the_bad_rows_expected(checked: Check, name: str) -> None:
    expected = json.loads((CASES / f"{name}.expect.json").read_text(encoding="utf-8"))
    found = checked((CASES / name).read_bytes())
    for as_good in expected.get("as_good", ()):
        told = found.good_rows or found.errors
        if told and outcome_like(as_good, found) == wanted_outcome(as_good):
            return
    assert outcome_like(expected, found) == wanted_outcome(expected)


NO_PLAIN_TABLE = (
    "unclosed_quote.csv",
    "headings_only.csv",
    "every_line_in_quotes.csv",
    "turkish_excel_cp1254.csv",
)
WELL_FORMED = [
    name for name in NAMES if name.endswith((".csv", ".txt")) and name not in NO_PLAIN_TABLE
]


def table_of(name: str) -> list[list[str]]:
    raw = (CASES / name).read_bytes()
    encoding = find_encoding(raw, None)
    assert isinstance(encoding, str)
    text = raw.decode(encoding).lstrip("\ufeff")
    delimiter = "\t" if name.endswith(".txt") else ";" if text.startswith("sep=;") else ","
    text = text.removeprefix("\ufeff").removeprefix("sep=;\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def reversed_columns(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))][::-1] for row in rows]


def mutations(name: str) -> Iterator[tuple[str, bytes]]:
    rows = table_of(name)
    plain = written(rows)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        if fits(plain, encoding):
            yield encoding, plain.encode(encoding)
    for delimiter in ("\t", ";", "|"):
        yield repr(delimiter), written(rows, delimiter).encode()
    for end in ("\r", "\n"):
        yield repr(end), written(rows, end=end).encode()
    titles = [["Northmoor & Co LLP"], ["Clients at 9 March 2026"], [""]]
    yield "titles", written([*titles, *rows]).encode()
    yield "columns", written(reversed_columns(rows)).encode()
    yield "commas", written([[*row, *[""] * 500] for row in rows]).encode()
    yield "blank rows", written([each for row in rows for each in (row, [])]).encode()


@pytest.mark.parametrize("name", WELL_FORMED)
def test_the_same_list_written_otherwise_gives_the_same_recipients(
    checked: Check, name: str
) -> None:
    original = checked((CASES / name).read_bytes())
    for change, content in mutations(name):
        found = checked(content)
        assert people(found) == people(original), change
        assert sorted(p.code for p in found.errors) == sorted(p.code for p in original.errors), (
            change
        )


def test_month_first_dates_are_read_when_the_user_says_so(checked: Check) -> None:
    raw = (CASES / "clio_matters_month_first_dates.csv").read_bytes()
    assert next(iter(checked(raw).problems)).code == "PM111"
    found = checked(raw, date_order=DateOrder.MONTH_FIRST)
    assert not found.problems
    assert len(found.good_rows) == 4
    assert str(list(found.good_rows)[1].recipient.date_of_birth) == "1991-03-04"


def test_two_headings_are_settled_by_a_choice(checked: Check) -> None:
    raw = (CASES / "duplicate_headings.csv").read_bytes()
    for choice in ("Prison No", "D"):
        found = checked(raw, mapping=((Field.PRISON_NUMBER, choice),))
        assert [person.prison_number for person in people(found)] == ["A1001XY", "A1002XY"]


def test_those_not_in_custody_are_left_out_when_the_user_says_so(checked: Check) -> None:
    raw = (CASES / "access_oneoffice_crime_list.csv").read_bytes()
    found = checked(raw, skip_not_in_custody=True)
    assert not found.errors
    assert found.skipped == {"not in custody": 2}
    assert found.rows_read == len(found.good_rows) == 3


def test_references_and_names_come_out_as_they_are_printed(checked: Check) -> None:
    found = checked((CASES / "sos_semicolon_sep_line_cp1252.csv").read_bytes())
    assert [(person.name, person.reference) for person in people(found)] == [
        ("Tarquin Oddwell", "10045/0001"),
        ("Bethan Quillfeather", "10046/0003"),
        ("Declan O’Fennimore", "10047/0001"),
    ]
