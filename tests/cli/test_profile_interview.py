"""`profile init` on a terminal of 80 columns: groups, forth and back, a summary, a first sheet."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from prisonmail.sender import roles
from tests.conftest import Run
from tests.pages import words

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
INIT = [sys.executable, "-m", "prisonmail", "profile", "init"]
MAILBOX = "eric.brown@greenstonechambers.co.uk.cjsm.net"
WHO = ["Greenstone Chambers", "Eric Brown", MAILBOX, "2", ""]
WHERE = ["14 Park Square, Leeds", "ls1 2ne", "0113 496 0000"]
LOOKS = ["", "", ""]
DONE = ["", "yes"]
ALL = [*WHO, *WHERE, *LOOKS]


def answer_on_a_terminal(
    command: Sequence[str], typed: str, columns: int = 80, **environment: str
) -> tuple[str, int]:
    """Run a command on a terminal that has been typed at already; return its screen and end."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=kept | environment
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    screen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        screen += piece
    os.close(ours)
    return screen.decode(), process.wait(timeout=300)


def interview(*answers: str, columns: int = 80, **environment: str) -> tuple[str, int]:
    return answer_on_a_terminal(INIT, "\n".join((*answers, "")), columns, **environment)


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


def test_a_picture_of_the_first_sheet_is_made_when_asked_for(home: Path, tmp_path: Path) -> None:
    (tmp_path / "apart").mkdir()
    screen, code = interview(*ALL, "p", *DONE, columns=200, TMPDIR=str(tmp_path / "apart"))
    assert code == 0, screen
    found = re.search(r"no ledger knows: (\S+)", screen)
    assert found
    said = words(Path(found[1]).read_bytes())
    assert "Greenstone Chambers" in said
    assert "Sample, not to be posted" in said
    assert not list(home.glob("*.pdf"))


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_ends_within_a_word(home: Path, columns: int) -> None:
    who = [*WHO[:3], "legal-executive", ""]
    screen, code = interview(*who, *WHERE, *LOOKS, "?", *DONE, columns=columns)
    assert code == 0, screen
    said = re.sub(r"> |\[y/N\]: ", "\n", screen).splitlines()  # what is typed ends these lines
    assert [line for line in said if len(line) >= columns and " " in line.strip()] == []


def test_a_dumb_terminal_is_asked_by_lines(home: Path) -> None:
    screen, code = interview(*ALL, *DONE, TERM="dumb")
    assert (code, "\x1b" in screen) == (0, False), screen


def test_what_the_options_said_is_not_asked_but_shown(
    home: Path, prisonmail: Callable[..., Run]
) -> None:
    given = ["--organisation", "Greenstone Chambers", "--role", "solicitor"]
    needed = ["Eric Brown", MAILBOX, *WHERE]
    screen, code = answer_on_a_terminal([*INIT, *given], "\n".join((*needed, *DONE, "")))
    assert code == 0, screen
    assert re.search(r"      organisation +Greenstone Chambers", screen)
    assert "Organisation, as it stands" not in screen
    assert prisonmail("profile", "check").exit_code == 0


def test_an_end_in_the_midst_makes_nothing(home: Path) -> None:
    screen, code = interview(*ALL, "", "no")
    assert (code, list(home.iterdir())) == (2, []), screen
