"""What was issued: batches, letters found, printed again and cancelled."""

from io import BytesIO
from pathlib import Path
from tempfile import gettempdir

import pytest
from pypdf import PdfReader

from prisonmail.codes import format_code
from prisonmail.ledger.store import open_ledger
from tests.web.conftest import Browser
from tests.web.office.conftest import read_hidden

pytestmark = pytest.mark.usefixtures("issued")
FORMS = ["/letters/letter", "/letters/reprint", "/letters/cancel"]


def test_batches_are_listed_with_who_issued_them(browser: Browser, issued: dict[str, str]) -> None:
    shown = browser.get("/letters/batches").text
    assert f'href="/letters/batches/{issued["batch"]}"' in shown
    assert "Tarquin" not in shown


def test_pages_go_on_and_end(browser: Browser, home: Path, issued: dict[str, str]) -> None:
    with open_ledger(home / "ledger.sqlite3") as ledger:
        (first,) = ledger.list_batches(1)
        assert ledger.list_batches(1, 1) == []
    assert first.batch.id == issued["batch"]
    assert "There is no such page" in browser.get("/letters/batches?page=2").text
    assert issued["batch"] in browser.get("/letters/batches?page=-3").text


def test_a_batch_shows_its_letters_and_prisons(browser: Browser, issued: dict[str, str]) -> None:
    shown = browser.get(f"/letters/batches/{issued['batch']}").text
    assert all(format_code_of(issued, sheet) in shown for sheet in "123456")
    assert "Tarquin Oddwell, A1001XY" in shown
    assert "not told by mail" in shown


def format_code_of(issued: dict[str, str], sheet: str) -> str:
    return f">{format_code(issued[sheet])}</button>"  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["20200101-2222", "x", "12345678901244"])
def test_a_batch_that_is_none_is_said_to_be_none(browser: Browser, wrong: str) -> None:
    answer = browser.get(f"/letters/batches/{wrong}")
    assert answer.status_code in (404, 422)
    assert "prisonmail batches" not in answer.text


@pytest.mark.parametrize("text", ["oddwell", "A1001XY", "c/1201", "code", "batch"])
def test_letters_are_found_and_nothing_is_in_an_address(
    browser: Browser, issued: dict[str, str], text: str
) -> None:
    sought = {"code": issued["1"], "batch": issued["batch"]}.get(text, text)
    found = browser.submit("/letters/find", text=sought)
    assert "Tarquin Oddwell, A1001XY" in found.text
    assert f'value="{issued["1"]}"' in found.text
    links = [part.split('"')[0] for part in found.text.split('href="')[1:]]
    assert not any(issued["1"] in link or "ddwell" in link for link in links)


def test_nothing_to_look_for_is_said_beside_the_box(browser: Browser) -> None:
    answer = browser.submit("/letters/find", text=" ")
    assert answer.status_code == 422
    assert '<a href="#text">Give a name, number, reference or code.</a>' in answer.text


def test_a_letter_shows_what_happened_to_it(browser: Browser, issued: dict[str, str]) -> None:
    shown = browser.submit("/letters/letter", code=issued["1"]).text
    assert "Tarquin Oddwell" in shown
    assert "issued (whole batch)" in shown
    assert browser.get("/letters/letter").headers["location"] == "/letters/find"


def test_a_sheet_is_printed_again_and_its_file_is_gone(
    browser: Browser, issued: dict[str, str]
) -> None:
    before = list(Path(gettempdir()).glob("prisonmail-*/letter.pdf"))
    answer = browser.submit("/letters/reprint", what=issued["1"])
    assert answer.headers["content-disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(PdfReader(BytesIO(answer.content)).pages) == 1
    assert list(Path(gettempdir()).glob("prisonmail-*/letter.pdf")) == before


def test_a_batch_is_printed_again_as_whoever_asked(
    browser: Browser, home: Path, issued: dict[str, str]
) -> None:
    answer = browser.submit("/letters/reprint", what=issued["batch"])
    assert len(PdfReader(BytesIO(answer.content)).pages) == 6
    with open_ledger(home / "ledger.sqlite3") as ledger:
        last = ledger.list_happenings(issued["batch"])[-1]
    assert (last.kind.value, last.operator) == ("printed", "A. Patel")


def test_a_letter_leads_back_to_what_was_found(browser: Browser, issued: dict[str, str]) -> None:
    found = read_hidden(browser.submit("/letters/find", text="oddwell").text)
    shown = browser.submit("/letters/letter", **(found | {"code": issued["1"]})).text
    assert "Back to what was found" in shown
    assert 'name="text" value="oddwell"' in shown
    assert "Back to what" not in browser.submit("/letters/letter", code=issued["1"]).text


def test_whoever_finds_nothing_is_told_how_to_look(
    browser: Browser, issued: dict[str, str]
) -> None:
    found = browser.submit("/letters/find", text="Nobody at all").text
    assert "0 letters found." in found
    assert "Look for less of the name, or for the prison number." in found
    assert "Look for less" not in browser.submit("/letters/find", text=issued["1"]).text


def test_cancelling_asks_first_and_wants_a_reason(
    browser: Browser, home: Path, issued: dict[str, str]
) -> None:
    what = {"what": issued["2"]}
    asked = browser.submit("/letters/cancel", **what).text
    assert "Cancel the letter to Łukasz Wiśniewski, A1002XY at HMP Leeds, for good?" in asked
    unsaid = browser.submit("/letters/cancel", **(what | {"sure": "yes", "why": " "}))
    assert (unsaid.status_code, "Enter why" in unsaid.text) == (422, True)
    untouched = browser.submit("/letters/letter", code=issued["2"]).text
    assert "cancelled" not in untouched
    done = browser.submit("/letters/cancel", **(what | {"sure": "yes", "why": "wrong enclosure"}))
    assert "1 letter cancelled." in done.text
    again = browser.submit("/letters/cancel", **what)
    assert "cancelled already" in again.text
    assert "wrong enclosure" in browser.submit("/letters/letter", code=issued["2"]).text


def test_a_batch_is_cancelled_but_for_what_was(browser: Browser, issued: dict[str, str]) -> None:
    browser.submit("/letters/cancel", what=issued["1"], sure="yes", why="x")
    asked = browser.submit("/letters/cancel", what=issued["batch"])
    assert f"Cancel 5 letters of batch {issued['batch']}, for good?" in asked.text
    sent = {"what": issued["batch"], "sure": "yes", "why": "wrong list"}
    assert "5 letters cancelled." in browser.submit("/letters/cancel", **sent).text
    refused = browser.submit("/letters/reprint", what=issued["batch"])
    assert "All letters of this batch are cancelled." in refused.text


@pytest.mark.usefixtures("each_to_their_own")
def test_letters_of_another_are_shown_for_a_reason_alone(
    browser: Browser, home: Path, issued: dict[str, str]
) -> None:
    address = f"/letters/batches/{issued['batch']}"
    asked = browser.get(address)
    assert (asked.status_code, "Oddwell" in asked.text) == (403, False)
    assert "each keeps to their own" in asked.text
    assert "Enter the reason" in browser.submit(address, exceptional=" ").text
    shown = browser.submit(address, exceptional="she is ill")
    assert "Tarquin Oddwell" in shown.text
    assert 'name="exceptional" value="she is ill"' in shown.text
    with open_ledger(home / "ledger.sqlite3") as ledger:
        last = ledger.list_happenings(issued["batch"])[-1]
    assert (last.detail, last.remark, last.operator) == ("serve: batch", "she is ill", "A. Patel")


@pytest.mark.usefixtures("each_to_their_own")
@pytest.mark.parametrize("form", FORMS)
def test_what_was_asked_for_is_done_once_the_reason_is_said(
    browser: Browser, issued: dict[str, str], form: str
) -> None:
    sent = {"code": issued["1"], "what": issued["1"], "sure": "yes", "why": "x"}
    asked = browser.submit(form, **sent)
    assert asked.status_code == 403
    assert f'name="what" value="{issued["1"]}"' in asked.text
    assert browser.submit(form, **(sent | {"exceptional": "she is ill"})).status_code == 200


@pytest.mark.usefixtures("each_to_their_own")
def test_letters_of_others_are_left_out_of_what_is_found(browser: Browser) -> None:
    found = browser.submit("/letters/find", text="oddwell").text
    assert "1 letter of others is left out" in found
    assert "A1001XY" not in found
    shown = browser.submit("/letters/find", text="oddwell", exceptional="she is ill")
    assert "A1001XY" in shown.text


MARKUP = '"><script>alert(1)</script>'


def test_what_was_typed_stays_text(browser: Browser, issued: dict[str, str]) -> None:
    for answer in (
        browser.submit("/letters/find", text=MARKUP),
        browser.submit("/letters/letter", code=MARKUP),
        browser.submit("/letters/new", name=MARKUP, prison=MARKUP, wording=MARKUP, step="check"),
        browser.submit("/letters/people/new", name=MARKUP, note=MARKUP),
        browser.submit("/letters/prisons", text=MARKUP),
        browser.submit("/letters/cancel", what=issued["1"], sure="yes", why="", exceptional=MARKUP),
        browser.get("/letters/report", params={"month": MARKUP}),
        browser.get(f"/letters/batches/{MARKUP.replace('/', '')}"),
    ):
        assert "<script>alert" not in answer.text
        assert answer.status_code in (200, 422)
