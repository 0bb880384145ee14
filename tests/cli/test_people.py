"""The address book on the command line: added to, listed, shown, filled from lists."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, Run

Cli = Callable[..., Run]
ANN = ("--name", "Ann Hart", "--number", "A1009XY", "--prison", "HMP Leeds")
LIST = EXAMPLES / "recipients.csv"


@pytest.fixture
def book(prisonmail: Cli, home: Path) -> Cli:
    """A home whose address book has the people of the example list."""
    done = prisonmail("people", "import", str(LIST))
    assert (done.exit_code, done.err) == (
        0,
        "Address book: 6 people added, 0 changed, 0 unchanged.\n",
    )
    return prisonmail


def test_a_person_is_added_changed_and_shown(prisonmail: Cli, home: Path) -> None:
    added = prisonmail("people", "add", *ANN, "--note", "reads large print", "--json")
    assert (added.exit_code, added.json["address_book"]["added"], added.json["rows"]["ok"]) == (
        0,
        1,
        1,
    )
    again = prisonmail("people", "add", *ANN[:-1], "HLI", "--reference", "C/9", "--by", "B. New")
    assert again.err == "Address book: 0 people added, 1 changed, 0 unchanged.\n"
    shown = prisonmail("people", "show", "a1009xy")
    assert shown.out == (
        "Name       Ann Hart\nNumber     A1009XY\nPrison     HMP & YOI Hull\nReference  C/9\n"
        "Note       reads large print\n"
    )
    (_, last) = prisonmail("ledger", "log", "--json").json["events"]
    assert (last["kind"], last["operator"]) == ("person", "B. New")
    assert "Hart" not in prisonmail("ledger", "log").out


@pytest.mark.parametrize(
    ("typed", "said", "exit_code"),
    [
        ((), "The entry needs more: --name, --prison, --number or --dob", 2),
        ((*ANN[:3], "A1O09XY", *ANN[4:]), "PM204", 65),
        ((*ANN[:-1], "HMP Holloway"), "closed in May 2016", 65),
        ((*ANN[:-1], "Ledes"), "Nothing was put into the address book.", 65),
    ],
)
def test_an_entry_has_the_checks_and_words_of_a_row(
    prisonmail: Cli, home: Path, typed: tuple[str, ...], said: str, exit_code: int
) -> None:
    done = prisonmail("people", "add", *typed)
    assert (done.exit_code, said in done.err) == (exit_code, True), done.err
    assert not (home / "ledger.sqlite3").exists()


def test_a_list_is_taken_once_and_its_bad_rows_left_out_if_that_is_wanted(
    book: Cli, home: Path
) -> None:
    rows = LIST.read_text("utf-8").splitlines()
    moved = rows[1].replace("HMP Leeds", "HMP Hull")
    (home / "more.csv").write_text(
        "\n".join([rows[0], moved, *rows[2:4], "Eve Bad,A1O99XY,,LEI,,"]), "utf-8"
    )
    refused = book("people", "import", "more.csv", "--json")
    assert (refused.exit_code, refused.json["address_book"]) == (65, None)
    assert [each["code"] for each in refused.json["problems"]] == ["PM204"]
    done = book("people", "import", "more.csv", "--skip-bad")
    assert (done.exit_code, done.err.splitlines()[-2:]) == (
        1,
        [
            "Address book: 0 people added, 1 changed, 2 unchanged.",
            "1 row left out because of problems.",
        ],
    )
    assert book("people", "show", "oddwell", "--json").json["prison"] == "HLI"


def test_people_are_listed_with_the_last_letter_to_each(
    book: Cli, profile: Path, home: Path
) -> None:
    issued = book("generate", str(LIST), "--json").json
    listed = book("people", "list", "--json").json
    assert (listed["count"], len(listed["people"])) == (6, 6)
    surnames = [each["name"].split()[-1].casefold() for each in listed["people"]]
    assert surnames[0] == "bramblecote-ng"
    assert surnames == sorted(surnames)
    codes = {each["code"] for each in issued["letters"]}
    assert {each["last_letter"]["code"] for each in listed["people"]} == codes
    assert "LEI, not checked" in book("people", "list", "odd").out.replace("\n", " ")
    rows = list(csv.DictReader(io.StringIO(book("people", "list", "A1001XY", "--csv").out)))
    assert [(row["name"], row["sent_to"]) for row in rows] == [("Tarquin Oddwell", "LEI")]
    found = book("people", "list", "02/07/1991", "--json").json["people"]
    assert [each["prison_number"] for each in found] == ["A1002XY"]
    assert book("people", "list", "nobody").exit_code == 1
    assert book("people", "list", "--json", "--csv").exit_code == 2
    shown = book("people", "show", "Oddwell")
    assert "Written to at HMP Leeds on " in shown.out
    assert "not checked" in shown.out


def test_a_person_is_removed_after_being_asked_about_and_letters_stay(
    book: Cli, profile: Path
) -> None:
    assert book("generate", str(LIST)).exit_code == 0
    asked = book("people", "remove", "A1001XY")
    assert (asked.exit_code, "--yes" in asked.err) == (2, True)
    assert book("people", "show", "A1001XY").exit_code == 0
    assert book("people", "remove", "A1001XY", "--yes", "--json").json["removed"] == 1
    gone = book("people", "show", "A1001XY")
    assert (gone.exit_code, gone.err) == (1, "Nobody in the address book has that.\n")
    assert book("find", "oddwell").exit_code == 0
    assert book("people", "show", "A100").exit_code == 2
    assert book("people", "show", " ").exit_code == 2
    assert book("ledger", "check").exit_code == 0


def test_the_listed_table_is_a_list_that_can_be_taken(book: Cli, home: Path) -> None:
    (home / "book.csv").write_text(book("people", "list", "--csv").out, "utf-8")
    done = book("people", "import", "book.csv", "--json")
    assert (done.exit_code, done.json["address_book"]["unchanged"]) == (0, 6), done.json


def test_those_who_are_written_to_are_remembered_if_that_is_asked_for(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    first = prisonmail("generate", str(LIST), "--json")
    assert first.json["address_book"] is None
    assert prisonmail("people", "list").exit_code == 1
    again = ("--again", "--force", "--remember", "--cancel-earlier")
    done = prisonmail("generate", str(LIST), *again)
    assert "Address book: 6 people added, 0 changed, 0 unchanged.\n" in done.err
    letter = ("letter", *ANN, "--reference", "C/9", "--remember", "--json")
    assert prisonmail(*letter).json["address_book"]["added"] == 1
    assert prisonmail("people", "show", "A1009XY", "--json").json["reference"] == "C/9"
    assert prisonmail("generate", str(LIST), "--check", "--remember", "--json").exit_code == 1
    assert prisonmail("people", "list", "--json").json["count"] == 7
    assert prisonmail("ledger", "check").exit_code == 0


def test_one_letter_takes_a_person_of_the_address_book_and_options_override(
    book: Cli, profile: Path
) -> None:
    done = book("letter", "--person", " a1002xy", "--json")
    (letter,) = done.json["letters"]
    assert (letter["name"], letter["prison_number"], letter["date_of_birth"]) == (
        "Łukasz Wiśniewski",
        "A1002XY",
        "1991-07-02",
    )
    assert (letter["prison"], letter["reference"]) == ("LEI", "C/1202/JE")
    more = ("--prison", "HLI", "--reference", "C/1", "-o", "moved.pdf")
    done = book("letter", "--person", "A1002XY", *more, "--json")
    (letter,) = done.json["letters"]
    assert (letter["prison"], letter["reference"]) == ("HLI", "C/1")
    refused = book("letter", "--person", "A9999XY")
    assert (refused.exit_code, "Nobody in the address book" in refused.err) == (66, True)
