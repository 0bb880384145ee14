"""Letters of another: told first, counted, and refused if the ledger has that rule."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

Cli = Callable[..., Run]
OTHER = ("--by", "A. Patel")


def words_for(issued: dict[str, str], home: Path) -> dict[str, tuple[object, ...]]:
    code = issued["2"]
    return {
        "batches show": ("batches", "show", issued["batch"]),
        "codes show": ("codes", "show", code),
        "reprint": ("reprint", code, "-o", home / "again.pdf"),
        "reissue": ("reissue", code, "-o", home / "anew.pdf"),
        "cancel": ("cancel", issued["3"], "--reason", "wrong enclosure"),
    }


@pytest.mark.parametrize("command", ["batches show", "codes show", "reprint", "reissue", "cancel"])
def test_a_command_needs_a_reason_for_letters_of_another(
    prisonmail: Cli, issued: dict[str, str], home: Path, command: str
) -> None:
    prisonmail("ledger", "policy", "--own-batches-only")
    words = words_for(issued, home)[command]
    refused = prisonmail(*words, *OTHER)
    assert (refused.exit_code, "--exceptional REASON" in refused.err) == (2, True)
    assert prisonmail(*words, *OTHER, "--exceptional", "Eric is ill").exit_code == 0
    events = prisonmail("ledger", "log", "--json").json["events"]
    told = [each for each in events if each["kind"] == "exceptional"]
    assert [(each["detail"], each["remark"]) for each in told] == [(command, "Eric is ill")]


def test_found_letters_of_others_are_left_out(prisonmail: Cli, issued: dict[str, str]) -> None:
    assert prisonmail("find", "oddwell", *OTHER, "--json").json["left_out"] == 0
    prisonmail("ledger", "policy", "--own-batches-only")
    hidden = prisonmail("find", "oddwell", *OTHER)
    assert (hidden.exit_code, hidden.out) == (1, "")
    assert "1 letter of others is left out" in hidden.err
    chased = prisonmail("batches", "--unchecked-after", "0", *OTHER, "--json").json
    assert (chased["count"], chased["left_out"]) == (0, 6)
    seen = prisonmail("find", "oddwell", *OTHER, "--exceptional", "Eric is ill", "--json")
    assert (seen.json["count"], seen.json["left_out"]) == (1, 0)


def test_they_are_told_first_and_counted(prisonmail: Cli, issued: dict[str, str]) -> None:
    assert "exceptional" not in prisonmail("doctor").out
    prisonmail("find", "oddwell", *OTHER, "--exceptional", "Eric is ill")
    prisonmail("verify", issued["1"])
    _, first, *rest = prisonmail("ledger", "log").out.splitlines()
    assert "EXCEPTIONAL ACCESS find: Eric is ill" in first
    assert "EXCEPTIONAL" not in "".join(rest)
    assert prisonmail("ledger", "log").err == "4 events.\n"
    said = prisonmail("doctor").out
    assert "went to batches of somebody else as an exception 1 time" in said


def test_rules_are_shown_and_set(prisonmail: Cli, issued: dict[str, str]) -> None:
    assert prisonmail("ledger", "policy", "--json").json["policies"]["own-batches-only"] == ""
    prisonmail("ledger", "policy", "--own-batches-only", *OTHER)
    assert "own-batches-only     yes" in prisonmail("ledger", "policy").out
    prisonmail("ledger", "policy", "--any-batches")
    assert "own-batches-only     not set" in prisonmail("ledger", "policy").out
    assert "rule changed" in prisonmail("ledger", "log", "--by", "a. patel").out
