"""Letters are found again by person, and cancelled with the batch that takes their place."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from prisonmail.codes import Code
from prisonmail.ledger.database import statements
from prisonmail.ledger.issued.barcodes import BarcodeUsedError
from prisonmail.ledger.issued.correspondence import Trace, Written
from prisonmail.ledger.issued.issuing import Replacement
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import Ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.letters.person import Person
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.system.record import replace
from tests.conftest import BORN, ISSUED_AT

LATER = ISSUED_AT + timedelta(days=2)
UNKNOWN = Code("12345678901244")
MONTHS_LATER = ISSUED_AT + timedelta(days=90)
BARCODE = Barcode("123456789012")
IssueDrafts = Callable[..., tuple[Batch, list[Letter]]]


@pytest.fixture
def issue_drafts(ledger: Ledger, sender: Sender) -> IssueDrafts:
    def run(
        *drafts: Draft, at: object = ISSUED_AT, replaced: Replacement | None = None
    ) -> tuple[Batch, list[Letter]]:
        batch, letters = ledger.issue(Drafts(drafts), sender, "dl", at, 28, replaced=replaced)  # type: ignore[arg-type]
        return batch, list(letters)

    return run


def test_people_are_found_by_number_or_birth_with_what_became_of_their_letters(
    ledger: Ledger, issue_drafts: IssueDrafts, drafted: Callable[..., Draft]
) -> None:
    numbered = drafted("Ann Hart", date_of_birth=BORN)
    alone = drafted("Ann Hart", "HLI", prison_number=None, date_of_birth=BORN)
    batch, (one, other) = issue_drafts(numbered, alone)
    ledger.check(one.code, ISSUED_AT)
    found, born = ledger.correspondence, BORN.isoformat()
    first = Written(
        *(one.code, "Ann Hart", "A1001XY", born, "LEI", "HMP Leeds", ISSUED_AT, batch.expires_at),
        is_cancelled=False,
        is_checked=True,
        batch_id=batch.id,
        event=1,
    )
    its = {"prison_number": None, "prison": "HLI", "prison_name": alone.prison_name}
    second = replace(first, code=other.code, is_checked=False, **its)
    assert list(found.find_by_number(["A1001XY", "A9999ZZ"])) == [first]
    assert list(found.find_by_code([UNKNOWN, other.code])) == [second]
    both = found.find_by_birth([born, "1981-01-01"], unnumbered=False)
    assert sorted(both, key=lambda each: each.prison_number or "~") == [first, second]
    assert list(found.find_by_birth([born], unnumbered=True)) == [second]
    with ledger.snapshot():
        assert list(found.list_traces()) == [
            Trace(one.code, "Ann Hart", "A1001XY", "C/1201/JE"),
            Trace(other.code, "Ann Hart", None, "C/1201/JE"),
        ]
    counted = [found.count_before(each) for each in (ISSUED_AT, LATER)]
    assert counted == [0, 2]
    ledger.purge(clock.uk_date(MONTHS_LATER), MONTHS_LATER)
    assert list(found.find_by_number(["A1001XY"])) == []
    assert found.count_before(LATER) == 0


def test_a_letter_whose_event_was_changed_by_hand_is_found_too(
    ledger: Ledger, issue_drafts: IssueDrafts, drafted: Callable[..., Draft]
) -> None:
    _, (letter,) = issue_drafts(drafted())
    ledger._database.execute("UPDATE events SET kind = 'printed'")
    (found,) = ledger.correspondence.find_by_code([letter.code])
    assert (found.code, found.event) == (letter.code, 0)


@pytest.mark.parametrize(
    ("is_cancelled", "is_checked", "after", "good"),
    [
        (False, False, 0, True),
        (True, False, 0, False),
        (False, True, 0, False),
        (False, False, 1, False),
    ],
)
def test_a_letter_is_good_until_it_is_cancelled_checked_or_out_of_date(
    is_cancelled: bool, is_checked: bool, after: int, good: bool
) -> None:
    state = (is_cancelled, is_checked)
    letter = Written(UNKNOWN, "Ann Hart", None, None, "LEI", "HMP Leeds", ISSUED_AT, LATER, *state)
    assert letter.is_good(LATER + timedelta(seconds=after)) is good


def test_very_many_people_are_asked_for_in_parts(
    ledger: Ledger,
    issue_drafts: IssueDrafts,
    drafted: Callable[..., Draft],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issue_drafts(drafted())
    asked: list[int] = []
    write = statements.write_find_written

    def note(condition: str, number: int) -> str:
        asked.append(number)
        return write(condition, number)

    monkeypatch.setattr(statements, "write_find_written", note)
    numbers = [f"A{number:04}XY" for number in range(1_201)]
    assert [each.name for each in ledger.correspondence.find_by_number(numbers)] == [
        "Tarquin Oddwell"
    ]
    assert asked == [500, 500, 201]


def test_what_is_replaced_is_cancelled_with_the_batch_and_the_chain_holds(
    ledger: Ledger, issue_drafts: IssueDrafts, drafted: Callable[..., Draft]
) -> None:
    first, old = issue_drafts(*(drafted(f"Ann {each}") for each in "abc"))
    ledger.check(old[1].code, ISSUED_AT)
    replaced = Replacement(tuple(each.code for each in old))
    second, (new,) = issue_drafts(drafted("Ann a"), at=LATER, replaced=replaced)
    assert replaced.done == (old[0].code, old[2].code)
    assert ledger.audit().faults == ()
    verdicts = [ledger.peek(each.code, LATER).verdict for each in (*old, new)]
    assert verdicts == [Verdict.CANCELLED, Verdict.DUPLICATE, Verdict.CANCELLED, Verdict.READY]
    entry = ledger.find_letter(old[0].code)
    assert entry
    assert entry.cancellation
    assert entry.cancellation.reason == f"replaced by {second.id}"
    with ledger.snapshot():
        *_, issued, one, two = ledger.read_log(Selection())
    assert (issued.batch_id, one.code, two.code) == (second.id, old[0].code, old[2].code)
    assert one.batch_id == first.id
    summary = ledger.find_batch(first.id)
    assert summary
    assert summary.cancelled == 2


def test_one_that_was_checked_is_cancelled_if_that_is_asked_for_and_none_twice(
    ledger: Ledger, issue_drafts: IssueDrafts, drafted: Callable[..., Draft]
) -> None:
    _, (old,) = issue_drafts(drafted())
    ledger.check(old.code, ISSUED_AT)
    for done in ((old.code,), ()):
        replaced = Replacement((old.code,), checked_too=True)
        issue_drafts(drafted(), at=LATER, replaced=replaced)
        assert replaced.done == done
    assert ledger.audit().faults == ()


def test_a_barcode_goes_over_to_what_replaces_its_letter_and_to_nothing_else(
    ledger: Ledger, issue_drafts: IssueDrafts, drafted: Callable[..., Draft]
) -> None:
    _, (old,) = issue_drafts(drafted(barcode=BARCODE))
    with pytest.raises(BarcodeUsedError):
        issue_drafts(drafted(barcode=BARCODE), at=LATER)
    _, (new,) = issue_drafts(drafted(barcode=BARCODE), at=LATER, replaced=Replacement((old.code,)))
    assert ledger.find_barcodes([BARCODE]) == {BARCODE: new.code}


def test_if_the_new_batch_is_not_recorded_nothing_is_cancelled(
    ledger: Ledger,
    issue_drafts: IssueDrafts,
    drafted: Callable[..., Draft],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, (one, other) = issue_drafts(drafted(), drafted())
    cancelled = "UPDATE letters SET cancelled = :event WHERE code = :nothing"
    monkeypatch.setattr("prisonmail.ledger.database.statements.CANCEL_LETTER", cancelled)
    with pytest.raises(Exception, match=r"."):
        issue_drafts(drafted(), at=LATER, replaced=Replacement((one.code, other.code)))
    assert ledger.count_batches() == 1
    assert ledger.peek(one.code, LATER).verdict == Verdict.READY
    assert ledger.audit().faults == ()


def test_batches_to_chase_are_old_and_have_a_letter_that_nobody_checked(
    ledger: Ledger, issue_drafts: IssueDrafts, drafted: Callable[..., Draft]
) -> None:
    first, (one, other) = issue_drafts(drafted(), drafted())
    second, _ = issue_drafts(drafted(), at=LATER)
    to_chase = ledger.correspondence.list_batches_to_chase
    assert to_chase(ISSUED_AT) == []
    assert to_chase(LATER) == [first.id]
    assert to_chase(MONTHS_LATER) == [first.id, second.id]
    ledger.check(one.code, LATER)
    assert to_chase(LATER) == [first.id]
    entry = ledger.find_letter(other.code)
    assert entry
    ledger.cancel_letter(entry, "lost", LATER)
    assert to_chase(LATER) == []


def test_a_purge_reaches_the_address_book_but_for_people_whose_letters_are_kept(
    ledger: Ledger, issue_drafts: IssueDrafts, drafted: Callable[..., Draft]
) -> None:
    issue_drafts(drafted(prison_number="A1001XY"))
    issue_drafts(drafted(prison_number="A1002XY"), at=MONTHS_LATER)
    born = drafted("Ann Hart", prison_number=None, date_of_birth=BORN)
    issue_drafts(born, at=MONTHS_LATER)
    people = [
        Person("Tarquin Oddwell", "LEI", "A1001XY"),
        Person("Tarquin Oddwell", "LEI", "A1002XY"),
        Person("Ann Hart", "LEI", date_of_birth=BORN),
        Person("Ben Hart", "LEI", date_of_birth=BORN),
    ]
    book = ledger.address_book
    book.put(people, ISSUED_AT)
    book.put([Person("Cy Hart", "LEI", "A1003XY")], MONTHS_LATER)
    ledger.purge(clock.uk_date(MONTHS_LATER), MONTHS_LATER)
    left = [(each.person.name, each.person.prison_number) for each in book.list_entries()]
    assert left == [("Ann Hart", None), ("Cy Hart", "A1003XY"), ("Tarquin Oddwell", "A1002XY")]
    assert ledger.audit().faults == ()
