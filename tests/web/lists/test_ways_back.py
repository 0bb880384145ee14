"""Whatever goes wrong with a list, its page or another leads on, and says what was not done."""

import pytest

from tests.web.conftest import Browser
from tests.web.lists.desk import BAD, GOOD, bring, press_and_wait, read_text, send_list, wait
from tests.web.lists.test_hostile_lists import draw_pdf, enclosing


def test_nothing_sent_again_leaves_the_page_with_what_was_found(client: Browser) -> None:
    page = bring(client, BAD)
    answer = client.post(f"{page}/list", data={"csrf": client.csrf}, files=[("list", ("", b""))])
    assert answer.status_code == 422
    said = read_text(answer.text)
    assert "No list came. Choose a file" in said
    assert "2 problems in 2 of 3 rows" in said


def test_an_empty_file_is_called_empty(client: Browser) -> None:
    said = read_text(send_list(client, "", name="clients.csv").text)
    assert "The file that you chose is empty." in said
    page = bring(client, BAD)
    assert "is empty" in send_list(client, "", page=f"{page}/list").text


def test_rows_that_were_pasted_can_be_pasted_again(client: Browser) -> None:
    page = bring(client, "", rows=BAD.replace(",", "\t"), name="")
    assert 'name="rows"' in client.get(page).text
    sent = send_list(client, "", name="", page=f"{page}/list", rows=GOOD.replace(",", "\t"))
    assert "no problems" in client.get(wait(client, sent.headers["location"])).text


def test_a_letter_that_cannot_be_printed_is_replaced_or_left_out(client: Browser) -> None:
    wrong = [("letter", ("letter.txt", b"Dear {Nick},"))]
    page = bring(client, files=wrong)
    assert "{Nick}, which is not known" in client.get(page).text
    assert "Leave out the private letter letter.txt" in client.get(page).text
    right = [("list", ("", b"")), ("letter", ("other.txt", b"Dear {name},"))]
    sent = client.post(f"{page}/list", data={"csrf": client.csrf}, files=right)
    assert "Issue 2 letters" in client.get(wait(client, sent.headers["location"])).text
    without = press_and_wait(client, bring(client, files=wrong), "check", drop_letter="yes").text
    assert "Issue 2 letters" in without
    assert "letter.txt" not in without


@pytest.mark.parametrize("field", ["letter", "enclosures"])
def test_what_is_empty_is_never_just_left_out(client: Browser, field: str) -> None:
    empty = [(field, ("file.docx", b""))]
    assert "“file.docx” is empty." in send_list(client, files=empty).text
    page = bring(client)
    assert "is empty." in send_list(client, files=empty, page=f"{page}/list").text


def test_what_goes_with_a_list_can_come_after_it(client: Browser) -> None:
    page = bring(client, enclosing("a.pdf"))
    late = [("list", ("", b"")), ("enclosures", ("a.pdf", draw_pdf()))]
    sent = client.post(f"{page}/list", data={"csrf": client.csrf}, files=late)
    page = wait(client, sent.headers["location"])
    press_and_wait(client, page, "check", enclose="Document")
    assert "1 letter on 2 pages" in read_text(press_and_wait(client, page, "issue").text)


@pytest.mark.parametrize("action", ["check", "issue", "list", "erase"])
def test_what_a_button_led_to_can_be_loaded_again(client: Browser, action: str) -> None:
    page = bring(client)
    assert client.get(f"{page}/{action}").headers["location"] == page
    assert client.get("/letters/jobs").headers["location"] == "/letters"


def test_a_list_that_is_gone_says_where_its_letters_are(client: Browser) -> None:
    page = bring(client)
    press_and_wait(client, page, "issue")
    gone = client.get(page[:-1] + ("A" if page[-1] != "A" else "B"))
    assert gone.status_code == 404
    assert "If its letters were issued, they are under Batches." in gone.text
    assert '<a href="/letters/batches"' in gone.text


def test_a_page_that_is_not_there_is_told_in_words(client: Browser, stranger: Browser) -> None:
    for browser, path in ((client, "/letters/nothing"), (client, "/nowhere"), (stranger, "/no")):
        said = read_text(browser.get(path).text)
        assert "It is not here There is no page at this address." in said
        assert "Not Found" not in said
    assert "Not Allowed" not in client.post("/letters", data={"csrf": client.csrf}).text
