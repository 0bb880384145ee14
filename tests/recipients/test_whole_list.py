"""What only the whole list shows: duplicates, months first, releases that have passed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.duplicates import Duplicates
from prisonmail.recipients.row.row_reading import RowReading

Check = Callable[..., CheckedList]


def codes(found: CheckedList) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in found.problems]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["Ann Hart,,A1001XY,LEI", "Ann Hart,,A1001XY,LEI"], [("PW603", 3)]),
        (["Ann Hart,,A1001XY,LEI", "A HART,,a1001xy,HMP Leeds"], [("PW603", 3)]),
        (["Ann Hart,,A1001XY,LEI", "Ben Hart,,A1001XY,LEI"], [("PM402", 2), ("PM402", 3)]),
        (
            ["Ann Hart,,A1001XY,LEI", "Ann Hart,,A1001XY,LEI", "Ben Hart,,A1001XY,LEI"],
            [("PM402", 2), ("PW603", 3), ("PM402", 3), ("PM402", 4)],
        ),
        (["Ann Hart,,A1001XY,LEI", "Ann Hart,,A1001XY,HLI"], [("PW613", 2), ("PM403", 3)]),
        (["Ann Hart,12/03/1980,,LEI", "ann hart,12/03/1980,,HLI"], [("PW613", 2), ("PM403", 3)]),
        (["Ann Hart,12/03/1980,,LEI", "Ann Hart,12/03/1981,,HLI"], []),
        (["Ann Hart,,A1001XY,Narnia", "Ann Hart,,A1001XY,LEI"], [("PM302", 2)]),
        (
            ["Ann Hart,,A1001XY,LEI", "Ben Hart,,A1001XY,LEI", "Cal Hart,,A1001XY,LEI"],
            [("PM402", 2), ("PM402", 3), ("PM402", 4)],
        ),
    ],
)
def test_one_person_twice_is_told_from_two_people_with_one_number(
    checked: Check, rows: list[str], found: list[tuple[str, int]]
) -> None:
    result = checked("Name,DOB,Prison No,Prison\n" + "\n".join(rows))
    assert codes(result) == found
    bad = {line for code, line in found if code.startswith("PM")}
    assert len(result.good_rows) == len(rows) - len(bad)


NUMBERS = st.sampled_from(["A1001XY", "A1002XY", "A1003XY"])
NAMES = st.sampled_from(["Ann Hart", "A Hart", "Ben Hart"])


@given(st.lists(st.tuples(NAMES, NUMBERS), max_size=8))
def test_a_number_of_two_people_is_refused_on_each_of_its_lines(
    people: list[tuple[str, str]],
) -> None:
    seen = Duplicates()
    for line, (name, number) in enumerate(people, start=2):
        seen.add(line, RowReading({}, name=name, prison_number=number))
    refused = {line for line, _, fault in seen.find_faults(()) if fault.code == "PM402"}
    surely = {
        line
        for line, (name, number) in enumerate(people, start=2)
        if any(number == other and {name[0], whose[0]} == {"A", "B"} for whose, other in people)
    }
    assert refused == surely


def test_a_row_without_name_or_identity_is_nobodys_duplicate() -> None:
    seen = Duplicates()
    for line in (2, 3):
        seen.add(line, RowReading({}, prison_number="A1001XY"))
        seen.add(line + 2, RowReading({}, name="Ann Hart"))
    assert list(seen.find_faults(())) == []


def test_dates_that_could_be_either_are_refused_if_others_have_the_month_first(
    checked: Check,
) -> None:
    head = "Name,DOB,Prison\n"
    found = checked(f"{head}Ann Hart,03/04/1991,LEI\nBen Hart,11/31/1980,LEI\nCal,12/31/1980,LEI\n")
    assert ("PM206", 2) in codes(found)
    assert ("PM111", None) in codes(found)
    both = checked(f"{head}Ann Hart,03/04/1991,LEI\nBen Hart,31/12/1980,LEI\n")
    assert codes(both) == []


def test_a_release_date_is_read_in_the_order_of_its_column(checked: Check) -> None:
    head = "Name,Prison No,Prison,Release date\n"
    row = "Ann Hart,A1001XY,LEI,05/12/2026\n"
    assert codes(checked(head + row)) == []
    found = checked(f"{head}{row}Ben Hart,A1002XY,LEI,12/31/2026\nCal Hart,A1003XY,LEI,Life\n")
    assert codes(found) == [("PW615", 2)]
