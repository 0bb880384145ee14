"""Real dates of a workbook beside dates of text: which of them a spreadsheet may have swapped."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.options import DateOrder

Check = Callable[..., CheckedList]
EARLY, OTHER, LATE, SAME = (
    date(1985, 3, 4),
    date(1990, 2, 11),
    date(1991, 2, 21),
    date(1980, 5, 5),
)


def workbook(*births: object, from_1904: bool = False) -> bytes:
    book = Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    book.active.append(["Name", "DOB", "Prison"])
    for number, born in enumerate(births):
        book.active.append([f"Ann H{chr(ord('a') + number)}rt", born, "HMP Leeds"])
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def listed(*births: str) -> str:
    rows = (f'Ann H{chr(ord("a") + n)}rt,"{born}",LEI' for n, born in enumerate(births))
    return "\n".join(("Name,DOB,Prison", *rows))


def lines_of(found: CheckedList, code: str) -> list[int | None]:
    return [problem.line for problem in found.problems if problem.code == code]


@pytest.mark.parametrize(
    ("births", "order", "swapped"),
    [
        ((EARLY, "12/25/1979", OTHER, "08/17/1975"), None, [2, 4]),
        ((EARLY, "12/25/1979", OTHER, "08/17/1975"), DateOrder.MONTH_FIRST, [2, 4]),
        ((EARLY, "12/25/1979"), DateOrder.DAY_FIRST, [2]),
        ((EARLY, "12/25/1979", LATE, SAME), DateOrder.MONTH_FIRST, [2]),
        ((EARLY, "12/25/1979", "05/06/1985"), DateOrder.MONTH_FIRST, [2]),
        ((EARLY, "25/12/1979", OTHER, "17/08/1975"), None, [2, 4]),
        ((EARLY, "25-12-1979"), None, [2]),
        ((EARLY, "25.12.79"), None, [2]),
        ((EARLY, OTHER), DateOrder.MONTH_FIRST, [2, 3]),
    ],
)
def test_real_dates_are_refused_beside_text_that_shows_another_order(
    checked: Check, births: tuple[object, ...], order: DateOrder | None, swapped: list[int]
) -> None:
    found = checked(workbook(*births), date_order=order)
    assert lines_of(found, "PM214") == swapped
    assert {EARLY, OTHER}.isdisjoint(good.recipient.date_of_birth for good in found.good_rows)


@pytest.mark.parametrize(
    ("births", "order"),
    [
        ((EARLY, OTHER, LATE), None),
        ((EARLY, "25/12/1979", LATE), None),
        ((EARLY, "25/12/1979", "03/04/1985"), None),
        ((EARLY, "03/04/1985"), None),
        ((EARLY, "12 Mar 1980", "1979-12-25", "1979-02-03"), None),
        ((EARLY, LATE, "03/04/1985"), DateOrder.MONTH_FIRST),
        ((SAME, "25/12/1979"), None),
    ],
)
def test_real_dates_are_taken_if_nothing_speaks_against_them(
    checked: Check, births: tuple[object, ...], order: DateOrder | None
) -> None:
    found = checked(workbook(*births), date_order=order)
    assert not found.problems
    assert len(found.good_rows) == len(births)


@pytest.mark.parametrize("written", ["1985-03-04 00:00:00", "1985-03-04", "31110"])
def test_a_real_date_that_was_written_out_is_doubted_beside_months_first(
    checked: Check, written: str
) -> None:
    found = checked(listed(written, "12/25/1979"), date_order=DateOrder.MONTH_FIRST)
    assert lines_of(found, "PM214") == [2]


@pytest.mark.parametrize(
    "births",
    [
        ("1985-03-04", "1985-03-24", "12/25/1979"),
        ("1985-03-04", "03/04/1985", "12/25/1979"),
        ("4 March 1985", "12/25/1979"),
    ],
)
def test_dates_of_text_that_cannot_be_read_otherwise_are_no_evidence(
    checked: Check, births: tuple[str, ...]
) -> None:
    assert not checked(listed(*births), date_order=DateOrder.MONTH_FIRST).problems


def test_both_dates_are_named_and_how_to_say_which_is_right(checked: Check) -> None:
    found = checked(workbook(EARLY, "25/12/1979"))
    (problem,) = found.problems
    assert "`4 March 1985`, or `3 April 1985`" in problem.message
    assert (problem.heading, problem.value) == ("DOB", "1985-03-04")
    assert not checked(workbook("4 March 1985", "25/12/1979")).problems


def test_a_row_put_aside_is_not_cleared_by_being_read_alone(checked: Check) -> None:
    (row,) = checked(workbook(EARLY, "25/12/1979")).bad_rows
    assert row.cells[1] == "4 March 1985 or 3 April 1985"
    (problem,) = checked(listed(row.cells[1])).problems
    assert problem.code == "PM206"


def test_numbers_count_from_1904_if_the_workbook_says_so(checked: Check) -> None:
    found = checked(workbook(29780, "29780", date(1979, 12, 25), from_1904=True))
    births = [good.recipient.date_of_birth for good in found.good_rows]
    assert births == [date(1985, 7, 14), date(1985, 7, 14), date(1979, 12, 25)]
    assert lines_of(found, "PW601") == [2, 3]
    usual = checked(workbook(31242)).good_rows
    assert [good.recipient.date_of_birth for good in usual] == [date(1985, 7, 14)]


def test_a_number_put_aside_is_still_the_date_that_its_workbook_meant(checked: Check) -> None:
    raw = io.BytesIO()
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["Name", "DOB", "Prison"], ["Ann Hart", 29780, "Narnia"]):
        book.active.append(row)
    book.save(raw)
    (bad,) = checked(raw.getvalue()).bad_rows
    assert bad.cells == ("Ann Hart", "1985-07-14", "Narnia")


@pytest.mark.parametrize(
    ("opened", "codes"),
    [
        (("03/14/2026", "11/30/2025"), ["PM111"]),
        (("03/04/2026", "11/30/2025"), ["PM111"]),
        (("14/03/2026", "30/11/2025"), []),
        (("14/03/2026", "11/30/2025"), []),
        (("03/04/2026", "01/02/2025"), []),
        (("12-34-56", "01-25-14"), []),
    ],
)
def test_dates_that_could_be_either_way_are_doubted_if_others_have_the_month_first(
    checked: Check, opened: tuple[str, str], codes: list[str]
) -> None:
    rows = "".join(
        f"{name},0{month}/04/1985,{day},LEI\n"
        for name, month, day in zip(("Ann Hart", "Ben Quill"), (7, 3), opened, strict=True)
    )
    content = f"Name,DOB,open_date,Prison\n{rows}"
    assert [problem.code for problem in checked(content).errors] == codes
    assert checked(content, date_order=DateOrder.MONTH_FIRST).is_faultless
