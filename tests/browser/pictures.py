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
    for verdict in ("READY", "DUPLICATE"):
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=verdict, exact=True)).to_be_visible()
        _save(page, f"check-{verdict.lower()}")


def _save(page: Page, name: str, *, whole: bool = False) -> None:
    """Save what the window shows, or the whole page, in few colours."""
    taken = page.screenshot(full_page=whole, animations="disabled", caret="initial")
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
