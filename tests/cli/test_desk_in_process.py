"""What a desk says of dockets, in the words of its commands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from tests.conftest import EXAMPLES, Run

Cli = Callable[..., Run]


@pytest.fixture
def told(prisonmail: Cli, profile: Path, home: Path) -> dict[str, Path]:
    """The dockets of a batch, by the codes of their prisons."""
    issued = prisonmail("generate", EXAMPLES / "recipients.csv", "--json").json
    assert prisonmail("docket", issued["batch"], "-o", home / "out").exit_code == 0
    return {each.name.split("-")[-2]: each for each in sorted((home / "out").glob("*.json"))}


def test_people_of_a_docket_are_erased_by_a_purge_and_not_alone(
    prisonmail: Cli, told: dict[str, Path], home: Path, later: Callable[[int], None]
) -> None:
    place = home / "desk.sqlite3"
    desk = ("--ledger", place)
    assert prisonmail("desk", "receive", told["LEI"], *desk).exit_code == 0
    later(40)
    for words in (("erase", "--yes"), ("export", "-o", "-")):
        run = prisonmail("people", *words, "--name", "Tarquin Oddwell", *desk)
        assert (run.exit_code, "one seal binds all people of a docket" in run.err) == (1, True)
    assert _read_names(place) != []
    day = clock.uk_date(clock.now()).isoformat()
    purged = prisonmail("desk", "purge", "--before", day, "--yes", *desk)
    assert purged.exit_code == 0, purged.err
    assert _read_names(place) == []
    assert "received dockets" not in prisonmail("people", "erase", "--name", "A B", *desk).err
    assert prisonmail("ledger", "check", *desk).exit_code == 0


def _read_names(place: Path) -> list[str]:
    with open_ledger(place) as desk, desk.snapshot():
        return [row["name"] for row in desk.read_table("addressees")]


def test_a_desk_says_what_became_of_each_docket_and_reports_what_was_checked(
    prisonmail: Cli, told: dict[str, Path], home: Path
) -> None:
    desk = ("--ledger", str(home / "desk.sqlite3"))
    assert prisonmail("desk", "prison", "LEI", *desk).exit_code == 0
    first = prisonmail("desk", "receive", told["LEI"], *desk)
    assert "Its key is not accepted here" in first.err + first.out
    again = prisonmail("desk", "receive", told["LEI"], told["BWI"], *desk)
    assert (again.exit_code, "this desk is at LEI" in again.err + again.out) == (65, True)
    (seen,) = prisonmail("desk", "senders", "--json", *desk).json["senders"]
    assert "waiting" in prisonmail("desk", "senders", *desk).out
    trusted = prisonmail("desk", "trust", seen["key"], *desk)
    assert (trusted.exit_code, "Accepted" in trusted.out + trusted.err) == (0, True)
    code = prisonmail("find", "oddwell", "--json").json["letters"][0]["code"]
    assert prisonmail("verify", code, *desk).exit_code == 0
    made = prisonmail("desk", "report", "-o", home / "report", *desk)
    assert made.exit_code == 0, made.err
    assert prisonmail("desk", "receive", told["LEI"], "--json", *desk).exit_code == 0
    assert prisonmail("desk", "distrust", seen["key"], *desk).exit_code == 0
    away = prisonmail("verify", code, "--json", *desk)
    assert (away.exit_code, away.json["verdict"]) == (1, "sender-not-accepted")
