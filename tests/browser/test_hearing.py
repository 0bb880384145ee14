"""What those hear who do not see the mailroom's page: Chromium's own tree of accessible things."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible
from tests.browser.scanner import expect_ready_for_the_next, expect_verdict, scan
from tests.browser.served import Served

READ = ("heading", "status", "textbox", "button", "paragraph", "term", "definition", "region")


def read_aloud(page: Page) -> list[tuple[str, str]]:
    """The kinds and words of what is on the page below its header, in order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    known = {node["nodeId"]: node for node in nodes}
    main = next(node for node in nodes if node["role"]["value"] == "main")
    return [each for each in _walk(main, known) if each[0] in READ]


def _walk(node: dict[str, Any], known: dict[str, Any]) -> list[tuple[str, str]]:
    below = [known[each] for each in node.get("childIds", []) if each in known]
    words = node.get("name", {}).get("value", "")
    if not words:
        words = " ".join(
            each["name"]["value"] for each in below if each["role"]["value"] == "StaticText"
        )
    own = [] if node["ignored"] else [(node["role"]["value"], words)]
    return own + [found for each in below for found in _walk(each, known)]


def find_focused(page: Page) -> str:
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    (found,) = (
        node["name"]["value"]
        for node in nodes
        if node["role"]["value"] == "textbox"
        and any(each["name"] == "focused" and each["value"]["value"] for each in node["properties"])
    )
    return str(found)


def test_on_arrival_there_is_a_heading_a_box_and_a_button(open_page: OpenPage) -> None:
    page = open_page("/")
    assert read_aloud(page)[:4] == [
        ("heading", "Check a letter"),
        ("status", ""),
        ("textbox", "Scan or type the code"),
        ("button", "Check"),
    ]
    assert find_focused(page) == "Scan or type the code"
    assert page.title() == "Check a letter – prisonmail"


def test_an_answer_is_said_once_with_its_verdict_before_all_else(
    served: Served, open_page: OpenPage
) -> None:
    page, code = open_page("/"), served.next_code()
    for verdict, to_do in (("READY", "Deliver it unopened."), ("DUPLICATE", "make further checks")):
        scan(page, code)
        expect_verdict(page, verdict)
        expect(page.get_by_role("status")).to_contain_text(f"{verdict}. ")
        heard = read_aloud(page)
        assert heard[1][0] == "status"
        assert heard[1][1].startswith(f"{verdict}. ")
        assert to_do in heard[1][1]
        live = page.locator("[aria-live], [role=status], [role=alert], [role=log]")
        expect(live).to_have_count(1)
        region = heard.index(("region", verdict))
        assert heard[region + 1] == ("heading", verdict)
        assert to_do in heard[region + 2][1]
        assert ("term", "For") in heard
        assert find_focused(page) == "Scan or type the code"
        assert page.title().startswith(f"{verdict} – ")


def test_two_answers_that_are_alike_are_said_twice(served: Served, open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate(
        "window.said = []; new MutationObserver(() => window.said.push("
        "document.querySelector('#spoken').textContent)).observe("
        "document.querySelector('#spoken'), {childList: true})"
    )
    for _ in range(2):
        scan(page, "4821")
        expect(page.get_by_role("status")).to_contain_text("MISTYPED")
        page.wait_for_function("window.said.at(-1)")
        page.evaluate("window.said.push('|')")
    said = [each for each in page.evaluate("window.said") if each.startswith("MISTYPED")]
    assert len(said) == 2


def test_without_javascript_the_title_is_the_verdict(served: Served, open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    expect_ready_for_the_next(page)
    scan(page, served.next_code())
    expect(page).to_have_title("READY – Check a letter – prisonmail")
    heard = read_aloud(page)
    region = heard.index(("region", "READY"))
    assert heard[region + 1 : region + 3] == [
        ("heading", "READY"),
        ("paragraph", "Deliver it unopened."),
    ]
    assert find_focused(page) == "Scan or type the code"


def test_every_state_of_the_page_keeps_nobody_out(open_page: OpenPage) -> None:
    page = open_page("/")
    assert_accessible(page)
    page.get_by_text("Checks are recorded as made here").click()
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    page.locator("#code").focus()
    scan(page, "4821")
    expect_verdict(page, "MISTYPED")
    assert_accessible(page)
    page.route("**/", lambda route: route.abort())
    scan(page, "4821")
    expect_verdict(page, "NO ANSWER")
    assert_accessible(page)
