"""`profile init` at a terminal of 80 columns: groups, forth and back, a summary, a first sheet."""

import re
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.sender import roles
from tests.conftest import Run
from tests.pages import words
from tests.systems import needs_terminal
from tests.terminals import type_at, type_at_a_real_one

INIT = ["profile", "init"]
MAILBOX = "eric.brown@greenstonechambers.co.uk.cjsm.net"
WHO = ["Greenstone Chambers", "Eric Brown", MAILBOX, "2", ""]
WHERE = ["14 Park Square, Leeds", "ls1 2ne", "0113 496 0000"]
LOOKS = ["", "", ""]
DONE = ["", "yes"]
ALL = [*WHO, *WHERE, *LOOKS]


def type_lines(*answers: str) -> str:
    return "\n".join((*answers, ""))


def interview(*answers: str, columns: int = 80) -> tuple[str, int]:
    return type_at(*INIT, typed=type_lines(*answers), columns=columns)


def interview_really(*answers: str, columns: int = 80, **environment: str) -> tuple[str, int]:
    command = [sys.executable, "-m", "prisonmail", *INIT]
    return type_at_a_real_one(command, type_lines(*answers), columns, **environment)


def made(home: Path) -> dict[str, object]:
    return tomllib.loads((home / "profile.toml").read_text(encoding="utf-8"))


def test_it_asks_in_groups_and_checks_each_answer(home: Path) -> None:
    screen, code = interview(
        *WHO[:2], "x@evilcjsm.net", MAILBOX, "99", *WHO[3:], "Leeds", "nowhere", *WHERE[1:], *LOOKS,
        *DONE,
    )  # fmt: skip
    assert code == 0, screen
    groups = ["Who you are (1 of 3)", "Where you are (2 of 3)", "How letters look (3 of 3)"]
    places = [screen.index(group) for group in groups]
    assert places == sorted(places)
    assert "Not yet: its domain is evilcjsm.net" in screen
    assert "2  Barrister" in screen
    assert "Not yet: 'nowhere' is not a UK postcode" in screen
    assert "used from within the UK alone" in " ".join(screen.split())
    assert (made(home)["role"], made(home)["postcode"]) == ("barrister", "LS1 2NE")


def test_it_asks_for_title_short_name_and_regulator(home: Path) -> None:
    looks = ["Greenstone", "Regulated by nobody.", "3"]
    screen, code = interview(*WHO[:4], "Partner", *WHERE, *looks, *DONE)
    assert code == 0, screen
    entries = made(home)
    named = [entries[key] for key in ("title", "short_name", "regulator_line", "envelope")]
    assert named == ["Partner", *looks[:2], "c4"]


@pytest.mark.parametrize(
    ("at", "wrong", "said"),
    [
        (0, "", "it is empty."),
        (1, "-", "it is empty."),
        (3, "22", "'22' is not a role. Choose one of: solicitor, barrister, clerk,"),
        (5, "-", "line 1: it is empty."),
        (7, "12", "'12' is not a telephone number. A right one looks like 0113 496 0000."),
        (10, "c17", "there is no envelope called c17. Known: dl, c5, c4."),
        (10, "4", "there is no envelope called 4. Known: dl, c5, c4."),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_for_again(
    home: Path, at: int, wrong: str, said: str
) -> None:
    screen, code = interview(*ALL[:at], wrong, *ALL[at:], *DONE)
    assert code == 0, screen
    assert " ".join(f"> {wrong} Not yet: {said}".split()) in " ".join(screen.split())
    entries = made(home)
    named = [entries[key] for key in ("organisation", "role", "telephone", "envelope")]
    assert named == ["Greenstone Chambers", "barrister", "0113 496 0000", "dl"]


def test_one_can_go_back_and_keep_change_or_clear_an_answer(home: Path) -> None:
    screen, code = interview(
        "Greenston", "<", "Greenstone Chambers", "Eric Brown", MAILBOX, "1", "Partner",
        "<", "-", *WHERE, *LOOKS, "<", "c5", *DONE,
    )  # fmt: skip
    assert code == 0, screen
    assert "[Greenston; Enter keeps it]" in screen
    assert "[Partner; Enter keeps it, - for nothing]" in " ".join(screen.split())
    entries = made(home)
    assert (entries["organisation"], entries["envelope"]) == ("Greenstone Chambers", "c5")
    assert "title" not in entries


def test_an_answer_can_be_changed_in_the_summary(home: Path) -> None:
    screen, code = interview(*ALL, "2", "Jane Bell", "4", "clerk", "Eric Brown, Barrister", *DONE)
    assert code == 0, screen
    assert re.search(r"   2  sender +Jane Bell", screen)
    entries = made(home)
    assert (entries["sender"], entries["role"]) == ("Jane Bell", "clerk")
    assert entries["acts_for"] == "Eric Brown, Barrister"


def test_who_is_no_clerk_after_all_acts_for_nobody(home: Path) -> None:
    clerk = [*WHO[:3], "clerk", "Eric Brown, Barrister", ""]
    screen, code = interview(*clerk, *WHERE, *LOOKS, "4", "1", *DONE)
    assert code == 0, screen
    assert "acts_for" not in made(home)


@pytest.mark.parametrize("whom", ["Eric Brown, Barrister", ""])
def test_a_clerk_is_asked_for_whom_they_act(home: Path, whom: str) -> None:
    screen, code = interview(*WHO[:3], roles.CLERK, whom, "", *WHERE, *LOOKS, *DONE)
    assert (code, "For whom you act" in screen) == (0, True), screen
    assert made(home).get("acts_for", "") == whom
    assert ("does not say for whom" in " ".join(screen.split())) == (not whom)


SUMMARY = """
Your profile so far:
   1  organisation     Greenstone Chambers
   2  sender           Eric Brown
   3  cjsm address     eric.brown@greenstonechambers.co.uk.cjsm.net
   4  role             barrister
   5  title            (that of the role)
   6  address          14 Park Square, Leeds
   7  postcode         ls1 2ne
   8  telephone        0113 496 0000
   9  short name       (the whole name)
  10  regulator line   (no such line)
  11  envelope         (dl)

Enter makes the profile. A number changes that answer, p makes a picture of a
first sheet to look at.
> """


def test_the_summary_has_every_answer_and_stays_until_it_is_understood(home: Path) -> None:
    screen, code = interview("<", *ALL, "12", "0", "what?", *DONE)
    assert code == 0, screen
    assert screen.count(SUMMARY) == 4
    assert screen.count("Organisation, as it stands on your letters\n> ") == 2


def test_what_is_said_so_far_is_shown_when_asked_for(home: Path) -> None:
    screen, code = interview("Greenstone Chambers", "?", *WHO[1:], *WHERE, *LOOKS, *DONE)
    assert code == 0, screen
    assert re.search(r"1  organisation +Greenstone Chambers\s+2  sender +…", screen)


def test_all_bodies_are_listed_when_asked_for(home: Path) -> None:
    screen, code = interview(*WHO[:3], "more", "7", "", *WHERE, *LOOKS, *DONE)
    assert code == 0, screen
    assert all(f"{role.title}" in screen for role in roles.ROLES)
    assert made(home)["role"] == "samaritans"


def test_what_has_no_room_on_a_sheet_is_changed_before_it_is_made(home: Path) -> None:
    screen, code = interview("W" * 80, *ALL[1:], "", "1", "Greenstone Chambers", *DONE)
    assert code == 0, screen
    assert "Not yet: The profile’s organisation is too long" in " ".join(screen.split())
    assert made(home)["organisation"] == "Greenstone Chambers"


def test_a_picture_of_the_first_sheet_is_made_when_asked_for(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    screen, code = interview(*ALL, "p", *DONE, columns=200)
    assert code == 0, screen
    found = re.search(r"no ledger knows: (\S+)", screen)
    assert found
    said = words(Path(found[1]).read_bytes())
    assert "Greenstone Chambers" in said
    assert "Sample, not to be posted" in said
    assert not list(home.glob("*.pdf"))


@needs_terminal
@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_ends_within_a_word(home: Path, columns: int) -> None:
    who = [*WHO[:3], "legal-executive", ""]
    screen, code = interview_really(*who, *WHERE, *LOOKS, "?", *DONE, columns=columns)
    assert code == 0, screen
    said = re.sub(r"> |\[y/N\]: ", "\n", screen).splitlines()  # what is typed ends these lines
    assert [line for line in said if len(line) >= columns and " " in line.strip()] == []


@needs_terminal
def test_a_dumb_terminal_is_asked_by_lines(home: Path) -> None:
    screen, code = interview_really(*ALL, *DONE, TERM="dumb")
    assert (code, "\x1b" in screen) == (0, False), screen


def test_what_the_options_said_is_not_asked_but_shown(
    home: Path, prisonmail: Callable[..., Run]
) -> None:
    given = ["--organisation", "Greenstone Chambers", "--role", "solicitor"]
    needed = ["Eric Brown", MAILBOX, *WHERE]
    screen, code = type_at(*INIT, *given, typed=type_lines(*needed, *DONE))
    assert code == 0, screen
    assert re.search(r"      organisation +Greenstone Chambers", screen)
    assert "Organisation, as it stands" not in screen
    assert prisonmail("profile", "check").exit_code == 0


@pytest.mark.parametrize("given", range(len(ALL) + 2))
def test_input_that_ends_in_the_midst_makes_nothing(home: Path, given: int) -> None:
    screen, code = interview(*[*ALL, *DONE][:given])
    assert (code, screen[-9:], list(home.iterdir())) == (1, "Aborted.\n", []), screen


def test_who_does_not_accept_the_statements_makes_nothing(home: Path) -> None:
    screen, code = interview(*ALL, "", "no")
    assert (code, list(home.iterdir())) == (2, []), screen
