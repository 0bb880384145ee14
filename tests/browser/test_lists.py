"""A list in a real browser, with and without scripts: dropped or pasted, put right, issued."""

import io
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible, assert_fits

_HEADINGS = ("Name", "Prison Number", "Prison", "Reference")


def _rows(mark: str) -> list[tuple[str, ...]]:
    return [
        _HEADINGS,
        ("Tarquin Oddwell", "A1O01XY", "HMP Leeds", f"{mark}/1"),
        ("Ottoline Fizz", "A1003XY", "HMP Wormwood Scrubbs", f"{mark}/2"),
    ]


def _write_workbook(path: Path, mark: str) -> Path:
    book, file = openpyxl.Workbook(), io.BytesIO()
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


def test_a_list_is_dropped(open_page: OpenPage) -> None:
    page = open_page("/letters")
    assert_accessible(page)
    assert_fits(page)
    text = "\n".join(",".join(row) for row in _rows("dropped"))
    data = page.evaluate_handle(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "dropped.csv", {type: "text/csv"}));
          return data;
        }""",
        text,
    )
    page.dispatch_event(".drop", "dragover", {"dataTransfer": data})
    page.dispatch_event(".drop", "drop", {"dataTransfer": data})
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="dropped.csv")).to_be_visible(timeout=20_000)


def test_rows_are_pasted_and_the_pages_fit_a_narrow_window(open_page: OpenPage) -> None:
    page = open_page("/letters", viewport={"width": 320, "height": 640})
    assert_fits(page)
    page.get_by_label("Or paste rows").fill("\n".join("\t".join(row) for row in _rows("pasted")))
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="What is wrong")).to_be_visible(timeout=20_000)
    assert_fits(page)
    page.get_by_role("link", name="PM204").click()
    expect(page.get_by_role("heading", name="Not a prison number")).to_be_visible()
    assert_accessible(page)
