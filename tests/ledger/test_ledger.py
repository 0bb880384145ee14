"""What every ledger does, on SQLite and on PostgreSQL."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.errors import InputMissing
from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database import database
from prisonmail.ledger.log import Selection
from prisonmail.ledger.records import Happening, IssuedLetter, Summary
from prisonmail.ledger.store import Ledger
from prisonmail.ledger.verdicts import Cancellation, CodeState, FirstCheck, Verdict
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Batch, Draft, Enclosure
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from prisonmail.system.record import replace
from prisonmail.use_cases.verify import Checker, open_desk
from tests.conftest import BORN
from tests.conftest import ISSUED_AT as AT
from tests.ledger.conftest import Issue

UNKNOWN = Code("12345678901244")
BELL = "jane.bell@greenstonechambers.co.uk.cjsm.net"


def test_what_is_issued_is_read_back_as_it_was(ledger: Ledger, issue: Issue) -> None:
    batch, letters = issue(3, list_digest="d1", printing='{"offset": [1, 2]}', random_check=7)
    summary = ledger.find_batch(batch.id)
    assert summary
    assert summary.batch == batch
    assert tuple(ledger.read_letters(batch.id)) == letters
    entry = ledger.find_letter(letters[1].code)
    assert entry
    assert (entry.batch_id, entry.letter) == (batch.id, letters[1])
    assert ledger.find_letter(UNKNOWN) is None
    assert len({letter.code for letter in letters}) == 3


def test_what_nobody_asks_for_is_not_issued(
    ledger: Ledger, drafted: Callable[..., Draft], sender: Sender
) -> None:
    batch, _ = ledger.issue(Drafts([drafted()]), sender, "dl", AT, 28)
    assert batch == Batch(batch.id, AT, clock.expiry(AT, 28), sender, "dl", 1)
    with ledger.snapshot():
        (row,) = ledger.read_table("batches")
    assert (row["list_digest"], row["printing"], row["order_key"]) == ("", "", None)


def test_all_that_was_issued_and_became_of_it_is_read_back(
    ledger: Ledger, drafted: Callable[..., Draft], sender: Sender
) -> None:
    own = replace(
        drafted("Ann Hart", barcode=Barcode("123456789012"), signatory="jb"),
        date_of_birth=BORN,
        columns={"hearing": "12 March"},
        enclosures=(Enclosure("/lists/hart.pdf", 3, "d1"), Enclosure("/lists/form.pdf", 1, "d2")),
    )
    ben = drafted("Ben Hart", prison_number=None, date_of_birth=BORN, reference="")
    plain = replace(ben, line=3)
    bell = replace(sender, name="Jane Bell", cjsm_address=BELL, telephone="0113 496 0001")
    batch, (letter, other) = ledger.issue(
        Drafts([own, plain]),
        *(sender, "dl", AT, 28),
        printing='{"offset": [1, 2]}',
        random_check=7,
        signatories={"jb": bell},
    )
    later = AT + timedelta(days=1)
    ledger.record_print(batch.id, later)
    ledger.check(letter.code, later, "HMP Leeds", "A. Patel", draw=lambda: 6)
    first = ledger.find_letter(letter.code)
    assert first
    ledger.cancel_letter(first, "wrong enclosure", later)
    expected = IssuedLetter(
        code=letter.code,
        batch_id=batch.id,
        sheet=1,
        line=2,
        marking="Prison Rule 39",
        prison="LEI",
        prison_name="HMP Leeds",
        address=own.address,
        organisation=sender.organisation,
        cjsm_address=BELL,
        telephone=bell.telephone,
        issued_at=AT,
        expires_at=clock.expiry(AT, 28),
        random_check=7,
        first_check=FirstCheck(later, "HMP Leeds", "A. Patel", Verdict.RANDOM_CHECK),
        cancellation=Cancellation(later, "wrong enclosure"),
        name="Ann Hart",
        prison_number="A1001XY",
        date_of_birth=BORN,
        reference="C/1201/JE",
        columns=own.columns,
        enclosures=own.enclosures,
        barcode=own.barcode,
        signatory="jb",
        signed_by=bell,
    )
    beside = replace(
        expected,
        code=other.code,
        sheet=2,
        line=3,
        cjsm_address=sender.cjsm_address,
        telephone=sender.telephone,
        first_check=None,
        cancellation=None,
        name="Ben Hart",
        prison_number=None,
        reference="",
        columns={},
        enclosures=(),
        barcode=None,
        signatory="",
        signed_by=None,
    )
    assert list(ledger.read_issued(batch.id)) == [expected, beside]
    assert [ledger.find_letter(each.code) for each in (letter, other)] == [expected, beside]
    assert [ledger.find_entry(each.code) for each in (letter, other)] == [expected, beside]
    assert ledger.find_entry(UNKNOWN) is None
    assert list(ledger.read_letters(batch.id)) == [letter, other]
    assert (letter.draft, other.draft) == (own, plain)
    assert expected.state == CodeState(
        expected.expires_at, expected.first_check, expected.cancellation, 7, "LEI"
    )
    assert ledger.find_batch(batch.id) == Summary(batch, 1, 1, later, 0)
    assert batch == Batch(
        *(batch.id, AT, clock.expiry(AT, 28), sender, "dl", 2),
        printing='{"offset": [1, 2]}',
        random_check=7,
        signatories={"jb": bell},
    )


def test_all_that_happened_is_told_as_it_was(ledger: Ledger, issue: Issue) -> None:
    batch, (letter,) = issue()
    at_work = ledger.name_operator("C. Clerk")
    machine = find_operator("C. Clerk").machine
    later = AT + timedelta(hours=1)
    at_work.check(letter.code, later, "HMP Leeds", "A. Patel")
    assert at_work.record_mistyped("12", later, "HMP Hull", "B. New") == 3
    at_work.record_print(batch.id, later, letter.code)
    at_work.record_reprint(batch.id, later, letter.code)
    at_work.cancel_batch(batch.id, "wrong list", later)
    at_work.record_change(EventKind.PURGED, "until 1 May", later, "2026-05-01")
    at_work.record_change(EventKind.BACKED_UP, "copy", later)

    def happened(number: int, kind: EventKind, code: Code | None, **more: str) -> Happening:
        said: dict[str, Any] = {"detail": "", "location": None, "by": None, "remark": None}
        who = {"operator": "C. Clerk", "machine": machine}
        return Happening(number=number, kind=kind, at=later, code=code, **said | who | more)

    its = {"batch_id": batch.id}
    checked = happened(
        2, EventKind.CHECKED, letter.code, detail="ready", location="HMP Leeds", by="A. Patel"
    )
    of_batch = [
        happened(4, EventKind.PRINTED, letter.code, **its),
        happened(5, EventKind.REPRINT, letter.code, **its),
        happened(6, EventKind.CANCELLED, None, remark="wrong list", **its),
    ]
    said = {"detail": "mistyped", "remark": "12", "location": "HMP Hull", "by": "B. New"}
    mistyped = happened(3, EventKind.CHECKED, None, **said)
    of_all = [
        happened(7, EventKind.PURGED, None, detail="2026-05-01", remark="until 1 May"),
        happened(8, EventKind.BACKED_UP, None, remark="copy"),
    ]
    assert ledger.list_happenings(batch.id, letter.code)[1:] == [checked, *of_batch]
    with ledger.snapshot():
        log = list(ledger.read_log(Selection()))
        newest = list(ledger.read_log(Selection(), 2))
    assert log[1:] == [replace(checked, batch_id=batch.id), mistyped, *of_batch, *of_all]
    assert newest == of_all
    assert ledger.count_guesses(later) == 1
    assert ledger.count_guesses(later + timedelta(seconds=1)) == 0


def test_a_long_batch_is_read_in_sheet_order(ledger: Ledger, issue: Issue) -> None:
    batch, letters = issue(12_000)
    assert [letter.sheet for letter in ledger.read_letters(batch.id)] == list(range(1, 12_001))
    assert ledger.audit().faults == ()
    assert len({letter.code for letter in letters}) == 12_000


def test_a_batch_is_read_page_by_page_with_what_became_of_each_letter(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PAGE", 2)
    batch, letters = issue(5)
    for letter in letters[::3]:
        ledger.check(letter.code, AT, "HMP Leeds")
    last = ledger.find_letter(letters[-1].code)
    assert last
    ledger.cancel_letter(last, "wrong enclosure", AT)
    found = list(ledger.read_issued(batch.id))
    assert [each.letter for each in found] == list(letters)
    assert found == [ledger.find_letter(each.code) for each in letters]
    assert [each.first_check is not None for each in found] == [True, False, False, True, False]


def test_a_code_that_is_taken_is_drawn_again(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (first,) = issue(1)
    fresh = codes.add_check_digits(int(UNKNOWN[:12]))
    drawn = iter([[first.code], [fresh]])
    monkeypatch.setattr(codes, "mint", lambda number: next(drawn))
    _, (second,) = issue(1)
    assert second.code == fresh
    assert ledger.audit().faults == ()


def test_the_name_of_a_batch_that_is_taken_is_drawn_again(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(["20261121-AAAA", "20261121-AAAA", "20261121-BBBB"])
    monkeypatch.setattr("prisonmail.ledger.issued.issuing.draw_batch_id", lambda at: next(names))
    assert issue()[0].id == "20261121-AAAA"
    assert issue()[0].id == "20261121-BBBB"


def test_only_the_first_check_is_ready(ledger: Ledger, issue: Issue) -> None:
    _, (letter,) = issue()
    later = AT + timedelta(days=3)
    assert ledger.peek(letter.code, later).verdict == Verdict.READY
    assert ledger.check(letter.code, later, "HMP Leeds", "A. Patel").verdict == Verdict.READY
    again = ledger.check(letter.code, later + timedelta(hours=1), "HMP Hull")
    assert again.verdict == Verdict.DUPLICATE
    assert again.entry
    assert again.entry.first_check
    assert (again.entry.first_check.at, again.entry.first_check.location) == (later, "HMP Leeds")
    assert again.entry.first_check.by == "A. Patel"


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        (datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC), Verdict.READY),
        (datetime(2026, 12, 20, 0, 0, 0, tzinfo=UTC), Verdict.EXPIRED),
    ],
)
def test_a_code_is_good_to_the_end_of_its_last_uk_day(
    ledger: Ledger, issue: Issue, moment: datetime, answer: Verdict
) -> None:
    _, (letter,) = issue()
    assert ledger.check(letter.code, moment).verdict is answer
    again = ledger.check(letter.code, moment)
    assert again.verdict == Verdict.DUPLICATE
    assert again.entry
    assert again.entry.first_check == FirstCheck(moment, None, None, answer)


def test_a_letter_is_good_in_its_own_prison_alone(ledger: Ledger, issue: Issue) -> None:
    _, (letter,) = issue()
    for prison, answer in (("HLI", Verdict.WRONG_PRISON), ("LEI", Verdict.READY)):
        assert ledger.peek(letter.code, AT, prison).verdict is answer
        assert ledger.check(letter.code, AT, at_prison=prison).verdict is answer
    _, (other,) = issue()
    ledger.policies.set(Policy.PRISON, "HLI", AT)
    assert ledger.peek(other.code, AT).verdict == Verdict.WRONG_PRISON


def test_a_code_that_was_not_issued_is_recorded(ledger: Ledger) -> None:
    assert ledger.check(UNKNOWN, AT).verdict == Verdict.NOT_ISSUED
    assert [each.detail for each in ledger.list_happenings("", UNKNOWN)] == ["not-issued"]
    assert ledger.audit().faults == ()


@pytest.mark.parametrize(
    ("percent", "draw", "answer"),
    [(10, 9, Verdict.RANDOM_CHECK), (10, 10, Verdict.READY), (0, 0, Verdict.READY)],
)
def test_a_random_check_uses_the_code_up(
    ledger: Ledger, issue: Issue, percent: int, draw: int, answer: Verdict
) -> None:
    _, (letter,) = issue(random_check=percent)
    assert ledger.peek(letter.code, AT).verdict == Verdict.READY
    assert ledger.check(letter.code, AT, draw=lambda: draw).verdict is answer
    assert ledger.check(letter.code, AT, draw=lambda: draw).verdict == Verdict.DUPLICATE


def test_more_checks_are_recorded_before_and_after_the_first(ledger: Ledger, issue: Issue) -> None:
    _, (fresh, used) = issue(2)
    ledger.check(used.code, AT)
    for letter in (fresh, used):
        assert ledger.check(letter.code, AT, more_checks=True).verdict == Verdict.MORE_CHECKS
        assert ledger.check(letter.code, AT).verdict == Verdict.DUPLICATE
    assert ledger.check(UNKNOWN, AT, more_checks=True).verdict == Verdict.NOT_ISSUED
    assert ledger.audit().faults == ()


def test_a_cancelled_letter_is_never_ready(ledger: Ledger, issue: Issue) -> None:
    batch, letters = issue(3)
    first = ledger.find_letter(letters[0].code)
    assert first
    assert ledger.cancel_letter(first, "wrong enclosure", AT) == 1
    assert ledger.cancel_batch(batch.id, "wrong list", AT) == 2
    answers = [ledger.check(letter.code, AT) for letter in letters]
    assert {answer.verdict for answer in answers} == {Verdict.CANCELLED}
    reasons = [a.entry.cancellation.reason for a in answers if a.entry and a.entry.cancellation]
    assert reasons == ["wrong enclosure", "wrong list", "wrong list"]
    summary = ledger.find_batch(batch.id)
    assert summary
    assert (summary.cancelled, summary.checked) == (3, 0)
    assert ledger.audit().faults == ()


def test_a_batch_has_no_paper_until_that_is_recorded(ledger: Ledger, issue: Issue) -> None:
    batch, (letter,) = issue()
    assert ledger.audit().without_paper == (batch.id,)
    ledger.record_print(batch.id, AT, letter.code)
    assert ledger.list_batches(5)[0].printed_at is None
    ledger.record_reprint(batch.id, AT)
    ledger.record_print(batch.id, AT)
    assert ledger.list_batches(5)[0].printed_at == AT
    assert ledger.audit().without_paper == ()
    kinds = [each.kind for each in ledger.list_happenings(batch.id, letter.code)]
    assert kinds == [EventKind.ISSUED, EventKind.PRINTED, EventKind.REPRINT, EventKind.PRINTED]


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), True),  # 1 July, 00:00 in the UK
        (datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_list_is_known_again_on_the_same_uk_day(
    ledger: Ledger, issue: Issue, moment: datetime, found: bool
) -> None:
    batch, _ = issue(at=moment, list_digest="abc")
    day = clock.uk_date(datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert ledger.find_batch_of_list("abc", day) == (batch.id if found else None)
    assert ledger.find_batch_of_list("abd", day) is None


def test_a_ledger_tells_its_id_and_what_this_machine_saw_of_it_last(
    ledger: Ledger, issue: Issue
) -> None:
    (row,) = ledger._database.fetch_all("SELECT id FROM ledger")
    assert ledger.recall() == (row["id"], None)
    issue()
    its_id, seen = ledger.recall()
    assert its_id == row["id"]
    assert seen
    assert seen.head == ledger.audit().head
    ledger._database.execute("UPDATE ledger SET id = 'another'")
    with pytest.raises(InputMissing, match=r"The id of the ledger .+ was changed by hand"):
        ledger.recall()


def test_a_mailroom_is_answered_within_20_ms(place: str, issue: Issue) -> None:
    _, letters = issue(2_000)
    took = []
    with open_desk(place, Checker("HMP Leeds")) as desk:
        for letter in letters[::40]:
            start = time.perf_counter()
            desk.answer(letter.code, AT)
            took.append(time.perf_counter() - start)
    assert min(took) < 0.020  # the quickest, because others use the machine too


def test_text_that_no_database_takes_is_made_plain(ledger: Ledger) -> None:
    ledger.record_mistyped("12\x0034\udcff\x1b[2J" + "x" * 900, AT, "Leeds\x00", None)
    assert ledger.audit().faults == ()
