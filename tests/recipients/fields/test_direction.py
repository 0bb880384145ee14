"""A name that is seen as another than it is, is a problem of its row."""

from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.recipients.fields.direction import find_override
from tests.conftest import Run

TURNING = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]


@pytest.mark.parametrize("mark", TURNING, ids=ascii)
def test_a_mark_inside_a_name_is_found(mark: str) -> None:
    fault = find_override(f"Ann {mark}Hart")
    assert fault
    assert (fault.code, f"U+{ord(mark):04X}" in fault.message) == ("PM221", True)


@pytest.mark.parametrize(
    "name", ["\u202etraH nnA", "Ann Hart\u202e", " \u2068\u202dAnn Hart\u202c\u2069"]
)
def test_an_override_is_found_wherever_it_stands(name: str) -> None:
    assert find_override(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ann Hart",
        "Łukasz Żak",
        "\u202aAnn Hart\u202c",
        " \u2068Ann Hart\u2069 ",
        "Ann\u200bHart",
        "\u200eAnn Hart\u200f",
        "\ufeffAnn Hart",
        "Zo\u00adë Hart",
        "‘Ann’ O’Hart",
    ],
    ids=ascii,
)
def test_what_turns_nothing_round_is_no_problem(name: str) -> None:
    assert find_override(name) is None


@pytest.mark.parametrize("headings", ["Name,Prison No,Prison", "Surname,Forename,Prison No,Prison"])
def test_its_row_is_left_out_and_named(
    prisonmail: Callable[..., Run], profile: Path, home: Path, headings: str
) -> None:
    bad = "Ann \u202etraH" if headings.startswith("Name") else "\u202etraH,Ann"
    good = "Ben Hart" if headings.startswith("Name") else "Hart,Ben"
    (home / "list.csv").write_text(
        f"{headings}\n{bad},A1001XY,HMP Leeds\n{good},A1002XY,HMP Hull\n", "utf-8"
    )
    run = prisonmail("generate", "list.csv", "--check", "--json")
    problems = [(each["code"], each["line"], each["column"]) for each in run.json["problems"]]
    assert problems == [("PM221", 2, 1)]
    assert "\u202e" not in run.out + run.err
