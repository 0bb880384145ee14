"""Whom a letter or an entry is for: what the options leave out is asked for or refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.terminals import type_at

Cli = Callable[..., Run]
NAME, NUMBER = "Name:", "Prison number, or nothing if you have none:"
BORN, PRISON = "Date of birth, day first:", "Prison, by name or code:"
REFERENCE = "Your reference, or nothing:"
ANN = {"--name": "Ann Hart", "--number": "A1001XY", "--prison": "LEI", "--reference": "C/1"}


def options(*left_out: str, **more: str) -> list[str]:
    given = {key: value for key, value in ANN.items() if key not in left_out}
    given |= {f"--{key}": value for key, value in more.items()}
    return [word for pair in given.items() for word in pair]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], [(NAME, "Ann Hart"), (NUMBER, "a1001xy"), (PRISON, "HMP Leeds"), (REFERENCE, "C/1")]),
        (options("--name"), [(NAME, " Ann Hart ")]),
        (options("--number"), [(NUMBER, "A1001XY")]),
        (options("--prison", "--reference"), [(PRISON, "Armley"), (REFERENCE, "C/1")]),
        (options(), []),
    ],
    ids=lambda given: " ".join(map(str, given)) if given and given[0] in ANN else "",
)
def test_only_what_the_options_leave_out_is_asked_for(
    home: Path, prisonmail: Cli, given: list[str], asked: list[tuple[str, str]]
) -> None:
    typed = "".join(f"{answer}\n" for _, answer in asked)
    screen, code = type_at("people", "add", *given, typed=typed)
    assert code == 0, screen
    assert screen.startswith("".join(f"{question} {answer}\n" for question, answer in asked))
    (person,) = prisonmail("people", "list", "--json").json["people"]
    kept = [person[key] for key in ("name", "prison_number", "prison", "reference")]
    assert kept == ["Ann Hart", "A1001XY", "LEI", "C/1"]


def test_who_has_no_number_is_known_by_a_date_of_birth(home: Path, profile: Path) -> None:
    given = options("--number", "--reference")
    screen, code = type_at("letter", *given, "-o", "hart.pdf", typed="\n12/3/1980\n\n")
    assert code == 0, screen
    assert screen.startswith(f"{NUMBER} \n{BORN} 12/3/1980\n{REFERENCE} \n1 sheet → hart.pdf")
    assert (home / "hart.pdf").exists()


def test_what_is_wrong_with_an_answer_is_said_as_of_a_list(home: Path, profile: Path) -> None:
    screen, code = type_at("letter", *options("--prison", "--number"), typed="A1O01XY\nledes\n")
    assert code == 65
    assert "`A1O01XY`" in screen
    assert "Did you mean HMP & YOI Lewes (LWI) or HMP Leeds (LEI)?" in screen
    assert "Nothing was issued and no PDF was written." in screen
    assert not list(home.glob("*.pdf"))


@pytest.mark.parametrize("typed", ["", "Ann Hart\n", "Ann Hart\n\n", "Ann Hart\nA1001XY\n\n\n"])
def test_input_that_ends_before_all_is_known_adds_nobody(
    home: Path, prisonmail: Cli, typed: str
) -> None:
    screen, code = type_at("people", "add", typed=typed)
    assert (code, screen[-9:]) == (1, "Aborted.\n")
    assert prisonmail("people", "list").exit_code == 66  # no ledger was made


@pytest.mark.parametrize(
    ("command", "given", "said"),
    [
        ("letter", [], "The letter needs more: --name, --prison, --number or --dob."),
        ("letter", options("--prison"), "The letter needs more: --prison."),
        ("letter", options("--number"), "The letter needs more: --number or --dob."),
        ("people add", options("--name"), "The entry needs more: --name."),
    ],
    ids=["nothing", "no prison", "no number", "no name"],
)
def test_where_nobody_can_be_asked_it_is_said_what_is_needed(
    prisonmail: Cli, profile: Path, command: str, given: list[str], said: str
) -> None:
    run = prisonmail(*command.split(), *given)
    assert (run.exit_code, run.out) == (2, "")
    assert run.err == f"error: {said}\n  Give these options too.\n"
