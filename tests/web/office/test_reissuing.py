"""A letter is issued again: to another prison, mended, or as it was."""

from pathlib import Path

import pytest

from prisonmail.codes import Code, format_code
from prisonmail.ledger.store import open_ledger
from tests.web.conftest import Browser
from tests.web.office.conftest import read_hidden

OLD = {"name": "Tarquin Oddwell", "prison_number": "A1001XY", "reference": "C/1201/JE"}


def test_the_form_has_what_the_letter_says(browser: Browser, issued: dict[str, str]) -> None:
    shown = browser.submit("/letters/reissue", code=issued["1"]).text
    assert all(f'value="{text}"' in shown for text in (*OLD.values(), "LEI"))


def test_a_letter_goes_to_another_prison_once(
    browser: Browser, home: Path, issued: dict[str, str]
) -> None:
    form = read_hidden(browser.submit("/letters/reissue", code=issued["1"]).text)
    sent = form | OLD | {"prison": "HLI", "step": "check"}
    shown = browser.submit("/letters/reissue", **sent)
    assert "Hull" in shown.text
    assert f"the one with the code {format_code(Code(issued['1']))} is cancelled" in shown.text
    with open_ledger(home / "ledger.sqlite3") as ledger:
        assert ledger.count_batches() == 1
    review = read_hidden(shown.text) | {"step": "issue"}
    assert "1 sheet → letter.pdf" in browser.submit("/letters/reissue", **review).text
    again = browser.submit("/letters/reissue", **review)
    assert (again.status_code, "reissued in batch" in again.text) == (422, True)
    assert 'href="/letters/batches/2' in again.text
    with open_ledger(home / "ledger.sqlite3") as ledger:
        assert ledger.count_batches() == 2
        old = ledger.find_letter(Code(issued["1"]))
    assert old
    assert old.cancellation


@pytest.mark.parametrize(
    ("field", "wrong"), [("prison", "HMP Nowhere"), ("prison_number", "A1O01XY"), ("name", "")]
)
def test_what_is_wrong_stands_beside_its_field(
    browser: Browser, issued: dict[str, str], field: str, wrong: str
) -> None:
    form = read_hidden(browser.submit("/letters/reissue", code=issued["1"]).text)
    sent = form | OLD | {"prison": "LEI", "step": "check"} | {field: wrong}
    answer = browser.submit("/letters/reissue", **sent)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    kept = browser.submit("/letters/letter", code=issued["1"])
    assert "cancelled" not in kept.text


@pytest.mark.usefixtures("each_to_their_own")
def test_the_reason_for_anothers_letter_goes_along_to_the_end(
    browser: Browser, home: Path, issued: dict[str, str]
) -> None:
    asked = browser.submit("/letters/reissue", code=issued["1"])
    assert (asked.status_code, "Tarquin" in asked.text) == (403, False)
    again = read_hidden(asked.text) | {"exceptional": "she is ill"}
    form = read_hidden(browser.submit("/letters/reissue", **again).text)
    checked = browser.submit("/letters/reissue", **form, **OLD, prison="HLI", step="check")
    done = browser.submit("/letters/reissue", **(read_hidden(checked.text) | {"step": "issue"}))
    assert "1 sheet" in done.text
    with open_ledger(home / "ledger.sqlite3") as ledger:
        happened = ledger.list_happenings(issued["batch"], Code(issued["1"]))
    assert {each.remark for each in happened if each.kind.value == "exceptional"} == {"she is ill"}
