"""Makes the pictures of the pages in docs/ again: `python -m tests.browser.pictures`."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.served import Served, chromium, open_window, serve_in, sign_in

DOCS = Path(__file__).parents[2] / "docs"
_WINDOW = {"width": 1000, "height": 720}
_COLOURS = 48


def picture_checks(page: Page, served: Served) -> None:
    """Check one letter twice: the first answer and the second."""
    code = served.next_code()
    page.get_by_text("Checks are recorded as made here").click()
    page.get_by_label("Who checks").fill("Kim Marlow")
    page.get_by_label("Scan or type the code").focus()
    for verdict in ("READY", "DUPLICATE"):
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=verdict, exact=True)).to_be_visible()
        _save(page, f"check-{verdict.lower()}")


def picture_lists(page: Page, home: Path) -> None:
    """Bring a list, mend it in the page, and issue its letters."""
    page.goto("/letters")
    _save(page, "letters")
    wrong = home / "clients.csv"
    wrong.write_text(
        "Name,Prison number,Prison,Reference\nWilfred Stoat,A2O01XY,HMP Leeds,D/1\n"
        "Agnes Fairweather,A2002XY,HMP Wormwood Scrubbs,D/2\nSilas Pettigrew,A2003XY,HMP Hull,D/3\n"
    )
    page.get_by_label("Choose a list").set_input_files(wrong)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("2 problems in 2 of 3 rows")).to_be_visible()
    _save(page, "letters-problems")
    page.get_by_label("Prison number, line 2").fill("A2001XY")
    page.get_by_label("Prison, line 3").fill("HMP Wormwood Scrubs")
    page.get_by_role("button", name="Check again").first.click()
    page.get_by_role("button", name="Issue 3 letters").click()
    expect(page.get_by_role("heading", name="Letters are made")).to_be_visible()
    _save(page, "letters-made")


def picture_letter(page: Page, served: Served) -> None:
    """Find a letter, and what can be done with it."""
    page.goto("/letters/find")
    page.get_by_label("Name, prison number").fill(served.next_code())
    page.get_by_role("button", name="Find").click()
    page.locator("table button").first.click()
    expect(page.get_by_role("heading", name="One letter")).to_be_visible()
    _save(page, "letters-one")


def _save(page: Page, name: str) -> None:
    """Save what the window shows, in few colours."""
    taken = page.screenshot(animations="disabled", caret="initial")
    picture = Image.open(BytesIO(taken)).convert("RGB")
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(DOCS / f"{name}.png", optimize=True)


def main() -> int:
    """Make all pictures, on a server of their own."""
    with (
        tempfile.TemporaryDirectory() as home,
        chromium() as browser,
        serve_in(Path(home)) as served,
        open_window(browser, served, storage_state=sign_in(browser, served), viewport=_WINDOW) as w,
    ):
        page = w.new_page()
        page.goto("/")
        picture_checks(page, served)
        picture_lists(page, Path(home))
        picture_letter(page, served)
    return 0


if __name__ == "__main__":
    sys.exit(main())
