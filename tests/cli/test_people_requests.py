"""A person asks what is held about them, and to be forgotten; and letters are kept so long only."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from prisonmail.system import clock
from tests.conftest import EXAMPLES, Run
from tests.ledger.attacker import Attacker

Cli = Callable[..., Run]
Later = Callable[[int], None]


def test_a_person_is_erased_and_the_others_stay(
    prisonmail: Cli, issued: dict[str, str], later: Later
) -> None:
    refused = prisonmail("people", "erase", "--number", "A1001XY", "--yes")
    assert refused.exit_code == 2
    until = clock.long_date(clock.uk_date(clock.now()) + timedelta(days=28))
    assert f"are still good, the last of them until {until}" in refused.err
    later(40)
    asked = prisonmail("people", "erase", "--number", "A1001XY")
    assert asked.exit_code == 2
    assert "--yes" in asked.err
    done = prisonmail("people", "erase", "--number", "A1001XY", "--yes", "--json")
    assert (done.exit_code, done.json["letters"], done.json["done"]) == (0, 1, True)
    assert done.json["codes"] == [issued["1"]]
    assert "Erased this person: 1 letter." in done.err
    assert prisonmail("find", "oddwell").exit_code == 1
    assert prisonmail("find", "penhallow").exit_code == 0
    assert prisonmail("ledger", "check").exit_code == 0
    assert "person erased" in prisonmail("ledger", "log").out
    assert prisonmail("people", "erase", "--number", "A1001XY", "--yes").exit_code == 1


def test_what_is_left_of_a_batch_is_printed_again(
    prisonmail: Cli, issued: dict[str, str], home: Path
) -> None:
    assert prisonmail("cancel", issued["1"], "--reason", "asked for").exit_code == 0
    assert prisonmail("people", "erase", "--name", "tarquin oddwell", "--yes").exit_code == 0
    again = prisonmail("reprint", issued["batch"], "-o", home / "again.pdf", "--json")
    assert (again.exit_code, again.json["useless"]) == (0, 0)
    assert prisonmail("reprint", issued["1"], "-o", home / "one.pdf").exit_code == 2


def test_what_is_held_is_told_to_whom_it_is_about(
    prisonmail: Cli, issued: dict[str, str], home: Path
) -> None:
    prisonmail("verify", issued["1"], "--location", "HMP Leeds", "--by", "A. Patel")
    told = prisonmail("people", "export", "--number", "A1001XY", "-o", "-")
    (letter,) = json.loads(told.out)["letters"]
    assert (letter["code"], letter["reference"]) == (issued["1"], "C/1201/JE")
    assert "HMP Leeds" in [event["location"] for event in letter["events"]]
    prisonmail("people", "export", "--name", "Tarquin Oddwell", "-o", home / "held.txt")
    text = (home / "held.txt").read_text("utf-8")
    assert "checked at HMP Leeds by A. Patel" in text
    assert "Penhallow" not in text
    prisonmail("people", "export", "--number", "A1001XY", "-o", home / "held.csv")
    (row,) = csv.DictReader(io.StringIO((home / "held.csv").read_text("utf-8-sig")))
    assert row["prison_number"] == "A1001XY"
    assert prisonmail("ledger", "log").out.count("what is held about") == 3
    assert prisonmail("people", "export", "--number", "A9999XY", "-o", "-").exit_code == 1
    assert prisonmail("people", "export", "-o", home / "held.doc").exit_code == 2


def test_people_of_received_dockets_are_not_passed_over_in_silence(
    prisonmail: Cli, issued: dict[str, str], home: Path
) -> None:
    Attacker(str(home / "ledger.sqlite3")).run(
        "INSERT INTO addressees (docket, place, name) VALUES (1, 1, 'Tarquin Oddwell')"
    )
    for words in (("erase", "--yes"), ("export", "-o", "-")):
        told = prisonmail("people", *words, "--number", "A9999XY")
        assert told.exit_code == 1
        assert "this ledger has received dockets too" in told.err


def test_the_whole_address_book_is_a_list_that_can_be_read_back(
    prisonmail: Cli, issued: dict[str, str], home: Path
) -> None:
    assert prisonmail("people", "export", "-o", home / "book.csv").exit_code == 0
    assert (home / "book.csv").read_text("utf-8-sig").startswith("Name,Prison number,Date of birth")
    assert prisonmail("people", "export", "-o", "-").json["address_book"] == []


def test_a_purge_erases_what_the_profile_says_is_due(
    prisonmail: Cli, issued: dict[str, str], home: Path, later: Later
) -> None:
    profile = home / "keeps.toml"
    entries = (EXAMPLES / "profile.toml").read_text("utf-8")
    without = prisonmail("purge", "--due", "--profile", EXAMPLES / "profile.toml", "--yes")
    assert without.exit_code == 2
    assert "retention_days = 365" in without.err
    profile.write_text(f"retention_days = 30\n{entries}", "utf-8")
    day = clock.uk_date(clock.now()) + timedelta(days=1)
    early = prisonmail("purge", "--due", "--profile", profile, "--yes", "--json")
    assert early.json["letters"] == 0
    later(31)
    assert "6 letters from before" in prisonmail("doctor", "--profile", profile).out
    done = prisonmail("purge", "--due", "--profile", profile, "--yes", "--json")
    assert (done.json["before"], done.json["letters"]) == (day.isoformat(), 6)
    assert "No letters from before" in prisonmail("doctor", "--profile", profile).out
    assert prisonmail("purge", "--yes").exit_code == 2
    assert prisonmail("purge", "--due", "--before", "2026-01-01", "--yes").exit_code == 2


def test_where_there_is_no_profile_the_ledger_says_what_is_due(
    prisonmail: Cli, issued: dict[str, str], home: Path, later: Later
) -> None:
    (home / "profile.toml").unlink(missing_ok=True)
    unsaid = prisonmail("desk", "purge", "--due", "--yes")
    assert (unsaid.exit_code, "ledger policy --retention-days 365" in unsaid.err) == (2, True)
    rules = prisonmail("ledger", "policy", "--retention-days", "30", "--json").json["policies"]
    assert rules["retention-days"] == "30"
    assert prisonmail("desk", "purge", "--due", "--yes", "--json").json["letters"] == 0
    later(31)
    assert "6 letters from before" in prisonmail("doctor").out
    gone = prisonmail("purge", "--due", "--yes", "--profile", home / "profile.toml")
    assert gone.exit_code == 66
    assert prisonmail("desk", "purge", "--due", "--yes", "--json").json["letters"] == 6
    assert "not set" in prisonmail("ledger", "policy", "--retention-days", "0").out.split("days")[1]


def test_people_are_not_kept_for_less_time_than_codes_are_good(prisonmail: Cli, home: Path) -> None:
    profile = home / "short.toml"
    entries = (EXAMPLES / "profile.toml").read_text("utf-8")
    profile.write_text(f"retention_days = 27\n{entries}", "utf-8")
    checked = prisonmail("profile", "check", "--profile", profile)
    assert checked.exit_code != 0
    assert "at least 28" in checked.err
