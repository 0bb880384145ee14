"""One person is erased from a ledger, and everybody else stays as they were sealed."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.codes import Code, format_code
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database.database import PAGE
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.letters.person import Person
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.keeping import ledger_copies
from tests.conftest import ISSUED_AT
from tests.ledger.attacker import Attacker
from tests.ledger.conftest import Issue
from tests.ledger.test_purging import _found_in_files

LATER = ISSUED_AT + timedelta(days=60)
OLD = Path(__file__).parent.parent


def test_one_person_is_gone_and_the_rest_is_as_it_was_sealed(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    batch, (one, two, three) = issue(3, list_digest="abc", order_key="an order")
    ledger.check(two.code, ISSUED_AT, "HMP Hull desk", "A. Patel")
    ledger.check(three.code, ISSUED_AT, "HMP Leeds", "B. Jones")
    assert all(each.done for each in ledger.erasing.erase([two.code], [], LATER))
    assert _tell(ledger) == []
    names = {each.code: each.name for each in ledger.read_issued(batch.id)}
    assert [bool(names[each]) for each in (one.code, two.code, three.code)] == [True, False, True]
    assert ledger.check(two.code, LATER, "HMP Hull").verdict == Verdict.DUPLICATE
    with ledger.snapshot():
        happened = list(ledger.read_log(Selection(code=two.code)))
    assert [(each.kind, each.erased) for each in happened] == [
        (EventKind.CHECKED, True),
        (EventKind.ERASED, False),
        (EventKind.CHECKED, False),
    ]
    ledger.erasing.erase([one.code], [], LATER)
    assert _tell(ledger) == []
    ledger.purge(LATER.date(), LATER)
    assert _tell(ledger) == []


def _tell(ledger: Ledger) -> list[str]:
    found = ledger.audit()
    return [*found.faults, *found.vouching.remarks]


def test_people_beyond_the_first_page_of_a_batch_stay_sealed(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    _, letters = issue(PAGE + 2)
    ledger.erasing.erase([letters[0].code], [], LATER)
    assert ledger.audit().faults == ()
    Attacker(place).run("UPDATE recipients SET name = 'X' WHERE sheet > 2000")
    (fault,) = ledger.audit().faults
    assert "a recipient was changed" in fault


def test_nothing_of_the_person_is_left_in_the_files(
    place: str, ledger: Ledger, drafted: Callable[..., Draft], sender: Sender
) -> None:
    drafts = Drafts(
        [
            drafted("Quillfeather", prison_number="A7007QQ", reference="C/7007/ZZ"),
            drafted("Ann Hart"),
        ]
    )
    _, letters = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28, "digest-of-a-list")
    one, _ = letters
    ledger.check(one.code, ISSUED_AT, "HMP Hull", "Nesbitt")
    assert all(each.done for each in ledger.erasing.erase([one.code], [], LATER))
    assert _found_in_files(place) == set()


def test_codes_that_are_still_good_are_refused_until_when(ledger: Ledger, issue: Issue) -> None:
    _, (one, two) = issue(2)
    with pytest.raises(WrongUsage, match="until 19 December 2026") as raised:
        ledger.erasing.erase([one.code, two.code], [], ISSUED_AT)
    codes = str(raised.value).removesuffix(".").partition(" Codes: ")[2].split(", ")
    assert set(codes) == {format_code(each.code) for each in (one, two)}
    assert "prisonmail cancel" in raised.value.remedy
    assert ledger.audit().head.number == 1
    found = ledger.find_letter(one.code)
    assert found
    ledger.cancel_letter(found, "client asked", ISSUED_AT)
    ledger.erasing.erase([one.code], [], ISSUED_AT)
    with pytest.raises(InputMissing, match="erased"):
        ledger.erasing.erase([one.code], [], ISSUED_AT)
    assert ledger.audit().faults == ()


def test_entries_of_the_address_book_go_in_the_same_step(ledger: Ledger, issue: Issue) -> None:
    _, (one,) = issue(1)
    ann, ben = Person("Ann Hart", "LEI", "A1001XY"), Person("Ben Quill", "LEI", "A1002XY")
    ledger.address_book.put([ann, ben], ISSUED_AT)
    entries = {each.person.name: each.id for each in ledger.address_book.list_entries()}
    with pytest.raises(WrongUsage):
        ledger.erasing.erase([one.code], [entries["Ann Hart"]], ISSUED_AT)
    assert len(ledger.address_book.list_entries()) == 2
    ledger.erasing.erase([one.code], [entries["Ann Hart"]], LATER)
    assert [each.person for each in ledger.address_book.list_entries()] == [ben]
    with pytest.raises(InputMissing, match="erased this person meanwhile"):
        ledger.erasing.erase([], [entries["Ann Hart"]], LATER)
    assert ledger.audit().faults == ()


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_people_of_an_older_ledger_are_erased_as_well(version: int, place: str) -> None:
    ledger_copies.import_json(OLD / f"version{version}.jsonl", place)
    with open_ledger(place) as ledger:
        code = _first_person(ledger)
        ledger.erasing.erase([code], [], LATER)
        assert ledger.audit().faults == ()


def _first_person(ledger: Ledger) -> Code:
    with ledger.snapshot():
        return next(each.code for each in ledger.correspondence.list_traces())


def test_a_copy_of_what_is_left_is_in_order(ledger: Ledger, issue: Issue, tmp_path: Path) -> None:
    _, (one, _) = issue(2)
    ledger.erasing.erase([one.code], [], LATER)
    with (tmp_path / "out.jsonl").open("wb") as file:
        ledger.export(file)
    ledger_copies.import_json(tmp_path / "out.jsonl", str(tmp_path / "copy.sqlite3"))
    rows = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    assert sum(row.get("table") == "recipients" for row in rows) == 1


TAMPERED = [
    # after letter 1 of 3 was checked (event 2) and erased (event 3)
    ("UPDATE recipients SET name = 'X' WHERE sheet = 2", "a recipient was changed"),
    ("DELETE FROM recipients WHERE sheet = 3", "a recipient was changed"),
    (
        "INSERT INTO recipients (batch_id, sheet, name, reference)"
        " SELECT batch_id, 1, name, reference FROM recipients WHERE sheet = 2",
        "a recipient was changed",
    ),
    ("INSERT INTO remarks (event, key, location) VALUES (2, 'k', 'HMP Hull')", "put back by hand"),
    ("UPDATE batches SET list_digest = 'abc'", "a recipient was changed"),
    ("UPDATE remarks SET key = '00' WHERE event = 1", "a recipient was changed"),
    ("DELETE FROM remarks WHERE event = 3", "removed, and not by a purge"),
    ("DELETE FROM heads WHERE number = 3", "The sealed head of event 3 was removed"),
]


@pytest.mark.parametrize(("statement", "said"), TAMPERED)
def test_what_is_changed_by_hand_after_it_is_found(
    statement: str, said: str, place: str, ledger: Ledger, issue: Issue
) -> None:
    _, (one, *_) = issue(3, list_digest="abc")
    ledger.check(one.code, ISSUED_AT, "HMP Hull")
    ledger.erasing.erase([one.code], [], LATER)
    Attacker(place).run(statement)
    assert any(said in fault for fault in ledger.audit().faults)


def test_a_batch_that_was_changed_before_is_not_sealed_anew(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    _, (one, _) = issue(2)
    Attacker(place).run("UPDATE recipients SET name = 'Somebody' WHERE sheet = 2")
    with pytest.raises(InputMissing, match="changed by hand"):
        ledger.erasing.erase([one.code], [], LATER)
    found = ledger.find_letter(one.code)
    assert found
    assert found.name


def test_a_batch_whose_key_is_gone_is_not_sealed_anew(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    batch, (one, _) = issue(2)
    Attacker(place).run("DELETE FROM remarks WHERE event = 1")
    with pytest.raises(InputMissing) as raised:
        ledger.erasing.erase([one.code], [], LATER)
    assert raised.value.message == f"Batch {batch.id} has been erased already."
    assert raised.value.remedy == "See what is wrong with: prisonmail ledger check"


def test_a_machine_that_can_keep_no_key_erases_nobody(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (one, _) = issue(2)
    _lose_keys()
    with monkeypatch.context() as locked:
        locked.setattr(kept_apart, "make_key", lambda _: None)
        with pytest.raises(InputMissing, match="cannot keep a key to seal those who are left"):
            ledger.erasing.erase([one.code], [], LATER)
    assert ledger.audit().faults == ()
    found = ledger.find_letter(one.code)
    assert found
    assert found.name


def _lose_keys() -> None:
    for path in kept_apart.folder().glob("*.key"):
        path.unlink()


def test_a_seal_that_nobody_can_examine_any_more_is_told_for_good(
    ledger: Ledger, issue: Issue
) -> None:
    batch, (one, two, _) = issue(3)
    _lose_keys()
    ledger.erasing.erase([one.code], [], LATER)
    ledger.erasing.erase([two.code], [], LATER)
    examined = ledger.audit()
    assert examined.faults == ()
    assert any(f"Batch {batch.id} was sealed again" in each for each in examined.vouching.remarks)


def test_a_purge_by_hand_cannot_pass_for_an_erasure(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    """Whoever has no key apart cannot change a name and seal it as an erasure does."""
    _, (one, _) = issue(2)
    ledger.erasing.erase([one.code], [], LATER)
    attacker = Attacker(place)
    attacker.run("UPDATE recipients SET name = 'Somebody'", "UPDATE remarks SET key = '00'")
    attacker.run("UPDATE events SET detail = '0011' WHERE kind = 'erased'")
    attacker.make_chain_anew()
    for path in kept_apart.folder().glob("*.json"):
        path.unlink()
    faults = ledger.audit().faults
    assert any("a recipient was changed" in each for each in faults), faults
