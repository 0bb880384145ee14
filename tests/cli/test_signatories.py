"""Several people sign: the list or an option names them, and nobody is guessed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.pages import words

Cli = Callable[..., Run]
OTHERS = """
[signatories.jb]
name = "Jane Bell"
role = "clerk"
acts_for = "Eric Brown, Barrister"
telephone = "0113 496 0999"
cjsm_address = "jane.bell@greenstonechambers.co.uk.cjsm.net"

[signatories.mp]
name = "Ann May MP"
role = "member-of-parliament"
"""
ROWS = (
    "Ann Hart,A1001XY,HMP Leeds,{}\nBen Hart,A1002XY,HMP Leeds,{}\nCy Hart,A1003XY,HMP Leeds,{}\n"
)
BELL = "Jane Bell, for Eric Brown, Barrister"


@pytest.fixture
def several(profile: Path) -> Path:
    profile.write_text(profile.read_text("utf-8") + OTHERS, "utf-8")
    return profile


@pytest.fixture
def signed(several: Path, home: Path) -> Callable[..., str]:
    """Writes a list of three whose last column has a heading and three cells."""

    def write(heading: str, *cells: str) -> str:
        text = f"Name,Prison number,Prison,{heading}\n{ROWS.format(*cells)}"
        (home / "list.csv").write_text(text, "utf-8")
        return "list.csv"

    return write


def test_each_letter_is_signed_and_marked_by_its_signatory(
    prisonmail: Cli, signed: Callable[..., str], home: Path
) -> None:
    listed = signed("Fee Earner", "JB", "", "ann may mp")
    done = prisonmail("generate", listed, "--json", "--post-book", "book.csv")
    assert done.exit_code == 0, done.err
    assert [each["marking"] for each in done.json["letters"]] == [
        *("Prison Rule 39", "Prison Rule 39", "Confidential access"),
    ]
    pages = [words((home / "list.pdf").read_bytes(), page) for page in range(3)]
    assert BELL in pages[0]
    assert "0113 496 0999" in pages[0]
    assert "0113 496 0999" not in pages[1]
    assert "jane.bell@" in pages[0]
    assert "Member of Parliament, Greenstone Chambers" in pages[2]
    book = (home / "book.csv").read_text("utf-8-sig")
    assert [name in book for name in (BELL, "Eric Brown,", "Ann May MP")] == [True] * 3

    code = done.json["letters"][0]["code"]
    verified = prisonmail("verify", code, "--peek")
    assert f"Signed by  {BELL}" in verified.out
    assert "jane.bell@" in verified.out
    again = prisonmail("reprint", done.json["batch"], "-o", "again.pdf")
    assert again.exit_code == 0, again.err
    assert (home / "again.pdf").read_bytes() == (home / "list.pdf").read_bytes()


@pytest.mark.parametrize(
    ("heading", "cells", "exit_code", "said"),
    [
        ("Signed by", ("JB2", "", "jb"), 65, "`JB2` is none of the signatories of the profile"),
        ("Signatory", ("JB2", "", ""), 65, "There are: jb (Jane Bell), mp (Ann May MP) and Eric B"),
        ("Solicitor", ("Jane", "jb", ""), 65, "`Jane` is none of the signatories"),
        ("Fee earner", ("JB2", "Jane", ""), 0, "3 sheets"),
        ("Fee earner", ("Eric Brown", "", ""), 0, "3 sheets"),
        ("Hair colour", ("jb", "jb", "jb"), 0, "3 sheets"),
    ],
)
def test_nobody_is_guessed(
    prisonmail: Cli,
    signed: Callable[..., str],
    heading: str,
    cells: tuple[str, ...],
    exit_code: int,
    said: str,
) -> None:
    done = prisonmail("generate", signed(heading, *cells))
    assert (done.exit_code, said in done.err) == (exit_code, True), done.err


def test_a_column_of_a_profile_with_one_sender_says_nothing(
    prisonmail: Cli, signed: Callable[..., str], several: Path
) -> None:
    several.write_text(several.read_text("utf-8").removesuffix(OTHERS), "utf-8")
    assert prisonmail("generate", signed("Signatory", "JB", "", "")).exit_code == 0


@pytest.mark.parametrize("named", ["jb", "JANE BELL"])
def test_an_option_names_who_signs_what_the_list_leaves_open(
    prisonmail: Cli, signed: Callable[..., str], named: str
) -> None:
    listed = signed("Signatory", "mp", "", "Eric Brown")
    done = prisonmail("generate", listed, "--signatory", named, "--json")
    codes = [each["code"] for each in done.json["letters"]]
    found = [prisonmail("codes", "show", code, "--json").json for code in codes]
    assert [each["signatory"] for each in found] == ["mp", "jb", None]


def test_an_option_that_names_nobody_is_refused(
    prisonmail: Cli, signed: Callable[..., str]
) -> None:
    done = prisonmail("generate", signed("Signatory", "", "", ""), "--signatory", "jane")
    assert done.exit_code == 2
    assert "There are: jb (Jane Bell), mp (Ann May MP) and Eric Brown." in done.err


def test_a_letter_stays_that_of_its_signatory_when_it_is_issued_anew(
    prisonmail: Cli, several: Path, home: Path
) -> None:
    person = ("--name", "Ann Hart", "--number", "A1001XY", "--prison", "LEI")
    done = prisonmail("letter", *person, "--signatory", "jb", "--json")
    (letter,) = done.json["letters"]
    shown = prisonmail("batches", "show", done.json["batch"], "--csv").out.splitlines()
    assert (shown[0].split(",")[-1], shown[1].split(",")[-1]) == ("signatory", "jb")
    anew = prisonmail("reissue", letter["code"], "--prison", "HLI", "-o", "anew.pdf", "--json")
    assert anew.exit_code == 0, anew.err
    assert BELL in words((home / "anew.pdf").read_bytes(), 0)

    # the key is somebody else's by now
    text = several.read_text("utf-8").replace("Jane Bell", "Joe Bull")
    several.write_text(text, "utf-8")
    (letter,) = anew.json["letters"]
    refused = prisonmail("reissue", letter["code"])
    assert (refused.exit_code, "`Jane Bell` is none of" in refused.err) == (65, True), refused.err
    other = prisonmail("reissue", letter["code"], "--signatory", "mp", "--json")
    assert other.json["letters"][0]["marking"] == "Confidential access", other.err


def test_labels_have_the_telephone_of_who_signs(
    prisonmail: Cli, signed: Callable[..., str], home: Path
) -> None:
    inner = ("--inner-labels", "inner.pdf", "--layout", "labels:L7163")
    done = prisonmail("generate", signed("Signatory", "jb", "", ""), *inner)
    assert done.exit_code == 0, done.err
    for name in ("list.pdf", "inner.pdf"):
        text = words((home / name).read_bytes(), 0)
        assert (text.count("0113 496 0999"), text.count("0113 496 0000")) == (1, 2)


def test_a_clerk_who_acts_for_nobody_is_warned_of(prisonmail: Cli, several: Path) -> None:
    text = several.read_text("utf-8").replace('acts_for = "Eric Brown, Barrister"\n', "")
    several.write_text(text, "utf-8")
    said = "Jane Bell signs as a clerk, and the profile"
    person = ("--name", "Ann Hart", "--number", "A1001XY", "--prison", "LEI")
    assert said not in prisonmail("letter", *person, "--check").err
    checked = prisonmail("letter", *person, "--check", "--signatory", "jb", "--json")
    assert said in checked.err
    assert [each["kind"] for each in checked.json["warnings"]] == ["clerk"]
    assert said in prisonmail("profile", "check").err
    assert said in prisonmail("doctor").out
