from collections.abc import Callable

from tests.conftest import Run

Cli = Callable[..., Run]


def test_prisons_are_found_by_words(prisonmail: Cli) -> None:
    run = prisonmail("prisons", "leeds", "--json")
    assert [prison["code"] for prison in run.json["prisons"]] == ["LEI"]
    assert "HMP Leeds" in prisonmail("prisons", "leeds").out
    assert len(prisonmail("prisons", "--json").json["prisons"]) == 126


def test_nothing_found_is_said_and_exits_1(prisonmail: Cli) -> None:
    run = prisonmail("prisons", "atlantis")
    assert run.exit_code == 1
    assert "atlantis" in run.err


def test_a_prison_is_shown_as_it_is_printed(prisonmail: Cli) -> None:
    run = prisonmail("prisons", "show", "lei")
    assert run.out == "HMP Leeds\n2 Gloucester Terrace\nLEEDS\nLS12 2TJ\n"
    assert "register" in run.err
    assert prisonmail("prisons", "show", "XXX").exit_code == 66
