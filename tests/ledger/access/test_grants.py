"""Who may use a server: the last event about a name holds, and no token is in the ledger."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.ledger.access.grants import Grant, Right, draw_token, hash_token
from prisonmail.ledger.log import Selection
from prisonmail.ledger.senders.known_senders import SenderStatus, StatusChange
from prisonmail.ledger.store import Ledger, open_ledger
from tests.conftest import ISSUED_AT

LATER = ISSUED_AT + timedelta(days=1)
DESK = "Post.Room@leeds.hmpps.gov.uk.cjsm.net"


def test_the_last_event_about_a_name_holds(ledger: Ledger) -> None:
    digest, by = hash_token(draw_token()), "A. Patel"
    grants = ledger.name_operator(by).grants
    grants.add("b", Right.ISSUE, ISSUED_AT, digest=digest, location=" HMP  Leeds\x1b[2J")
    grants.add("a", Right.CHECK, LATER, until=LATER, mailbox=DESK)
    first, second = ledger.grants.list_all().values()
    assert first == Grant("a", Right.CHECK, LATER, LATER, mailbox=DESK.casefold(), by=by)
    assert second == Grant(
        "b", Right.ISSUE, ISSUED_AT, digest=digest, location=" HMP  Leeds[2J", by=by
    )
    assert (first.holds(ISSUED_AT), first.holds(LATER), second.holds(LATER)) == (True, False, True)
    ledger.grants.remove("b", LATER)
    assert [*ledger.grants.list_all()] == ["a"]
    ledger.grants.add("b", Right.ADMIN, LATER, digest=digest)
    assert ledger.grants.list_all()["b"].right == Right.ADMIN
    assert ledger.audit().faults == ()


def test_grants_are_kept_in_words_that_every_version_reads(ledger: Ledger) -> None:
    ledger.grants.add("a", Right.CHECK, ISSUED_AT)
    ledger.grants.add("b", Right.ISSUE, ISSUED_AT, until=LATER, digest="d1", location="HMP Leeds")
    ledger.grants.add("c", Right.ADMIN, ISSUED_AT, mailbox=DESK)
    ledger.grants.remove("a", LATER)
    with ledger.snapshot():
        happened = list(ledger.read_log(Selection()))
    assert [each.detail for each in happened] == [
        "added a check - - - -",
        f"added b issue {LATER.isoformat()} d1 - HMP Leeds",
        f"added c admin - - {DESK.casefold()} -",
        "removed a",
    ]
    assert [each.at for each in happened] == [ISSUED_AT, ISSUED_AT, ISSUED_AT, LATER]


def test_a_grant_outlives_a_purge_of_who_made_it(ledger: Ledger) -> None:
    ledger.grants.add("a", Right.CHECK, ISSUED_AT)
    ledger.purge(LATER.date(), LATER)
    assert ledger.grants.list_all() == {"a": Grant("a", Right.CHECK, ISSUED_AT)}


def test_it_is_known_when_a_grant_or_a_sender_changes(ledger: Ledger) -> None:
    assert ledger.grants.find_state() == (0, 0)
    ledger.record_mistyped("12", ISSUED_AT, None, None)
    assert ledger.grants.find_state() == (0, 0)
    ledger.grants.add("a", Right.CHECK, ISSUED_AT, mailbox=DESK)
    assert ledger.grants.find_state() == (2, 0)
    ledger.senders.enter([StatusChange(DESK, SenderStatus.LOCKED)], ISSUED_AT)
    assert ledger.grants.find_state() == (2, 3)


@pytest.mark.parametrize("name", ["", "-a", "a b", "a" * 41, "é", "a\n"])
def test_what_cannot_name_a_token_is_refused(name: str, ledger: Ledger) -> None:
    with pytest.raises(WrongUsage, match="no name for a token"):
        ledger.grants.add(name, Right.CHECK, ISSUED_AT)
    assert ledger.grants.list_all() == {}


def test_a_name_is_used_once_and_only_what_is_there_is_removed(ledger: Ledger) -> None:
    ledger.grants.add("a", Right.CHECK, ISSUED_AT, mailbox=DESK)
    with pytest.raises(WrongUsage, match="named a already"):
        ledger.grants.add("a", Right.ADMIN, ISSUED_AT, mailbox=DESK)
    with pytest.raises(WrongUsage, match="no person named b"):
        ledger.grants.remove("b", ISSUED_AT)


def test_no_token_is_in_the_ledger(tmp_path: Path) -> None:
    token, place = draw_token(), tmp_path / "ledger.sqlite3"
    assert re.fullmatch(r"prisonmail_[\w-]{43}", token)  # 32 bytes
    digest = hash_token(token)
    with open_ledger(place, make=True) as ledger:
        ledger.grants.add("a", Right.CHECK, ISSUED_AT, digest=digest)
    assert token.encode() not in place.read_bytes()
    grant = Grant("a", Right.CHECK, ISSUED_AT, digest=digest, mailbox=DESK, by="A. Patel")
    assert [each for each in (digest, DESK, "Patel") if each in repr(grant)] == []
