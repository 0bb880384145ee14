"""Every field that a ledger is given comes back as it was, and nothing else does."""

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database import database
from prisonmail.ledger.issued import issuing
from prisonmail.ledger.issued.issuing import AlreadyIssuedError
from prisonmail.ledger.records import Happening
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Cancellation, FirstCheck, Verdict
from prisonmail.letters.letter import Draft, Enclosure
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system.operators import find_operator
from prisonmail.system.packed_sequence import Packed
from prisonmail.system.record import replace
from prisonmail.use_cases.keeping import ledger_copies
from tests.conftest import BORN, SENDER
from tests.conftest import ISSUED_AT as AT
from tests.ledger.attacker import Attacker
from tests.ledger.conftest import Issue

UNKNOWN = Code("12345678901244")
NOON, ONE, TWO = (AT + timedelta(hours=hours) for hours in range(3))


@pytest.fixture
def drafts(drafted: Callable[..., Draft]) -> Drafts:
    """Three letters, of which the first has all that a letter can have."""
    more = {"date_of_birth": BORN, "prison_number": None, "reference": ""}
    first = replace(
        drafted("Łukasz “Quill” O'Fennimore", **more),
        columns={"hearing": "12 März"},
        enclosures=tuple(Enclosure(f"/lists/{each}.pdf", 3, each * 64) for each in "ab"),
    )
    return Drafts([first, drafted("Tarquin Oddwell"), drafted("Kai Penhallow")])


def test_a_letter_and_its_batch_have_what_was_given(
    ledger: Ledger, drafts: Drafts, sender: Sender
) -> None:
    given = tuple(drafts)
    batch, letters = ledger.issue(
        drafts, sender, "c5", AT, 7, "a digest", '{"offset": 1}', random_check=9
    )
    assert batch == replace(
        batch,
        issued_at=AT,
        expires_at=datetime(2026, 11, 28, 23, 59, 59, tzinfo=UTC),
        sender=SENDER,
        envelope="c5",
        size=3,
        printing='{"offset": 1}',
        random_check=9,
    )
    summary = ledger.find_batch(batch.id)
    assert summary
    assert (summary.batch, summary.checked, summary.cancelled) == (batch, 0, 0)
    assert ledger.find_batch_of_list("a digest", AT.date()) == batch.id
    for sheet, (letter, entry, draft) in enumerate(
        zip(letters, ledger.read_issued(batch.id), given, strict=True), start=1
    ):
        assert (letter.draft, letter.sheet) == (draft, sheet)
        assert (entry.letter, entry.batch_id, entry.random_check) == (letter, batch.id, 9)
        assert (entry.issued_at, entry.expires_at) == (AT, batch.expires_at)
        assert (entry.organisation, entry.cjsm_address) == (
            SENDER.organisation,
            SENDER.cjsm_address,
        )
        assert (entry.first_check, entry.cancellation) == (None, None)
        assert ledger.find_letter(letter.code) == entry


def test_what_is_not_given_is_empty(ledger: Ledger, drafts: Drafts, sender: Sender) -> None:
    batch, (letter, *_) = ledger.issue(drafts, sender, "dl", AT, 28)
    assert (batch.printing, batch.random_check) == ("", 0)
    assert ledger.find_batch_of_list("", AT.date()) == batch.id
    again, _ = ledger.issue(drafts, sender, "dl", AT, 28)
    assert again.id != batch.id
    ledger.check(letter.code, NOON)
    ledger.record_mistyped("12", NOON, None, None)
    entry = ledger.find_letter(letter.code)
    assert entry
    assert entry.first_check == FirstCheck(NOON, None, None, Verdict.READY)


def test_all_that_happened_is_told_with_when_where_by_whom_and_why(
    ledger: Ledger, issue: Issue
) -> None:
    batch, (one, other) = issue(2)
    ledger.record_print(batch.id, NOON)
    ledger.record_reprint(batch.id, ONE, one.code)
    ledger.record_print(batch.id, ONE, one.code)
    ledger.check(one.code, ONE, "HMP Leeds", "A. Patel")
    ledger.check(other.code, TWO, "HMP Hull")
    found = ledger.find_letter(one.code)
    assert found
    ledger.cancel_letter(found, "wrong enclosure", TWO)
    ledger.cancel_batch(batch.id, "wrong list", TWO)
    none, ready = (None, None, None, batch.id), Verdict.READY
    cancelled = EventKind.CANCELLED
    happened = [
        Happening(1, EventKind.ISSUED, AT, None, _detail(ledger, 1), *none),
        Happening(2, EventKind.PRINTED, NOON, None, "", *none),
        Happening(3, EventKind.REPRINT, ONE, one.code, "", *none),
        Happening(4, EventKind.PRINTED, ONE, one.code, "", *none),
        Happening(5, EventKind.CHECKED, ONE, one.code, ready, "HMP Leeds", "A. Patel", None),
        Happening(6, EventKind.CHECKED, TWO, other.code, ready, "HMP Hull", None, None),
        Happening(7, cancelled, TWO, one.code, "", None, None, "wrong enclosure", batch.id),
        Happening(8, cancelled, TWO, None, "", None, None, "wrong list", batch.id),
    ]
    us = find_operator()
    happened = [replace(each, operator=us.name, machine=us.machine) for each in happened]
    of_none = [each for each in happened if each.code is None]
    assert ledger.list_happenings(batch.id) == of_none
    for letter in (one, other):
        its = [each for each in happened if each.code in (None, letter.code)]
        assert ledger.list_happenings(batch.id, letter.code) == its
    assert ledger.list_happenings("another") == []
    entries = list(ledger.read_issued(batch.id))
    assert [each.first_check for each in entries] == [
        FirstCheck(ONE, "HMP Leeds", "A. Patel", ready),
        FirstCheck(TWO, "HMP Hull", None, ready),
    ]
    assert [each.cancellation for each in entries] == [
        Cancellation(TWO, "wrong enclosure"),
        Cancellation(TWO, "wrong list"),
    ]
    assert entries == [ledger.find_letter(letter.code) for letter in (one, other)]
    assert ledger.audit().without_paper == ()


def _detail(ledger: Ledger, number: int) -> str:
    row = ledger._database.fetch_one(
        "SELECT detail FROM events WHERE number = :number", {"number": number}
    )
    assert row
    return str(row["detail"])


def test_what_is_typed_is_kept_shortened_and_without_what_commands_a_terminal(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    batch, (letter,) = issue()
    long = "\x00\x1b[2J" + "Łx" * 150
    short = "[2J" + "Łx" * 98 + "Ł"
    assert len(short) == 200
    ledger.record_mistyped(f"1{long}", NOON, f"2{long}", f"3{long}")
    ledger.check(letter.code, NOON, f"4{long}", f"5{long}")
    ledger.cancel_batch(batch.id, f"6{long}", NOON)
    backup = Attacker(place).copy()
    ledger.check(UNKNOWN, NOON)
    Attacker(place).put_back(backup)
    ledger.accept_head(f"7{long}", NOON)
    kept = Attacker(place).fetch(
        "SELECT location, checked_by, remark FROM remarks WHERE event > 1 ORDER BY event"
    )
    assert kept == [
        tuple(number and f"{number}{short}"[:200] for number in numbers)
        for numbers in (("2", "3", "1"), ("4", "5", None), (None, None, "6"), (None, None, "7"))
    ]


def test_guesses_are_counted_since_a_moment(ledger: Ledger, issue: Issue) -> None:
    _, (letter,) = issue()
    ledger.check(letter.code, NOON)
    ledger.check(UNKNOWN, NOON)
    ledger.record_mistyped("12", ONE, None, None)
    found = [ledger.count_guesses(since) for since in (NOON, ONE, ONE + timedelta(seconds=1))]
    assert found == [2, 1, 0]


def test_the_newest_batches_are_listed_first_and_no_more_than_wanted(
    ledger: Ledger, issue: Issue
) -> None:
    assert (ledger.count_batches(), ledger.list_batches(5)) == (0, [])
    made = [issue(1, at)[0].id for at in (ONE, TWO, NOON)]
    assert ledger.count_batches() == 3
    assert [each.batch.id for each in ledger.list_batches(5)] == [made[1], made[0], made[2]]
    assert [each.batch.id for each in ledger.list_batches(2)] == [made[1], made[0]]
    assert ledger.find_batch("another") is None
    assert list(ledger.audit().without_paper) == [made[2], made[0], made[1]]


def test_batches_of_one_second_are_listed_as_they_were_issued(ledger: Ledger, issue: Issue) -> None:
    made = [issue(1, ONE)[0].id for _ in range(6)]
    assert [each.batch.id for each in ledger.list_batches(6)] == made[::-1]
    assert [each.batch.id for each in ledger.list_batches(2, 1)] == made[4:2:-1]
    assert list(ledger.audit().without_paper) == made


def test_of_a_hundred_draws_so_many_are_random_checks(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda above: above - 1)  # the highest draw
    for percent, verdict in ((99, Verdict.READY), (100, Verdict.RANDOM_CHECK)):
        _, (letter,) = issue(random_check=percent)
        assert ledger.check(letter.code, NOON).verdict is verdict


def test_an_answer_that_cannot_be_told_is_not_recorded(ledger: Ledger, issue: Issue) -> None:
    _, (letter,) = issue()
    told: list[object] = []

    def fail(check: object) -> None:
        told.append(check)
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        ledger.check(letter.code, NOON, prepare=fail)
    assert ledger.audit().head.number == 1
    found = ledger.check(letter.code, NOON, prepare=told.append)
    prepared = replace(found, event=None)  # it has no event before it is recorded
    assert told == [prepared, prepared]
    assert (found.verdict, found.event) == (Verdict.READY, 2)


def test_a_purge_erases_what_was_before_a_uk_day_and_tells_of_every_place(
    ledger: Ledger, issue: Issue
) -> None:
    summer = datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in the UK
    old, _ = issue(1, summer, list_digest="old")
    new, _ = issue(1, summer + timedelta(seconds=1), list_digest="new")
    ledger.record_mistyped("12", summer, None, None)
    ledger.record_mistyped("13", summer + timedelta(seconds=1), None, None)
    later = summer + timedelta(days=60)
    done = ledger.purge(date(2026, 7, 2), later)
    assert (done.letters, done.events, done.done) == (1, 2, True)
    assert len(done.rewritten) >= 2
    assert all(each.what and each.done and each.reason == "" for each in done.rewritten)
    assert [each.name for each in ledger.read_issued(old.id)] == [None]
    assert len(list(ledger.read_letters(new.id))) == 1
    day = date(2026, 7, 1)
    assert ledger.find_batch_of_list("old", day) is None
    assert ledger.find_batch_of_list("new", date(2026, 7, 2)) == new.id
    (event,) = ledger._database.fetch_all("SELECT * FROM events WHERE kind = 'purged'")
    assert (event["at"], event["detail"]) == (later.isoformat(), "2026-07-01T23:00:00+00:00")
    assert ledger.audit().faults == ()


def test_a_letter_that_is_good_to_the_last_second_is_not_erased(
    ledger: Ledger, issue: Issue
) -> None:
    batch, _ = issue()
    day = batch.expires_at.date() + timedelta(days=1)
    with pytest.raises(Exception, match="still good"):
        ledger.purge(day, batch.expires_at)
    assert ledger.purge(day, batch.expires_at + timedelta(seconds=1)).letters == 1


def test_a_list_is_issued_once_a_day_unless_it_is_wanted_again(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed: list[str] = []
    monkeypatch.setattr(ledger._database, "claim", claimed.append)
    first, _ = issue(2, list_digest="abc", once_on=AT.date())
    with pytest.raises(AlreadyIssuedError) as raised:
        issue(2, list_digest="abc", once_on=AT.date())
    assert raised.value.batch_id == str(raised.value) == first.id
    issue(2, list_digest="abd", once_on=AT.date())
    issue(2, list_digest="abc", once_on=AT.date() + timedelta(days=1))
    issue(2, list_digest="abc")
    assert ledger.count_batches() == 4
    assert claimed == ["abc", "abc", "abd", "abc"]  # only those wait for others of the same list


def test_a_batch_is_recorded_and_read_in_parts_of_any_size(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "_CHUNK", 2)
    monkeypatch.setattr(database, "PAGE", 3)
    told: list[tuple[str, int]] = []
    minted: list[int] = []
    mint = codes.mint

    def note(work: str, items: Iterable[Packed], total: int) -> Iterable[Packed]:
        told.append((work, total))
        return items

    def note_mint(number: int) -> list[Code]:
        minted.append(number)
        return mint(number)

    monkeypatch.setattr(codes, "mint", note_mint)
    for count in (1, 2, 3, 4, 7):
        batch, letters = issue(count, progress=note)
        assert told.pop() == ("Recording codes", count)
        for letter in letters:
            ledger.check(letter.code, NOON, str(letter.sheet))
        entries = list(ledger.read_issued(batch.id))
        assert [each.sheet for each in entries] == list(range(1, count + 1))
        assert [each.letter for each in entries] == list(letters)
        places = [each.first_check.location for each in entries if each.first_check]
        assert places == [str(sheet) for sheet in range(1, count + 1)]
        assert len({letter.code for letter in letters}) == count
    assert minted[-4:] == [2, 2, 2, 1]
    assert ledger.audit().faults == ()


def test_the_name_of_a_batch_is_the_uk_day_and_four_letters_that_cannot_be_misread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {issuing.draw_batch_id(datetime(2026, 6, 30, 23, tzinfo=UTC)) for _ in range(50)}
    assert len(names) > 45
    assert all(name.startswith("20260701-") and len(name) == 13 for name in names)
    assert not set("".join(name[9:] for name in names)) & set("01ILOU")
    monkeypatch.setattr(secrets, "choice", lambda letters: f"{len(letters)} {len(set(letters))} ")
    assert issuing.draw_batch_id(NOON) == "20261121-" + "30 30 " * 4  # each as likely as another


def test_twenty_draws_without_a_new_name_or_code_are_a_fault(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (letter,) = issue()
    drawn: list[int] = []

    def mint(count: int) -> list[Code]:
        drawn.append(count)
        return [letter.code]

    with monkeypatch.context() as stuck:
        stuck.setattr(codes, "mint", mint)
        with pytest.raises(RuntimeError, match=r"^no unused codes were found$"):
            issue()
    assert drawn == [1] * 20
    monkeypatch.setattr(issuing, "draw_batch_id", lambda at: ledger.list_batches(1)[0].batch.id)
    with pytest.raises(RuntimeError, match=r"^no unused name for the batch was found$"):
        issue()
    assert ledger.audit().head.number == 1


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_ledger_imported_to_the_place_of_another_goes_on(
    place: str, ledger: Ledger, issue: Issue, tmp_path: Path
) -> None:
    """The note of what was there is no longer true, and one of what is there now begins."""
    issue()
    ledger_copies.export_json(place, tmp_path / "all.jsonl", force=False)
    new = str(tmp_path / "new.sqlite3")
    with open_ledger(new, make=True) as other:
        for _ in range(3):
            other.record_mistyped("12", AT, None, None)
    Path(new).unlink()
    ledger_copies.import_json(tmp_path / "all.jsonl", new)
    with open_ledger(new) as copy:
        assert copy.audit().vouching.remarks == ()
        copy.record_mistyped("12", AT, None, None)
        assert copy.audit().faults == ()
