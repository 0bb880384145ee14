"""Scanners do not know where the cursor is, nor what is on the screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.scanner import expect_ready_for_the_next, expect_verdict, scan
from tests.browser.served import Served


def check_one(page: Page, served: Served) -> None:
    """Have a READY on the screen, which nobody may take for that of the next letter."""
    scan(page, served.next_code())
    expect_verdict(page, "READY")


@pytest.mark.parametrize(
    "place",
    ["header a.name", "header button", "#scan button", "summary", "#sounds input", ".more button"],
)
def test_a_scan_goes_to_the_box_wherever_the_focus_is(
    place: str, served: Served, open_page: OpenPage
) -> None:
    page, code = open_page("/"), served.next_code()
    check_one(page, served)
    page.locator(place).focus()
    scan(page, code)
    expect(page.locator("#answer")).to_contain_text(code[-4:])
    expect_verdict(page, "READY")
    expect_ready_for_the_next(page)


@pytest.mark.parametrize("field", ["Who checks", "Where you are, such as HMP Leeds"])
@pytest.mark.parametrize("scripted", [True, False])
def test_a_scan_into_another_field_is_a_scan(
    field: str, served: Served, open_page: OpenPage, *, scripted: bool
) -> None:
    page, code = open_page("/", java_script_enabled=scripted), served.next_code()
    page.get_by_text("Checks are recorded as made here").click()
    page.get_by_label(field).fill("HMP Leeds")
    page.get_by_label(field).press("End")
    scan(page, f"]C1{code}")
    expect_verdict(page, "READY")
    expect_ready_for_the_next(page)
    expect(page.get_by_label(field)).to_have_value("HMP Leeds")


def test_a_slow_scanner_may_type_into_another_field(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/"), served.next_code()
    page.get_by_text("Checks are recorded as made here").click()
    page.get_by_label("Who checks").fill("Kim Marlow")
    page.keyboard.type(code, delay=110)
    page.keyboard.press("Enter")
    expect_verdict(page, "READY")
    expect(page.get_by_label("Who checks")).to_have_value("Kim Marlow")
    expect(page.locator("summary")).to_contain_text("by Kim Marlow")


@pytest.mark.parametrize("ending", ["Enter", "Tab"])
def test_a_scanner_may_end_with_any_of_these(
    ending: str, served: Served, open_page: OpenPage
) -> None:
    page, code = open_page("/"), served.next_code()
    for verdict in ("READY", "DUPLICATE"):
        scan(page, code, ending)
        expect_verdict(page, verdict)
        expect_ready_for_the_next(page)


def test_a_scanner_may_end_with_two_keys(served: Served, open_page: OpenPage) -> None:
    page = open_page("/")
    scan(page, served.next_code())
    page.keyboard.press("Enter")
    expect_verdict(page, "READY")
    expect_ready_for_the_next(page)


def test_what_somebody_left_in_the_box_is_not_in_the_way(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page("/")
    page.keyboard.type("482", delay=120)
    page.wait_for_timeout(1_100)
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    expect_ready_for_the_next(page)


def test_an_answer_is_gone_as_soon_as_the_next_code_begins(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page("/")
    check_one(page, served)
    page.keyboard.type("4")
    expect(page.get_by_role("heading", name="READY")).to_be_hidden()
    expect(page).to_have_title("Check a letter – prisonmail")
    expect(page.get_by_role("status")).to_have_text("")


def test_tab_leaves_the_box_for_people(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.type("48210937556623", delay=120)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check")).to_be_focused()
    expect(page.get_by_label("Scan or type the code")).to_have_value("48210937556623")


def test_a_code_is_pasted_wherever_the_focus_is(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/"), served.next_code()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        "text => navigator.clipboard.writeText(text)", f" {code[:5]}-{code[5:10]} {code[10:]}"
    )
    page.get_by_role("button", name="Check").focus()
    page.keyboard.press("Control+V")
    page.keyboard.press("Enter")
    expect_verdict(page, "READY")


def test_a_window_without_the_keyboard_says_so(served: Served, open_page: OpenPage) -> None:
    page = open_page("/")
    check_one(page, served)
    warning = page.get_by_text("Choose this page before you scan")
    expect(warning).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    expect(warning).to_be_visible()
    expect(page.locator(".answer")).to_have_css("filter", "grayscale(1) opacity(0.35)")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(warning).to_be_hidden()
