"""One letter by a form: checked, looked at, issued once, and printed."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import rmtree

import pytest
from httpx import Response
from pypdf import PdfReader

from prisonmail.ledger.accountability.policies import YES, Policy
from prisonmail.ledger.store import open_ledger
from prisonmail.web.access.visitors import Right
from tests.web.conftest import Browser
from tests.web.lists.test_hostile_lists import draw_pdf
from tests.web.office.conftest import read_hidden

ANN = {"name": "Ann Hart", "prison_number": "A1001XY", "prison": "LEI", "reference": "C/1"}


def count_letters(home: Path) -> int:
    with open_ledger(home / "ledger.sqlite3") as ledger:
        return sum(each.batch.size for each in ledger.list_batches(100))


def test_what_is_wrong_stands_beside_its_field(browser: Browser) -> None:
    sent = ANN | {"prison_number": "A1O01XY", "prison": "HMP Nowhere"}
    answer = browser.submit("/letters/new", **sent, step="check")
    assert answer.status_code == 422
    assert '<a href="#prison_number">“A1O01XY” is not a prison number.' in answer.text
    assert 'id="prison-fault"' in answer.text
    assert 'value="A1O01XY"' in answer.text
    assert "prisonmail " not in answer.text.split("<main")[1]


def test_nothing_typed_is_asked_for_by_field(browser: Browser) -> None:
    answer = browser.submit("/letters/new", step="check")
    assert answer.status_code == 422
    assert 'href="#name"' in answer.text


def test_a_letter_is_looked_at_before_it_is_issued(browser: Browser, home: Path) -> None:
    shown = browser.submit("/letters/new", **ANN, step="check")
    assert shown.status_code == 200
    assert "Ann Hart<br>A1001XY<br>HMP Leeds" in shown.text
    assert "Prison Rule 39" in shown.text
    assert not (home / "ledger.sqlite3").exists()
    again = browser.submit("/letters/new", **(read_hidden(shown.text) | {"step": "mend"}))
    assert 'value="Ann Hart"' in again.text


def test_a_form_sent_twice_issues_once(browser: Browser, home: Path) -> None:
    review = read_hidden(browser.submit("/letters/new", **ANN, step="check").text)
    first = browser.submit("/letters/new", **(review | {"step": "issue"}))
    second = browser.submit("/letters/new", **(review | {"step": "issue"}))
    assert "1 sheet → letter.pdf" in first.text
    assert "nothing was issued again" in second.text
    assert count_letters(home) == 1
    batch = first.text.split('name="what" value="')[1].split('"')[0]
    pdf = browser.submit("/letters/reprint", what=batch)
    assert "Ann Hart" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()


def test_the_same_letter_of_today_is_issued_again_only_if_that_is_said(
    browser: Browser, home: Path
) -> None:
    def issue(**more: str) -> str:
        review = read_hidden(browser.submit("/letters/new", **ANN, step="check").text)
        return browser.submit("/letters/new", **(review | {"step": "issue"} | more)).text

    issue()
    refused = issue()
    assert "has been issued today already" in refused
    assert 'name="again"' in refused
    assert "Nothing is issued unless you tick" in refused
    assert count_letters(home) == 1
    assert "1 earlier letter cancelled" in issue(again="yes", cancel_earlier="yes")
    assert count_letters(home) == 2


def test_words_of_ones_own_are_printed(browser: Browser) -> None:
    sent = ANN | {"wording": "Dear {name},\n\nThe hearing is on Monday."}
    review = read_hidden(browser.submit("/letters/new", **sent, step="check").text)
    issued = browser.submit("/letters/new", **(review | {"step": "issue"}))
    assert "1 letter on 2 pages" in issued.text
    wrong = browser.submit("/letters/new", **(ANN | {"wording": "漢字"}), step="check")
    assert 'href="#wording"' in wrong.text
    assert "prisonmail-" not in wrong.text


def test_a_field_that_is_not_known_stands_beside_the_wording_and_nothing_typed_is_lost(
    browser: Browser,
) -> None:
    sent = ANN | {"wording": "Dear {nme},\n\nThe hearing is on Monday."}
    answer = browser.submit("/letters/new", **sent, step="check")
    assert answer.status_code == 422
    assert '<a href="#wording">The letter has the field {nme}, which is not known.' in answer.text
    assert "The hearing is on Monday.</textarea>" in answer.text
    assert 'value="Ann Hart"' in answer.text
    assert "columns" not in answer.text


def test_a_file_that_is_empty_or_cannot_be_enclosed_is_never_just_left_out(
    browser: Browser,
) -> None:
    def enclose(name: str, content: bytes) -> str:
        files = {"enclosures": (name, content)}
        sent = {"csrf": browser.csrf, "step": "check"} | ANN
        answer: Response = browser.post("/letters/new", data=sent, files=files)
        return answer.text

    assert '<a href="#enclosures">“order.pdf” is empty.' in enclose("order.pdf", b"")
    wrong = enclose("photo.jpg", b"JFIF")
    assert '<a href="#enclosures">“photo.jpg”: the file is not a PDF' in wrong
    assert 'name="without_enclosures" value="yes" checked' in wrong


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "Ann & Ben", "Write to each of them on their own."),
        ("prison", "Barlinnie", "Other rules apply there. Write to the prison separately."),
        ("prison", "bail", "You wrote “bail”: the person is not in custody."),
        ("date_of_birth", "03/25/1980", "The date has the month first. Write the day first."),
    ],
)
def test_what_is_wrong_with_one_letter_is_not_told_of_a_list(
    browser: Browser, field: str, typed: str, said: str
) -> None:
    answer = browser.submit("/letters/new", **(ANN | {field: typed, "step": "check"}))
    assert answer.status_code == 422
    assert said in answer.text


def test_what_keeps_a_letter_from_being_issued_stands_above_what_was_typed(
    browser: Browser, home: Path
) -> None:
    review = read_hidden(browser.submit("/letters/new", **ANN, step="check").text)
    with open_ledger(home / "ledger.sqlite3", make=True) as ledger:
        ledger.policies.set(Policy.REQUIRE_PROOF, YES, datetime(2026, 11, 21, tzinfo=UTC))
    answer = browser.submit("/letters/new", **(review | {"step": "issue"}))
    assert "There is a problem" in answer.text
    assert 'value="Ann Hart"' in answer.text
    assert count_letters(home) == 0


def test_somebody_of_the_address_book_is_filled_in(browser: Browser) -> None:
    unknown = browser.submit("/letters/new", person="A1001XY", step="fill")
    assert "Nobody in the address book has that prison number." in unknown.text
    fill = "<summary>Fill in somebody from the address book"
    assert f"<details open>{fill}" in unknown.text
    assert f"<details>{fill}" in browser.get("/letters/new").text
    review = read_hidden(browser.submit("/letters/new", **ANN, step="check").text)
    browser.submit("/letters/new", **(review | {"step": "issue", "remember": "yes"}))
    filled = browser.submit("/letters/new", person="a1001xy", step="fill")
    assert 'name="name" type="text" value="Ann Hart"' in filled.text


def look_over(browser: Browser, files: list[tuple[str, bytes]], **more: str) -> str:
    sent = [("enclosures", each) for each in files] or [("enclosures", ("", b""))]
    data = {"csrf": browser.csrf, **ANN, "step": "check", **more}
    return str(browser.post("/letters/new", data=data, files=sent).text)


def lose_enclosures(home: Path) -> None:
    """Remove all that is kept, but what the server holds open."""
    for kept in (home / "enclosures").iterdir():
        if kept.is_dir():
            rmtree(kept)


def test_files_are_enclosed_that_came_with_the_letter(browser: Browser, home: Path) -> None:
    review = look_over(browser, [("a;b.pdf", draw_pdf("First")), ("c.pdf", draw_pdf("Second"))])
    assert "Enclosed: a;b.pdf, c.pdf." in review
    done = browser.submit("/letters/new", **(read_hidden(review) | {"step": "issue"}))
    assert "Download it within an hour" in done.text
    batch = done.text.split('name="what" value="')[1].split('"')[0]
    pages = PdfReader(BytesIO(browser.submit("/letters/reprint", what=batch).content)).pages
    assert [each.extract_text().strip() for each in pages[-2:]] == ["First", "Second"]
    lose_enclosures(home)
    gone = browser.submit("/letters/reprint", what=batch)
    assert gone.status_code == 410
    assert str(home) not in gone.text


def test_what_is_enclosed_stays_while_the_letter_is_mended_until_it_is_left_out(
    browser: Browser,
) -> None:
    review = read_hidden(look_over(browser, [("a.pdf", draw_pdf())]))
    form = browser.submit("/letters/new", **(review | {"step": "mend"})).text
    assert "Enclosed so far: a.pdf." in form
    kept = read_hidden(form)["kept"]
    more = look_over(browser, [("b.pdf", draw_pdf())], kept=kept)
    assert "Enclosed: a.pdf, b.pdf." in more
    assert "Enclosed" not in look_over(browser, [], kept=kept, without_enclosures="yes")


def test_what_cannot_be_enclosed_is_said_beside_the_field(browser: Browser) -> None:
    assert "“no.pdf”" in look_over(browser, [("no.pdf", b"%PDF-1.7")])
    twice = look_over(browser, [("a.pdf", draw_pdf())] * 2)
    assert 'href="#enclosures">Two enclosures have one name.' in twice


def test_nothing_is_issued_without_what_was_to_be_enclosed(
    browser: Browser, signed_in: Callable[..., Browser], home: Path
) -> None:
    review = read_hidden(look_over(browser, [("a.pdf", draw_pdf())])) | {"step": "issue"}
    del review["csrf"]
    other = signed_in(Right.ISSUE, named="B. Patel").submit("/letters/new", **review)
    assert "Choose it again" in other.text
    lose_enclosures(home)
    gone = browser.submit("/letters/new", **review)
    assert (gone.status_code, "Choose it again" in gone.text) == (422, True)
    assert not (home / "ledger.sqlite3").exists() or not count_letters(home)
