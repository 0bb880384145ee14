"""The mailroom's page, from scan to answer."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible, assert_fits, is_in_sight
from tests.browser.scanner import expect_ready_for_the_next, expect_verdict, scan
from tests.browser.served import Served


def test_a_scan_is_answered_and_the_next_may_follow(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/"), served.next_code()
    scan(page, code)
    expect_verdict(page, "READY")
    expect(page.get_by_text("Deliver it unopened.").first).to_be_visible()
    expect_ready_for_the_next(page)
    scan(page, f"]C1{code}")
    expect_verdict(page, "DUPLICATE")
    expect_ready_for_the_next(page)


def test_scans_that_come_faster_than_answers_are_all_answered(
    served: Served, open_page: OpenPage
) -> None:
    page, codes = open_page("/"), [served.next_code() for _ in range(6)]
    for code in codes:
        scan(page, code)
    rows = page.locator("#recent tbody tr")
    expect(rows.first).to_contain_text(codes[-1][-4:])
    expect_verdict(page, "READY")
    newest = [row.split("\t") for row in rows.all_inner_texts()[: len(codes)]]
    assert [cells[2].replace("-", "") for cells in newest] == codes[::-1]
    assert {cells[1] for cells in newest} == {"✓ READY"}


@pytest.mark.parametrize("wrong", ["4821", "https://example.org/?a=1", "48210937556624", "é"])
def test_a_wrong_scan_never_stays_in_the_way(
    wrong: str, served: Served, open_page: OpenPage
) -> None:
    page = open_page("/")
    scan(page, wrong)
    expect_verdict(page, "MISTYPED")
    expect_ready_for_the_next(page)
    scan(page, served.next_code())
    expect_verdict(page, "READY")


def test_it_works_without_javascript(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/", java_script_enabled=False), served.next_code()
    expect_ready_for_the_next(page)
    scan(page, code)
    expect_verdict(page, "READY")
    expect_ready_for_the_next(page)
    scan(page, code)
    expect_verdict(page, "DUPLICATE")
    expect(page.locator("#recent tbody tr")).not_to_have_count(0)


def test_more_checks_are_asked_for_by_keyboard_alone(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/"), served.next_code()
    scan(page, code)
    expect_verdict(page, "READY")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Ask for more checks":
            break
    page.keyboard.press("Enter")
    expect_verdict(page, "MORE CHECKS")
    expect_ready_for_the_next(page)


SMALL: dict[str, dict[str, Any]] = {
    "a small screen": {"viewport": {"width": 320, "height": 640}},
    "200 % zoom": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "dark": {"color_scheme": "dark"},
    "no JavaScript": {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False},
}


@pytest.mark.parametrize("screen", SMALL)
def test_the_answer_is_seen_without_scrolling(
    screen: str, served: Served, open_page: OpenPage
) -> None:
    page, code = open_page("/", **SMALL[screen]), served.next_code()
    for verdict in ("READY", "DUPLICATE"):
        expect_ready_for_the_next(page)
        scan(page, code)
        expect_verdict(page, verdict)
        assert is_in_sight(page.get_by_role("heading", name=verdict, exact=True))
        if screen != "no JavaScript":
            assert_fits(page)
        if screen in ("a small screen", "dark"):
            assert_accessible(page)


def test_sign_and_colour_differ_as_well_as_words(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/"), served.next_code()
    looks = []
    for verdict in ("READY", "DUPLICATE"):
        scan(page, code)
        expect_verdict(page, verdict)
        looks.append(
            page.evaluate(
                "[getComputedStyle(document.querySelector('.answer')).backgroundColor,"
                " document.querySelector('.answer .sign').textContent]"
            )
        )
    assert looks[0][0] != looks[1][0]
    assert [sign for _, sign in looks] == ["✓", "✗"]


SIGN = """
([canvas, sign]) => {
  const drawn = getComputedStyle(document.querySelector(sign), "::before").backgroundColor;
  const behind = getComputedStyle(document.querySelector(canvas)).backgroundColor;
  return [drawn, behind].map((each) => each.match(/[0-9]+/g).slice(0, 3).map(Number));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signs_and_edges_are_seen_in_colours_of_the_reader(
    scheme: str, served: Served, open_page: OpenPage
) -> None:
    page = open_page("/", forced_colors="active", color_scheme=scheme)
    code, edges = served.next_code(), []
    for verdict in ("READY", "DUPLICATE"):
        scan(page, code)
        expect_verdict(page, verdict)
        drawn, behind = page.evaluate(SIGN, [".answer", ".answer .sign"])
        assert max(abs(one - other) for one, other in zip(drawn, behind, strict=True)) > 100
        edges.append(
            page.evaluate("getComputedStyle(document.querySelector('.answer')).borderTopStyle")
        )
    assert edges[0] != edges[1]


def test_a_verdict_is_not_broken_within_a_word(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/", viewport={"width": 320, "height": 640}), served.next_code()
    for verdict in ("READY", "DUPLICATE"):
        scan(page, code)
        expect_verdict(page, verdict)
    box = page.get_by_role("heading", name="DUPLICATE").bounding_box()
    assert box
    assert box["height"] < 45


def test_at_400_percent_the_verdict_is_still_in_sight(served: Served, open_page: OpenPage) -> None:
    page = open_page("/", viewport={"width": 320, "height": 256})
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    assert is_in_sight(page.get_by_role("heading", name="READY"))
    assert_fits(page)


def test_a_printed_answer_is_dark_on_white(served: Served, open_page: OpenPage) -> None:
    page = open_page("/")
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    page.emulate_media(media="print")
    expect(page.locator(".answer")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.get_by_label("Scan or type the code")).to_be_hidden()


def test_the_page_keeps_still_for_those_who_ask_for_it(served: Served, open_page: OpenPage) -> None:
    page = open_page("/", reduced_motion="reduce")
    scan(page, served.next_code())
    expect_verdict(page, "READY")
    expect(page.locator(".answer")).to_have_css("animation-name", "none")
