"""The mailroom's page: a code becomes an answer, once."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import Response

from prisonmail.codes import Code, format_code
from prisonmail.errors import OutputRefused
from prisonmail.ledger.access.server_state import ServerState
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from prisonmail.web.access.visitors import Right
from prisonmail.web.settings import Settings
from tests.conftest import EXAMPLES, Run
from tests.ledger.attacker import Attacker
from tests.web.conftest import Browser
from tests.web.pages_read import find_answer, find_rows, read_text

NOT_ISSUED = "12345678901244"


@pytest.fixture
def codes(prisonmail: Callable[..., Run], settings: Settings) -> list[str]:
    """The codes of some letters that the server's ledger has issued."""
    run = prisonmail("generate", EXAMPLES / "recipients.csv", "--ledger", settings.ledger, "--json")
    return [letter["code"] for letter in run.json["letters"]]


def count_checks(settings: Settings) -> int:
    with closing(sqlite3.connect(settings.ledger)) as database:
        query = "SELECT COUNT(*) FROM events WHERE kind = 'checked'"
        return int(database.execute(query).fetchone()[0])


def scan(client: Browser, code: str, **fields: str) -> Response:
    """Check a code as a browser without JavaScript does, and return the page that it ends on."""
    sent = client.submit("/", code=code, **fields)
    assert sent.status_code == 303
    assert not code or code not in sent.headers["location"]
    page: Response = client.get(sent.headers["location"])
    return page


def test_a_letter_that_is_ready_is_told_in_words_by_a_sign_and_by_a_class(
    client: Browser, codes: list[str]
) -> None:
    page = scan(client, format_code(Code(codes[0])), location="HMP Leeds", by="B. Khan")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    answer = find_answer(page.text)
    assert answer.startswith("✓ READY Deliver it unopened.")
    for said in ("Tarquin Oddwell", "A1001XY", "Leeds", "Rule 39", "Greenstone", "0113 496 0000"):
        assert said in answer
    assert 'class="answer ready"' in page.text
    assert page.text.count("autofocus") == 1
    assert f'name="code" value="{codes[0]}"' in page.text  # of more checks alone
    assert 'id="code" name="code" autofocus' in page.text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (NOT_ISSUED, "✗ NOT ISSUED This ledger has not issued the code."),
        ("12", "✗ MISTYPED This is not a code: a code has 14 digits, this has 2."),
        ("<b>" + "x" * 500, "✗ MISTYPED This is not a code: a code has digits only."),
    ],
)
def test_what_is_not_ready_says_what_to_do(
    client: Browser, codes: list[str], code: str, said: str
) -> None:
    page = scan(client, code)
    assert find_answer(page.text).startswith(said)
    assert "✓" not in page.text
    assert "<b>" not in page.text


def test_to_load_an_answer_again_checks_nothing_again(
    client: Browser, codes: list[str], settings: Settings
) -> None:
    sent = client.submit("/", code=codes[0])
    pages = [client.get(sent.headers["location"]) for _ in range(3)]
    assert {find_answer(page.text) for page in pages} == {find_answer(pages[0].text)}
    assert count_checks(settings) == 1
    assert "DUPLICATE" in find_answer(scan(client, codes[0]).text)
    assert find_answer(client.get(sent.headers["location"]).text).startswith("✓ READY")


def test_an_answer_that_never_arrived_is_in_the_list(client: Browser, codes: list[str]) -> None:
    client.submit("/", code=codes[0])  # and the browser is closed
    (row,) = find_rows(client.get("/").text)
    assert "✓ READY" in row
    assert format_code(Code(codes[0])) in row


def test_what_cannot_be_shown_uses_no_code_up(
    client: Browser, codes: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.delattr("prisonmail.web.pages.check.render")
        assert client.submit("/", code=codes[0]).status_code == 500
    assert count_checks(settings) == 0
    assert find_answer(scan(client, codes[0]).text).startswith("✓ READY")


def test_a_desk_answers_for_the_letters_of_dockets(
    prisonmail: Callable[..., Run], client: Browser, home: Path, settings: Settings
) -> None:
    firm = ("--ledger", home / "firm.sqlite3")
    issued = prisonmail("generate", EXAMPLES / "recipients.csv", "--json", *firm).json
    prisonmail("docket", issued["batch"], "--prison", "LEI", "-o", home / "out", *firm)
    (docket,) = (home / "out").glob("*.json")
    code, desk = issued["letters"][0]["code"], ("--ledger", settings.ledger)
    assert prisonmail("desk", "receive", docket, *desk).exit_code == 0
    waiting = find_answer(scan(client, code).text)
    assert waiting.startswith("✗ SENDER NOT ACCEPTED")
    assert "0113 496 0000" not in waiting  # nobody has vouched for it
    (seen,) = prisonmail("desk", "senders", "--json", *desk).json["senders"]
    assert prisonmail("desk", "trust", seen["key"], *desk).exit_code == 0
    ready = find_answer(scan(client, code, location="HMP Leeds").text)
    assert ready.startswith("✓ READY")
    for said in ("Tarquin Oddwell", "0113 496 0000", "Docket"):
        assert said in ready


def test_an_old_answer_is_not_taken_for_that_of_another_letter(
    client: Browser, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = client.submit("/", code=codes[0]).headers["location"]
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(address).headers["location"] == "/"


def test_the_last_twenty_of_a_place_are_below_the_box(
    client: Browser, codes: list[str], settings: Settings
) -> None:
    for number in range(21):
        scan(client, f"{number:02}", location="HMP Leeds")
    page = scan(client, codes[0], location="HMP Leeds")
    rows = find_rows(page.text)
    assert len(rows) == 20
    assert "✓ READY" in rows[0]
    assert "Tarquin Oddwell" in rows[0]
    assert rows[1].endswith("✗ MISTYPED 20")
    elsewhere = scan(client, codes[1], location="HMP Hull")
    assert len(find_rows(elsewhere.text)) == 1


def test_nobody_sees_what_others_have_checked(
    client: Browser, codes: list[str], settings: Settings
) -> None:
    with open_ledger(settings.ledger, by="Somebody Else") as ledger:
        event = ledger.check(Code(codes[0]), clock.now()).event
    page = client.get(f"/checks/{event}")
    assert page.headers["location"] == "/"
    assert "Oddwell" not in client.get("/").text


def test_a_script_has_the_answer_at_once(client: Browser, codes: list[str]) -> None:
    page = ask_by_script(client, codes[0], "one")
    assert page.status_code == 200
    assert find_answer(page.text).startswith("✓ READY")
    assert len(find_rows(page.text)) == 1


def ask_by_script(client: Browser, code: str, name: str) -> Response:
    fields = {"csrf": client.csrf, "code": code, "location": "HMP Leeds"}
    page: Response = client.post("/", data=fields, headers={"x-answer": name})
    return page


def test_a_scan_that_is_sent_again_is_checked_once(
    client: Browser, signed_in: Callable[..., Browser], codes: list[str], settings: Settings
) -> None:
    ask_by_script(client, codes[0], "one")  # and the answer is lost
    again = ask_by_script(client, codes[0], "one")
    assert again.status_code == 303
    assert find_answer(client.get(again.headers["location"]).text).startswith("✓ READY")
    assert count_checks(settings) == 1
    for browser, name in ((client, "two"), (signed_in(Right.ADMIN), "one")):
        assert find_answer(ask_by_script(browser, codes[0], name).text).startswith("✗ DUPLICATE")
    assert find_answer(ask_by_script(client, codes[1], "one").text).startswith("✓ READY")


def test_a_scan_that_is_sent_again_to_another_ledger_is_asked_there(
    client: Browser, codes: list[str], settings: Settings
) -> None:
    ask_by_script(client, codes[0], "one")
    with closing(sqlite3.connect(f"{settings.ledger}-serve")) as state:
        state.execute("UPDATE server_items SET value = 1 WHERE kind = 'sent-scan'")
        state.commit()
    assert find_answer(ask_by_script(client, codes[0], "one").text).startswith("✗ DUPLICATE")


def test_an_answer_arrives_though_it_cannot_be_kept(
    client: Browser, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OutputRefused("The disk is full.")

    monkeypatch.setattr(ServerState, "keep", fail)
    assert find_answer(ask_by_script(client, codes[0], "one").text).startswith("✓ READY")


def test_staff_ask_for_more_checks_and_stay_where_they_are(
    client: Browser, codes: list[str], settings: Settings
) -> None:
    page = scan(client, codes[0], location="HMP Leeds", by="B. Khan")
    assert "Ask for more checks" in page.text
    again = scan(client, codes[0], location="HMP Leeds", by="B. Khan", more_checks="1")
    assert find_answer(again.text).startswith("✗ MORE CHECKS")
    assert "Ask for more checks" not in again.text
    for shown in ('value="HMP Leeds"', 'value="B. Khan"'):
        assert shown in again.text
    with open_ledger(settings.ledger) as ledger:
        entry = ledger.find_letter(Code(codes[0]))
        assert entry
        assert entry.first_check
        assert (entry.first_check.location, entry.first_check.by) == ("HMP Leeds", "B. Khan")
        *_, last = ledger.list_happenings(entry.batch_id, entry.code)
        assert (last.detail, last.operator) == ("more-checks", "A. Patel")


def test_an_empty_box_checks_nothing(client: Browser, codes: list[str], settings: Settings) -> None:
    page = client.submit("/", code="  ", location="HMP Hull")
    assert page.status_code == 200
    assert find_answer(page.text) == ""
    assert 'value="HMP Hull"' in page.text
    assert count_checks(settings) == 0


def test_the_place_of_the_visitor_is_written_already(
    signed_in: Callable[..., Browser], codes: list[str]
) -> None:
    client = signed_in(Right.CHECK, "HMP Leeds")
    assert (
        'name="location" class="middle" maxlength="200" value="HMP Leeds"' in client.get("/").text
    )


def test_where_one_is_is_said_once_in_a_session(
    signed_in: Callable[..., Browser], codes: list[str]
) -> None:
    client, other = signed_in(Right.CHECK), signed_in(Right.CHECK)
    was = re.findall('name="was" value="([0-9a-f]+)"', client.get("/").text)[0]
    client.submit("/", code="12", location="HMP Hull", by="B. Khan", was=was)
    for shown in ('value="HMP Hull"', 'value="B. Khan"'):
        assert shown in client.get("/").text
        assert shown not in other.get("/").text


def test_a_letter_to_another_prison_is_not_used_up(client: Browser, codes: list[str]) -> None:
    page = scan(client, codes[0], location="HMP Hull")
    assert find_answer(page.text).startswith("✗ WRONG PRISON")
    assert find_answer(scan(client, codes[0], location="HMP Leeds").text).startswith("✓ READY")


def test_without_a_ledger_the_box_is_there_and_a_check_says_what_is_missing(
    client: Browser, settings: Settings
) -> None:
    assert find_answer(client.get("/").text) == ""
    refused = client.submit("/", code=NOT_ISSUED)
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "5"
    assert "There is no ledger at" in read_text(refused.text)


def test_a_ledger_that_went_back_is_not_relied_on(
    client: Browser, codes: list[str], settings: Settings
) -> None:
    attacker = Attacker(settings.ledger)
    backup = attacker.copy()
    scan(client, codes[0])
    attacker.put_back(backup)
    page = client.submit("/", code=codes[0])
    assert page.status_code == 503
    assert find_answer(page.text).startswith("✗ LEDGER WENT BACK The ledger has gone back")


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 30, "x"])
def test_what_is_no_check_leads_back_to_the_box(
    client: Browser, codes: list[str], number: str
) -> None:
    assert client.get(f"/checks/{number}").headers["location"] == "/"


def test_strangers_are_sent_to_sign_in(stranger: Browser, codes: list[str]) -> None:
    for answer in (stranger.get("/"), stranger.get("/checks/1")):
        assert answer.headers["location"] == "/sign-in"


def test_a_scan_into_another_field_is_checked_and_not_kept_as_a_name(
    client: Browser, codes: list[str], settings: Settings
) -> None:
    was = re.findall('name="was" value="([0-9a-f]+)"', client.get("/").text)[0]
    page = scan(client, "", location="HMP Leeds", by=f"B. Khan]C1{codes[0]}", was=was)
    assert find_answer(page.text).startswith("✓ READY")
    assert 'value="B. Khan"' in client.get("/").text
    assert find_answer(scan(client, "", location=f"HMP Leeds{codes[0]}").text).startswith(
        "✗ DUPLICATE"
    )
    with open_ledger(settings.ledger) as ledger:
        entry = ledger.find_letter(Code(codes[0]))
    assert entry
    assert entry.first_check
    assert (entry.first_check.location, entry.first_check.by) == ("HMP Leeds", "B. Khan")


def test_an_answer_after_which_another_letter_was_checked_is_called_an_earlier_one(
    client: Browser, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = client.submit("/", code=codes[0]).headers["location"]
    scan(client, "12")
    assert find_answer(client.get(address).text).startswith("✓ READY")  # of others, perhaps
    later = clock.now() + timedelta(seconds=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = client.get(address).text
    assert find_answer(page).startswith("✓ Earlier answer: READY It is for the code below")
    assert "Deliver it unopened" not in page
    assert "<title>Earlier answer: READY" in page
    assert "✗ MISTYPED" in find_rows(page)[0]
    scanned_again = client.get(address, headers={"x-answer": "one"})
    assert find_answer(scanned_again.text).startswith("✓ READY Deliver it unopened.")


def test_where_checks_are_recorded_is_in_sight(client: Browser, codes: list[str]) -> None:
    page = scan(client, codes[0], location="HMP Leeds", by="B. Khan")
    assert "Checks are recorded as made here: HMP Leeds, by B. Khan" in read_text(page.text)


def test_whoever_may_also_issue_is_told_that_a_check_uses_the_code_up(
    signed_in: Callable[[Right], Browser],
) -> None:
    said = "A check uses the code up, as at the prison. To look at a letter of your office, find it"
    assert said in read_text(signed_in(Right.ISSUE).get("/").text)
    assert said not in read_text(signed_in(Right.CHECK).get("/").text)
