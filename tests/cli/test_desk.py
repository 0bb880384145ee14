"""The mailroom's own side: which prison it is at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

Cli = Callable[..., Run]


@pytest.mark.parametrize("asked", ["verify", "scan"])
@pytest.mark.parametrize(
    ("location", "verdict"),
    [
        ("HMP Hull", "wrong-prison"),
        ("hli", "wrong-prison"),
        ("HMP Leeds", "ready"),
        ("Post room", "ready"),
        ("HMP Leads", "ready"),
    ],
)
def test_a_place_that_names_exactly_another_prison_is_the_wrong_one(
    prisonmail: Cli, issued: dict[str, str], asked: str, location: str, verdict: str
) -> None:
    lines = {"verify": ([issued["1"]], ""), "scan": ([], issued["1"])}
    words, typed = lines[asked]
    run = prisonmail(asked, *words, "--location", location, "--json", stdin=typed)
    assert (run.json["verdict"], run.json["deliver"]) == (verdict, verdict == "ready")
    assert run.exit_code == (verdict != "ready")
    again = prisonmail("verify", issued["1"], "--json").json["verdict"]
    assert again == ("ready" if verdict == "wrong-prison" else "duplicate")


def test_a_desk_at_another_prison_answers_so_for_all_and_the_letter_stays_good(
    prisonmail: Cli, issued: dict[str, str]
) -> None:
    assert prisonmail("desk", "prison").out == "This desk answers for letters to any prison.\n"
    set_ = prisonmail("desk", "prison", "hmp hull", "--by", "A. Patel", "--json")
    assert (set_.exit_code, set_.json["prison"]) == (0, "HLI")
    for run in (
        prisonmail("verify", issued["1"], "--json"),
        prisonmail("verify", issued["1"], "--peek", "--json"),
        prisonmail("verify", issued["1"], "--location", "HMP Leeds", "--json"),
    ):
        assert (run.exit_code, run.json["verdict"]) == (1, "wrong-prison")
        assert "The letter is to HMP Leeds. Send it on" in run.json["message"]
        assert run.json["first_check"] is None
    assert prisonmail("desk", "prison").out == (
        "This desk answers for letters to HMP & YOI Hull (HLI) only.\n"
    )
    prisonmail("desk", "prison", "--none")
    assert prisonmail("verify", issued["1"]).out.startswith("READY")
    log = prisonmail("ledger", "log").out
    assert "prison=HLI" in log
    assert prisonmail("ledger", "check").exit_code == 0


def test_the_desk_of_a_prison_begins_with_its_name(prisonmail: Cli, home: Path) -> None:
    assert prisonmail("desk", "prison").exit_code == 66
    assert prisonmail("desk", "prison", "LEI").exit_code == 0
    assert (home / "ledger.sqlite3").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["HMP Leads"], "There is no prison called “HMP Leads”"),
        (["Feltham"], "could mean more than one prison"),
        (["HMP Holloway"], "HMP Holloway closed"),
        (["LEI", "--none"], "were both given"),
    ],
)
def test_a_desk_is_only_at_a_prison_that_is_named_exactly(
    prisonmail: Cli, home: Path, words: list[str], said: str
) -> None:
    run = prisonmail("desk", "prison", *words)
    assert (run.exit_code, said in run.err) == (2, True)
    assert not (home / "ledger.sqlite3").exists()
