"""What holds of any page, however it came about."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

_STANDARDS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def assert_accessible(page: Page) -> None:
    """Nothing that axe-core knows of keeps anybody from using the page."""
    found = Axe().run(page, options=_STANDARDS).response["violations"]
    assert [_describe(each) for each in found] == []


def assert_fits(page: Page) -> None:
    """The page is no wider than the window: only tables scroll, in a frame of their own."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window, f"{page.url} is {wide} pixels wide"


def is_in_sight(found: Locator) -> bool:
    """Whether something is wholly within the window, without scrolling."""
    box, size = found.bounding_box(), found.page.viewport_size
    assert box
    assert size
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def _describe(violation: dict[str, Any]) -> str:
    places = "; ".join(node["html"] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']}: {places}"
