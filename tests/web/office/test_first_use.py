"""Who comes to a server on which nothing was done yet is led on, wherever they begin."""

from pathlib import Path

import pytest

from tests.web.conftest import Browser
from tests.web.lists.desk import bring, read_text

PROFILE = "/letters/settings/profile"
NEED_A_PROFILE = """\
/letters /letters/new /letters/settings /letters/settings/envelopes /letters/settings/mailbox
/letters/settings/printing /letters/settings/relay"""


@pytest.fixture
def none_yet(profile: Path) -> None:
    profile.unlink()


@pytest.mark.usefixtures("none_yet")
@pytest.mark.parametrize("page", NEED_A_PROFILE.split())
def test_whoever_may_say_who_sends_is_led_there(admin: Browser, page: str) -> None:
    assert admin.get(page).headers["location"] == PROFILE


@pytest.mark.usefixtures("none_yet")
@pytest.mark.parametrize("page", ["/letters", "/letters/new", "/letters/settings/envelopes"])
def test_others_are_told_whom_to_ask_and_no_path(browser: Browser, page: str) -> None:
    said = read_text(browser.get(page).text)
    assert "Nobody has said yet who sends the letters" in said
    assert "Ask whoever may change the settings" in said
    assert "profile.toml" not in said


def test_a_list_that_was_brought_too_early_leads_there_and_back(
    admin: Browser, profile: Path
) -> None:
    profile.unlink()
    page = admin.get(bring(admin)).text
    assert "Nobody has said yet who sends the letters." in page
    assert f'href="{PROFILE}">Say who sends</a>, then come back' in page
    assert str(profile) not in page


def test_whoever_has_accepted_the_statements_can_go_on(admin: Browser) -> None:
    assert '<a href="/letters">Make letters' in admin.get("/letters/settings/statements").text


def test_a_log_of_nothing_is_no_fault(admin: Browser) -> None:
    shown = admin.get("/letters/log")
    assert shown.status_code == 200
    assert "Nothing is recorded" in shown.text
