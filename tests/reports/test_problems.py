import json

import pytest

from prisonmail.problems.problem import CellPlace, Fault, Mark, Problem
from prisonmail.reports.problems import concise_line, json_line, place, problem_document

FAULT = Fault(
    "PM204", "`A1O02XY` is not a prison number", "Correct it.", "A1002XY", Mark(2, "letter `O`")
)
CELL = CellPlace("list.csv", 3, 3, "Prison No", "A1O02XY", 4, "C/2")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (CELL, 'list.csv:3  (row 4, column C "Prison No", ref C/2)'),
        (CellPlace("list.csv"), "list.csv"),
        (CellPlace("list.csv", 3), "list.csv:3"),
        (CellPlace("list.csv", 3, 28), "list.csv:3  (column AB)"),
        (
            CellPlace("list.csv", 3, reference="a reference that goes on and on and on and on"),
            "list.csv:3  (ref a reference that goes on and on and on…)",
        ),
    ],
)
def test_a_problem_says_where_it_is(where: CellPlace, said: str) -> None:
    assert place(where.join_fault(FAULT)) == said


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            CELL.join_fault(FAULT),
            "list.csv:3: error PM204: `A1O02XY` is not a prison number; did you mean A1002XY?",
        ),
        (
            CellPlace("list.csv").join_fault(Fault("PW601", "the list is old")),
            "list.csv: warning PW601: the list is old",
        ),
    ],
)
def test_a_problem_is_one_line_for_an_editor(problem: Problem, said: str) -> None:
    assert concise_line(problem) == said


def test_a_problem_as_json() -> None:
    problem = CELL.join_fault(FAULT)
    assert problem_document(problem) == {
        "code": "PM204",
        "severity": "error",
        "line": 3,
        "row": 4,
        "column": 3,
        "char": None,
        "heading": "Prison No",
        "ref": "C/2",
        "value": "A1O02XY",
        "message": "`A1O02XY` is not a prison number",
        "help": "Correct it.",
        "suggestion": "A1002XY",
    }
    assert json.loads(json_line(problem)) == problem_document(problem)
    assert "\n" not in json_line(problem)
