"""Servers that end, browsers that press twice, and two that work at once: one list, one batch."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from prisonmail.ledger.store import open_ledger
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.web.access.visitors import Right
from prisonmail.web.app import make_app
from prisonmail.web.lists import job_folder, job_store, work
from prisonmail.web.lists.job import Stage
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.settings import Settings
from tests.databases import postgres_schema
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


def count_batches(place: str) -> int:
    with open_ledger(place) as ledger:
        return ledger.count_batches()


def folder_of(home: Path, page: str) -> JobFolder:
    return JobFolder(home / "lists" / page.rpartition("/")[2])


@pytest.fixture
def start_again(settings: Settings, application: FastAPI) -> Iterator[Callable[[], FastAPI]]:
    """Ends the server as a kill does for its locks, and starts another."""
    made: list[FastAPI] = []

    def start() -> FastAPI:
        application.state.lists.close()
        made.append(make_app(settings))
        return made[-1]

    yield start
    for each in made:
        each.state.workshop.close()
        each.state.lists.close()


def test_a_server_that_starts_erases_the_lists_of_the_one_before(
    client: Browser, home: Path, start_again: Callable[[], FastAPI]
) -> None:
    bring(client, BAD)
    start_again()
    assert list_kept(home) == []


def test_a_server_beside_another_erases_nothing(
    client: Browser, home: Path, settings: Settings
) -> None:
    page = bring(client, BAD)
    second = make_app(settings)
    assert client.get(page).status_code == 200
    second.state.lists.close()


def test_the_page_of_letters_that_were_issued_leads_to_their_batch_after_a_restart(
    client: Browser,
    signed_in: Callable[..., Browser],
    start_again: Callable[[], FastAPI],
) -> None:
    page = bring(client)
    press_and_wait(client, page, "issue")
    again = signed_in(Right.ISSUE, to=start_again())
    shown = again.get(page)
    assert shown.status_code == 410
    assert "Its letters were issued as batch" in read_text(shown.text)


def test_a_server_that_ended_before_the_ledger_had_the_letters_says_that_none_is_issued(
    client: Browser,
    home: Path,
    signed_in: Callable[..., Browser],
    start_again: Callable[[], FastAPI],
) -> None:
    page = bring(client)
    folder_of(home, page).move_to(Stage.ISSUING)
    again = signed_in(Right.ISSUE, to=start_again())
    assert again.get(f"{page}/progress").json()["working"] is False
    assert "No letter was issued from it." in read_text(again.get(page).text)


def test_a_worker_that_ends_after_the_ledger_had_the_letters_has_issued_them(
    client: Browser, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its server goes on, by other workers, and the ledger says what the one left open."""
    page = bring(client)

    def end_after(*order: object) -> object:
        generate_once(*order)  # type: ignore[arg-type]
        raise _EndedError

    monkeypatch.setattr(work, "generate_once", end_after)
    monkeypatch.setattr(work, "_give_up", lambda *_: None)
    assert press(client, page, "issue").status_code == 303
    shown = client.get(wait(client, page))
    assert "The letters were issued as batch" in read_text(shown.text)
    assert count_batches(str(home / "ledger.sqlite3")) == 1


class _EndedError(Exception):
    pass


def test_a_worker_that_ends_before_leaves_a_list_that_can_be_issued(
    client: Browser, home: Path
) -> None:
    page = bring(client)
    folder_of(home, page).move_to(Stage.ISSUING)
    shown = client.get(page)
    assert "stopped before any letter was issued" in read_text(shown.text)
    assert "Letters are made" in press_and_wait(client, page, "issue").text


def test_a_worker_that_ends_while_it_reads_leaves_a_list_that_can_be_checked(
    client: Browser, home: Path
) -> None:
    page = bring(client)
    folder_of(home, page).move_to(Stage.READING)
    assert "stopped while it read the list" in read_text(client.get(page).text)
    assert "no problems" in press_and_wait(client, page, "check").text


def test_pressed_twice_or_by_two_at_once_letters_are_issued_once(
    signed_in: Callable[..., Browser], settings: Settings
) -> None:
    browsers = [signed_in(Right.ISSUE) for _ in range(4)]
    page = bring(browsers[0])
    forms = [read_form(each.get(page).text) | {"csrf": each.csrf} for each in browsers]
    answers: list[int] = []

    def issue(browser: Browser, form: dict[str, str]) -> None:
        answers.append(browser.post(f"{page}/issue", data=form).status_code)

    pairs = zip(browsers, forms, strict=True)
    threads = [threading.Thread(target=issue, args=each) for each in pairs]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [303] * 4
    assert "Letters are made" in browsers[1].get(wait(browsers[0], page)).text
    assert browsers[0].submit(f"{page}/issue").headers["location"] == page
    assert count_batches(settings.ledger) == 1


def test_two_visitors_issue_their_lists_at_the_same_time(
    signed_in: Callable[..., Browser], settings: Settings
) -> None:
    browsers = [signed_in(Right.ISSUE, named=name) for name in ("A. Patel", "B. Okafor")]
    pages = [bring(each, GOOD.replace("C/12", f"C/{at}")) for at, each in enumerate(browsers)]
    for browser, page in zip(browsers, pages, strict=True):
        assert press(browser, page, "issue").status_code == 303
    for browser, page in zip(browsers, pages, strict=True):
        assert "Letters are made" in browser.get(wait(browser, page)).text
    assert count_batches(settings.ledger) == 2


def test_what_is_being_worked_on_is_not_erased(
    client: Browser, application: FastAPI, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_folder, "_PATIENCE", 0.1)
    page = bring(client)
    folder = folder_of(home, page)
    with folder.hold():
        assert client.submit(f"{page}/erase").headers["location"] == page
        application.state.lists.erase_of("A. Patel")
        assert send_list(client, GOOD, page=f"{page}/list").headers["location"] == page
    assert client.get(page).status_code == 200


def test_lists_go_at_sign_out_and_after_an_hour(
    client: Browser, home: Path, application: FastAPI
) -> None:
    store = application.state.lists
    bring(client, BAD)
    store.erase_of("B. Okafor")
    assert list_kept(home)
    store.erase_of("A. Patel")
    assert list_kept(home) == []
    page = bring(client, BAD)
    store.erase_old()
    assert list_kept(home)
    long_ago = time.time() - job_store.KEPT_SECONDS - 5
    os.utime(home / "lists" / page.rpartition("/")[2] / "job.json", (long_ago, long_ago))
    store.erase_old()
    assert list_kept(home) == []


def test_a_fault_is_said_and_the_list_stays(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = bring(client)
    with monkeypatch.context() as patched:
        patched.setattr(work, "keep_found", lambda *_: 1 / 0)
        shown = press_and_wait(client, page, "check")
    assert "a fault of its own" in read_text(shown.text)
    assert "no problems" in press_and_wait(client, page, "check").text


def test_without_a_profile_the_page_says_so(client: Browser, profile: Path) -> None:
    page = bring(client)
    shutil.move(profile, profile.with_suffix(".away"))
    shown = press_and_wait(client, page, "check")
    assert "There is a problem" in shown.text
    assert "profile" in read_text(shown.text)


def test_letters_of_a_list_are_issued_on_postgresql(
    postgres: str, settings: Settings, signed_in: Callable[..., Browser], home: Path
) -> None:
    with postgres_schema(postgres) as url:
        app = make_app(Settings(url, settings.profile))
        browser = signed_in(Right.ISSUE, to=app)
        page = bring(browser)
        assert "Letters are made" in press_and_wait(browser, page, "issue").text
        assert count_batches(url) == 1
        folder_of(home, page).move_to(Stage.ISSUING)
        folder_of(home, page).path.joinpath("issued.json").unlink()
        assert "The letters were issued as batch" in read_text(browser.get(page).text)
        app.state.workshop.close()
        app.state.lists.close()
