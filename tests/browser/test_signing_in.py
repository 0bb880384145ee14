from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.browser.served import Served, open_window


def test_whoever_has_not_signed_in_is_told_how_to(browser: Browser, served: Served) -> None:
    with open_window(browser, served, viewport={"width": 320, "height": 640}) as window:
        page = window.new_page()
        page.goto("/")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)


def test_a_link_signs_in_once(browser: Browser, served: Served, open_page: OpenPage) -> None:
    expect(open_page("/").get_by_label("Scan or type the code")).to_be_focused()
    with open_window(browser, served) as window:
        page = window.new_page()
        page.goto(served.link)
        expect(page.get_by_role("alert")).to_contain_text("used already")


def test_signing_out_ends_the_session(browser: Browser, served: Served) -> None:
    with open_window(browser, served) as window:
        page = window.new_page()
        page.goto(served.new_link())
        page.get_by_role("button", name="Sign out").click()
        page.goto("/")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
