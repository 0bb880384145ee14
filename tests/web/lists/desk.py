"""What an office does with a list in a browser, for tests."""

import html
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from httpx import Response

from tests.systems import LOCKS
from tests.web.conftest import Browser

GOOD = (
    "Name,Prison Number,Date of birth,Prison,Reference\n"
    "Tarquin Oddwell,A1001XY,12/03/1980,HMP Leeds,C/1201\n"
    "Peregrine Quillfeather,A1002XY,13/03/1980,HMP Wakefield,C/1202\n"
)
BAD = (
    "Name,Prison Number,Date of birth,Prison,Reference\n"
    "Tarquin Oddwell,A1O01XY,12/03/1980,HMP Leeds,C/1201\n"
    "Peregrine Quillfeather,A1002XY,13/03/1980,HMP Wakefield,C/1202\n"
    "Ottoline Fizz,A1003XY,14/03/1980,HMP Wormwood Scrubbs,C/1203\n"
)


def send_list(
    browser: Browser,
    content: str | bytes = GOOD,
    name: str = "clients.csv",
    csrf: str | None = None,
    files: Sequence[tuple[str, tuple[str, bytes]]] = (),
    page: str = "/letters/jobs",
    **fields: str,
) -> Response:
    """Send a list as the page's form does."""
    data = content.encode() if isinstance(content, str) else content
    text = {"csrf": browser.csrf if csrf is None else csrf, **fields}
    answer: Response = browser.post(page, data=text, files=[("list", (name, data)), *files])
    return answer


def bring(browser: Browser, content: str | bytes = GOOD, **more: Any) -> str:
    """Send a list and wait until it has been read; return the address of its page."""
    sent = send_list(browser, content, **more)
    assert sent.status_code == 303, sent.text
    return wait(browser, sent.headers["location"])


def wait(browser: Browser, page: str, seconds: float = 120) -> str:
    """Wait until nobody works on a list any more, as its page does."""
    until = time.monotonic() + seconds
    progress = page.partition("?")[0] + "/progress"
    while _is_worked_on(browser.get(progress)):
        assert time.monotonic() < until
        time.sleep(0.02)
    return page


def _is_worked_on(answer: Response) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["working"])


def press(browser: Browser, page: str, action: str, **fields: Any) -> Response:
    """Press a button of a list's page, with all that its form holds."""
    form = read_form(browser.get(page).text) | {"csrf": browser.csrf} | fields
    form = {name: value for name, value in form.items() if value is not None}
    answer: Response = browser.post(f"{page.partition('?')[0]}/{action}", data=form)
    return answer


def press_and_wait(browser: Browser, page: str, action: str, **fields: Any) -> Response:
    """Press a button, wait, and return the page that is shown then."""
    answer = press(browser, page, action, **fields)
    assert answer.status_code == 303, answer.text
    shown: Response = browser.get(wait(browser, answer.headers["location"]))
    return shown


def read_form(page: str) -> dict[str, str]:
    """Return what a browser would send of the main form as it is."""
    form = page[page.index('id="mend"') : page.index("</form>", page.index('id="mend"'))]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") != "checkbox" or re.search(r"\schecked\b", tag):
            found[given["name"]] = html.unescape(given.get("value", ""))
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        if chosen:
            found[name] = html.unescape(chosen[1] if chosen[1] is not None else chosen[2])
    return found


def read_text(page: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def list_kept(home: Path) -> list[str]:
    """Return the names of all files that the server keeps of lists."""
    folder = home / "lists"
    files = (each for each in folder.rglob("*") if each.is_file() and each.name not in LOCKS)
    return sorted(each.relative_to(folder).as_posix() for each in files)
