"""Every event says who was at the keyboard, and of which machine."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.dockets.desk_report import DeskReport, ReportedCheck
from prisonmail.ledger.access.grants import Right
from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database import database
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.issued.docket_book import DocketOrder, Notice
from prisonmail.ledger.log import Selection
from prisonmail.ledger.records import Happening
from prisonmail.ledger.senders.known_senders import SenderStatus, StatusChange
from prisonmail.ledger.senders.proofs import ProofKind
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.person import Person
from prisonmail.sender.mailbox_codes import draw_mailbox_code, keep_code
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from prisonmail.use_cases.keeping import ledger_copies
from prisonmail.use_cases.keeping.ledger_log import record_change
from tests.conftest import ISSUED_AT, SENDER
from tests.dockets.samples import DOCKET
from tests.ledger.conftest import Issue

US = find_operator()
BESIDE = (
    *(EventKind.PROFILE, EventKind.PRISONS, EventKind.KEY, EventKind.SIGNING_KEY),
    *(EventKind.HOME_SAVED, EventKind.EXCEPTIONAL),
)
LONG_AFTER = ISSUED_AT + timedelta(days=90)


def log_of(place: str, **wanted: str) -> list[Happening]:
    with open_ledger(place) as ledger, ledger.snapshot():
        return list(ledger.read_log(Selection(**wanted)))  # type: ignore[arg-type]


KEY = "SHA256:" + "A" * 43


@pytest.fixture
def used(place: str, ledger: Ledger, issue: Issue, tmp_path: Path) -> str:
    """A ledger with an event of every kind that this machine can do without another."""
    batch, (first, second) = issue(2)
    ledger.record_print(batch.id, ISSUED_AT)
    ledger.record_reprint(batch.id, ISSUED_AT, first.code)
    ledger.check(first.code, ISSUED_AT, "HMP Leeds", "A. Patel")
    ledger.record_mistyped("12", ISSUED_AT, None, None)
    entry = ledger.find_letter(second.code)
    assert entry
    ledger.cancel_letter(entry, "wrong enclosure", ISSUED_AT)
    ledger.policies.set(Policy.PRISON, "LEI", ISSUED_AT)
    ledger.address_book.put([Person("Ann Hart", "LEI", "A1009XY")], ISSUED_AT)
    order = DocketOrder("LEI", batch.id, batch.sender, KEY, ISSUED_AT)
    ledger.docket_book.record(order, lambda docket: None)
    ledger.docket_book.record_notice(batch.id, Notice("LEI", "<a@b>", "0" * 64), ISSUED_AT)
    code = draw_mailbox_code()
    ledger.proofs.ask(SENDER, keep_code(code, SENDER), ProofKind.PROVED, ISSUED_AT)
    ledger.proofs.try_code(SENDER, "", ISSUED_AT)
    ledger.proofs.try_code(SENDER, code, ISSUED_AT)
    suspension = StatusChange(SENDER.cjsm_address, SenderStatus.SUSPENDED, "left")
    ledger.senders.enter([suspension], ISSUED_AT)
    ledger.grants.add("scanner-1", Right.CHECK, ISSUED_AT, digest="0" * 64)
    ledger.received_dockets.receive(DOCKET, "0" * 64, "HMP Leeds", ISSUED_AT)
    told = (ReportedCheck(first.code, ISSUED_AT, "ready"),)
    report = DeskReport(made_at=ISSUED_AT, prison="LEI", key=KEY, sender=KEY, checks=told)
    assert ledger.arrivals.learn(report, "0" * 64, ISSUED_AT) == 1
    assert ledger.arrivals.list_codes(batch.id) == {first.code}
    ledger.received_dockets.record_refusal("signature", "0" * 64, ISSUED_AT)
    ledger.received_dockets.set_standing(DOCKET.key, KeyStanding.ACCEPTED, ISSUED_AT)
    for kind in BESIDE:
        record_change(place, kind, "what", ISSUED_AT)
    ledger_copies.export_json(place, tmp_path / "out.jsonl", force=False, by="B. New")
    ledger_copies.back_up(place, tmp_path / "copy.sqlite3", force=False, by="b. new ")
    return place


def test_every_event_names_operator_and_machine(used: str) -> None:
    happened = log_of(used)
    assert {each.kind for each in happened} == set(EventKind) - {
        EventKind.PURGED,
        EventKind.ACCEPTED,
        EventKind.ERASED,
    }
    hands = [each.operator for each in happened]
    assert hands == [US.name] * (len(happened) - 2) + ["B. New", "b. new"]
    assert {each.machine for each in happened} == {US.machine}


def test_they_are_found_by_whoever_did_or_checked_it(used: str) -> None:
    kinds = [each.kind for each in log_of(used, by="B. NEW")]
    assert kinds == [EventKind.EXPORTED, EventKind.BACKED_UP]
    assert [each.kind for each in log_of(used, by="a. patel")] == [EventKind.CHECKED]


@pytest.mark.parametrize("event", [1, 2, 4])
@pytest.mark.parametrize("column", ["operator", "machine"])
def test_another_name_in_its_place_is_found(event: int, column: str, used: str) -> None:
    with open_ledger(used) as ledger:
        assert ledger.audit().faults == ()
        ledger._database.execute(f"UPDATE remarks SET {column} = 'other' WHERE event = {event}")  # noqa: S608
        (fault,) = ledger.audit().faults
    assert fault.startswith(f"Event {event} (")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (EventKind.EXPORTED, "export"),
        (EventKind.BACKED_UP, "backup"),
        (EventKind.ACCESS, "right to use the server"),
        (EventKind.RECEIVED, "docket received"),
    ],
)
def test_what_was_done_is_named_if_another_did_it(kind: EventKind, what: str, used: str) -> None:
    with open_ledger(used) as ledger:
        (last,) = ledger._database.fetch_all(
            "SELECT MAX(number) AS number FROM events WHERE kind = :kind", {"kind": kind.value}
        )
        ledger._database.execute("UPDATE remarks SET operator = 'x' WHERE event = :number", last)
        (fault,) = ledger.audit().faults
    assert re.fullmatch(rf"Event \d+ \({what}, \d{{4}}-\d\d-\d\d\): .* changed.*\.", fault)


def test_it_is_in_order_page_by_page(used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PAGE", 1)
    with open_ledger(used) as ledger:
        assert ledger.audit().faults == ()


def test_a_purge_erases_them_and_keeps_its_own(used: str) -> None:
    with open_ledger(used, by="A. Clerk") as ledger:
        ledger.purge(clock.uk_date(LONG_AFTER), LONG_AFTER)
        assert ledger.audit().faults == ()
    *earlier, purge = log_of(used)
    assert {(each.operator, each.machine, each.erased) for each in earlier} == {(None, None, True)}
    assert (purge.operator, purge.machine) == ("A. Clerk", US.machine)


def test_a_copy_holds_that_it_was_made(used: str, tmp_path: Path) -> None:
    with open_ledger(used) as ledger, open_ledger(tmp_path / "copy.sqlite3") as copy:
        assert copy.audit().head == ledger.audit().head


def test_what_is_typed_as_a_name_is_kept_short_and_harmless(place: str, issue: Issue) -> None:
    with open_ledger(place, by="\x1b[2JEve\0" + "e" * 500) as ledger:
        ledger.record_mistyped("12", ISSUED_AT, None, None)
    name = log_of(place)[-1].operator
    assert name
    assert (name[:7], len(name)) == ("[2JEvee", 200)


def test_a_change_is_recorded_only_where_there_is_a_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_change(str(tmp_path / "none.sqlite3"), EventKind.PROFILE, "what", ISSUED_AT)
    assert not (tmp_path / "none.sqlite3").exists()
    assert capsys.readouterr().err == ""
    (tmp_path / "text.sqlite3").write_text("no ledger at all, and longer than a header", "utf-8")
    record_change(str(tmp_path / "text.sqlite3"), EventKind.PROFILE, "what", ISSUED_AT)
    assert "could not be recorded in the ledger" in capsys.readouterr().err
