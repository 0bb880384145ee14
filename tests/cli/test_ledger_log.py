"""`ledger log` on a terminal and as JSON."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from prisonmail.system.operators import find_operator
from tests.conftest import Run

Prisonmail = Callable[..., Run]
UNKNOWN, NEVER_SEEN = "12345678901244", "26212881802779"


@pytest.fixture
def used(prisonmail: Prisonmail, issued: dict[str, str]) -> dict[str, str]:
    """Events 1 and 2 issue and print, 3 checks, 4 to 40 guess, 41 cancels."""
    prisonmail("verify", issued["1"], "--by", "A. Patel", "--location", "HMP Leeds")
    prisonmail("scan", "--by", "B. New", stdin=f"{UNKNOWN}\n12\n" * 18 + "13\n")
    prisonmail("cancel", issued["2"], "--reason", "wrong enclosure: it was " + "very " * 20)
    return issued


def test_the_log_is_a_table_that_fits(
    prisonmail: Prisonmail, used: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = prisonmail("ledger", "log")
    assert (done.exit_code, "41 events, 37 checks of what" in done.err) == (0, True)
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split("  ")[0] == "When"
    us = find_operator()
    hand = f"[{us.name} on {us.machine}]"
    issued, printed = f"batch issued {hand}", f"batch printed {hand}"
    assert [line[36:] for line in lines[1:3]] == [issued, printed]
    said = " ".join(" ".join(line[36:] for line in lines[3:]).split())
    patel = f"checked: ready, by A. Patel at HMP Leeds [on {us.machine}]"
    assert f"{patel} 37 checks of codes that are not of" in said
    assert said.endswith(f"very very {hand}")
    assert len([line for line in lines if line[:1].isdigit()]) == 5


def test_the_log_as_json_has_every_event(prisonmail: Prisonmail, used: dict[str, str]) -> None:
    document = prisonmail("ledger", "log", "--json").json
    assert list(document) == ["version", "events", "totals"]
    assert [each["event"] for each in document["events"]] == list(range(1, 42))
    totals = {(each["kind"], each["verdict"]): each["count"] for each in document["totals"]}
    assert totals[("checked", "mistyped")] + totals[("checked", "not-issued")] == 37
    third = prisonmail("ledger", "log", "--code", used["1"], "--by", "a. patel", "--json").json
    (event,) = third["events"]
    assert (event["batch"], event["verdict"]) == (used["batch"], "ready")
    assert prisonmail("ledger", "log", "--limit", "1", "--json").json["events"][0]["event"] == 41
    none = prisonmail("ledger", "log", "--since", "2036-01-01", "--json").json
    assert (none["events"], none["totals"]) == ([], [])


def test_a_code_that_is_not_of_the_ledger(prisonmail: Prisonmail, used: dict[str, str]) -> None:
    guessed = prisonmail("ledger", "log", "--code", UNKNOWN)
    assert (guessed.exit_code, "18 checks" in guessed.out) == (0, True)
    for given, exit_code, said in (
        (("--code", NEVER_SEEN), 66, "has not issued 26212881802779"),
        (("--code", "nonsense"), 2, "neither a code nor a batch"),
        (("--batch", "20260101-7F3K"), 66, "has not issued 20260101-7F3K"),
        (("--since", "yesterday"), 2, "--since 2025-12-01"),
        (("--limit", "0"), 2, "--limit"),
    ):
        done = prisonmail("ledger", "log", *given)
        assert (done.exit_code, done.out, said in done.err) == (exit_code, "", True), done.err


def test_nothing_in_a_ledger_commands_the_terminal(
    prisonmail: Prisonmail, used: dict[str, str], home: Path
) -> None:
    with closing(sqlite3.connect(home / "ledger.sqlite3", isolation_level=None)) as file:
        file.execute("UPDATE remarks SET checked_by = ? WHERE event = 3", ("Ev\x1b[2J\nil\u202e",))
        file.execute("UPDATE events SET detail = ? WHERE number = 3", ("re\x1bady",))
    done = prisonmail("ledger", "log")
    assert done.exit_code == 0
    assert "re\\u001bady, by Ev\\u001b[2J\\u000ail\\u202e" in " ".join(done.out.split())
    assert not {"\x1b", "\u202e"} & set(done.out + prisonmail("ledger", "log", "--json").out)


def test_a_ledger_that_is_not_there_or_damaged(
    prisonmail: Prisonmail, used: dict[str, str], home: Path
) -> None:
    assert prisonmail("ledger", "log", "--ledger", str(home / "none.sqlite3")).exit_code == 66
    with closing(sqlite3.connect(home / "ledger.sqlite3", isolation_level=None)) as file:
        file.execute("UPDATE events SET kind = 'eaten' WHERE number = 3")
    done = prisonmail("ledger", "log", "--json")
    assert (done.exit_code, "damaged" in done.err) == (66, True)
