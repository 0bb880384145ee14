"""A READY never stands on the screen for a letter that it was not said of."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import is_in_sight
from tests.browser.scanner import expect_ready_for_the_next, expect_verdict, scan
from tests.browser.served import Served, open_window

CHECK = "**/"


def let_go(page: Page, held: list[Route], number: int) -> None:
    """Let so many questions arrive, one after the other."""
    for each in range(number):
        while len(held) <= each:
            page.wait_for_timeout(20)
        held[each].continue_()


@contextmanager
def held_back(page: Page) -> Iterator[list[Route]]:
    """Keep what the page asks on its way."""
    held: list[Route] = []
    page.route(CHECK, lambda route: held.append(route))
    yield held
    page.unroute(CHECK)


@pytest.mark.parametrize("wrong", ["12345678901244", "4821"])
def test_an_answer_that_nobody_saw_is_not_followed_by_ready(
    wrong: str, served: Served, open_page: OpenPage
) -> None:
    page, codes = open_page("/"), [served.next_code(), wrong, served.next_code()]
    with held_back(page) as held:
        for code in codes:
            scan(page, code)
        expect_verdict(page, "CHECKING")
        let_go(page, held, len(codes))
        expect_verdict(page, "NOT ALL READY")
    rows = page.locator("#recent tbody tr")
    for row, sign in enumerate("✓✗✓"):
        expect(rows.nth(row)).to_contain_text(sign)
    assert is_in_sight(rows.nth(1))
    scan(page, codes[0])
    expect_verdict(page, "DUPLICATE")


def test_a_lost_answer_among_several_is_not_followed_by_ready(
    served: Served, open_page: OpenPage
) -> None:
    page, codes = open_page("/"), [served.next_code(), served.next_code()]
    with held_back(page) as held:
        for code in codes:
            scan(page, code)
        expect_verdict(page, "CHECKING")
        held[0].abort()
        held.pop(0)
        let_go(page, held, 1)
        expect_verdict(page, "NOT ALL READY")
    page.wait_for_timeout(3_500)
    expect_verdict(page, "NOT ALL READY")
    scan(page, codes[0])
    expect_verdict(page, "READY")


def lose(route: Route) -> None:
    """Have a question arrive, and its answer not."""
    route.fetch()
    route.abort()


def test_a_slow_server_is_waited_for(served: Served, open_page: OpenPage) -> None:
    page = open_page("/")
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    with held_back(page) as held:
        scan(page, served.next_code())
        expect_verdict(page, "CHECKING")
        expect(page.get_by_role("status")).to_contain_text("CHECKING")
        expect(page.get_by_role("heading", name="READY")).to_have_count(0)
        held[0].continue_()
    expect_verdict(page, "READY")


def test_an_answer_that_was_lost_is_asked_for_again(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/"), served.next_code()
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    page.route(CHECK, lose)
    scan(page, code)
    expect_verdict(page, "NO ANSWER")
    expect(page.locator("#answer .do")).to_contain_text("Keep this letter aside")
    page.unroute(CHECK)
    expect(page.locator("#answer")).to_contain_text(code[-4:], timeout=10_000)
    expect_verdict(page, "READY")
    expect(page.locator("#recent tbody tr").first).to_contain_text(code[-4:])
    expect_ready_for_the_next(page)


@pytest.mark.parametrize("then", ["nothing", "another letter"])
def test_a_letter_whose_answer_was_lost_may_be_scanned_again(
    then: str, served: Served, open_page: OpenPage
) -> None:
    page, code = open_page("/"), served.next_code()
    page.route(CHECK, lose)
    scan(page, code)
    expect_verdict(page, "NO ANSWER")
    page.unroute(CHECK)
    if then == "another letter":
        scan(page, served.next_code())
        expect_verdict(page, "READY")
    for verdict in ("READY", "DUPLICATE"):
        scan(page, code)
        expect_verdict(page, verdict)
        expect(page.locator("#answer")).to_contain_text(code[-4:])
    rows = page.locator("#recent tbody tr", has_text=code[-4:])
    expect(rows).to_have_count(2)


def test_an_answer_that_comes_late_does_not_take_the_place_of_a_newer_one(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page("/")
    page.route(CHECK, lambda route: route.abort())
    scan(page, served.next_code())
    expect_verdict(page, "NO ANSWER")
    page.unroute(CHECK)
    scan(page, "4821")
    expect_verdict(page, "MISTYPED")
    page.wait_for_timeout(3_500)
    expect_verdict(page, "MISTYPED")


@pytest.mark.parametrize("status", [500, 502, 504])
def test_whatever_else_comes_is_no_answer(status: int, served: Served, open_page: OpenPage) -> None:
    page = open_page("/")
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    page.route(CHECK, lambda route: route.fulfill(status=status, body="<h1>Bad gateway</h1>"))
    scan(page, served.next_code())
    expect_verdict(page, "NO ANSWER")
    expect(page.locator("#answer .do")).to_contain_text("not checked twice")
    page.unroute(CHECK)
    scan(page, served.next_code())
    expect_verdict(page, "READY")


def test_an_answer_does_not_stay_for_ever(served: Served, open_page: OpenPage) -> None:
    page = open_page("/")
    page.clock.install()
    page.reload()
    scan(page, served.next_code())
    page.clock.run_for(1000)
    expect_verdict(page, "READY")
    page.clock.run_for(601_000)
    expect(page.get_by_role("heading", name="READY")).to_be_hidden()


@pytest.mark.parametrize("scripted", [True, False])
def test_whoever_is_signed_out_in_between_is_told_that_nothing_was_checked(
    browser: Browser, served: Served, *, scripted: bool
) -> None:
    code = served.next_code()
    with open_window(browser, served, java_script_enabled=scripted) as window:
        page, other = window.new_page(), window.new_page()
        page.goto(served.new_link())
        other.goto("/")
        other.get_by_role("button", name="Sign out").click()
        page.locator("#code").focus()
        scan(page, code)
        expect(page.get_by_role("alert")).to_contain_text(
            "a letter that you scanned was not checked"
        )
        page.goto(served.new_link())
        expect_ready_for_the_next(page)
        scan(page, code)
        expect_verdict(page, "READY")


def test_an_answer_that_one_goes_back_to_is_called_an_earlier_one(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page("/", java_script_enabled=False)
    expect_ready_for_the_next(page)
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    page.wait_for_timeout(6_100)
    scan(page, "4821")
    expect_verdict(page, "MISTYPED")
    page.go_back()
    expect_verdict(page, "Earlier answer: READY")
    expect(page).to_have_title("Earlier answer: READY – Check a letter – prisonmail")
    expect(page.get_by_text("Deliver it unopened")).to_have_count(0)
    expect_ready_for_the_next(page)
