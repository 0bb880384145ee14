"""What is held of one person is found, and of no other: two are told apart, or nothing is done."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from prisonmail.codes import Code
from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.letters.person import Person
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.accountability.one_person import (
    AmbiguousPerson,
    find_person,
    read_wanted,
)
from tests.conftest import ISSUED_AT

BORN, OTHER = date(1980, 3, 12), date(1991, 7, 2)
LETTERS = [
    # sheet, name, number, date of birth
    (1, "Tarquin Oddwell", "A1001XY", None),
    (2, "TARQUIN ODDWELL", "A1001XY", BORN),
    (3, "Tarquin Oddwell", None, BORN),
    (4, "Łukasz Wiśniewski", "A1002XY", None),
    (5, "Lukasz Wisniewski", "A1003XY", None),
    (6, "Ann Hart", "A1004XY", BORN),
    (7, "Ann Hart", "A1005XY", BORN),
    (8, "Ann Hart", None, BORN),
    (9, "Ben Quill", "A1006XY", None),
    (10, "Ben Quill", None, OTHER),
    (11, "Eve One", "A1007XY", None),
    (12, "Eve Two", "A1007XY", None),
]
ASKED = [
    (("--number", "a1001 xy"), [1, 2, 3]),
    (("--name", "tarquin oddwell"), [1, 2, 3]),
    (("--name", "Tarquin Oddwell", "--dob", "12/03/1980"), [1, 2, 3]),
    (("--name", "Tarquin Oddwell", "--dob", "12/03/1981"), None),
    (("--name", "Oddwell"), None),
    (("--number", "A1009XY"), None),
    (("--name", "Wisniewski, Lukasz"), None),
    (("--number", "A1002XY"), [4]),
    (("--number", "A1004XY"), [6]),  # 8 may be of either
    (("--number", "A1006XY"), [9]),
    (("--name", "Ben Quill", "--dob", "2/7/1991"), [10]),
    (("--number", "A1007XY", "--name", "Eve Two"), [12]),
    (("--name", "Dan Booked"), []),
]
AMBIGUOUS = [
    (("--name", "Lukasz Wisniewski"), 2),
    (("--name", "Ann Hart"), 3),
    (("--name", "Ann Hart", "--dob", "12/03/1980"), 3),
    (("--name", "Ben Quill"), 2),
    (("--number", "A1007XY"), 2),
]


@pytest.fixture
def held(tmp_path: Path, drafted: Callable[..., Draft], sender: Sender) -> str:
    place = str(tmp_path / "ledger.sqlite3")
    drafts = Drafts(
        drafted(name, prison_number=number, date_of_birth=born) for _, name, number, born in LETTERS
    )
    with open_ledger(place, make=True) as ledger:
        ledger.issue(drafts, sender, "dl", ISSUED_AT, 28)
        dan = Person("Dan Booked", "LEI", "A1008XY")
        ledger.address_book.put([dan, Person("Tarquin Oddwell", "LEI", "A1001XY")], ISSUED_AT)
    return place


def _read(options: tuple[str, ...]) -> dict[str, str | None]:
    given = dict(zip(options[::2], options[1::2], strict=True))
    return {
        "name": given.get("--name"),
        "number": given.get("--number"),
        "born": given.get("--dob"),
    }


def test_one_person_is_found_by_what_is_known(held: str) -> None:
    with open_ledger(held) as ledger:
        for options, sheets in ASKED:
            found = find_person(ledger, read_wanted(**_read(options)))
            own = (
                None
                if found is None
                else sorted(_sheet(ledger, each.code) for each in found.letters)
            )
            assert own == sheets, options
        oddwell = find_person(ledger, read_wanted(None, "A1001XY", None))
        assert oddwell
        assert (len(oddwell.entries), oddwell.born) == (1, "1980-03-12")
        hart = find_person(ledger, read_wanted(None, "A1004XY", None))
        assert hart
        assert hart.unclear == 1


def _sheet(ledger: Ledger, code: Code) -> int:
    found = ledger.find_letter(code)
    assert found
    return found.sheet


def test_who_may_be_meant_is_listed_and_never_guessed(held: str) -> None:
    with open_ledger(held) as ledger:
        for options, people in AMBIGUOUS:
            with pytest.raises(AmbiguousPerson) as raised:
                find_person(ledger, read_wanted(**_read(options)))
            assert len(raised.value.people) == people, options
            assert "Hart" not in str(raised.value)


@pytest.mark.parametrize(
    "options", [(), ("--dob", "12/03/1980"), ("--number", "12"), ("--name", "A", "--dob", "x")]
)
def test_what_names_nobody_is_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(WrongUsage):
        read_wanted(**_read(options))
