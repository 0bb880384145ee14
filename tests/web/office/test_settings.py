"""Profile, mailbox, statements, envelopes, prisons and senders in the browser."""

from pathlib import Path

import pytest

from prisonmail.sender.store import load
from prisonmail.web.access.visitors import Right
from tests.cjsm.relays import Received
from tests.cli.test_confirm import code_in, received, relay  # noqa: F401 - fixtures
from tests.web.conftest import Browser
from tests.web.office.conftest import SignIn

ADDRESS = "eric.brown@greenstonechambers.co.uk.cjsm.net"
SENDERS = "/letters/settings/senders"


def test_the_profile_is_shown(browser: Browser, admin: Browser) -> None:
    shown = browser.get("/letters/settings").text
    assert "<dd>Greenstone Chambers</dd>" in shown
    assert "not proved" in shown
    assert "Change the profile" not in shown
    assert "Change the profile" in admin.get("/letters/settings").text


def test_only_what_was_changed_is_written(admin: Browser, profile: Path) -> None:
    before = profile.read_text("utf-8")
    page = admin.get("/letters/settings/profile").text
    assert 'value="Greenstone Chambers"' in page
    sent = {"organisation": "Greenstone Chambers", "telephone": "0113 496 0001", "short_name": ""}
    done = admin.submit("/letters/settings/profile", **sent)
    assert done.headers["location"] == "/letters/settings"
    after = profile.read_text("utf-8")
    assert after == before.replace("0113 496 0000", "0113 496 0001")
    admin.submit("/letters/settings/profile", short_name="Greenstone", valid_days="14")
    admin.submit("/letters/settings/profile", short_name="")
    assert (load(profile).short_name, load(profile).valid_days) == (None, 14)


def test_faults_stand_beside_their_fields_and_nothing_is_changed(
    admin: Browser, profile: Path
) -> None:
    before = profile.read_bytes()
    sent = {"telephone": "none", "cjsm_address": "eric@gmail.com", "organisation": "New name"}
    answer = admin.submit("/letters/settings/profile", **sent)
    assert answer.status_code == 422
    assert 'id="telephone-fault"' in answer.text
    assert 'id="cjsm_address-fault"' in answer.text
    assert 'value="New name"' in answer.text
    missing = admin.submit("/letters/settings/profile", telephone="")
    assert '<a href="#telephone">Telephone number: it is missing</a>' in missing.text
    assert profile.read_bytes() == before


@pytest.mark.usefixtures("relay")
def test_a_code_that_arrives_proves_the_mailbox(
    browser: Browser,
    received: Received,  # noqa: F811
) -> None:
    page = "/letters/settings/mailbox"
    assert f"A code was sent</strong> to {ADDRESS}" in browser.submit(page, step="send").text
    assert "Enter the code that arrived" in browser.submit(page, step="try").text
    wrong = browser.submit(page, step="try", code="2222-2222")
    assert (wrong.status_code, "That is not the code. 5 tries left." in wrong.text) == (422, True)
    proved = browser.submit(page, step="try", code=code_in(received))
    assert f"{ADDRESS} is proved until" in proved.text


def test_without_a_relay_nothing_is_sent(browser: Browser) -> None:
    assert "names no mail relay" in browser.get("/letters/settings/mailbox").text
    refused = browser.submit("/letters/settings/mailbox", step="send")
    assert (refused.status_code, "names no mail relay" in refused.text) == (503, True)


def test_statements_are_accepted_by_name(browser: Browser) -> None:
    page = "/letters/settings/statements"
    assert "Nobody has accepted them here." in browser.get(page).text
    assert browser.submit(page).headers["location"] == page
    assert "by A. Patel on" in browser.get(page).text


@pytest.mark.parametrize("name", ["dl", "c5", "labels:L7163"])
def test_a_test_sheet_is_downloaded(browser: Browser, name: str) -> None:
    assert f"/{name.replace(':', '%3A')}" in browser.get("/letters/settings/envelopes").text
    sheet = browser.get(f"/letters/settings/envelopes/{name}")
    assert sheet.content.startswith(b"%PDF")
    named = f'filename="test-sheet-{name.removeprefix("labels:")}.pdf"'
    assert named in sheet.headers["content-disposition"]
    assert browser.get("/letters/settings/envelopes/none").status_code == 422


def test_prisons_are_found_without_an_address(browser: Browser, signed_in: SignIn) -> None:
    assert "HMP Leeds" in browser.get("/letters/prisons").text
    assert "In a list" in browser.submit("/letters/prisons", text="armley").text
    assert "HMP Leeds" not in browser.submit("/letters/prisons", text="hull").text
    assert signed_in(Right.CHECK).get("/letters/prisons").status_code == 403


@pytest.mark.usefixtures("issued")
def test_a_sender_is_suspended_and_let_send_again(admin: Browser) -> None:
    asked = {"address": ADDRESS, "step": "suspend"}
    assert "Enter why" in admin.submit(SENDERS, **asked).text
    assert (
        "is no CJSM address" in admin.submit(SENDERS, **(asked | {"address": "x", "why": "y"})).text
    )
    assert admin.submit(SENDERS, **asked, why="left the firm").headers["location"] == SENDERS
    assert "<td>suspended</td>" in admin.get(SENDERS).text.lower()
    admin.submit(SENDERS, address=ADDRESS, step="reactivate")
    assert "<td>suspended</td>" not in admin.get(SENDERS).text.lower()


@pytest.mark.usefixtures("issued")
def test_the_directory_of_cjsm_is_taken_whole(admin: Browser) -> None:
    assert "Choose the directory" in admin.submit(f"{SENDERS}/import").text
    wrong = admin.upload(f"{SENDERS}/import", {"directory": ("d.csv", b"no,such\nthing,at all\n")})
    assert (wrong.status_code, "Nothing was entered" in wrong.text) == (422, True)


def test_health_is_told_in_words(admin: Browser) -> None:
    shown = admin.get("/letters/settings/health").text
    assert "<td>profile</td>" in shown
    assert "prisonmail profile" not in shown.split("<main")[1]


def test_a_profile_is_made_by_whoever_has_none(
    admin: Browser, browser: Browser, profile: Path
) -> None:
    profile.unlink()
    page = "/letters/settings/profile"
    assert admin.get("/letters/settings").headers["location"] == page
    assert admin.get("/letters/new").headers["location"] == page
    assert "who sends" in browser.get("/letters/new").text
    assert browser.get(page).status_code == 403
    assert "Say who sends" in admin.get(page).text
    assert "You need to fill in Organisation, Person who signs" in admin.get(page).text
    sent = {"organisation": "Greenstone Chambers", "sender": "Eric Brown", "role": "barrister"}
    assert (
        '<a href="#telephone">Telephone number: it is missing</a>'
        in admin.submit(page, **sent, title="").text
    )
    assert not profile.exists()
    sent |= {"cjsm_address": ADDRESS, "address": "14 Park Square, Leeds", "postcode": "LS1 2NE"}
    done = admin.submit(page, **sent, telephone="0113 496 0000", envelope="c5", valid_days="14")
    assert done.headers["location"] == "/letters/settings/statements"
    made = load(profile)
    assert (made.address, made.valid_days) == (("14 Park Square", "Leeds"), 14)
