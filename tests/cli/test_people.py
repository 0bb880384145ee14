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
    moved = ("--number", "A1009XY", "--prison", "HLI", "--reference", "C/9")
    again = prisonmail("people", "add", *moved, "--by", "B. New")
    assert again.err == "Address book: 0 people added, 1 changed, 0 unchanged.\n"
    shown = prisonmail("people", "show", "a1009xy")
    assert shown.out == (
        "Name       Ann Hart\nNumber     A1009XY\nPrison     HMP & YOI Hull\nReference  C/9\n"
        "Note       reads large print\n"
    )
    (_, last) = prisonmail("ledger", "log", "--json").json["events"]
    assert (last["kind"], last["operator"]) == ("person", "B. New")
    assert prisonmail("people", "remove", "A1009XY", "--yes").exit_code == 0
    log = " ".join(prisonmail("ledger", "log").out.split())
    assert log.count("entry of the address book written") == 2
    assert "entry of the address book removed" in log
    assert "Hart" not in log


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


def test_a_number_under_another_name_is_changed_with_a_warning(book: Cli) -> None:
    other = ("--name", "Ben Quill", "--number", "A1001XY", "--prison", "LEI")
    done = book("people", "add", *other, "--json")
    assert (done.exit_code, done.json["address_book"]["changed"]) == (0, 1)
    assert [each["code"] for each in done.json["problems"]] == ["PW653"]


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


NUMBERS = "Prison number\nA1001XY\nA1002XY\n"


def listed(home: Path, content: str) -> str:
    (home / "list.csv").write_text(content, "utf-8")
    return "list.csv"


@pytest.mark.parametrize(
    "content",
    [
        NUMBERS,
        "Name,Prison number,Prison\n,A1001XY,\n,a1002xy,\n",
        "Surname,Forename,Date of birth,Prison number,Prison\n,,,A1001XY,\n,,02/07/1991,A1002XY,\n",
        "Prison Ref,Hearing,Prison Name,Prison Address\nA1001XY,3 May,,\nA1002XY,4 May,,\n",
    ],
)
def test_a_list_may_name_people_by_number_alone(
    book: Cli, profile: Path, home: Path, content: str
) -> None:
    assert "2 rows of 2 ready to be printed." in book("mapping", listed(home, content)).out
    done = book("generate", "list.csv")
    assert (done.exit_code, "2 people filled from the address book." in done.err) == (0, True)
    found = book("find", "A100", "--json").json["letters"]
    told = [(each["name"], each["date_of_birth"], each["reference"]) for each in found]
    assert sorted(told, key=str) == [
        ("Tarquin Oddwell", None, "C/1201/JE"),
        ("Łukasz Wiśniewski", "1991-07-02", "C/1202/JE"),
    ]
    assert {each["prison"] for each in found} == {"LEI"}
    assert book("ledger", "check").exit_code == 0


def test_only_rows_without_a_name_are_filled_and_it_is_told_of_each_letter(
    book: Cli, profile: Path, home: Path
) -> None:
    rows = "Name,Prison number,Prison,Reference\n,A1001XY,,C/1\nAnn Hart,A1009XY,HMP Leeds,\n"
    done = book("generate", listed(home, rows), "--json").json
    assert [
        (each["prison"], each["reference"], each["from_address_book"]) for each in done["letters"]
    ] == [("LEI", "C/1", True), ("LEI", "", False)]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("Name,Prison number,Prison\n,A9999XY,\n", ["PM217"]),
        ("Prison number\nA9999XY\nA1001XY\n", ["PM217"]),
        ("Prison number\nA1O01XY\n", ["PM204", "PM201", "PM302"]),
        ("Name,Prison number,Prison\n,A9999XY,HMP Leeds\n", ["PM201"]),
        ("Name,Prison number,Prison\nTarquin Oddwell,A1001XY,\n", ["PM302"]),
        ("Name,Prison number,Prison\n,A1001XY,tbc\n", ["PM302"]),
        ("Name,Prison number,Prison\ntbc,A1001XY,\n", ["PM201", "PM302"]),
        ("Name,Prison number,Prison\n,A1001XY,Released\n", ["PM306"]),
        ("Name,Prison number,Prison,Status\n,A1001XY,,Deceased\n", ["PM307"]),
        ("Name,Prison number,Date of birth,Prison\n,A1002XY,12/03/1980,\n", ["PM218"]),
        ("Name,Prison number\nTarquin Oddwell,A1001XY\n", ["PM106"]),
        ("Forename,Prison number\n,A1001XY\n", ["PM106"]),
        ("Date of birth\n02/07/1991\n", ["PM106"]),
    ],
)
def test_what_the_list_says_is_never_overridden_and_what_it_lacks_is_told(
    book: Cli, profile: Path, home: Path, rows: str, codes: list[str]
) -> None:
    done = book("generate", listed(home, rows), "--json", "--check")
    found = [each["code"] for each in done.json["problems"]]
    assert sorted(found) == sorted(codes), done.json["problems"]


def test_a_blank_prison_is_never_learnt_from_a_row_that_was_filled(
    book: Cli, profile: Path, home: Path
) -> None:
    rows = "Name,Prison number,Prison\n,A1001XY,\nAnn Hart,A1009XY,\n,A1006XY,\n"
    done = book("generate", listed(home, rows), "--skip-bad", "--json").json
    assert [each["code"] for each in done["problems"]] == ["PM302"]
    assert [each["prison"] for each in done["letters"]] == ["LEI", "WYI"]


@pytest.mark.parametrize("content", [NUMBERS, "Name,Prison number,Prison\n,A1001XY,\n"])
def test_without_an_address_book_words_are_as_they_were(
    prisonmail: Cli, profile: Path, home: Path, content: str
) -> None:
    done = prisonmail("generate", listed(home, content), "--json")
    codes = {each["code"] for each in done.json["problems"]}
    assert codes == ({"PM106"} if content == NUMBERS else {"PM201", "PM302"})
    assert not (home / "ledger.sqlite3").exists()


@pytest.mark.parametrize(
    ("row", "prison", "said"),
    [
        (",A1001XY,HMP Hull", "HLI", "PW652"),
        ("Tarquin Oddwell,A1001XY,HMP Hull", "HLI", "PW652"),
        ("Ben Quill,A1001XY,HMP Leeds", "LEI", "PW653"),
        ("T Oddwell,A1001XY,HMP Leeds", "LEI", None),
    ],
)
def test_where_the_list_differs_it_counts_and_a_warning_says_so(
    book: Cli, profile: Path, home: Path, row: str, prison: str, said: str | None
) -> None:
    done = book("generate", listed(home, f"Name,Prison number,Prison\n{row}\n"), "--json").json
    assert [each["prison"] for each in done["letters"]] == [prison]
    assert [each["code"] for each in done["problems"]] == ([said] if said else [])
