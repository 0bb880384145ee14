"""What a secretary does once the post has gone, from start to end, on each database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

Cli = Callable[..., Run]
LIST = (
    "Name,Prison number,Date of birth,Prison,Reference\n"
    "Ann Hart,A1001XY,,HMP Leeds,C/1\n"
    "Łukasz Wiśniewski,,03/04/1981,HMP Leeds,C/2\n"
    "Cy Penhallow,A1003XY,,HMP Hull,C/3\n"
)


@pytest.fixture
def desk(
    prisonmail: Cli, place: str, listed: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> Cli:
    monkeypatch.setenv("PRISONMAIL_LEDGER", place)
    listed(LIST)
    return prisonmail


def find(desk: Cli, *text: str) -> list[dict[str, Any]]:
    return list(desk("find", *text, "--json").json["letters"])


def test_no_list_is_edited_by_hand(desk: Cli, later: Callable[[int], None]) -> None:
    assert desk("generate", "list.csv", "--by", "Erin").exit_code == 0
    # one went to the wrong prison
    (wrong,) = find(desk, "hart")
    mended = desk("reissue", wrong["code"], "--prison", "HLI", "-o", "a.pdf", "--by", "Erin")
    assert mended.exit_code == 0, mended.err
    assert [each["state"] for each in find(desk, "A1001XY")] == ["not checked", "cancelled"]
    # a mailroom checks one, and after two weeks the others are asked about: one was lost
    assert desk("verify", find(desk, "C/3")[0]["code"]).exit_code == 0
    later(14)
    chased = desk("batches", "--unchecked-after", "14", "--json").json["letters"]
    assert [each["name"] for each in chased] == ["Łukasz Wiśniewski", "Ann Hart"]
    assert desk("reissue", chased[0]["code"], "-o", "b.pdf").exit_code == 0
    # somebody was moved, and a new letter is written, which takes the place of the earlier one
    cy = ("letter", "--name", "Cy Penhallow", "--number", "A1003XY", "--prison", "LEI")
    moved = desk(*cy, "--check", "--json").json
    assert [each["code"] for each in moved["problems"]] == ["PW650"]
    assert desk(*cy, "-o", "c.pdf", "--json").json["cancelled_earlier"] == []
    again = desk(*cy, "-o", "d.pdf", "--again", "--cancel-earlier", "--json").json
    assert len(again["cancelled_earlier"]) == 1
    # the last batch was a mistake
    assert desk("cancel", again["batch"], "--reason", "mistake").exit_code == 2
    assert desk("cancel", again["batch"], "--reason", "mistake", "--yes").exit_code == 0
    assert [each["state"] for each in find(desk, "penhallow")] == [
        "cancelled",
        "cancelled",
        "checked: ready",
    ]
    mine = desk("ledger", "log", "--by", "erin", "--json").json["events"]
    assert [each["kind"] for each in mine] == [
        *("issued", "printed"),
        *("issued", "cancelled", "printed"),
    ]
    everything = desk("ledger", "log", "--json").json["events"]
    assert all(each["operator"] and each["machine"] for each in everything)
    checked = desk("ledger", "check")
    assert checked.exit_code == 0, checked.out


def test_people_are_remembered_followed_and_forgotten(
    desk: Cli, later: Callable[[int], None]
) -> None:
    assert desk("generate", "list.csv", "--remember").exit_code == 0
    # somebody was moved: the book is told once, and the next letter goes there
    moved = desk("people", "add", "--number", "A1003XY", "--prison", "LEI")
    assert moved.exit_code == 0, moved.err
    written = desk("letter", "--person", "A1003XY", "-o", "c.pdf", "--cancel-earlier", "--json")
    assert written.exit_code == 0, written.err
    assert [(each["name"], each["prison"]) for each in written.json["letters"]] == [
        ("Cy Penhallow", "LEI")
    ]
    # a mailroom of the prison that they have left is told so, and the code is still good
    (code,) = (each["code"] for each in written.json["letters"])
    away = desk("verify", code, "--location", "HMP Hull", "--json")
    assert (away.exit_code, away.json["verdict"]) == (1, "wrong-prison")
    assert desk("verify", code, "--location", "HMP Leeds").exit_code == 0
    # somebody asks to be forgotten: not while their code is good
    who = ("--name", "lukasz wisniewski", "--dob", "03/04/1981")
    told = desk("people", "export", *who, "-o", "-")
    assert (told.exit_code, "C/2" in told.out) == (0, True), told.err
    assert desk("people", "erase", *who, "--yes").exit_code == 2
    later(60)
    erased = desk("people", "erase", *who, "--yes")
    assert erased.exit_code == 0, erased.err
    assert find(desk, "wisniewski") == []
    assert desk("people", "list", "wisniewski", "--json").json["people"] == []
    assert len(find(desk, "penhallow")) == 2
    report = desk("ledger", "report", "--since", "2020-01-01", "--json")
    assert report.exit_code == 0, report.err
    checked = desk("ledger", "check")
    assert checked.exit_code == 0, checked.out
