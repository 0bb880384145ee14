"""From a list to the sheets that are printed, as an office does it."""

import csv
from io import StringIO
from pathlib import Path

from playwright.sync_api import Download, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.pages import barcodes, pictures

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
    page.dispatch_event(area, "drop", {"dataTransfer": files})


def download(page: Page, name: str) -> Download:
    with page.expect_download() as begun:
        page.get_by_role("link", name=name).click()
    return begun.value


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
    page.get_by_role("button", name="Check this list").click()
    expect(page.get_by_role("button", name="Issue 2 letters")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
