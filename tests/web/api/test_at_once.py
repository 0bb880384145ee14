"""Programs that ask at the same time."""

import asyncio
import io
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pypdf
from fastapi import FastAPI

from prisonmail.web.access.visitors import Right
from tests.web.api.conftest import API, Program

AT_ONCE = 6


def list_of(name: str, number: int = 12) -> bytes:
    rows = "".join(
        f"{name} {'I' * each},,HMP Leeds,1980-03-{each:02}\n" for each in range(1, number)
    )
    return f"Name,Prison number,Prison,DOB\n{rows}".encode()


def test_orders_at_once_do_not_mix(office: Program) -> None:
    names = [f"{name} Penhallow" for name in ("Kai", "Imo", "Rufus", "Delia", "Piers", "Tarquin")]

    def issue(name: str) -> str:
        done = office.send_list(list_of(name))
        assert done.status_code == 201, done.text
        assert {each["name"].rpartition(" ")[0] for each in done.json()["letters"]} == {name}
        pdf = office.get(f"{done.headers['location']}/letters.pdf").content
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        printed = list(pool.map(issue, names))
    for name, text in zip(names, printed, strict=True):
        assert [other for other in names if other in text] == [name]


def test_one_order_given_at_once_is_carried_out_once(office: Program) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda _: office.send_list(list_of("Kai"), key="7"), range(AT_ONCE)))
    assert Counter(each.status_code for each in done) == {201: 1, 200: AT_ONCE - 1}
    assert len({each.json()["batch"] for each in done}) == 1


def test_of_checks_at_once_one_is_ready(office: Program) -> None:
    codes = [each["code"] for each in office.send_list(list_of("Kai")).json()["letters"]]

    def check(code: str) -> tuple[str, str]:
        return code, office.post(f"{API}/checks", json={"code": code}).json()["verdict"]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(check, codes * 4))
    for code in codes:
        assert (answers[code, "ready"], answers[code, "duplicate"]) == (1, 3)


def test_who_asks_is_found_while_the_ledger_records(
    program: Callable[..., Program], application: FastAPI
) -> None:
    desk, recorded = program(Right.CHECK), Event()
    with ThreadPoolExecutor(1) as pool:
        recording = pool.submit(
            asyncio.run, application.state.desks.ask(lambda ledger: recorded.wait(60))
        )
        try:
            assert desk.get(f"{API}/prisons").status_code == 200
            assert not recording.done()
        finally:
            recorded.set()
        assert recording.result()
