"""How problems are shown: alike ones together, errors before warnings."""

from collections.abc import Iterable

import pytest

from prisonmail.cli.options.problems import Form, ProblemDisplay
from prisonmail.cli.views.problems import Group, first_groups, problem_lines
from prisonmail.problems.collected import Problems
from prisonmail.problems.problem import CellPlace, Fault, Problem

NOWHERE = Fault("PM302", "there is no prison", "Look it up.")
WARNING = Fault("PW604", "`xy` is taken as HMP Leeds")


def at(line: int, fault: Fault = NOWHERE) -> Problem:
    return CellPlace("clients.csv", line).join_fault(fault)


def different(number: int, code: str = "PM204") -> Problem:
    return at(number, Fault(code, f"number {number}"))


def told(groups: Iterable[Group]) -> list[tuple[str, int, list[int]]]:
    return [(group.first.code, group.rows, group.lines) for group in groups]


def test_alike_problems_are_one_group_with_their_first_lines() -> None:
    groups, left = first_groups(map(at, range(3, 15)), most=1)
    assert told(groups.values()) == [("PM302", 12, [*range(3, 13)])]
    assert left == 0


@pytest.mark.parametrize(
    ("most", "shown", "left"), [(0, 5, 0), (1, 1, 4), (3, 3, 2), (5, 5, 0), (9, 5, 0)]
)
def test_so_many_groups_are_shown_and_the_others_counted(most: int, shown: int, left: int) -> None:
    groups, others = first_groups(map(different, range(5)), most)
    assert (len(groups), others) == (shown, left)


def test_a_warning_gives_way_to_an_error_that_comes_later() -> None:
    found = [*(different(n, "PW602") for n in range(5)), at(9)]
    groups, left = first_groups(found, most=3)
    assert [code for code, *_ in told(groups.values())] == ["PW602", "PW602", "PM302"]
    assert left == 3


def test_a_group_is_shown_in_full() -> None:
    shown = [str(line) for line in problem_lines(Problems([at(3), at(4)]), ProblemDisplay())]
    assert shown == [
        "error[PM302]: there is no prison  (2 rows: 3, 4)",
        "  --> clients.csv:3",
        "  |",
        "  = help: Look it up.",
        "  = more: prisonmail explain PM302",
        "",
    ]


def test_problems_of_the_list_are_shown_alone() -> None:
    whole = CellPlace("clients.csv").join_fault(Fault("PM101", "no headings"))
    shown = [str(line) for line in problem_lines(Problems([whole, at(3)]), ProblemDisplay())]
    assert shown[0] == "error[PM101]: no headings"
    assert shown[-2:] == ["Problems of single rows are shown once this is corrected.", ""]
    assert not any("PM302" in line for line in shown)


@pytest.mark.parametrize("form", [Form.CONCISE, Form.JSON])
def test_a_line_is_written_for_each_problem_of_the_groups_shown(form: Form) -> None:
    found = Problems([at(3), at(4), different(5), different(6)])
    shown = list(problem_lines(found, ProblemDisplay(form, most=2)))
    told_of_more = ["… and 1 more problem. To see all: --max-errors 0", ""]
    assert len(shown) == 3 + (2 if form is Form.CONCISE else 0)
    assert shown[3:] == (told_of_more if form is Form.CONCISE else [])


def test_what_comes_from_the_list_can_be_masked() -> None:
    found = Problems([at(3, Fault("PM204", "`A1O02XY` is not a prison number"))])
    shown = " ".join(map(str, problem_lines(found, ProblemDisplay(redact=True))))
    assert "A1O02XY" not in shown
    assert "A****XY" in shown
