"""Signing in by a code that is sent to a mailbox, as others on the network do."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
import trustme
from fastapi import FastAPI

from prisonmail.cjsm.relay_passwords import PASSWORD as VARIABLE
from prisonmail.ledger.access.grants import Right
from prisonmail.ledger.access.sign_in_codes import MOST_ASKED, MOST_WRONG
from prisonmail.ledger.senders.known_senders import SenderStatus, StatusChange
from prisonmail.ledger.store import open_ledger, open_server_state
from prisonmail.sender.mailbox_codes import LIFE, MOST_SENDS, MOST_TRIES
from prisonmail.system import clock
from prisonmail.web.access import outgoing
from prisonmail.web.settings import Settings
from tests.cjsm.relays import PASSWORD, SENDER, Received, aiosmtpd_relay, keep_authority
from tests.cli.test_confirm import code_of
from tests.web.conftest import Browser

ADDRESS = "eric.brown@greenstonechambers.co.uk.cjsm.net"
UNKNOWN = "nobody@elsewhere.co.uk.cjsm.net"
DESK = "post.room@leeds.hmpps.gov.uk.cjsm.net"
NOT_THE_CODE = "AAAA-AAAA"
KNOWN_BROWSER = "__Host-prisonmail-known"


@pytest.fixture
def settings(home: Path, profile: Path) -> Settings:
    """A server that others reach, behind a proxy which ends TLS."""
    return Settings(
        str(home / "ledger.sqlite3"),
        profile,
        hosts=("post.firm.example",),
        proxies=("127.0.0.1",),
    )


class Sent:
    """Takes what would go to mailboxes."""

    def __init__(self) -> None:
        self.codes: list[tuple[str, str]] = []

    def send(self, address: str, code: str) -> None:
        self.codes.append((address, code))


@pytest.fixture
def sent(application: FastAPI) -> Sent:
    application.state.outgoing = Sent()
    found: Sent = application.state.outgoing
    return found


@pytest.fixture
def new_browser(application: FastAPI, settings: Settings) -> Callable[[], Browser]:
    """Makes a browser that shows the page to sign in."""

    def make() -> Browser:
        browser = Browser(application, settings)
        assert browser.get("/sign-in").status_code == 200
        return browser

    return make


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


def test_the_code_that_arrives_signs_in(browser: Browser, sent: Sent) -> None:
    before = browser.cookies[browser.cookie]
    asked = browser.submit("/sign-in", address=f" {ADDRESS.upper()} ")
    assert (asked.status_code, "good for 30 minutes" in asked.text) == (200, True)
    ((address, code),) = sent.codes
    assert (address.lower(), code in asked.text) == (ADDRESS, False)
    entered = browser.submit("/sign-in/code", code=code.lower())
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    flags = set(entered.headers["set-cookie"].split("; "))
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= flags
    assert entered.headers["set-cookie"].startswith("__Host-prisonmail=")
    assert browser.cookies[browser.cookie] != before
    assert "Letters" in browser.get("/").text
    assert browser.submit("/sign-in/code", code=code).status_code == 403


def test_an_answer_does_not_tell_whether_anybody_has_the_mailbox(
    new_browser: Callable[[], Browser], sent: Sent
) -> None:
    known, unknown = new_browser(), new_browser()
    answers = [
        known.submit("/sign-in", address=ADDRESS),
        unknown.submit("/sign-in", address=UNKNOWN),
    ]
    pages = [
        answer.text.replace(each.csrf, "")
        for each, answer in zip((known, unknown), answers, strict=True)
    ]
    assert pages[0] == pages[1]
    assert [address for address, _ in sent.codes] == [ADDRESS]
    wrong = [each.submit("/sign-in/code", code=NOT_THE_CODE) for each in (known, unknown)]
    assert {each.status_code for each in wrong} == {403}
    for each, address in ((known, ADDRESS), (unknown, UNKNOWN)):
        limits = [each.submit("/sign-in", address=address).status_code for _ in range(3)]
        assert limits == [200, 200, 429]


def test_a_code_is_for_the_browser_that_asked_for_it(
    new_browser: Callable[[], Browser], sent: Sent
) -> None:
    mine, other = new_browser(), new_browser()
    mine.submit("/sign-in", address=ADDRESS)
    other.submit("/sign-in", address=UNKNOWN)
    assert other.submit("/sign-in/code", code=sent.codes[0][1]).status_code == 403
    assert mine.submit("/sign-in/code", code=sent.codes[0][1]).status_code == 303


def test_few_guesses_count(browser: Browser, sent: Sent) -> None:
    browser.submit("/sign-in", address=ADDRESS)
    tries = [
        browser.submit("/sign-in/code", code=NOT_THE_CODE).status_code for _ in range(MOST_TRIES)
    ]
    assert tries == [403] * MOST_TRIES
    assert browser.submit("/sign-in/code", code=sent.codes[0][1]).status_code == 429
    browser.submit("/sign-in", address=ADDRESS)
    assert browser.submit("/sign-in/code", code=sent.codes[1][1]).status_code == 303


def test_one_place_has_few_guesses_and_asks_for_few_codes(
    new_browser: Callable[[], Browser], sent: Sent
) -> None:
    asked = [
        new_browser().submit("/sign-in", address=f"a{each}@firm.co.uk.cjsm.net").status_code
        for each in range(MOST_ASKED + 1)
    ]
    assert asked == [200] * MOST_ASKED + [429]
    tried = [
        new_browser().submit("/sign-in/code", code=NOT_THE_CODE).status_code
        for _ in range(MOST_WRONG + 1)
    ]
    assert tried == [403] * MOST_WRONG + [429]
    assert sent.codes == []


def test_a_stranger_keeps_nobody_out_who_has_signed_in_here_before(
    new_browser: Callable[[], Browser], sent: Sent
) -> None:
    mine = new_browser()
    assert sign_in(mine, ADDRESS, sent) == 303
    mine.submit("/sign-out")
    mine.get("/sign-in")
    for _ in range(MOST_SENDS + 1):
        stranger = new_browser()
        stranger.submit("/sign-in", address=ADDRESS)
        for _ in range(MOST_TRIES + 1):
            stranger.submit("/sign-in/code", code=NOT_THE_CODE)
    assert new_browser().submit("/sign-in", address=ADDRESS).status_code == 429
    assert sign_in(mine, ADDRESS, sent) == 303


def test_what_a_browser_is_known_by_lets_nobody_in_and_is_for_this_server_alone(
    new_browser: Callable[[], Browser], sent: Sent
) -> None:
    mine, other = new_browser(), new_browser()
    mine.submit("/sign-in", address=ADDRESS)
    entered = mine.submit("/sign-in/code", code=sent.codes[-1][1])
    (given,) = (each for each in entered.headers.get_list("set-cookie") if KNOWN_BROWSER in each)
    assert {"HttpOnly", "Path=/", "SameSite=strict", "Secure"} <= set(given.split("; "))
    assert "Domain" not in given
    other.cookies.set(KNOWN_BROWSER, mine.cookies[KNOWN_BROWSER], domain="post.firm.example")
    assert other.get("/").status_code == 303
    mine.submit("/sign-out")
    mine.get("/sign-in")
    assert sign_in(mine, ADDRESS, sent) == 303
    assert mine.cookies[KNOWN_BROWSER] == other.cookies[KNOWN_BROWSER]


def test_whoever_may_ask_for_no_other_code_can_still_type_the_last_one(
    browser: Browser, sent: Sent
) -> None:
    for _ in range(MOST_SENDS):
        browser.submit("/sign-in", address=ADDRESS)
    refused = browser.submit("/sign-in", address=ADDRESS)
    assert (refused.status_code, 'action="/sign-in/code"' in refused.text) == (429, True)
    assert browser.submit("/sign-in/code", code=sent.codes[-1][1]).status_code == 303


def test_to_sign_in_again_ends_the_session_before(browser: Browser, sent: Sent) -> None:
    assert sign_in(browser, ADDRESS, sent) == 303
    before = browser.cookies[browser.cookie]
    assert sign_in(browser, ADDRESS, sent) == 303
    assert browser.get("/").status_code == 200
    browser.wear(before)
    assert browser.get("/").status_code == 303


def test_a_code_ends(browser: Browser, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.submit("/sign-in", address=ADDRESS)
    late = clock.now() + LIFE
    monkeypatch.setattr(clock, "now", lambda: late)
    assert browser.submit("/sign-in/code", code=sent.codes[0][1]).status_code == 403


def test_what_is_kept_of_a_code_does_not_tell_it(
    browser: Browser, sent: Sent, settings: Settings
) -> None:
    browser.submit("/sign-in", address=ADDRESS)
    with open_server_state(settings.ledger) as state:
        (kept,) = state.list_all("code", clock.now()).values()
    assert sent.codes[0][1] not in kept


def test_an_hour_later_a_code_is_sent_again(
    browser: Browser, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(MOST_SENDS + 1):
        browser.submit("/sign-in", address=ADDRESS)
    assert len(sent.codes) == MOST_SENDS
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.submit("/sign-in", address=ADDRESS)
    assert len(sent.codes) == MOST_SENDS + 1


def test_what_is_no_address_of_the_service_is_said_at_once(browser: Browser, sent: Sent) -> None:
    refused = browser.submit("/sign-in", address="eric.brown@firm.co.uk")
    assert refused.status_code == 422
    assert "no CJSM address" in refused.text
    assert "eric.brown@firm.co.uk" in refused.text
    assert sent.codes == []


def sign_in(browser: Browser, address: str, sent: Sent) -> int:
    browser.submit("/sign-in", address=address)
    if not sent.codes or sent.codes[-1][0] != address:
        return 403
    return browser.submit("/sign-in/code", code=sent.codes.pop()[1]).status_code


def enter(settings: Settings, address: str, status: SenderStatus) -> None:
    with open_ledger(settings.ledger, make=True) as ledger:
        ledger.senders.enter([StatusChange(address, status, "")], clock.now())


def test_a_sender_that_was_barred_is_out_at_once(
    browser: Browser, sent: Sent, settings: Settings
) -> None:
    assert sign_in(browser, ADDRESS, sent) == 303
    assert browser.get("/").status_code == 200
    enter(settings, ADDRESS, SenderStatus.SUSPENDED)
    assert browser.get("/").status_code == 303
    assert sign_in(browser, ADDRESS, sent) == 403
    enter(settings, UNKNOWN, SenderStatus.ACTIVE)
    browser.get("/sign-in")
    assert sign_in(browser, UNKNOWN, sent) == 303


def test_a_person_at_a_desk_has_the_right_that_was_granted(
    browser: Browser, sent: Sent, settings: Settings
) -> None:
    assert sign_in(browser, DESK, sent) == 403
    with open_ledger(settings.ledger, make=True) as ledger:
        ledger.grants.add("desk-1", Right.CHECK, clock.now(), mailbox=DESK, location="HMP Leeds")
    assert sign_in(browser, DESK, sent) == 303
    assert "Letters" not in browser.get("/").text
    enter(settings, DESK, SenderStatus.LOCKED)
    assert browser.get("/").status_code == 303
    enter(settings, DESK, SenderStatus.ACTIVE)
    assert browser.get("/").status_code == 303  # that session is over
    browser.get("/sign-in")
    assert sign_in(browser, DESK, sent) == 303
    with open_ledger(settings.ledger) as ledger:
        ledger.grants.remove("desk-1", clock.now())
    assert "Letters" in browser.get("/").text  # as a sender, which it was entered as


def test_nobody_is_signed_out_for_good_because_the_profile_cannot_be_read(
    browser: Browser, sent: Sent, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sign_in(browser, ADDRESS, sent) == 303
    written = profile.read_text("utf-8")
    for minute, (text, status) in enumerate(((f"{written}=", 303), (written, 200)), start=1):
        profile.write_text(text, "utf-8")
        later = clock.now() + timedelta(minutes=minute)
        with monkeypatch.context() as patched:
            patched.setattr(clock, "now", lambda later=later: later)
            assert browser.get("/").status_code == status


def test_behind_a_proxy_only_what_came_by_tls_is_answered(browser: Browser) -> None:
    plain = browser.get("http://post.firm.example/sign-in")
    assert plain.status_code == 403
    assert "https" in plain.text
    assert browser.get("http://post.firm.example/health/ping").status_code == 200


def test_the_link_of_this_computer_is_none_of_others(browser: Browser) -> None:
    assert browser.get("/sign-in/link?key=any").status_code == 403


@pytest.fixture
def received(profile: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Received]:
    """A mail relay that the profile names."""
    authority, received = trustme.CA(key_type=trustme.KeyType.ECDSA), Received()
    keep_authority(authority, home)
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with aiosmtpd_relay(received, authority) as port:
        relay = {"host": "localhost", "from": SENDER, "user": "firm", "ca_file": "ca.pem"}
        lines = "".join(f'{key} = "{value}"\n' for key, value in relay.items())
        with profile.open("a", encoding="utf-8") as file:
            file.write(f"\n[relay]\nport = {port}\n{lines}")
        yield received


def test_a_code_goes_by_the_relay_of_the_profile(
    browser: Browser, application: FastAPI, received: Received
) -> None:
    browser.submit("/sign-in", address=ADDRESS)
    application.state.outgoing.finish()
    message = message_from_bytes(received.messages[0])
    assert (message["From"], message["To"]) == (SENDER, ADDRESS)
    code = code_of(received.messages[0].decode())
    assert browser.submit("/sign-in/code", code=code).status_code == 303


def test_a_code_goes_once_the_answer_has_gone(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = list[str]()
    monkeypatch.setattr(time, "sleep", lambda seconds: done.append(f"waited {int(2 * seconds)}"))
    monkeypatch.setattr(outgoing, "send_sign_in_code", lambda *_: done.append("sent"))
    sender = outgoing.Outgoing(profile)
    sender.send(ADDRESS, NOT_THE_CODE)
    sender.finish()
    assert done[0] in ("waited 1", "waited 2")
    assert done[1:] == ["sent"]


def test_nobody_is_told_that_a_code_could_not_be_sent_but_the_log(
    browser: Browser, application: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    assert browser.submit("/sign-in", address=ADDRESS).status_code == 200
    application.state.outgoing.finish()
    (line,) = (each for each in caplog.records if each.levelname == "ERROR")
    assert (line.getMessage(), vars(line)["fault"]) == ("a code to sign in was not sent", "input")


def test_what_was_sent_without_a_session_is_said_not_to_be_done(
    new_browser: Callable[[], Browser],
) -> None:
    browser = new_browser()
    assert "not done" not in browser.get("/sign-in").text
    sent = browser.submit("/", code="12")
    assert "a letter that you scanned was not checked" in browser.get(sent.headers["location"]).text
