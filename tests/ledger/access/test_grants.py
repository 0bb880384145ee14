"""Who may use a server: the last event about a name holds, and no token is in the ledger."""

from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.ledger.access.grants import Grant, Right, draw_token, hash_token
from prisonmail.ledger.store import Ledger, open_ledger
from tests.conftest import ISSUED_AT

LATER = ISSUED_AT + timedelta(days=1)
DESK = "Post.Room@leeds.hmpps.gov.uk.cjsm.net"


def test_the_last_event_about_a_name_holds(ledger: Ledger) -> None:
    digest = hash_token(draw_token())
    ledger.grants.add("b", Right.ISSUE, ISSUED_AT, digest=digest, location="HMP  Leeds\x1b[2J")
    ledger.grants.add("a", Right.CHECK, LATER, until=LATER, mailbox=DESK)
    first, second = ledger.grants.list_all().values()
    assert (first.name, first.mailbox, first.until) == ("a", DESK.casefold(), LATER)
    assert (second.right, second.digest, second.location) == (
        Right.ISSUE,
        digest,
        "HMP  Leeds[2J",
    )
    assert (first.holds(ISSUED_AT), first.holds(LATER), second.holds(LATER)) == (True, False, True)
    ledger.grants.remove("b", LATER)
    assert [*ledger.grants.list_all()] == ["a"]
    ledger.grants.add("b", Right.ADMIN, LATER, digest=digest)
    assert ledger.grants.list_all()["b"].right == Right.ADMIN
    assert ledger.audit().faults == ()


def test_it_is_known_when_a_grant_or_a_sender_changes(ledger: Ledger) -> None:
    before = ledger.grants.find_state()
    ledger.record_mistyped("12", ISSUED_AT, None, None)
    assert ledger.grants.find_state() == before
    ledger.grants.add("a", Right.CHECK, ISSUED_AT, mailbox=DESK)
    assert ledger.grants.find_state() != before


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
    digest = hash_token(token)
    with open_ledger(place, make=True) as ledger:
        ledger.grants.add("a", Right.CHECK, ISSUED_AT, digest=digest)
    assert token.encode() not in place.read_bytes()
    grant = Grant("a", Right.CHECK, ISSUED_AT, digest=digest, mailbox=DESK)
    assert digest not in repr(grant)
    assert DESK not in repr(grant)
