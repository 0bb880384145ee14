"""What is typed when a session ends is not lost, and nothing is done with it by somebody else."""

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from httpx import Response

from prisonmail.web.access.visitors import Right
from tests.web.conftest import Browser
from tests.web.office.conftest import read_hidden

SignIn = Callable[[Right], Browser]
TYPED = {
    "name": "Ann Hart",
    "prison": "LEI",
    "wording": "Dear Ann,\n\nIt is on Monday.",
    "step": "check",
}
NEW = "/letters/new"


@pytest.fixture
def over(signed_in: SignIn) -> Browser:
    """A browser whose session is over."""
    browser = signed_in(Right.ISSUE)
    browser.wear("over")
    return browser


def send_with_file(browser: Browser, content: bytes) -> str:
    files = {"enclosures": ("order.pdf" if content else "", content)}
    answer: Response = browser.post(NEW, data={"csrf": "old"} | TYPED, files=files)
    return answer.text


@pytest.mark.parametrize("send", ["plain", "with files"])
def test_what_was_typed_stays_in_the_page(over: Browser, send: str) -> None:
    page = over.submit(NEW, **TYPED).text if send == "plain" else send_with_file(over, b"")
    assert "You are not signed in any more" in page
    assert 'href="/sign-in" target="_blank"' in page
    kept = {name: unescape(text) for name, text in read_hidden(page).items()}
    assert {name: text for name, text in kept.items() if name != "csrf"} == TYPED


def test_it_is_done_once_it_is_sent_by_who_has_signed_in_anew(
    over: Browser, signed_in: SignIn
) -> None:
    kept = read_hidden(over.submit(NEW, **TYPED).text)
    anew = signed_in(Right.ISSUE)
    asked = anew.post(NEW, data=kept)
    assert asked.status_code == 403
    assert "You signed in again" in asked.text
    again = read_hidden(asked.text)
    assert again["csrf"] == anew.csrf
    shown = anew.post(NEW, data=again).text
    assert "There is neither a prison number nor a date of birth" in shown
    assert "It is on Monday.</textarea>" in shown


def test_a_letter_whose_files_are_lost_is_only_shown(over: Browser, signed_in: SignIn) -> None:
    page = send_with_file(over, b"%PDF-1.7")
    assert "The files that you chose did not stay." in page
    kept = read_hidden(page)
    assert kept["step"] == "mend"
    anew = signed_in(Right.ISSUE)
    shown = anew.submit(NEW, **{name: text for name, text in kept.items() if name != "csrf"})
    assert 'value="Ann Hart"' in shown.text
    assert "Check the letter" not in shown.text


def test_the_file_of_a_form_from_before_is_not_forgotten_either(signed_in: SignIn) -> None:
    assert "The files that you chose did not stay." in send_with_file(
        signed_in(Right.ISSUE), b"%PDF-1.7"
    )


@pytest.mark.parametrize(
    ("path", "size"), [(NEW, 3 * 1024 * 1024), ("/", 10), ("/letters/jobs", 3 * 1024 * 1024)]
)
def test_too_much_and_what_is_elsewhere_is_not_kept(over: Browser, path: str, size: int) -> None:
    answer = over.post(path, data={"name": "x" * size})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?undone=1")


def test_rows_that_were_pasted_stay_too(over: Browser) -> None:
    sent = over.post(
        "/letters/jobs", data={"csrf": "old", "rows": "Name\tPrison"}, files={"list": ("", b"")}
    )
    assert read_hidden(sent.text)["rows"] == "Name\tPrison"
    assert 'enctype="multipart/form-data"' in sent.text


def test_a_form_that_came_in_pieces_is_no_fault(over: Browser, home: Path) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    assert over.post(NEW, content=b"--b\r\nno", headers=kind).status_code == 303
    assert not (home / "ledger.sqlite3").exists()
