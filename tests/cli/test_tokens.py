"""`prisonmail tokens` on the command line."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from prisonmail.system import clock
from tests.conftest import Run

Cli = Callable[..., Run]
DESK = "post.room@leeds.hmpps.gov.uk.cjsm.net"


def test_a_token_alone_is_printed_and_shown_no_more(prisonmail: Cli) -> None:
    added = prisonmail(
        "tokens", "add", "scanner-1", "--may", "check", "--location", "HMP Leeds", "--days", "30"
    )
    assert added.exit_code == 0
    token = added.out.removesuffix("\n")
    assert (token[:11], len(token), token.split()) == ("prisonmail_", 54, [token])
    assert token not in added.err
    (listed,) = prisonmail("tokens", "list", "--json").json["tokens"]
    assert (listed["name"], listed["may"], listed["location"]) == (
        "scanner-1",
        "check",
        "HMP Leeds",
    )
    table = prisonmail("tokens", "list").out
    assert "scanner-1" in table
    assert "1 token or person.\n" in table
    for shown in (table, prisonmail("ledger", "log", "--json").out):
        assert token not in shown
    assert prisonmail("ledger", "check").exit_code == 0


def test_a_token_ends_by_itself_and_by_hand(
    prisonmail: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    prisonmail("tokens", "add", "a", "--may", "issue", "--days", "1")
    later = clock.now() + timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert "(ended)" in prisonmail("tokens", "list").out
        assert prisonmail("tokens", "list", "--json").json["tokens"][0]["holds"] is False
    assert prisonmail("tokens", "remove", "a").exit_code == 0
    assert prisonmail("tokens", "list").out == "0 tokens and people.\n"
    gone = prisonmail("tokens", "remove", "a")
    assert (gone.exit_code, gone.out) == (2, "")


def test_a_person_gets_no_token(prisonmail: Cli) -> None:
    added = prisonmail("tokens", "add", "desk-1", "--may", "check", "--mailbox", DESK)
    assert (added.exit_code, added.out) == (0, "")
    assert DESK in added.err
    assert DESK in prisonmail("tokens", "list").out
    refused = prisonmail("tokens", "add", "b", "--may", "check", "--mailbox", "a@firm.co.uk")
    assert (refused.exit_code, refused.out) == (2, "")
    assert "no CJSM address" in refused.err
