from typing import Any

import pytest

from prisonmail.problems.collected import Problems
from prisonmail.recipients.checked_list import CheckedList, GoodRows
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.recipients.columns.second_sets import OtherColumn
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.table import Layout
from prisonmail.reports.list_reading import assumptions, columns
from prisonmail.system.record import replace

HEADER = ListRow(1, ("Name", " Office ", "", "Address", "Status"), 1)
LIST = CheckedList(
    "list.csv", HEADER, Columns({Field.NAME: 0}, (3,), (4,)), GoodRows(), Problems(), 0
)


def test_every_column_with_a_heading_is_said_to_be_something() -> None:
    assert list(columns(LIST)) == [
        ("A", "Name", "name"),
        ("B", "Office", "(ignored)"),
        ("D", "Address", "address (to check the prison)"),
        ("E", "Status", "status"),
    ]


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (Layout("utf-8", ",", header_line=1), []),
        (
            Layout("cp1252"),
            ["Read as cp1252, as it is not UTF-8. If letters look wrong: --encoding"],
        ),
        (Layout("utf-8", ";"), ["Cells are separated by: semicolon."]),
        (Layout("utf-8", "^"), ["Cells are separated by: ^."]),
        (Layout(sheet="Clients"), ['Read the sheet "Clients".']),
        (
            Layout(sheet="Clients", unread_sheets=("Old", "New")),
            ['Read the sheet "Clients", and not "Old", "New"; --sheet reads another.'],
        ),
        (Layout(header_line=4), ["The headings are on line 4."]),
        (Layout(hidden_columns=("C",)), ["Ignored the hidden column C."]),
        (Layout(hidden_columns=("C", "D")), ["Ignored the hidden columns C, D."]),
    ],
)
def test_what_was_assumed_is_said(layout: Layout, said: list[str]) -> None:
    assert list(assumptions(replace(LIST, layout=layout), {"office"})) == said


@pytest.mark.parametrize(
    ("changed", "used", "said"),
    [
        ({}, set(), ['Ignored the column "Office".']),
        ({}, {"office"}, []),
        ({"columns": Columns({})}, set(), []),
        (
            {"skipped": {"blank": 1, "not chosen": 2}},
            {"office"},
            ["Skipped 1 blank row, 2 rows that --where leaves out."],
        ),
    ],
)
def test_what_was_left_out_is_said(
    changed: dict[str, Any], used: set[str], said: list[str]
) -> None:
    assert list(assumptions(replace(LIST, **changed), used)) == said


def test_of_many_ignored_columns_those_that_may_matter_are_named_first() -> None:
    header = ListRow(1, ("Name", *(f"Field {number}" for number in range(20)), "Deceased"), 1)
    found = replace(LIST, header=header, columns=Columns({Field.NAME: 0}, telling=(21,)))
    (said,) = assumptions(found)
    assert said.startswith('Ignored the columns "Deceased", "Field 0", ')
    assert said.endswith('"Field 10" and 9 others.')


def test_further_forenames_and_a_second_person_are_no_ignored_columns() -> None:
    other = OtherColumn(3, "Client 2", Field.NAME, 2, 0)
    found = replace(LIST, columns=Columns({Field.NAME: 0}, (), (4,), (1,), (other,)))
    assert [field for _, _, field in columns(found)] == [
        "name", "middle name", "a second name (to be blank)", "status",
    ]  # fmt: skip
    assert list(assumptions(found)) == []
