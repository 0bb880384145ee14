"""The rows of a checked list: good or bad, in order, each problem with its place."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison
from prisonmail.problems.collected import Problems, rank
from prisonmail.problems.problem import CellPlace, Fault
from prisonmail.recipients.checked_list import (
    CheckedList,
    GoodRow,
    GoodRows,
    ListRows,
    merge_by_line,
    set_aside,
)
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.markings import Marking

Check = Callable[..., CheckedList]


HEAD = "Ref,Name,DOB,Prison No,Prison,In custody\n"


CASES = Path(__file__).parent / "cases"


@given(st.lists(st.builds(ListRow, st.integers(1), st.lists(st.text()).map(tuple), st.integers(1))))
def test_rows_come_back_as_they_were(some: list[ListRow]) -> None:
    assert list(ListRows(some)) == some


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*.csv")))
def test_every_bad_row_has_an_error_and_every_error_of_a_row_a_bad_row(
    checked: Callable[..., CheckedList], name: str
) -> None:
    found = checked((CASES / name).read_bytes())
    assert list(found.problems) == sorted(found.problems, key=rank)
    wrong = {problem.line for problem in found.errors if not problem.of_the_list}
    assert wrong == {row.line for row in found.bad_rows}
    lines = [row.line for row in found.bad_rows]
    assert lines == sorted(set(lines))


def test_the_place_names_line_row_column_and_reference_and_one_cell(checked: Check) -> None:
    (problem,) = checked(HEAD + "C/12,Ann Hart,,A1O01XY,LEI,Yes\n").problems
    assert (problem.line, problem.row, problem.column_letter, problem.char) == (2, 2, "D", 18)
    assert (problem.heading, problem.value, problem.reference) == ("Prison No", "A1O01XY", "C/12")
    assert "Ann" not in repr(problem)
    assert "A1O01XY" not in repr(problem)


def test_personal_fields_stay_out_of_every_repr(checked: Check) -> None:
    found = checked(HEAD + "C/12,Ann Hart,12/03/1980,A1001XY,LEI,Yes\nC/13,Ben,,A9,LEI,\n")
    for personal in ("Ann", "1980", "A1001XY", "C/12", "A9"):
        assert personal not in repr(found)


@given(st.sets(st.integers(2, 9)), st.sets(st.integers(2, 9)))
def test_rows_that_are_set_aside_join_the_bad_ones_in_order(bad: set[int], wrong: set[int]) -> None:
    rows = ListRows(ListRow(line, ("x",), line) for line in sorted(bad))
    good, others = set_aside(GoodRows(), rows, wrong)
    assert not good
    assert [row.line for row in others] == sorted(bad)
    assert [row.line for row in merge_by_line(good, others)] == sorted(bad)


def test_a_problem_found_later_takes_its_row_off_the_good_ones(
    checked: Callable[..., CheckedList],
) -> None:
    before = checked(HEAD + "1,Ann Hart,,A1001XY,LEI,\n2,Ben Hart,,A1002XY,LEI,\n")
    (error, warning) = (
        CellPlace("list.csv", line).join_fault(Fault(code, "it does not fit", ""))
        for line, code in ((3, "PM502"), (2, "PW610"))
    )
    assert before.with_problems(Problems()) is before
    after = before.with_problems(Problems([warning, error]))
    assert [good.row.line for good in after.good_rows] == [2]
    assert [row.line for row in after.bad_rows] == [3]
    assert (after.rows_read, after.rows_bad, after.is_faultless) == (2, 1, False)
    assert list(after.problems) == [warning, error]
    assert list(after.errors) == [error]
    assert not after.is_unusable


PRISONS: list[Prison] = list(read_packaged_directory())
texts = st.text(max_size=20)
born = st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))
recipients = st.builds(
    Recipient,
    texts,
    st.sampled_from(PRISONS),
    st.none() | texts,
    born,
    texts,
    st.none() | st.sampled_from(Marking),
    st.none() | st.just(Barcode("123456789012")),
)
rows = st.builds(ListRow, st.integers(1), st.lists(texts, max_size=4).map(tuple), st.integers(0))


@given(st.lists(st.builds(GoodRow, rows, recipients), max_size=5), st.sampled_from([1, 700]))
def test_good_rows_come_back_as_they_were_however_many(found: list[GoodRow], times: int) -> None:
    kept = GoodRows(found * times)
    assert len(kept) == len(found) * times
    assert list(kept) == list(kept) == found * times
