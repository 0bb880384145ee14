"""Barcodes of HMPPS in the ledger: each stands on one letter that is not cancelled."""

import threading
from collections.abc import Callable
from datetime import date

import pytest

from prisonmail.codes import add_check_digits
from prisonmail.ledger.database import statements
from prisonmail.ledger.issued.barcodes import BarcodeUsedError
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from tests.conftest import ISSUED_AT

ONE, OTHER, THIRD = (Barcode(each * 12) for each in "123")
IssueBarcodes = Callable[..., tuple[Batch, tuple[Letter, ...]]]
LATER = clock.end_of_day(date(2027, 3, 1))


@pytest.fixture
def issue_barcodes(drafted: Callable[..., Draft], sender: Sender) -> IssueBarcodes:
    """Issues a batch of a letter for each barcode."""

    def run(ledger: Ledger, *barcodes: Barcode | None) -> tuple[Batch, tuple[Letter, ...]]:
        drafts = Drafts(drafted(barcode=barcode) for barcode in barcodes)
        batch, letters = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28)
        return batch, tuple(letters)

    return run


def test_a_letter_keeps_its_barcode(ledger: Ledger, issue_barcodes: IssueBarcodes) -> None:
    batch, letters = issue_barcodes(ledger, ONE, None, OTHER)
    assert [each.draft.barcode for each in letters] == [ONE, None, OTHER]
    assert tuple(ledger.read_letters(batch.id)) == letters
    found = ledger.find_letter(letters[0].code)
    assert found
    assert (found.barcode, found.letter) == (ONE, letters[0])
    assert ledger.find_barcodes([OTHER, ONE, THIRD]) == {
        ONE: letters[0].code,
        OTHER: letters[2].code,
    }
    assert ledger.audit().faults == ()


def test_twelve_digits_stand_for_the_code_that_they_begin_or_else_for_a_barcode(
    ledger: Ledger, issue_barcodes: IssueBarcodes
) -> None:
    _, (plain, marked) = issue_barcodes(ledger, None, ONE)
    assert ledger.find_code(Barcode(plain.code[:12])) == plain.code
    assert ledger.find_code(ONE) == marked.code
    assert ledger.find_code(THIRD) == add_check_digits(int(THIRD))


def test_a_barcode_on_a_letter_that_is_not_cancelled_is_refused(
    ledger: Ledger, issue_barcodes: IssueBarcodes
) -> None:
    _, (first,) = issue_barcodes(ledger, ONE)
    with pytest.raises(BarcodeUsedError) as refused:
        issue_barcodes(ledger, THIRD, ONE)
    assert refused.value.code == str(refused.value) == first.code
    assert ledger.count_batches() == 1
    assert ledger.find_barcodes([THIRD]) == {}
    entry = ledger.find_letter(first.code)
    assert entry
    ledger.cancel_letter(entry, "spoiled", ISSUED_AT)
    _, again = issue_barcodes(ledger, THIRD, ONE)
    assert ledger.find_barcodes([ONE]) == {ONE: again[1].code}
    assert ledger.audit().faults == ()


def test_only_who_issues_barcodes_waits_for_others_that_do(
    ledger: Ledger, issue_barcodes: IssueBarcodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed: list[str] = []
    monkeypatch.setattr(ledger._database, "claim", claimed.append)
    issue_barcodes(ledger, None, None)
    assert claimed == []
    issue_barcodes(ledger, None, ONE)
    issue_barcodes(ledger, OTHER)
    assert claimed == ["barcodes of HMPPS"] * 2


def test_many_barcodes_are_looked_up_in_parts(
    ledger: Ledger, issue_barcodes: IssueBarcodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Barcode(f"{number:012d}") for number in range(1_201)]
    _, letters = issue_barcodes(ledger, *many)
    asked: list[int] = []
    write = statements.write_find_barcodes

    def note(number: int) -> str:
        asked.append(number)
        return write(number)

    monkeypatch.setattr(statements, "write_find_barcodes", note)
    assert ledger.find_barcodes(many) == {each.draft.barcode: each.code for each in letters}
    assert asked == [500, 500, 201]


def test_a_barcode_that_was_changed_by_hand_is_found(
    ledger: Ledger, issue_barcodes: IssueBarcodes
) -> None:
    issue_barcodes(ledger, ONE, None)
    for value, where in ((OTHER, ONE), (None, OTHER)):
        its = {"value": value, "where": where}
        ledger._database.execute(
            "UPDATE recipients SET barcode = :value WHERE barcode = :where", its
        )
        assert "a recipient was changed" in ledger.audit().faults[0]
    ledger._database.execute("UPDATE recipients SET barcode = :value", {"value": ONE})
    assert "a recipient was changed" in ledger.audit().faults[0]


def test_a_purge_erases_barcodes_too(ledger: Ledger, issue_barcodes: IssueBarcodes) -> None:
    _, (letter,) = issue_barcodes(ledger, ONE)
    ledger.purge(date(2027, 2, 1), LATER)
    found = ledger.find_letter(letter.code)
    assert found
    assert (found.name, found.barcode) == (None, None)
    assert ledger.find_barcodes([ONE]) == {}
    assert ledger.audit().faults == ()


def test_of_two_desks_that_use_one_barcode_at_once_one_is_refused(
    place: str, ledger: Ledger, issue_barcodes: IssueBarcodes
) -> None:
    begin, refused = threading.Barrier(2), []

    def issue(number: int) -> None:
        with open_ledger(place) as opened:
            begin.wait()
            try:
                issue_barcodes(opened, Barcode(f"{number:012d}"), ONE)
            except BarcodeUsedError as error:
                refused.append(error.code)

    desks = [threading.Thread(target=issue, args=(number,)) for number in (1, 2)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert refused == [*ledger.find_barcodes([ONE]).values()]
    assert ledger.count_batches() == 1
