"""Whoever is signed in sees in which browsers, and ends one of their sessions or all others."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI

from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.web.access import sessions
from prisonmail.web.access.visitors import Right, Visitor
from prisonmail.web.settings import Settings
from tests.web.conftest import Browser

SignIn = Callable[..., Browser]


def count_ends(browser: Browser) -> int:
    return str(browser.get("/sessions").text).count("End it")


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/").status_code == 200)


def test_one_is_ended_and_then_all_others(signed_in: SignIn) -> None:
    first, second, third, fourth = (signed_in(Right.CHECK) for _ in range(4))
    assert (count_ends(first), "This one" in first.get("/sessions").text) == (3, True)
    name = sessions.hash_name(second.cookies[second.cookie])
    assert first.submit("/sessions", end=name).headers["location"] == "/sessions"
    assert [is_in(each) for each in (first, second, third, fourth)] == [True, False, True, True]
    first.submit("/sessions", end="")
    assert [is_in(each) for each in (first, third, fourth)] == [True, False, False]
    assert "End all others" not in first.get("/sessions").text


def test_sessions_of_others_are_neither_shown_nor_ended(signed_in: SignIn) -> None:
    own, other = signed_in(Right.ADMIN), signed_in(Right.CHECK, named="B. Patel")
    assert count_ends(own) == 0
    for which in (sessions.hash_name(other.cookies[other.cookie]), "", "nonsense"):
        own.submit("/sessions", end=which)
    assert is_in(other)


def test_somebody_of_the_same_name_with_a_mailbox_is_another(
    signed_in: SignIn, application: FastAPI, settings: Settings
) -> None:
    own = signed_in(Right.CHECK)
    with open_server_state(application.state.settings.ledger) as state:
        visitor = Visitor("A. Patel", Right.CHECK)
        sessions.begin(state, visitor, "a.patel@leeds.example.cjsm.net", clock.now())
    assert count_ends(own) == 0


def test_a_session_that_is_ended_while_it_asks_does_not_come_back(
    signed_in: SignIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(Right.CHECK)
    name, later = browser.cookies[browser.cookie], clock.now() + timedelta(minutes=5)
    with open_server_state(settings.ledger) as state, open_server_state(settings.ledger) as other:
        find = state.find

        def find_and_end(kind: str, hashed: str, now: datetime) -> str | None:
            found = find(kind, hashed, now)
            sessions.end(other, name)
            return found

        monkeypatch.setattr(state, "find", find_and_end)
        assert sessions.find(state, name, later) is None
    assert not is_in(browser)


def test_no_name_of_a_session_is_on_the_page(signed_in: SignIn) -> None:
    first, second = signed_in(Right.CHECK), signed_in(Right.CHECK)
    shown = first.get("/sessions").text
    for each in (first, second):
        assert each.cookies[each.cookie] not in shown
    assert re.search(r'name="end" value="[0-9a-f]{64}"', shown)
