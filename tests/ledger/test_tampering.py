"""What an examination, and a check of a code, find after somebody has written to the ledger.

Whoever writes to it here knows this program and holds every right, but has no access to what this
machine keeps apart from the ledger. What is beyond reach is told in docs/ledger.md.
"""

from datetime import timedelta

import pytest

from prisonmail.codes import Code
from prisonmail.errors import InputMissing, LedgerWentBack, PrisonmailError, WrongUsage
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.chain.seals import Digest, begin_seal
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.system.operators import find_operator
from tests.conftest import ISSUED_AT
from tests.ledger.attacker import Attacker, Rows
from tests.ledger.conftest import Issue
from tests.systems import is_private

MONTHS_LATER = ISSUED_AT + timedelta(days=60)
SQLITE, POSTGRES = "sqlite", "postgres"
ANYWHERE = (SQLITE, POSTGRES)
OTHER_HASH = "0" * 64


class Victim:
    """A ledger with a purged batch (event 1), one of three (5) and one of two (6).

    Event 2 is a check and 3 another, both erased by 4, the purge; 7 and 8 check a code of the
    batch of three, 9 cancels a letter of the other, 10 prints it, 11 checks one of its codes.
    """

    def __init__(self, place: str, ledger: Ledger, issue: Issue) -> None:
        self.place, self.ledger, self.attacker = place, ledger, Attacker(place)
        self.purged, old = issue(2, list_digest="old")
        ledger.check(old[0].code, ISSUED_AT, "HMP Hull", "B. Old")
        ledger.record_mistyped("12", ISSUED_AT, None, "B. Old")
        ledger.purge(MONTHS_LATER.date(), MONTHS_LATER)
        self.three, letters = issue(3, MONTHS_LATER, list_digest="abc", order_key="one")
        self.two, more = issue(2, MONTHS_LATER)
        ledger.check(letters[0].code, MONTHS_LATER, "HMP Leeds", "A. Patel")
        self.backup: Rows = self.attacker.copy()
        ledger.check(letters[0].code, MONTHS_LATER, "HMP Hull")
        found = ledger.find_letter(more[0].code)
        assert found
        ledger.cancel_letter(found, "wrong enclosure", MONTHS_LATER)
        ledger.record_print(self.two.id, MONTHS_LATER)
        ledger.check(more[1].code, MONTHS_LATER, "HMP Leeds")
        self.used, self.cancelled, self.last = letters[0].code, more[0].code, more[1].code
        assert ledger.audit().faults == ()

    def verdict(self, code: Code) -> Verdict:
        with open_ledger(self.place) as ledger:
            return ledger.check(code, MONTHS_LATER, draw=lambda: 99).verdict


@pytest.fixture
def victim(place: str, ledger: Ledger, issue: Issue) -> Victim:
    return Victim(place, ledger, issue)


LAST_CHECK_UNDONE = """
    UPDATE letters SET first_check = NULL WHERE first_check = 11;
    DELETE FROM remarks WHERE event = 11; DELETE FROM events WHERE number = 11;
    UPDATE ledger SET events = 10, head = (SELECT hash FROM events WHERE number = 10)
"""
FREE_ROWS = "PRAGMA foreign_keys = OFF"
CASES = [
    # the end of the chain
    (ANYWHERE, LAST_CHECK_UNDONE, "ends with event 10, but this machine saw event 11"),
    (ANYWHERE, LAST_CHECK_UNDONE.rpartition(";")[0], "Events after number 10 were removed"),
    (ANYWHERE, "UPDATE ledger SET events = 9", "ends with event 9, but this machine saw event 11"),
    (ANYWHERE, "UPDATE ledger SET events = 900", "Events after number 11 were removed"),
    (ANYWHERE, f"UPDATE ledger SET head = '{OTHER_HASH}'", "Events after number 11"),
    (ANYWHERE, f"UPDATE events SET hash = '{OTHER_HASH}' WHERE number = 11", "Event 11 was"),
    (
        ANYWHERE,
        "INSERT INTO events SELECT 12, kind, at, batch_id, code, detail, seal, hash FROM events"
        " WHERE number = 11",
        "Event 12 was changed or moved",
    ),
    (
        ANYWHERE,
        "INSERT INTO events SELECT 99, kind, at, batch_id, code, detail, seal, hash FROM events"
        " WHERE number = 11",
        "Event 99 lies outside the chain",
    ),
    (
        ANYWHERE,
        "INSERT INTO events SELECT -1, 'purged', at, NULL, NULL, '2099-01-01', '', hash FROM"
        " events WHERE number = 11; DELETE FROM remarks",
        "Event -1 lies outside the chain",
    ),
    # events in the middle
    (ANYWHERE, "UPDATE events SET detail = '2099' WHERE kind = 'purged'", "Event 4 was changed"),
    (ANYWHERE, "UPDATE events SET at = '2026-01-01' WHERE number = 8", "Event 8 was changed"),
    (ANYWHERE, "UPDATE events SET batch_id = '{three}' WHERE number = 6", "Event 6 was changed"),
    (ANYWHERE, "UPDATE events SET code = '{last}' WHERE number = 7", "Event 7 was changed"),
    (ANYWHERE, "DELETE FROM events WHERE number = 10", "Event 10 was removed"),
    (ANYWHERE, "UPDATE events SET seal = '' WHERE number = 7", "Event 7 was changed"),
    # what the ledger is
    (
        ANYWHERE,
        "INSERT INTO ledger (version, made_at, events, head, id)"
        " SELECT version, made_at, 7, head, id FROM ledger",
        "holds 2 rows",
    ),
    (ANYWHERE, "UPDATE ledger SET id = '0011223344556677'", "last saw another ledger"),
    (ANYWHERE, "UPDATE ledger SET id = '../../profile'", "The id of the ledger"),
    (ANYWHERE, "UPDATE ledger SET made_at = '2020-01-01T00:00:00+00:00'", "not as it was sealed"),
    # sealed heads
    (ANYWHERE, "DELETE FROM heads", "The sealed head of event 1 was removed"),
    (ANYWHERE, "DELETE FROM heads WHERE number = 1", "The sealed head of event 1 was removed"),
    (ANYWHERE, "DELETE FROM heads WHERE number = 5", "The sealed head of event 5 was removed"),
    (ANYWHERE, "DELETE FROM heads WHERE number = 6", "The sealed head of event 6 was removed"),
    (ANYWHERE, f"UPDATE heads SET seal = '{OTHER_HASH}' WHERE number = 5", "The head of event 5"),
    (ANYWHERE, "UPDATE heads SET sealed_by = 'x' WHERE number = 6", "The sealed head of event 6"),
    (ANYWHERE, "UPDATE heads SET sealed_by = 'x' WHERE number = 5", "a key that is not on this"),
    # what was erased, and put back
    (
        ANYWHERE,
        "INSERT INTO recipients (batch_id, sheet, name, reference)"
        " VALUES ('{purged}', 1, 'Somebody', '')",
        "was erased by a purge, and holds",
    ),
    (ANYWHERE, "UPDATE batches SET list_digest = 'x' WHERE id = '{purged}'", "erased by a purge"),
    (
        ANYWHERE,
        "INSERT INTO remarks (event, key, location) VALUES (2, 'k', 'HMP Leeds')",
        "Event 2 (check of code",
    ),
    (ANYWHERE, "INSERT INTO remarks (event, key) VALUES (1, 'k')", "Event 1 (batch"),
    (ANYWHERE, "UPDATE remarks SET key = 'k' WHERE event = 10", "Event 10 (batch"),
    # people
    (ANYWHERE, "UPDATE recipients SET prison_number = 'A1234BC'", "a recipient was changed"),
    (ANYWHERE, "UPDATE recipients SET date_of_birth = '1980-01-01'", "a recipient was changed"),
    (
        ANYWHERE,
        "UPDATE recipients SET sheet = 9 WHERE sheet = 1; UPDATE recipients SET sheet = 1 WHERE"
        " sheet = 2; UPDATE recipients SET sheet = 2 WHERE sheet = 9",
        "a recipient was changed",
    ),
    (ANYWHERE, "DELETE FROM recipients WHERE batch_id = '{two}'", "a recipient was changed"),
    (ANYWHERE, "UPDATE remarks SET checked_by = 'X' WHERE event = 7", "its personal fields were"),
    (ANYWHERE, "UPDATE remarks SET key = 'x' WHERE event = 7", "its personal fields were changed"),
    (ANYWHERE, "DELETE FROM remarks WHERE event = 9", "removed, and not by a purge"),
    # batches: each of their facts
    (ANYWHERE, "UPDATE batches SET issued_at = '2026-11-01T12:00:00+00:00'", "Event 1 (batch"),
    (ANYWHERE, "UPDATE batches SET expires_at = '2036-11-01' WHERE id = '{two}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE batches SET random_check = 1 WHERE id = '{two}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE batches SET organisation = 'X' WHERE id = '{two}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE batches SET cjsm_address = 'X' WHERE id = '{two}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE batches SET envelope = 'c5' WHERE id = '{two}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE batches SET printing = 'X' WHERE id = '{two}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE batches SET list_digest = NULL WHERE id = '{three}'", "a recipient was"),
    (ANYWHERE, "UPDATE batches SET list_digest = 'x' WHERE id = '{three}'", "a recipient was"),
    (ANYWHERE, "UPDATE batches SET order_key = 'x' WHERE id = '{three}'", "a recipient was"),
    (ANYWHERE, "UPDATE batches SET order_key = NULL WHERE id = '{three}'", "a recipient was"),
    # letters
    (ANYWHERE, "UPDATE letters SET address = 'X' WHERE code = '{last}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE letters SET line = 99 WHERE code = '{last}'", "Event 6 (batch"),
    (ANYWHERE, "UPDATE letters SET first_check = NULL WHERE code = '{used}'", "with the checks"),
    (ANYWHERE, "UPDATE letters SET first_check = 8 WHERE code = '{used}'", "with the checks"),
    (ANYWHERE, "UPDATE letters SET cancelled = NULL", "does not agree with its cancellations"),
    (ANYWHERE, "UPDATE letters SET cancelled = 9 WHERE code = '{used}'", "with its cancellations"),
    # rows that belong to nothing
    (
        ANYWHERE,
        f"{FREE_ROWS}; INSERT INTO letters SELECT 'X', 1, '12345678901244', line, marking, prison,"
        " prison_name, address, NULL, NULL, NULL FROM letters LIMIT 1",
        "Code 12345678901244 belongs to no batch",
    ),
    (
        ANYWHERE,
        f"{FREE_ROWS}; INSERT INTO recipients (batch_id, sheet, name, reference)"
        " VALUES ('{three}', 9999, 'Somebody', '')",
        "sheet 9999, belongs to no letter",
    ),
    (
        ANYWHERE,
        f"{FREE_ROWS}; INSERT INTO remarks (event, key) VALUES (500, 'k')",
        "Personal fields belong to no event (500)",
    ),
    (
        ANYWHERE,
        f"{FREE_ROWS}; DELETE FROM batches WHERE id = '{{two}}'",
        "the batch was removed",
    ),
    (
        ANYWHERE,
        "INSERT INTO letters SELECT '{two}', 3, '12345678901244', line, marking, prison,"
        " prison_name, address, NULL, NULL, NULL FROM letters WHERE code = '{last}'",
        "more or fewer letters",
    ),
    # how the tables are made
    (ANYWHERE, "DROP INDEX events_of_code", "The index events_of_code was removed"),
    (ANYWHERE, "CREATE INDEX more ON letters (prison)", "The index more was added"),
    (ANYWHERE, "ALTER TABLE letters ADD COLUMN note TEXT", "letters"),
    (ANYWHERE, "ALTER TABLE heads RENAME COLUMN seal TO sealed", "heads"),
    (ANYWHERE, "DROP TABLE remarks", "The table remarks was removed"),
    (ANYWHERE, "DROP TABLE heads", "The table heads was removed"),
    (
        (SQLITE,),
        "CREATE TRIGGER eater BEFORE UPDATE ON letters BEGIN SELECT RAISE(IGNORE)\f END",
        "The trigger eater was added",
    ),
    ((SQLITE,), "CREATE VIEW humans AS SELECT * FROM recipients", "The view humans was added"),
    ((SQLITE,), "CREATE TABLE copies (code TEXT)", "The table copies was added"),
    (
        (SQLITE,),
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql,"
        " 'name TEXT NOT NULL', 'name TEXT') WHERE name = 'recipients'",
        "The table recipients was altered",
    ),
    (
        (POSTGRES,),
        "CREATE FUNCTION eat() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL\f END';"
        "CREATE TRIGGER eater BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION eat()",
        "The trigger letters.eater was added",
    ),
    (
        (POSTGRES,),
        "CREATE RULE eater AS ON UPDATE TO letters DO INSTEAD NOTHING",
        "The rule letters.eater was added",
    ),
    (
        (POSTGRES,),
        "ALTER TABLE letters DROP CONSTRAINT letters_code_key",
        "The constraint letters_code_key was removed",
    ),
    (
        (POSTGRES,),
        "ALTER TABLE remarks DROP CONSTRAINT remarks_event_fkey",
        "The constraint remarks_event_fkey was removed",
    ),
    (
        (POSTGRES,),
        "ALTER TABLE remarks DISABLE TRIGGER ALL",
        "The guard of the constraint remarks_event_fkey was altered",
    ),
    (
        (POSTGRES,),
        "ALTER TABLE letters ALTER COLUMN code DROP NOT NULL",
        "The column letters.code was altered",
    ),
    (
        (POSTGRES,),
        "ALTER TABLE letters ALTER COLUMN line TYPE BIGINT",
        "The column letters.line was altered",
    ),
    ((POSTGRES,), "ALTER TABLE remarks SET UNLOGGED", "The table remarks was altered"),
    ((POSTGRES,), "ALTER TABLE letters ENABLE ROW LEVEL SECURITY", "The table letters was altered"),
    ((POSTGRES,), "CREATE TABLE more () INHERITS (heads)", "The table below more was added"),
]


def _named(case: tuple[tuple[str, ...], str, str]) -> str:
    return " ".join(case[1].split())[:60]


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_what_is_changed_by_hand_is_found_and_named(
    case: tuple[tuple[str, ...], str, str], victim: Victim
) -> None:
    databases, statements, said = case
    if (POSTGRES if victim.attacker.on_server else SQLITE) not in databases:
        pytest.skip("not of this database")
    if victim.attacker.on_server:
        statements = statements.replace(f"{FREE_ROWS};", "")
    _tamper(victim, statements)
    with open_ledger(victim.place) as ledger:
        found = ledger.audit()
    told = (*found.faults, *found.vouching.remarks)
    assert any(said in each for each in told), told
    assert not any("Somebody" in each for each in told)


def _tamper(victim: Victim, statements: str) -> None:
    """Run statements; a form feed stands for a semicolon within one."""
    names = {"three": victim.three.id, "two": victim.two.id, "purged": victim.purged.id}
    names |= {"used": victim.used, "last": victim.last, "cancelled": victim.cancelled}
    parts = statements.format_map(names).split(";")
    victim.attacker.run(*(part.replace("\f", ";") for part in parts))


@pytest.mark.parametrize("part", [" UNIQUE", " REFERENCES batches (id)"])
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_table_made_again_without_a_constraint_is_found(victim: Victim, part: str) -> None:
    victim.attacker.without("letters", part)
    faults = victim.ledger.audit().faults
    assert any("The table letters was altered by hand" in fault for fault in faults), faults


def test_a_chain_that_was_made_anew_is_found_and_answers_for_nothing(victim: Victim) -> None:
    victim.attacker.forget_check(7)
    faults = victim.ledger.audit().faults
    assert any("saw event 11" in fault for fault in faults), faults
    with pytest.raises(LedgerWentBack):
        victim.verdict(victim.used)


def test_a_chain_made_anew_is_found_by_its_seals_even_if_this_machine_forgot_it(
    victim: Victim,
) -> None:
    victim.attacker.forget_check(2)
    for path in kept_apart.folder().glob("*.json"):
        path.unlink()
    faults = victim.ledger.audit().faults
    assert any("not as it was sealed" in fault for fault in faults), faults


@pytest.mark.parametrize("heads", ["DELETE FROM heads", "UPDATE heads SET sealed_by = 'forged'"])
def test_a_chain_made_anew_with_heads_removed_or_forged_is_found(
    victim: Victim, heads: str
) -> None:
    victim.attacker.forget_check(7)
    victim.attacker.run(heads)
    faults = victim.ledger.audit().faults
    assert any("The sealed head of event 1 was removed" in fault for fault in faults), faults


RENAMED = "UPDATE recipients SET name = 'Somebody' WHERE batch_id = '{two}' AND sheet = 1"
MOVED = "UPDATE remarks SET location = 'HMP Hull' WHERE event = 7"
OWN, UNKNOWN = "own", "hmac-sha256:0123456789abcdef"
FORGED = [
    # what is changed, whose seal is then made anew, with which key's name, and what is found
    (RENAMED, 6, "", "not as it was sealed", ""),
    (RENAMED, 6, OWN, "a recipient was changed", "a recipient was changed"),
    (RENAMED, 6, UNKNOWN, "not as it was sealed", "batches 1, other events 0"),
    (MOVED, 7, "", "its event 11 is another", ""),
    (MOVED, 7, OWN, "its personal fields were changed", "its personal fields were changed"),
    (MOVED, 7, UNKNOWN, "its event 11 is another", "batches 0, other events 1"),
]


def _name_own_key(victim: Victim) -> str:
    (row,) = victim.attacker.fetch("SELECT sealed_by FROM heads WHERE number = 6")
    return str(row[0])


def _forget_all_but_the_key(victim: Victim) -> None:
    victim.attacker.run("DELETE FROM heads")
    for path in kept_apart.folder().glob("*.json"):
        path.unlink()


def _told(victim: Victim) -> str:
    found = victim.ledger.audit()
    return " ".join((*found.faults, *found.vouching.remarks))


@pytest.mark.parametrize(("change", "event", "name", "said", "said_by_seals_alone"), FORGED)
def test_a_seal_made_without_the_key_is_found(
    victim: Victim, change: str, event: int, name: str, said: str, said_by_seals_alone: str
) -> None:
    """With sealed heads and notes, and then without: a seal of the first kind needs those."""
    _tamper(victim, change)
    victim.attacker.seal_anew(event, _name_own_key(victim) if name == OWN else name)
    assert said in _told(victim)
    _forget_all_but_the_key(victim)
    assert said_by_seals_alone in _told(victim)
    assert "No head is sealed" in _told(victim)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [(5, 6, "a recipient was changed"), (7, 11, "its personal fields were changed")],
)
def test_a_seal_holds_in_no_other_place(victim: Victim, one: int, other: int, said: str) -> None:
    victim.attacker.swap_seals(one, other)
    _forget_all_but_the_key(victim)
    assert said in _told(victim)


def test_a_guess_cannot_be_tried_against_a_seal_without_the_key(victim: Victim) -> None:
    ((key, seal),) = victim.attacker.fetch(
        "SELECT key, seal FROM events JOIN remarks ON event = number WHERE number = 7"
    )
    us = find_operator()
    note = ("HMP Leeds", "A. Patel", None, us.name, us.machine)
    assert Digest(key).add([note]).text not in seal
    apart = next(kept_apart.folder().glob("*.key"))
    right, wrong = bytes.fromhex(apart.read_text()), b"no key"
    assert begin_seal(key, "7", wrong).add([note]).text.rpartition(":")[2] not in seal
    assert begin_seal(key, "7", right).add([note]).text == seal


def test_an_older_copy_that_was_put_back_is_found_and_answers_for_nothing(victim: Victim) -> None:
    victim.attacker.put_back(victim.backup)
    (fault,) = victim.ledger.audit().faults
    assert "ends with event 7, but this machine saw event 11" in fault
    with pytest.raises(LedgerWentBack):
        victim.verdict(victim.last)
    with pytest.raises(LedgerWentBack):
        victim.ledger.peek(victim.last, MONTHS_LATER)
    assert victim.ledger.audit().head.number == 7


EATERS = {
    "sqlite": "CREATE TRIGGER eater BEFORE {what} ON {table} BEGIN SELECT RAISE(IGNORE)\f END",
    "postgres": "CREATE FUNCTION eat() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL\f"
    " END';CREATE TRIGGER eater BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION eat()",
}


@pytest.mark.parametrize(
    ("what", "table"),
    [
        ("UPDATE", "letters"),
        ("UPDATE", "ledger"),
        ("INSERT", "events"),
        ("INSERT", "remarks"),
        ("INSERT", "letters"),
        ("INSERT", "heads"),
        ("INSERT", "recipients"),
        ("INSERT", "batches"),
    ],
)
def test_a_trigger_that_eats_what_is_recorded_lets_no_code_be_ready(
    victim: Victim, issue: Issue, what: str, table: str
) -> None:
    _, (fresh,) = issue(1, MONTHS_LATER)
    trigger = EATERS[POSTGRES if victim.attacker.on_server else SQLITE]
    _tamper(victim, trigger.replace("{what}", what).replace("{table}", table))
    used_up_by_a_check = table in ("events", "remarks", "ledger") or what == "UPDATE"
    with pytest.raises(InputMissing, match=r"changed by hand|does not take"):
        if used_up_by_a_check:
            victim.ledger.check(fresh.code, MONTHS_LATER, "HMP Leeds", draw=lambda: 99)
        else:
            issue(1, MONTHS_LATER)
    victim.attacker.run(f"DROP TRIGGER eater{f' ON {table}' if victim.attacker.on_server else ''}")
    assert victim.ledger.audit().faults == ()
    assert victim.verdict(fresh.code) == Verdict.READY


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (LAST_CHECK_UNDONE, "last"),
        (LAST_CHECK_UNDONE.rpartition(";")[0], "last"),
        ("UPDATE letters SET first_check = NULL", "used"),
        ("UPDATE letters SET first_check = NULL; DELETE FROM heads", "last"),
        ("UPDATE letters SET cancelled = NULL", "cancelled"),
        ("UPDATE ledger SET events = 9", "used"),
        ("UPDATE ledger SET events = 10", "last"),
        ("UPDATE ledger SET events = 99", "last"),
        (f"UPDATE ledger SET head = '{OTHER_HASH}'", "last"),
        (f"UPDATE events SET hash = '{OTHER_HASH}' WHERE number = 11", "last"),
        ("UPDATE ledger SET id = '0011223344556677'", "last"),
        ("UPDATE ledger SET id = '../../profile'", "last"),
        ("DELETE FROM ledger", "last"),
        (
            "INSERT INTO ledger (version, made_at, events, head, id)"
            " SELECT version, made_at, 7, head, id FROM ledger",
            "last",
        ),
    ],
    ids=lambda each: " ".join(each.split())[:50],
)
def test_a_check_does_not_answer_for_a_ledger_that_contradicts_itself(
    victim: Victim, statements: str, code: str
) -> None:
    _tamper(victim, statements)
    before = victim.attacker.fetch("SELECT COUNT(*) FROM events")
    asked: Code = getattr(victim, code)
    with pytest.raises(PrisonmailError):
        victim.verdict(asked)
    assert victim.attacker.fetch("SELECT COUNT(*) FROM events") == before


def test_a_ledger_put_back_on_purpose_goes_on_once_that_is_accepted(victim: Victim) -> None:
    with pytest.raises(WrongUsage, match="not behind"):
        victim.ledger.accept_head("no reason", MONTHS_LATER)
    gone = victim.ledger.audit().head
    victim.attacker.put_back(victim.backup)
    assert victim.ledger.accept_head("after a fire", MONTHS_LATER).number == 8
    assert victim.ledger.audit().faults == ()
    assert victim.verdict(victim.last) == Verdict.READY
    (event,) = victim.attacker.fetch("SELECT detail FROM events WHERE kind = 'accepted'")
    assert event[0] == str(gone)


@pytest.fixture
def forgetful(victim: Victim) -> Victim:
    """A machine that has lost its key and its notes."""
    for path in kept_apart.folder().iterdir():
        path.unlink()
    return victim


def test_a_key_and_a_note_that_are_lost_stop_nothing_and_new_ones_begin(
    forgetful: Victim, issue: Issue
) -> None:
    found = forgetful.ledger.audit()
    assert found.faults == ()
    assert found.vouching.since is None
    assert any("knew no last event" in remark for remark in found.vouching.remarks)
    assert any("key that is not on this machine" in remark for remark in found.vouching.remarks)
    issue(1, MONTHS_LATER)
    again = forgetful.ledger.audit()
    assert (again.faults, again.vouching.since) == ((), MONTHS_LATER.isoformat())
    _tamper(forgetful, "UPDATE events SET at = '2026-01-01' WHERE number = 3")
    forgetful.attacker.make_chain_anew()
    assert any("not as it was sealed" in fault for fault in forgetful.ledger.audit().faults)


def test_files_that_are_no_key_and_no_note_count_as_lost(victim: Victim) -> None:
    for path in kept_apart.folder().iterdir():
        path.write_text("{}" if path.suffix == ".json" else "no key")
    assert victim.verdict(victim.last) == Verdict.DUPLICATE
    assert victim.ledger.audit().faults == ()


def test_a_thousand_events_close_with_a_sealed_head(ledger: Ledger, issue: Issue) -> None:
    issue()
    for _ in range(1000):
        ledger.record_mistyped("12", ISSUED_AT, None, None)
    heads = ledger._database.fetch_all("SELECT number FROM heads ORDER BY number")
    assert [row["number"] for row in heads] == [1, 1000]
    assert ledger.audit().vouching.until == 1000


def test_an_older_copy_elsewhere_is_said_to_be_one_and_does_not_answer(
    place: str, victim: Victim, other_place: str
) -> None:
    with open_ledger(other_place, make=True) as copy:
        victim.ledger.copy_to(copy)
        victim.verdict(victim.used)
        found = copy.audit()
        assert found.faults == ()
        assert "older copy of a ledger" in found.vouching.remarks[0]
        with pytest.raises(LedgerWentBack):
            copy.check(victim.last, MONTHS_LATER)
        assert copy.audit().faults == ()


def test_what_is_checked_in_a_copy_does_not_stop_the_ledger(
    victim: Victim, other_place: str, issue: Issue
) -> None:
    _, (fresh,) = issue(1, MONTHS_LATER)
    with open_ledger(other_place, make=True) as copy:
        victim.ledger.copy_to(copy)
        for _ in range(3):
            copy.check(victim.used, MONTHS_LATER)
    assert victim.verdict(fresh.code) == Verdict.READY
    assert victim.ledger.audit().faults == ()


def test_a_machine_that_can_keep_nothing_apart_still_records_and_says_so(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as locked:
        locked.setattr(kept_apart, "_write", refuse)
        _, (letter, _) = issue(2)
        assert ledger.check(letter.code, ISSUED_AT, draw=lambda: 99).verdict == Verdict.READY
        found = ledger.audit()
    assert found.faults == ()
    assert any("cannot keep the last event" in remark for remark in found.vouching.remarks)
    issue(1)
    assert ledger.audit().faults == ()


def test_the_files_kept_apart_are_for_their_owner_alone(victim: Victim) -> None:
    assert is_private(kept_apart.folder())
    files = list(kept_apart.folder().iterdir())
    assert {path.suffix for path in files} == {".json", ".key"}
    assert all(map(is_private, files))
