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


@pytest.fixture
def reported(prisonmail: Cli, told: dict[str, Path], home: Path) -> str:
    """The key of a desk at Leeds that has written `leeds.json`, of a code checked there twice."""
    desk = ("--ledger", str(home / "desk.sqlite3"))
    prisonmail("desk", "prison", "LEI", *desk)
    prisonmail("desk", "receive", told["LEI"], *desk)
    (seen,) = prisonmail("desk", "senders", "--json", *desk).json["senders"]
    prisonmail("desk", "trust", seen["key"], *desk)
    code = prisonmail("find", "oddwell", "--json").json["letters"][0]["code"]
    for _ in range(2):
        prisonmail("verify", code, *desk)
    made = prisonmail("desk", "report", "-o", "leeds.json", "--json", *desk)
    assert made.json == {"version": 1, "file": "leeds.json", "key": seen["key"], "checks": 2}
    return str(seen["key"])


def test_a_firm_learns_what_was_checked_at_a_desk(prisonmail: Cli, reported: str) -> None:
    learn = ("ledger", "learn", "leeds.json")
    first = prisonmail(*learn, "--key", reported)
    assert first == Run(0, "", "2 checks at LEI, 2 of them new here.\n")
    known = {"version": 1, "prison": "LEI", "key": reported, "checks": 2, "new": 0}
    assert prisonmail(*learn, "--json").json == known
    (batch,) = prisonmail("batches", "--json").json["batches"]
    assert batch["arrived"] == 1


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("leeds.json",), 2, "It is signed with a key that is not known here: {key}."),
        (
            ("leeds.json", "--key", "SHA256:another"),
            65,
            "It is signed with {key}, and not with the key given.",
        ),
        (("none.json",), 66, "There is no file none.json."),
        (("unsigned.json",), 66, "There is no file unsigned.json.sig."),
        (("out",), 66, "out cannot be read: "),
        (("changed.json", "--key", "{key}"), 65, "The signature"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_report_that_does_not_count_teaches_nothing(
    prisonmail: Cli, reported: str, home: Path, words: tuple[str, ...], exit_code: int, said: str
) -> None:
    whole = (home / "leeds.json").read_bytes()
    (home / "unsigned.json").write_bytes(whole)
    (home / "changed.json").write_bytes(whole.replace(b'"ready"', b'"cancelled"'))
    (home / "leeds.json.sig").rename(home / "changed.json.sig")
    (home / "leeds.json.sig").write_bytes((home / "changed.json.sig").read_bytes())
    run = prisonmail("ledger", "learn", *(word.format(key=reported) for word in words))
    assert run.exit_code == exit_code, run.err
    assert run.err.startswith(f"error: {said.format(key=reported)}")
    assert prisonmail("batches", "--json").json["batches"][0]["arrived"] == 0
