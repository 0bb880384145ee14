"""Who is let in: the link, sessions and forms, and what is refused before that."""

import os
import socket
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.requests import Request

from prisonmail.ledger.access.grants import draw_token
from prisonmail.system import clock
from prisonmail.web.access import sessions
from prisonmail.web.access.links import LIFE, make_link
from prisonmail.web.access.peers import is_of_another_user
from prisonmail.web.access.visitors import Right
from prisonmail.web.pages import sign_in
from prisonmail.web.settings import Settings
from tests.systems import needs_signals
from tests.web.conftest import Browser

SignIn = Callable[[Right], Browser]


def test_the_link_signs_in_once(stranger: Browser, settings: Settings) -> None:
    link = make_link(settings, clock.now())
    followed = stranger.get(link)
    assert (followed.status_code, followed.headers["location"]) == (303, "/")
    assert stranger.get("/").status_code == 200
    stranger.cookies.clear()
    again = stranger.get(link)
    assert again.status_code == 403
    assert "used already" in again.text
    assert stranger.get("/").headers["location"] == "/sign-in"


def test_the_link_is_good_for_minutes(stranger: Browser, settings: Settings) -> None:
    assert stranger.get(make_link(settings, clock.now() - LIFE)).status_code == 403


@needs_signals
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_system_tells_which_user_asks(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        made = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip("This computer has no such address")
    with (
        made as listener,
        socket.create_connection(listener.getsockname()[:2]) as asking,
    ):
        ends = {"client": asking.getsockname()[:2], "server": listener.getsockname()[:2]}
        request = Request({"type": "http", **ends})
        assert not is_of_another_user(request)
        monkeypatch.setattr(os, "getuid", lambda: 4711)
        assert is_of_another_user(request) == sys.platform.startswith("linux")


def test_a_link_that_a_browser_is_started_with_is_of_no_use_to_other_users(
    stranger: Browser, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for is_other, own, status in ((True, True, 403), (False, True, 303), (True, False, 303)):
        link = make_link(settings, clock.now(), own=own)
        monkeypatch.setattr(sign_in, "is_of_another_user", lambda _, is_other=is_other: is_other)
        assert stranger.get(link).status_code == status
        if status == 403:
            monkeypatch.setattr(sign_in, "is_of_another_user", lambda _: False)
            assert stranger.get(link).status_code == 303  # it was not used up


def test_a_session_has_a_new_name_that_nobody_could_set(
    stranger: Browser, settings: Settings
) -> None:
    stranger.wear("of-an-attacker")
    stranger.get(make_link(settings, clock.now()))
    assert stranger.cookies[stranger.cookie] != "of-an-attacker"
    stranger.wear("of-an-attacker")
    assert stranger.get("/").headers["location"] == "/sign-in"


def test_the_cookie_is_for_this_server_alone(stranger: Browser, settings: Settings) -> None:
    given = stranger.get(make_link(settings, clock.now())).headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(given.split("; "))
    assert "Domain" not in given
    assert "Max-Age" not in given


@pytest.mark.parametrize("waits", [sessions.IDLE, sessions.LONGEST])
def test_a_session_ends_by_itself(
    client: Browser, waits: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = clock.now()
    step = timedelta(minutes=20) if waits == sessions.LONGEST else waits
    now = begun
    while (now := now + step) < begun + waits:
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        assert client.get("/").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: now)
    assert client.get("/").status_code == 303


def test_sign_out_ends_it_at_the_server(client: Browser) -> None:
    name = client.cookies[client.cookie]
    assert client.submit("/sign-out").headers["location"] == "/sign-in"
    client.wear(name)
    assert client.get("/").status_code == 303


def test_a_form_needs_the_text_of_its_session(signed_in: SignIn) -> None:
    mine, other = signed_in(Right.CHECK), signed_in(Right.CHECK)
    for given in ({}, {"csrf": ""}, {"csrf": other.csrf}, {"csrf": "ü"}):
        refused = mine.post("/sign-out", data=given)
        assert refused.status_code == 403, given
    assert mine.get("/").status_code == 200
    assert mine.post("/sign-out", headers={"X-CSRF-Token": mine.csrf}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(client: Browser, headers: dict[str, str]) -> None:
    refused = client.post("/sign-out", data={"csrf": client.csrf}, headers=headers)
    assert refused.status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8739", 200),
        ("LOCALHOST:8739", 200),
        ("[::1]:8739", 200),
        ("localhost", 200),
        ("[::1]", 200),
        ("localhost:8739/api/", 421),
        ("localhost:", 421),
        ("elsewhere.example", 421),
        ("127.0.0.1.elsewhere.example:8739", 421),
        ("", 421),
    ],
)
def test_it_answers_to_its_own_names(client: Browser, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_what_is_too_long_is_not_read(client: Browser) -> None:
    long = "9" * 70_000
    assert client.submit("/sign-out", code=long).status_code == 413
    pieces = (b"9" * 1000 for _ in range(70))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-out", content=pieces, headers=headers).status_code == 413


def test_a_ledger_that_is_gone_lets_nobody_in_and_is_not_named(
    stranger: Browser, settings: Settings
) -> None:
    place = Path(settings.ledger)
    bearer = {"Authorization": f"Bearer {draw_token()}"}
    assert stranger.get("/api/v1/prisons", headers=bearer).status_code == 503
    Path(f"{place}-serve").write_text("no database at all, but longer than a header", "utf-8")
    stranger.wear("any")
    for headers in (bearer, {}):
        closed = stranger.get("/", headers=headers)
        assert closed.status_code == 503
        assert "cannot be reached" in closed.text
        assert place.name not in closed.text
