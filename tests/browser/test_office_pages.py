"""What an office does with letters that were issued, and with one letter."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.browser.served import Served
from tests.pages import barcodes, pictures
from tests.web.lists.test_hostile_lists import draw_pdf

PLACES = """\
/ /letters /letters/new /letters/batches /letters/find /letters/people /letters/people/new
/letters/people/import /letters/prisons /letters/report /letters/settings
/letters/settings/profile /letters/settings/envelopes /letters/settings/health
/letters/settings/senders /letters/settings/mailbox /letters/settings/statements /letters/log
/letters/settings/printing /letters/settings/relay /sessions /letters/requests /nowhere"""


def open_letter(page: Page, text: str) -> None:
    page.goto("/letters/find")
    page.get_by_label("Name, prison number").fill(text)
    page.get_by_role("button", name="Find").click()
    page.locator("table button").first.click()
    expect(page.get_by_role("heading", name="One letter")).to_be_visible()


def check(page: Page, code: str, verdict: str) -> None:
    page.goto("/")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=verdict, exact=True)).to_be_visible()


def save(page: Page, button: str, path: Path) -> bytes:
    with page.expect_download() as begun:
        page.get_by_role("button", name=button).click()
    begun.value.save_as(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    "screen",
    [
        {"viewport": {"width": 320, "height": 640}},
        pytest.param({}, marks=pytest.mark.soak, id="wide"),
        pytest.param({"color_scheme": "dark"}, marks=pytest.mark.soak, id="dark"),
    ],
)
def test_every_page_fits_and_keeps_nobody_out(
    screen: dict[str, dict[str, int]], open_page: OpenPage
) -> None:
    page = open_page("/", **screen)
    for place in PLACES.split():
        page.goto(place)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert_fits(page)
        assert_accessible(page)


def test_a_sheet_is_printed_again(served: Served, open_page: OpenPage, tmp_path: Path) -> None:
    page, code = open_page("/letters/batches"), served.next_code()
    open_letter(page, code)
    assert_accessible(page)
    printed = save(page, "Print this sheet again", tmp_path / "again.pdf")
    assert [barcodes(each) for each in pictures(printed, 200)] == [[code]]


def test_a_letter_is_cancelled_for_good(served: Served, open_page: OpenPage) -> None:
    page, code = open_page("/letters/find"), served.next_code()
    open_letter(page, code)
    page.get_by_role("button", name="Cancel this letter").click()
    page.get_by_label("Why").fill("wrong enclosure")
    assert_accessible(page)
    page.get_by_role("button", name="Cancel for good").click()
    expect(page.get_by_text("1 letter cancelled").first).to_be_visible()
    check(page, code, "CANCELLED")
    expect(page.get_by_text("wrong enclosure").first).to_be_visible()


def test_a_letter_is_issued_anew_to_another_prison(
    served: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    page, code = open_page("/letters/find"), served.next_code()
    open_letter(page, code)
    page.get_by_role("button", name="Issue it again with a new code").click()
    page.get_by_label("Prison", exact=True).fill("HMP Hull")
    assert_accessible(page)
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Issue", exact=True).click()
    printed = save(page, "Download the PDF", tmp_path / "anew.pdf")
    (anew,) = barcodes(next(pictures(printed, 200)))
    assert anew != code
    check(page, code, "CANCELLED")
    check(page, anew, "WRONG PRISON")  # this desk is at Leeds


def test_one_letter_is_written_after_its_faults_were_told(open_page: OpenPage) -> None:
    page = open_page("/letters/new", viewport={"width": 320, "height": 640})
    page.get_by_label("Name", exact=True).fill("Barnaby Thistle")
    page.get_by_role("button", name="Check").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    assert_accessible(page)
    summary.get_by_role("link", name="There is no prison").click()
    expect(page.get_by_label("Prison", exact=True)).to_be_focused()
    page.keyboard.type("HMP Leeds")
    page.get_by_label("Prison number", exact=True).fill("A5001XY")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Check the letter")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Issue", exact=True).click()
    expect(page.get_by_role("button", name="Download the PDF")).to_be_visible()


def test_a_person_is_found_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/letters/find")
    press_tab_to(page, "input#text")
    page.keyboard.type("blackthorn")
    page.keyboard.press("Enter")
    expect(page.get_by_text("16 letters found")).to_be_visible()
    press_tab_to(page, "table button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rufus Blackthorn").first).to_be_visible()
    assert "blackthorn" not in page.url.lower()


def press_tab_to(page: Page, target: str) -> None:
    for _ in range(40):
        if page.evaluate(f"document.activeElement.matches({target!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not get to {target}")


def test_a_file_is_enclosed_with_one_letter(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "order.pdf").write_bytes(draw_pdf("The sealed order"))
    page = open_page("/letters/new")
    page.get_by_label("Name").fill("Ottoline Fizz")
    page.get_by_label("Prison number").last.fill("A1009XY")
    page.get_by_label("Prison", exact=True).fill("HMP Leeds")
    page.get_by_label("Enclosures").set_input_files(tmp_path / "order.pdf")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Enclosed: order.pdf.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Issue").click()
    expect(page.get_by_text("Download it within an hour")).to_be_visible()
    assert save(page, "Download the PDF", tmp_path / "letter.pdf").startswith(b"%PDF")


def test_a_letter_is_issued_although_the_session_ended_while_it_was_written(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page("/letters/new")
    page.get_by_label("Name", exact=True).fill("Barnaby Thistle")
    page.get_by_label("Prison number").last.fill("A5002XY")
    page.get_by_label("Prison", exact=True).fill("HMP Leeds")
    page.get_by_label("Your letter").fill("Dear {name},\n\nIt is on Monday.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Nothing was done yet")).to_be_visible()
    assert_accessible(page)
    page.context.new_page().goto(served.new_link())
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("button", name="Issue", exact=True).click()
    expect(page.get_by_text("its sheet is not printed yet")).to_be_visible()
    expect(page.get_by_text("1 letter on 2 pages")).to_be_visible()
