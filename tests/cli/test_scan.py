"""Scanning one code after another, and the random checks that mailrooms are asked for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing
from tests.conftest import EXAMPLES, Run

Prisonmail = Callable[..., Run]
UNKNOWN = "12345678901244"


def test_scan_answers_each_line_and_ends_with_a_tally(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    lines = f"{issued['1']}\r\n\n  {issued['1']}\n{UNKNOWN}\n12\n"
    done = prisonmail("scan", "--location", "HMP Leeds", stdin=lines)
    assert done.exit_code == 1
    assert done.out.index("R E A D Y") < done.out.index("D U P L I C A T E")
    assert "N O T   I S S U E D" in done.out
    assert "first checked" in done.out
    assert "at HMP Leeds" in done.out
    assert "4 checks: 1 ready, 1 duplicate, 1 not-issued, 1 mistyped." in done.err
    assert "\x1b" not in done.out


def test_scan_tells_the_tally_even_where_the_ledger_fails(
    prisonmail: Prisonmail, issued: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from prisonmail.ledger.ledger import Ledger

    whole = Ledger.check
    left = iter([whole])

    def failing(*given: object, **named: object) -> object:
        try:
            return next(left)(*given, **named)  # type: ignore[arg-type]
        except StopIteration:
            raise InputMissing("The server ended the connection.") from None

    monkeypatch.setattr(Ledger, "check", failing)
    done = prisonmail("scan", stdin=f"{issued['1']}\n{issued['2']}\n{issued['3']}\n")
    assert (done.exit_code, "1 check: 1 ready." in done.err) == (66, True)
    assert done.out.count("R E A D Y") == 1


def test_scan_gives_one_line_of_json_a_check(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    done = prisonmail("scan", "--json", stdin=f"{issued['1']}\n{issued['2']}\n")
    assert done.exit_code == 0
    documents = [json.loads(line) for line in done.out.splitlines()]
    assert [each["verdict"] for each in documents] == ["ready", "ready"]
    alone = prisonmail("verify", issued["1"], "--peek", "--json").json
    assert set(documents[0]) == set(alone)


def test_scan_shows_colour_only_where_it_is_wanted(
    prisonmail: Prisonmail, issued: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    good, bad = prisonmail("scan", stdin=issued["1"]), prisonmail("scan", stdin=issued["1"])
    assert "\x1b[1;30;42m" in good.out
    assert "\x1b[1;97;41m" in bad.out
    assert ("\a" in good.out, "\a" in bad.out) == (False, True)


def test_more_checks_are_asked_for_and_seen_by_the_sender(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    prisonmail("verify", issued["1"])
    done = prisonmail("verify", issued["1"], "--more-checks", "--json")
    assert (done.exit_code, done.json["verdict"]) == (1, "more-checks")
    assert done.json["first_check"]["verdict"] == "ready"
    shown = prisonmail("codes", "show", issued["1"], "--json").json
    assert [each["verdict"] for each in shown["history"]][-2:] == ["ready", "more-checks"]


def test_the_profile_sets_random_checks_when_a_batch_is_issued(
    profile: Path, prisonmail: Prisonmail
) -> None:
    with profile.open("a", encoding="utf-8") as file:
        file.write("\nrandom_check = 100\n")
    letters = prisonmail("generate", EXAMPLES / "recipients.csv", "--json").json["letters"]
    profile.write_text((EXAMPLES / "profile.toml").read_text(encoding="utf-8"), encoding="utf-8")
    found = prisonmail("verify", letters[0]["code"], "--json")
    assert (found.exit_code, found.json["verdict"]) == (1, "random-check")
    assert "picked at random" in found.json["message"]
