"""A list becomes letters in a client: brought, put right, issued, fetched, erased."""

import re
from pathlib import Path

import pypdf
from fastapi import FastAPI

from tests.systems import WINDOWS
from tests.web.conftest import Browser
from tests.web.lists.desk import (
    BAD,
    GOOD,
    bring,
    list_kept,
    press,
    press_and_wait,
    read_form,
    read_text,
    send_list,
    wait,
)


def test_a_good_list_is_issued_and_fetched(client: Browser, home: Path) -> None:
    page = bring(client)
    said = read_text(client.get(page).text)
    assert "clients.csv: no problems. It would print 2 sheets." in said
    assert "2 of 2 rows are ready" in said
    assert "HMP Leeds 1" in said
    issued = press_and_wait(client, page, "issue")
    assert "2 sheets → letters.pdf" in read_text(issued.text)
    assert str(home) not in issued.text
    pdf = client.get(f"{page}/files/letters.pdf")
    assert pdf.headers["cache-control"] == "no-store"
    assert pdf.headers["content-disposition"].startswith('attachment; filename="letters-20')
    (home / "fetched.pdf").write_bytes(pdf.content)
    assert len(pypdf.PdfReader(home / "fetched.pdf").pages) == 2
    manifest = client.get(f"{page}/files/manifest.csv").text
    assert manifest.startswith("Name,Prison Number,Date of birth,Prison,Reference,code,batch,page")
    assert "Oddwell" not in str(pdf.headers)


def test_a_cell_put_right_on_the_page_is_read_and_printed(client: Browser) -> None:
    page = bring(client, BAD)
    shown = client.get(page).text
    assert "/issue" not in shown
    form = read_form(shown)
    assert form["cell-2-2"] == "A1O01XY"
    assert form["cell-4-4"] == "HMP Wormwood Scrubbs"
    assert '<option value="WSI">' in shown
    mended = press_and_wait(client, page, "check", **{"cell-2-2": "A1001XY", "pick-4-4": "WSI"})
    assert "no problems. It would print 3 sheets." in read_text(mended.text)
    assert "Cells corrected on lines 2, 4." in read_text(mended.text)
    press_and_wait(client, page, "issue")
    manifest = client.get(f"{page}/files/manifest.csv").text
    assert "Oddwell,A1001XY" in manifest
    assert "Fizz,A1003XY,14/03/1980,WSI" in manifest


def test_what_is_not_changed_stays_as_it_is_in_the_list(client: Browser) -> None:
    page = bring(client, BAD)
    press_and_wait(client, page, "check")
    assert read_form(client.get(page).text)["cell-2-2"] == "A1O01XY"
    assert "What you changed here" not in client.get(page).text


def test_a_cell_that_nothing_is_wrong_with_cannot_be_changed(client: Browser) -> None:
    page = bring(client, BAD)
    press_and_wait(client, page, "check", **{"cell-3-1": "Somebody Else", "cell-999-9": "x"})
    assert "Somebody Else" not in client.get(page).text
    assert "What you changed here" not in client.get(page).text


def test_rows_are_left_out_and_brought_back(client: Browser) -> None:
    page = bring(client, BAD)
    left = press_and_wait(client, page, "check", **{"out-2": "yes", "out-4": "yes"})
    assert "It would print 1 sheet." in read_text(left.text)
    assert "Skipped 2 rows that you left out" in read_text(left.text)
    back = press_and_wait(client, page, "check", **{"back-2": "yes"})
    assert "1 problem in 1 of 2 rows" in read_text(back.text)
    undone = press_and_wait(client, page, "check", undo="yes")
    assert "2 problems in 2 of 3 rows" in read_text(undone.text)


def test_bad_rows_are_left_out_and_fetched(client: Browser) -> None:
    page = bring(client, BAD)
    refused = press(client, page, "issue")
    assert refused.status_code == 409
    shown = press_and_wait(client, page, "check", skip_bad="yes")
    assert "Issue 1 letter and leave out the rest" in read_text(shown.text)
    issued = press_and_wait(client, page, "issue")
    assert "2 rows left out because of problems, written to rejects.csv." in read_text(issued.text)
    assert "Fizz" in client.get(f"{page}/files/rejects.csv").text


def test_after_a_change_the_list_is_checked_before_it_is_issued(client: Browser) -> None:
    page = bring(client)
    answer = press(client, page, "issue", summary="yes")
    assert answer.headers["location"] == f"{page}?changed=yes"
    wait(client, page)
    shown = client.get(answer.headers["location"])
    assert "Something was changed" in shown.text
    assert "Letters are made" in press_and_wait(client, page, "issue").text


def test_a_list_can_be_sent_again_with_what_was_chosen(client: Browser) -> None:
    page = bring(client, BAD, name="old.csv")
    press_and_wait(client, page, "check", summary="yes", **{"cell-2-2": "A1001XY"})
    wait(client, send_list(client, GOOD, "new.csv", page=f"{page}/list").headers["location"])
    shown = client.get(page).text
    assert "new.csv: no problems" in shown
    assert read_form(shown)["summary"] == "yes"
    assert "What you changed here" not in shown


def test_columns_are_chosen_saved_and_used_again(client: Browser) -> None:
    odd = GOOD.replace("Prison,", "Where,").replace("Name,", "Who goes,")
    page = bring(client, odd)
    assert "There is a problem" not in client.get(page).text
    assert "has no column" in client.get(page).text
    chosen = {"map-A": "name", "map-D": "prison", "save_as": "Office"}
    shown = press_and_wait(client, page, "check", **chosen)
    assert "It would print 2 sheets." in read_text(shown.text)
    assert read_form(shown.text)["map-D"] == "prison"
    other = bring(client, odd, name="other.csv")
    shown = press_and_wait(client, other, "check", saved="Office")
    assert "It would print 2 sheets." in read_text(shown.text)


def test_two_columns_for_one_field_are_refused(client: Browser) -> None:
    page = bring(client)
    answer = press(client, page, "check", **{"map-A": "name", "map-E": "name"})
    assert answer.status_code == 422
    assert "Two columns are chosen for the name." in answer.text


def test_rows_can_be_pasted_from_a_spreadsheet(client: Browser) -> None:
    page = bring(client, b"", name="", rows=GOOD.replace(",", "\t").replace("\n", "\r\n"))
    said = read_text(client.get(page).text)
    assert "The rows pasted: no problems. It would print 2 sheets." in said


def test_options_are_named_as_the_page_names_them(client: Browser) -> None:
    page = bring(client, GOOD.replace("HMP Leeds", "On bail"))
    said = read_text(client.get(page).text)
    assert "“Leave out people who are not in custody”" in said
    assert "--" not in said
    assert not re.search(r"prisonmail [a-z]", said)


def test_a_list_issued_today_is_issued_again_only_on_purpose(client: Browser) -> None:
    press_and_wait(client, bring(client), "issue")
    page = bring(client, name="again.csv")
    shown = client.get(page).text
    assert "has been issued today already, as batch" in shown
    assert "Issue 2 letters" not in shown
    again = press_and_wait(client, page, "check", again="yes")
    assert "Issue 2 letters" in again.text
    assert "Letters are made" in press_and_wait(client, page, "issue").text


def test_all_problems_are_fetched_as_a_table(client: Browser) -> None:
    page = bring(client, BAD.replace("C/1203", "=1+1"))
    table = client.get(f"{page}/problems.csv")
    assert table.headers["cache-control"] == "no-store"
    lines = table.text.splitlines()
    assert lines[0] == "\ufeffLine,Heading,Cell,What is wrong,What to do,Code"
    assert lines[1].startswith("2,Prison Number,A1O01XY,")
    assert lines[1].endswith("PM204")


def test_a_code_is_explained(client: Browser) -> None:
    page = bring(client, BAD)
    assert 'href="/letters/explain/PM204"' in client.get(page).text
    assert "Not a prison number" in client.get("/letters/explain/PM204").text
    assert client.get("/letters/explain/PM999").status_code == 404


def test_everything_is_erased_on_request(client: Browser, home: Path) -> None:
    page = bring(client, BAD)
    assert list_kept(home)
    assert client.submit(f"{page}/erase").headers["location"] == "/letters"
    assert list_kept(home) == []
    assert client.get(page).status_code == 404


def test_after_issue_only_what_was_made_stays_and_then_only_that_it_was(
    client: Browser, home: Path
) -> None:
    page = bring(client)
    press_and_wait(client, page, "issue")
    assert not any("/sent/" in name for name in list_kept(home))
    client.submit(f"{page}/erase")
    (kept,) = list_kept(home)
    assert kept.endswith("job.json")
    assert b"Oddwell" not in (home / "lists" / kept).read_bytes()
    gone = client.get(page)
    assert gone.status_code == 410
    assert "Its letters were issued as batch" in read_text(gone.text)
    assert client.get(f"{page}/files/letters.pdf").status_code == 404


def test_what_is_being_fetched_is_gone_as_soon_as_the_system_lets_it_go(
    client: Browser, application: FastAPI, home: Path
) -> None:
    page = bring(client)
    press_and_wait(client, page, "issue")
    (letters,) = (home / "lists").rglob("letters.pdf")
    with letters.open("rb"):
        assert client.submit(f"{page}/erase").headers["location"] == "/letters"
        assert client.get(page).status_code == 410
        assert client.get(f"{page}/files/letters.pdf").status_code == 404
        assert letters.exists() is WINDOWS
        assert not (letters.parent / "manifest.csv").exists()
    application.state.lists.erase_old()
    assert [name.rpartition("/")[2] for name in list_kept(home)] == ["job.json"]


def test_a_list_that_is_open_elsewhere_is_gone_as_soon_as_the_system_lets_it_go(
    client: Browser, application: FastAPI, home: Path
) -> None:
    page = bring(client, BAD)
    (sent,) = (each for each in (home / "lists").rglob("sent/*") if each.is_file())
    with sent.open("rb"):
        application.state.lists.erase_of("A. Patel")
        assert sent.exists() is WINDOWS
        assert client.get(page).status_code == (410 if WINDOWS else 404)
        assert page not in client.get("/letters").text
    application.state.lists.erase_old()
    assert list((home / "lists").glob("?" * 22)) == []


def test_an_encoding_is_chosen_if_it_was_not_found(client: Browser) -> None:
    page = bring(client, GOOD.replace("Tarquin", "Ayşe").encode("cp1254"))
    assert "“Encoding” cp1254" in read_text(client.get(page).text)
    shown = press_and_wait(client, page, "check", encoding="cp1254")
    assert "It would print 2 sheets." in read_text(shown.text)
    press_and_wait(client, page, "issue")
    assert "Ayşe Oddwell" in client.get(f"{page}/files/manifest.csv").text


def test_only_rows_that_are_wanted_are_read_and_all_again(client: Browser) -> None:
    page = bring(client)
    chosen = {"where-0": "Prison", "where-value-0": "hmp leeds"}
    shown = press_and_wait(client, page, "check", **chosen)
    assert "It would print 1 sheet." in read_text(shown.text)
    form = read_form(shown.text)
    assert (form["where-0"], form["where-value-0"], form["where-value-1"]) == (*chosen.values(), "")
    more = {"where-1": "Prison", "where-value-1": "HMP Wakefield"}
    assert "2 sheets" in read_text(press_and_wait(client, page, "check", **more).text)
    none = press_and_wait(client, page, "check", **{"where-0": "", "where-value-1": "HMP Hull"})
    assert "“Only rows with”" in read_text(none.text)
    assert "--" not in read_text(none.text)


def test_inner_labels_are_made_and_fetched(client: Browser, home: Path) -> None:
    page = bring(client)
    narrow = read_text(press_and_wait(client, page, "check", inner_grid="L7162").text)
    assert "Use larger ones: “Labels for sealed inner envelopes” L7165." in narrow
    press_and_wait(client, page, "check", inner_grid="L7165")
    issued = press_and_wait(client, page, "issue")
    assert "Labels for inner envelopes (PDF)" in issued.text
    fetched = client.get(f"{page}/files/inner-labels.pdf")
    assert fetched.headers["content-disposition"].startswith('attachment; filename="inner-labels-2')
    (home / "fetched.pdf").write_bytes(fetched.content)
    (only,) = pypdf.PdfReader(home / "fetched.pdf").pages
    assert "Tarquin Oddwell" in only.extract_text()


def test_inner_labels_that_are_not_known_are_refused(client: Browser) -> None:
    shown = press_and_wait(client, bring(client), "check", inner_grid="L1")
    assert "There are no labels called L1." in shown.text


MONTH_FIRST = GOOD.replace("12/03/1980", "03/25/1980").replace("13/03/1980", "03/26/1980")


def test_what_a_problem_says_to_choose_is_open(client: Browser) -> None:
    is_read = "<details{}><summary>How the list is read"
    assert is_read.format("") in client.get(bring(client, BAD)).text
    page = client.get(bring(client, MONTH_FIRST)).text
    assert "say so: “Month first”." in page
    assert is_read.format(" open") in page
    assert "Leave out rows with problems" not in page


def test_who_was_written_to_before_finds_open_what_to_tick(client: Browser) -> None:
    press_and_wait(client, bring(client), "issue")
    page = client.get(bring(client, GOOD.replace("C/120", "D/120"))).text
    assert "tick “Cancel earlier letters to the same people”." in page
    assert "<details open><summary>Earlier letters" in page


def test_no_sentence_ends_twice(client: Browser) -> None:
    page = client.get(bring(client, GOOD.replace("HMP Leeds", "HMP Barlinnie"))).text
    assert "England and Wales. Other rules" in page


def test_columns_are_not_called_ignored_before_the_headings_are_understood(client: Browser) -> None:
    page = client.get(bring(client, GOOD.replace("Date of birth", "prison_number"))).text
    assert "Not known yet" in page
    assert "(ignored)" not in page


def test_what_the_first_window_shows_is_seen_before_anything_is_issued(client: Browser) -> None:
    turned = GOOD.replace("Tarquin Oddwell", '"Oddwell, Tarquin"')
    page = read_text(client.get(bring(client, turned)).text)
    assert "Prison Rule 39 Tarquin Oddwell A1001XY HMP Leeds 2 Gloucester Terrace LEEDS" in page
    wrong = client.get(bring(client, BAD.replace("A1002XY", "A2002X"))).text
    assert "The window of the first letter" not in wrong


def test_a_tab_that_shows_an_older_list_does_not_issue_the_newer(
    client: Browser, home: Path
) -> None:
    page = bring(client)
    older = read_form(client.get(page).text) | {"csrf": client.csrf}
    more = GOOD + "Ottoline Fizz,A1003XY,14/03/1980,HMP Hull,C/1203\n"
    wait(client, send_list(client, more, page=f"{page}/list").headers["location"])
    answer = client.post(f"{page}/issue", data=older)
    shown = client.get(answer.headers["location"]).text
    assert "Nothing is issued yet" in shown
    assert "Issue 3 letters" in shown
    assert not (home / "ledger.sqlite3").exists()


def test_one_line_is_no_lines(client: Browser) -> None:
    shown = press_and_wait(client, bring(client, BAD), "check", **{"cell-2-2": "A1001XY"})
    assert "Cells corrected on line 2." in read_text(shown.text)
