"""Entries of a profile are set and taken out by command, and what is usual is read from it."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import open_ledger
from prisonmail.system.folders import office_profile_path
from tests.conftest import Run
from tests.pages import words

Cli = Callable[..., Run]
BELL = ("signatories.jb.name", "Jane Bell", "signatories.jb.role", "clerk")


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("telephone", "01134960001"), "telephone", "01134960001"),
        (("valid_days", "14"), "valid_days", 14),
        (("short_name", "2024"), "short_name", "2024"),
        (("printer_offset", "1.5,-2"), "printer_offset", [1.5, -2]),
        (("defaults.duplex", "true"), "defaults", {"duplex": True}),
        (BELL, "signatories", {"jb": {"name": "Jane Bell", "role": "clerk"}}),
    ],
)
def test_an_entry_is_set_to_a_value_of_its_kind(
    prisonmail: Cli, profile: Path, words: tuple[str, ...], key: str, value: object
) -> None:
    before = profile.read_text("utf-8")
    run = prisonmail("profile", "set", *words)
    assert run.exit_code == 0, run.err
    after = profile.read_text("utf-8")
    assert tomllib.loads(after)[key] == value
    assert before.splitlines()[0] in after
    named = ", ".join(words[::2])
    assert f"The profile is changed: {named} in {profile}" in run.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "telehpone", "1"), "telehpone: prisonmail does not know this entry: do you mean"),
        (("set", "relay.hots", "mail"), "do you mean host?"),
        (("set", "telephone", "1"), "telephone: '1' is not a telephone number"),
        (("set", "signatories.jb.name", "Jane"), "signatories.jb.role: it is missing"),
        (("set", "signatories.j b.name", "Jane"), "a key has letters without accents, digits"),
        (("set", "acts_for", "Eric Brown"), "only a clerk acts for somebody"),
        (("set", "defaults.split", "many"), "defaults.split: it must be a whole number"),
        (("set", "defaults.duplex", "maybe"), "defaults.duplex: it must be true or false"),
        (("set", "telephone.home", "1"), "what stands before its last dot is no table"),
        (("set", "telephone"), "`telephone` has no value"),
        (("set", "envelope", "c9"), "there is no envelope called c9"),
        (("set", "base", "none.toml"), "none.toml as its base, which is not there"),
        (("unset", "telephone"), "telephone: it is missing"),
        (("unset", "short_name"), "has no entry short_name"),
        (("set", "organisation", "W" * 79), "organisation is too long for a sheet"),
        (("set", *BELL[2:], "signatories.jb.name", "W" * 79), "is too long for a sheet"),
    ],
)
def test_what_would_be_wrong_is_not_written(
    prisonmail: Cli, profile: Path, words: tuple[str, ...], said: str
) -> None:
    before = profile.read_bytes()
    run = prisonmail("profile", *words)
    assert (run.exit_code in (2, 66), said in run.err) == (True, True), run.err
    assert profile.read_bytes() == before


def test_one_of_several_faults_can_be_put_right(prisonmail: Cli, profile: Path) -> None:
    text = profile.read_text("utf-8")
    profile.write_text(f"telehpone = '1'\n{text.replace('LS1 2NE', 'Leeds')}", "utf-8")
    assert "2 faults" in prisonmail("profile", "check").err
    assert prisonmail("profile", "unset", "telehpone").exit_code == 0
    assert prisonmail("profile", "set", "postcode", "LS1 2NE").exit_code == 0
    assert prisonmail("profile", "check").exit_code == 0


def test_a_change_is_an_event(prisonmail: Cli, profile: Path, home: Path) -> None:
    person = ("--name", "Ann Hart", "--number", "A1001XY", "--prison", "LEI")
    assert prisonmail("letter", *person).exit_code == 0
    assert prisonmail("profile", "set", "valid_days", "14").exit_code == 0
    with open_ledger(home / "ledger.sqlite3") as ledger, ledger.snapshot():
        *_, last = ledger.read_log(Selection())
    assert (last.kind, last.remark) == (EventKind.PROFILE, f"{profile}: valid_days")


def test_what_the_office_says_is_shown_with_its_file_and_set_in_the_own_one(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    office = office_profile_path()
    office.parent.mkdir(parents=True)
    profile.rename(office)
    assert prisonmail("profile", "set", "valid_days", "14").exit_code == 0
    assert profile.read_text("utf-8") == "valid_days = 14\n"
    shown = prisonmail("profile", "show")
    assert f"valid days       14  ({profile})" in shown.out
    assert f"sender           Eric Brown  ({office})" in shown.out
    document = prisonmail("profile", "show", "--json").json
    assert document["files"] == [str(profile), str(office)]
    assert document["from"]["sender"] == str(office)
    taken = prisonmail("profile", "unset", "sender")
    assert f"has no entry sender. It comes from {office}." in taken.err


def test_what_is_usual_is_read_from_the_profile_unless_an_option_says_otherwise(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "letter.txt").write_text("Please sign.", "utf-8")
    (home / "list.csv").write_text(
        "Who,Nr,Prison\nAnn Hart,A1001XY,HMP Leeds\nBen Hart,A1002XY,HMP Hull\n", "utf-8"
    )
    mapped = ("--map", "name=Who", "--map", "number=Nr")
    assert prisonmail("mapping", "list.csv", *mapped, "--save-mapping", "firm").exit_code == 0
    with profile.open("a", encoding="utf-8") as file:
        file.write(
            '[defaults]\nduplex = true\nmapping = "firm"\nletter = "letter.txt"\nsort = "prison"\n'
            "summary = true\n"
        )
    assert "sort             prison" in prisonmail("profile", "show").out
    assert prisonmail("generate", "list.csv", "--json").json["pages"] == 9
    pdf = (home / "list.pdf").read_bytes()
    assert "Ben Hart" in words(pdf, 0)
    assert "Please sign." in words(pdf, 2)
    again = ("--force", "--again", "--json")
    options = ("--no-duplex", "--no-summary", "--sort", "list", *again)
    assert prisonmail("generate", "list.csv", *options).json["pages"] == 4
    assert "Ann Hart" in words((home / "list.pdf").read_bytes(), 0)
    plain = ("--no-defaults", *again, *mapped)
    assert prisonmail("generate", "list.csv", *plain).json["pages"] == 2
    person = ("--name", "Ann Hart", "--number", "A1001XY", "--prison", "LEI")
    assert prisonmail("letter", *person, "--json").json["pages"] == 4
    labels = ("--layout", "labels:L7163", *again)
    assert prisonmail("generate", "list.csv", *labels).json["pages"] == 2


@pytest.mark.parametrize(
    ("content", "said"), [(b"role = ", "is not a TOML file"), (b"\xff", "it is not text")]
)
def test_what_is_no_profile_is_not_changed(
    prisonmail: Cli, profile: Path, content: bytes, said: str
) -> None:
    profile.write_bytes(content)
    run = prisonmail("profile", "set", "valid_days", "14")
    assert (run.exit_code, said in run.err) == (66, True), run.err
    assert profile.read_bytes() == content
