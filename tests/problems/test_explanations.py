import re
import tomllib
from pathlib import Path

from prisonmail.problems.explanations import read_explanations
from prisonmail.problems.problem import CellPlace, Fault, Severity

SOURCE = Path(__file__).parents[2] / "src" / "prisonmail"
CODE = re.compile(r'"(P[MW]\d{3})"')


def test_every_code_that_the_program_can_show_is_explained_and_no_other() -> None:
    shown = {
        code for path in SOURCE.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))
    }
    explained = tomllib.loads((SOURCE / "problems" / "explanations.toml").read_text("utf-8"))
    assert shown == set(explained)


def test_what_a_code_stops_is_told_by_its_first_letters_too() -> None:
    explained = tomllib.loads((SOURCE / "problems" / "explanations.toml").read_text("utf-8"))
    for code in explained:
        fault = Fault(code, "something is wrong")
        problem = CellPlace("list.csv").join_fault(fault)
        assert (fault.severity is Severity.WARNING) == code.startswith("PW")
        assert problem.of_the_list == code.startswith(("PM0", "PM1"))


def test_every_code_has_a_page_and_every_page_says_something() -> None:
    pages = read_explanations()
    assert {"PM101", "PM204", "PM502", "PW604"} <= set(pages)
    for page in pages.values():
        assert all((page.title, page.meaning, page.example, page.remedy))
