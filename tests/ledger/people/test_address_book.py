"""The address book: who is known, what changes, and what is found if it was changed by hand."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from prisonmail.errors import InputMissing
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.chain.events import EventKind, read_position
from prisonmail.ledger.chain.seals import find_key_name
from prisonmail.ledger.head import name_key
from prisonmail.ledger.log import Selection
from prisonmail.ledger.people.entry import BookEntry
from prisonmail.ledger.people.writing import Learnt
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.letters.person import Person
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from tests.conftest import BORN, ISSUED_AT
from tests.ledger.attacker import Attacker

ANN = Person("Ann Hart", "LEI", "A1009XY", BORN, "C/9", "by post only")
BEN = Person("Ben Åkerlund", "HLI", "A1010XY")
CY = Person("Cy Søren Quill", "WWI", date_of_birth=BORN)
LATER = ISSUED_AT + timedelta(days=60)


def people_of(ledger: Ledger) -> list[Person]:
    return [each.person for each in ledger.address_book.list_entries()]


def events_of(ledger: Ledger) -> int:
    with ledger.snapshot():
        return sum(each.kind == EventKind.PERSON for each in ledger.read_log(Selection()))


@pytest.fixture
def book(ledger: Ledger) -> Ledger:
    """A ledger with three entries, of events 1 to 3."""
    assert ledger.address_book.is_empty
    assert _counts(ledger.address_book.put([CY, ANN, BEN], ISSUED_AT)) == (3, 0, 0)
    return ledger


def _counts(learnt: Learnt) -> tuple[int, int, int]:
    return learnt.added, learnt.changed, learnt.unchanged


def test_people_are_listed_by_surname_and_found_by_number_and_birth(book: Ledger) -> None:
    assert people_of(book) == [BEN, ANN, CY]
    found = book.address_book.find_by_number(["A1009XY", "A9999XY"])
    assert {number: (each.person, each.written_at) for number, each in found.items()} == {
        "A1009XY": (ANN, ISSUED_AT)
    }
    assert {each.person for each in book.address_book.find_by_birth(BORN)} == {ANN, CY}
    assert not book.address_book.is_empty
    assert "Hart" not in repr(found)
    names = {each.id for each in book.address_book.list_entries()}
    assert [len(bytes.fromhex(each)) for each in names] == [8, 8, 8]


@pytest.mark.parametrize(
    ("person", "becomes", "counts"),
    [
        (ANN, ANN, (0, 0, 1)),
        (Person("Ann Hart", "LEI", "A1009XY"), ANN, (0, 0, 1)),
        (
            Person("Ann Hart-Ng", "HLI", "A1009XY", note="moved"),
            Person("Ann Hart-Ng", "HLI", "A1009XY", BORN, "C/9", "moved"),
            (0, 1, 0),
        ),
        (
            Person("CY SOREN QUILL".replace("SOREN", "SØREN"), "LEI", "A1011XY", BORN),
            Person("CY SØREN QUILL", "LEI", "A1011XY", BORN),
            (0, 1, 0),
        ),
        (
            Person("Ann Hart", "HLI", date_of_birth=BORN),
            Person("Ann Hart", "HLI", "A1009XY", BORN, "C/9", "by post only"),
            (0, 1, 0),
        ),
        (Person("Ann Hart", "HLI", "A1012XY", BORN), None, (1, 0, 0)),
        (Person("Ann Hart", "HLI", date_of_birth=date(1990, 1, 2)), None, (1, 0, 0)),
    ],
)
def test_a_person_is_known_by_number_or_by_name_and_birth(
    book: Ledger, person: Person, becomes: Person | None, counts: tuple[int, int, int]
) -> None:
    before = set(people_of(book))
    assert _counts(book.address_book.put([person, person], LATER)) == (
        *counts[:2],
        2 - sum(counts[:2]),
    )
    assert becomes is None or becomes in people_of(book)
    assert (set(people_of(book)) > before) is (becomes is None)
    assert events_of(book) == 3 + sum(counts[:2])
    assert book.audit().faults == ()


def test_of_one_name_those_born_on_other_days_or_nobody_knows_when_are_others(
    ledger: Ledger,
) -> None:
    others = [Person("Ann Hart", "LEI", date_of_birth=BORN.replace(day=day)) for day in (1, 2)]
    others += [Person("Ann Hart", "LEI", "A1001XY"), Person("Ann Hart", "LEI", "A1002XY")]
    assert _counts(ledger.address_book.put(others, ISSUED_AT)) == (4, 0, 0)
    assert _counts(ledger.address_book.put(others, LATER)) == (0, 0, 4)


def test_an_entry_is_erased_with_an_event_and_can_be_added_anew(book: Ledger) -> None:
    ben, ann, _ = book.address_book.list_entries()
    assert book.address_book.remove([ann, ben, ann][:2], LATER) == 2
    assert book.address_book.remove([ann], LATER) == 0
    assert (people_of(book), events_of(book)) == ([CY], 5)
    assert book.audit().faults == ()
    book.address_book.put([ANN], LATER)
    assert people_of(book) == [ANN, CY]
    assert book.audit().faults == ()


def test_a_purge_erases_an_entry_with_the_last_letter_to_its_person(
    book: Ledger, drafted: Callable[..., Draft], sender: Sender
) -> None:
    book.issue(Drafts([drafted("Ann Hart", prison_number="A1009XY")]), sender, "dl", LATER, 28)
    book.address_book.put([Person("Dee New", "LEI", "A1013XY")], LATER)
    much_later = LATER + timedelta(days=60)
    book.purge(clock.uk_date(LATER), LATER)
    assert [each.name for each in people_of(book)] == ["Ann Hart", "Dee New"]
    assert book.audit().faults == ()
    book.purge(clock.uk_date(much_later), much_later)
    assert people_of(book) == []
    assert book.audit().faults == ()


def test_a_thousand_people_are_put_in_at_once_and_a_head_is_sealed(ledger: Ledger) -> None:
    many = [Person(f"Ann Hart {n}", "LEI", f"A{n:04}XY") for n in range(1100)]
    assert ledger.address_book.put(many, ISSUED_AT).added == 1100
    assert ledger.address_book.put(many, ISSUED_AT).unchanged == 1100
    audit = ledger.audit()
    assert (audit.faults, audit.head.number, audit.vouching.until) == ((), 1100, 1000)


def test_entries_are_sealed_with_the_key_apart(book: Ledger) -> None:
    key = kept_apart.read_key(read_position(book._database)[0].id)
    assert key
    rows = book._database.fetch_all("SELECT detail FROM events WHERE kind = 'person'")
    names = [find_key_name(row["detail"].partition(" ")[2]) for row in rows]
    assert names == [name_key(key)] * 3


CHANGED = "changed or added by hand"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE people SET prison = 'HLI' WHERE event = 2", f"(event 2) was {CHANGED}"),
        ("UPDATE people SET name = 'X' WHERE event = 2", f"(event 2) was {CHANGED}"),
        ("UPDATE people SET date_of_birth = NULL WHERE event = 2", f"(event 2) was {CHANGED}"),
        ("UPDATE people SET key = 'k' WHERE event = 3", f"(event 3) was {CHANGED}"),
        ("UPDATE people SET id = 'other' WHERE event = 3", f"(event 3) was {CHANGED}"),
        (
            "INSERT INTO people SELECT 'other', 4, key, name, NULL, NULL, prison, reference, note"
            " FROM people WHERE event = 1",
            f"(event 4) was {CHANGED}",
        ),
        ("DELETE FROM people WHERE event = 1", "Event 1 (entry of the address book, 2026-11-21)"),
        ("UPDATE events SET detail = 'x' WHERE number = 2", "Event 2 was changed"),
        ("DROP INDEX people_of_number", "people_of_number was removed"),
    ],
)
def test_what_is_changed_by_hand_is_found(
    book: Ledger, place: str, statement: str, said: str
) -> None:
    book.record_mistyped("12", ISSUED_AT, None, None)
    Attacker(place).run(statement)
    faults = book.audit().faults
    assert any(said in each for each in faults), faults
    assert not any("Hart" in each for each in faults)


def test_of_several_entries_that_were_changed_or_removed_the_first_is_named(
    book: Ledger, place: str
) -> None:
    attacker = Attacker(place)
    attacker.run("UPDATE people SET note = 'x'")
    assert book.audit().faults == (f"An entry of the address book (event 1) was {CHANGED}.",)
    attacker.run("DELETE FROM people")
    assert book.audit().faults == (
        "Event 1 (entry of the address book, 2026-11-21): the entry was removed, and not by a "
        "purge.",
    )


def test_a_purge_does_not_account_for_an_entry_of_the_instant_before_which_it_erases(
    book: Ledger, place: str
) -> None:
    day = clock.uk_date(LATER)
    book.address_book.put([Person("Dee New", "LEI", "A1013XY")], clock.start_of_day(day))
    book.purge(day, LATER)
    assert book.audit().faults == ()
    Attacker(place).run("DELETE FROM people")
    (fault,) = book.audit().faults
    assert fault.startswith("Event 4 (entry of the address book, ")


@pytest.mark.parametrize("change", ["prison = 'HLI'", "id = 'other'"])
def test_no_entry_is_used_that_was_changed_by_hand(book: Ledger, place: str, change: str) -> None:
    Attacker(place).run(f"UPDATE people SET {change} WHERE event = 2")  # noqa: S608 - our own words
    assert set(book.address_book.find_by_number(["A1010XY"])) == {"A1010XY"}
    for read in (
        lambda: book.address_book.find_by_number(["A1009XY"]),
        lambda: book.address_book.list_entries(),
        lambda: book.address_book.put([ANN], LATER),
    ):
        with pytest.raises(InputMissing, match=r"\(event 2\) was changed by hand"):
            read()
    assert book.audit().head.number == 3


def test_an_earlier_state_of_an_entry_put_back_is_found(book: Ledger, place: str) -> None:
    attacker = Attacker(place)
    (old,) = attacker.fetch("SELECT event, key, prison FROM people WHERE event = 2")
    book.address_book.put([Person("Ann Hart", "HLI", "A1009XY")], LATER)
    attacker.run(
        f"UPDATE people SET event = {old[0]}, key = '{old[1]}', prison = '{old[2]}'"  # noqa: S608 - our own words
        " WHERE prison_number = 'A1009XY'"
    )
    assert any(CHANGED in each for each in book.audit().faults)


def test_an_entry_that_another_desk_erased_meanwhile_is_left_out(book: Ledger) -> None:
    gone = BookEntry("0000", ANN, ISSUED_AT)
    assert book.address_book.remove([gone], LATER) == 0
    assert book.audit().head.number == 3


def test_those_written_to_are_remembered_with_the_batch_or_neither_is_recorded(
    book: Ledger, place: str, drafted: Callable[..., Draft], sender: Sender
) -> None:
    drafts = Drafts(
        [drafted("Ann Hart", prison_number="A1009XY"), drafted("Eve New", prison_number="A1014XY")]
    )
    learnt = Learnt()
    book.issue(drafts, sender, "dl", LATER, 28, remembered=learnt)
    assert (learnt.added, learnt.changed) == (1, 1)
    assert {"Eve New", "Cy Søren Quill"} <= {each.name for each in people_of(book)}
    assert book.audit().faults == ()
    Attacker(place).run("UPDATE people SET prison = 'HLI' WHERE prison_number = 'A1014XY'")
    with pytest.raises(InputMissing, match="was changed by hand"):
        book.issue(drafts, sender, "dl", LATER, 28, remembered=learnt)
    assert book.count_batches() == 1


def test_two_desks_that_learn_the_same_people_make_one_entry_of_each(
    book: Ledger, place: str
) -> None:
    people = [Person(f"Ann Hart {n}", "LEI", f"A{n:04}XY") for n in range(60)]

    def learn() -> int:
        with open_ledger(place) as desk:
            return desk.address_book.put(people, LATER).added

    with ThreadPoolExecutor(3) as desks:
        added = [desk.result() for desk in [desks.submit(learn) for _ in range(3)]]
    assert sorted(added) == [0, 0, 60]
    assert len(people_of(book)) == 63
    assert book.audit().faults == ()
