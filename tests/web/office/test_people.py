"""The address book, and what a person may ask of the firm."""

import json
from pathlib import Path

import pytest

from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import open_ledger
from tests.conftest import EXAMPLES
from tests.web.conftest import Browser
from tests.web.office.conftest import read_hidden

ANN = {"name": "Ann Hart", "prison_number": "A1007XY", "prison": "LEI", "note": "rings on Mondays"}
TARQUIN = {"prison_number": "A1001XY"}


@pytest.fixture
def ann(browser: Browser, home: Path) -> str:
    """The address of somebody in the address book."""
    assert "1 person added" in browser.submit("/letters/people/new", **ANN).text
    with open_ledger(home / "ledger.sqlite3") as ledger:
        (entry,) = ledger.address_book.list_entries()
    return f"/letters/people/{entry.id}"


def test_an_empty_address_book_says_so(browser: Browser) -> None:
    assert "Nobody is in it yet" in browser.get("/letters/people").text


def test_a_person_is_added_found_and_shown(browser: Browser, ann: str) -> None:
    listed = browser.get("/letters/people").text
    assert f'<a href="{ann}">Ann Hart</a>' in listed
    assert "rings on Mondays" not in listed
    assert "1 person found" in browser.submit("/letters/people", text="hart").text
    assert "0 people found" in browser.submit("/letters/people", text="nobody").text
    shown = browser.get(ann).text
    assert "rings on Mondays" in shown
    filled = browser.submit("/letters/new", entry=ann.rpartition("/")[2], step="fill").text
    assert 'value="Ann Hart"' in filled


def test_what_is_wrong_with_a_person_stands_beside_the_field(browser: Browser, home: Path) -> None:
    answer = browser.submit("/letters/people/new", **(ANN | {"prison_number": "A1O07XY"}))
    assert (answer.status_code, '<a href="#prison_number">' in answer.text) == (422, True)
    assert "Enter name and prison" in browser.submit("/letters/people/new").text
    assert not (home / "ledger.sqlite3").exists()


def test_a_person_is_taken_out_after_asking(browser: Browser, ann: str) -> None:
    asked = browser.submit(f"{ann}/remove")
    assert "for good?" in asked.text
    assert browser.get(ann).status_code == 200
    assert browser.submit(f"{ann}/remove", sure="yes").headers["location"] == "/letters/people"
    assert browser.get(ann).status_code == 404


def test_a_list_is_put_in_whole_or_not_at_all(browser: Browser) -> None:
    good = (EXAMPLES / "recipients.csv").read_bytes()
    none = browser.submit("/letters/people/import")
    assert "Choose a list" in none.text
    bad = browser.upload("/letters/people/import", {"list": ("l.csv", good + b"X,A1O,,LEI,,\n")})
    assert bad.status_code == 422
    assert "Nothing was put into the address book" in bad.text
    assert "Nobody is in it yet" in browser.get("/letters/people").text
    done = browser.upload("/letters/people/import", {"list": ("l.csv", good)})
    assert "6 people added" in done.text


@pytest.mark.usefixtures("issued")
def test_all_that_is_held_is_sent(admin: Browser) -> None:
    held = admin.submit("/letters/requests", **TARQUIN, step=".json")
    assert held.headers["content-disposition"] == 'attachment; filename="held.json"'
    assert json.loads(held.content)["names"] == ["Tarquin Oddwell"]
    assert "Tarquin Oddwell" in admin.submit("/letters/requests", **TARQUIN, step=".txt").text
    assert admin.submit("/letters/requests", **TARQUIN, step=".csv").text.count("\r\n") == 2


@pytest.mark.usefixtures("issued")
def test_nobody_and_what_is_mistyped_is_said_in_words(admin: Browser) -> None:
    for sent in ({}, {"prison_number": "A1O01XY"}, {"name": "Nobody At All"}):
        answer = admin.submit("/letters/requests", **sent, step=".json")
        assert answer.status_code == 422
        assert "--" not in answer.text.split("<main")[1].split("<h1>")[0]


def test_a_person_is_erased_after_asking(
    admin: Browser, browser: Browser, issued: dict[str, str]
) -> None:
    good = admin.submit("/letters/requests", **TARQUIN, step="erase")
    assert (good.status_code, "still good" in good.text or "good until" in good.text) == (422, True)
    browser.submit("/letters/cancel", what=issued["1"], sure="yes", why="x")
    asked = admin.submit("/letters/requests", **TARQUIN, step="erase")
    assert "Erase this person, 1 letter" in asked.text
    done = admin.submit("/letters/requests", **read_hidden(asked.text), step="erase")
    assert "Erased this person" in done.text
    shown = admin.submit("/letters/letter", code=issued["1"]).text
    assert "(erased)" in shown
    assert "Tarquin" not in shown


@pytest.mark.usefixtures("ann")
def test_the_whole_address_book_comes_as_a_list(admin: Browser, home: Path) -> None:
    book = admin.submit("/letters/requests", step="book")
    assert book.headers["content-disposition"] == 'attachment; filename="address-book.csv"'
    assert "Ann Hart,A1007XY" in book.content.decode("utf-8-sig")
    with open_ledger(home / "ledger.sqlite3") as ledger, ledger.snapshot():
        *_, last = ledger.read_log(Selection())
    assert (last.kind.value, last.operator) == ("exported", "A. Patel")
