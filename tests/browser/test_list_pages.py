"""From a list to the sheets that are printed, as an office does it."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.pages import barcodes, pictures

_HEADINGS = ("Name", "Prison Number", "Prison", "Reference")
WRONG = """Name,Prison number,Prison,Reference
Wilfred Stoat,A2O01XY,HMP Leeds,D/1
Agnes Fairweather,A2002XY,HMP Holloway,D/2
"""
RIGHT = WRONG.replace("A2O01XY", "A2001XY").replace("Holloway", "Hull")


def drop(page: Page, area: str, name: str, content: str) -> None:
    """Let a file fall on an area of the page, as from a folder."""
    files = page.evaluate_handle(
        "([name, content]) => {const held = new DataTransfer();"
        " held.items.add(new File([content], name, {type: 'text/csv'})); return held;}",
        [name, content],
    )
    page.dispatch_event(area, "dragover", {"dataTransfer": files})
    page.dispatch_event(area, "drop", {"dataTransfer": files})


def download(page: Page, name: str) -> Download:
    with page.expect_download() as begun:
        page.get_by_role("link", name=name).click()
    return begun.value


def _rows(mark: str) -> list[tuple[str, ...]]:
    return [
        _HEADINGS,
        ("Tarquin Oddwell", "A1O01XY", "HMP Leeds", f"{mark}/1"),
        ("Ottoline Fizz", "A1003XY", "HMP Wormwood Scrubbs", f"{mark}/2"),
    ]


def _write_workbook(path: Path, mark: str) -> Path:
    book, file = openpyxl.Workbook(), BytesIO()
    for row in _rows(mark):
        book.active.append(row)
    book.save(file)
    path.write_bytes(file.getvalue())
    return path


def _put_right(page: Page) -> None:
    """By keyboard alone: a cell is typed over, a prison is chosen, Enter checks again."""
    expect(page.get_by_role("heading", name="What is wrong")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Prison meant, line 3").select_option("WSI")
    cell = page.get_by_label("Prison Number, line 2")
    cell.press("Control+A")
    page.keyboard.type("A1001XY")
    page.keyboard.press("Enter")


def test_a_dropped_list_is_mended_in_the_page_issued_and_printed(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("/letters")
    drop(page, ".drop", "clients.csv", WRONG)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("2 problems in 2 of 2 rows")).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_role("button", name="Issue")).to_have_count(0)
    page.get_by_label("Prison number, line 2").fill("A2001XY")
    page.get_by_label("Prison, line 3").fill("HMP Hull")
    page.get_by_role("button", name="Check again").first.click()
    page.get_by_role("button", name="Issue 2 letters").click()
    expect(page.get_by_role("heading", name="Letters are made")).to_be_visible()
    assert_accessible(page)
    printed, manifest = tmp_path / "letters.pdf", tmp_path / "codes.csv"
    download(page, "Letters to print").save_as(printed)
    download(page, "Your list with codes").save_as(manifest)
    codes = [row["code"] for row in csv.DictReader(StringIO(manifest.read_text("utf-8-sig")))]
    assert [barcodes(each) for each in pictures(printed.read_bytes(), 200)] == [[c] for c in codes]
    page.goto("/")
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="READY")).to_be_visible()


def test_a_list_that_was_put_right_is_dropped_again(open_page: OpenPage) -> None:
    page = open_page("/letters", viewport={"width": 320, "height": 640})
    drop(page, ".drop", "more.csv", WRONG.replace("A2", "A3"))
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("2 problems in 2 of 2 rows")).to_be_visible()
    assert_fits(page)
    drop(page, ".drop", "more.csv", RIGHT.replace("A2", "A3"))
    page.get_by_role("button", name="Send and check").click()
    expect(page.get_by_role("button", name="Issue 2 letters")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("scripted", [True, False])
def test_a_workbook_becomes_letters(open_page: OpenPage, tmp_path: Path, *, scripted: bool) -> None:
    page = open_page("/letters", java_script_enabled=scripted)
    listed = _write_workbook(tmp_path / "clients.xlsx", "script" if scripted else "plain")
    page.get_by_label("Choose a list").set_input_files(listed)
    page.get_by_role("button", name="Check the list").click()
    if not scripted:
        expect(page.get_by_role("button", name="Check again").first).to_be_visible(timeout=20_000)
        page.get_by_label("Prison meant, line 3").select_option("WSI")
        page.get_by_label("Prison Number, line 2").fill("A1001XY")
        page.get_by_role("button", name="Check again").first.click()
    else:
        _put_right(page)
    page.get_by_role("button", name="Issue 2 letters").click(timeout=20_000)
    expect(page.get_by_role("heading", name="Letters are made")).to_be_visible(timeout=20_000)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Letters to print").click()
    assert fetched.value.suggested_filename.startswith("letters-2")
    assert len(pypdf.PdfReader(fetched.value.path()).pages) == 2


def test_rows_are_pasted_and_the_pages_fit_a_narrow_window(open_page: OpenPage) -> None:
    page = open_page("/letters", viewport={"width": 320, "height": 640})
    assert_fits(page)
    page.get_by_label("Or paste rows").fill("\n".join("\t".join(row) for row in _rows("pasted")))
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="What is wrong")).to_be_visible(timeout=20_000)
    assert_fits(page)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("link", name="PM204").click()
    expect(page.get_by_role("heading", name="Not a prison number")).to_be_visible()
    assert_accessible(page)


def test_a_list_that_falls_beside_its_field_does_not_leave_the_page(open_page: OpenPage) -> None:
    page = open_page("/letters")
    page.get_by_label("Or paste rows").fill("typed before")
    drop(page, "h1", "clients.csv", RIGHT)
    expect(page.locator(".over")).to_have_count(0)
    assert page.locator("#list").evaluate("each => each.files[0].name") == "clients.csv"
    page.locator("summary").click()
    drop(page, "#enclosures", "order.pdf", "%PDF-1.7")
    assert page.locator("#enclosures").evaluate("each => each.files[0].name") == "order.pdf"
    expect(page.get_by_label("Or paste rows")).to_have_value("typed before")


def test_what_is_wrong_is_what_a_keyboard_comes_to_first(open_page: OpenPage) -> None:
    page = open_page("/letters")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.goto("/letters/new")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


WORKING = """<main data-progress="/letters/jobs/x/progress"><span data-work>Making letters</span>
<span data-count>: 1 of 2</span><progress></progress></main><script src="/static/lists.js"></script>
"""


def test_a_page_that_waits_says_that_the_server_does_not_answer(open_page: OpenPage) -> None:
    page = open_page("/letters")
    page.route("**/jobs/x/progress", lambda route: route.abort())
    page.route("**/jobs/x", lambda route: route.fulfill(body=WORKING, content_type="text/html"))
    page.goto("/letters/jobs/x")
    expect(page.get_by_text("The server does not answer just now.")).to_be_visible()
    expect(page.get_by_text("1 of 2")).to_have_count(0)
