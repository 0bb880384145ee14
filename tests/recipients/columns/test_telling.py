"""Of many columns those are named first that look as if they mattered."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.telling import find_telling, quote_columns, quote_headings
from prisonmail.recipients.file.csv_rows import ListRow

Check = Callable[..., CheckedList]
MANY = [f"Field {number}" for number in range(197)]


def row(*cells: str) -> ListRow:
    return ListRow(1, tuple(cells), 1)


@pytest.mark.parametrize(
    "heading",
    "Name (solicitor)|Previous prison|Prison (if different)|NOMS (old)|Date of death|Deceased?|"
    "Held where|Number|Born|Client marital status|Home address|Co-defendants|D.O.B. (partner)|"
    "Inmate|YOI (previous)|Custody officer|Release information".split("|"),
)
def test_a_heading_can_tell(heading: str) -> None:
    assert find_telling(row("Colour", heading)) == (1,)


@pytest.mark.parametrize("value", ["A1021XY", "HMP Leeds", "HMYOI Wetherby", "12/03/1980"])
def test_values_can_tell(value: str) -> None:
    assert find_telling(row("Colour", "X"), [row("red", value), row("blue", "")]) == (1,)


@pytest.mark.parametrize("heading", ["Phone number", "Fee earner", "Email", "Notes", "Court"])
def test_most_columns_do_not_tell(heading: str) -> None:
    assert find_telling(row(heading), [row("x")]) == ()


def test_few_columns_are_named_as_they_stand() -> None:
    header = row("Colour", "", "Held at")
    assert quote_headings(header) == '"Colour", "Held at"'
    assert quote_columns(header, [0, 2], [2]) == '"Colour", "Held at"'


def test_of_many_columns_the_telling_ones_come_first_and_the_rest_is_counted() -> None:
    header = row(*MANY, "Held at", "Stay")
    said = quote_headings(header, [row(*[""] * 198, "HMP Leeds")])
    assert said.startswith('"Held at", "Stay", "Field 0", ')
    assert said.endswith('"Field 9" and 187 others')


def test_a_missing_column_is_found_among_many(checked: Check) -> None:
    content = f"Name,NOMS No,{','.join(MANY)},Gaol\nAnn Hart,A1001XY,{',' * 197}HMP Leeds\n"
    (problem,) = checked(content).problems
    assert problem.code == "PM106"
    assert '"Name", "NOMS No", "Gaol", "Field 0"' in problem.help
    assert "188 others" in problem.help
