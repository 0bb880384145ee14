"""What a mailroom's programs are answered."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from prisonmail.codes import Code
from prisonmail.ledger.store import open_ledger
from prisonmail.web.access.visitors import Right
from prisonmail.web.api.documents import CheckDocument, PrisonsDocument, ProblemDocument
from prisonmail.web.settings import Settings
from tests.conftest import Run
from tests.ledger.attacker import Attacker
from tests.web.api.conftest import API, Program


@pytest.fixture
def desk(program: Callable[..., Program]) -> Program:
    return program(Right.CHECK, "--location", "HMP Leeds")


def test_an_answer_is_that_of_the_command_line(
    desk: Program, issued: dict[str, Any], prisonmail: Callable[..., Run], settings: Settings
) -> None:
    code = issued["letters"][0]["code"]
    peeked = prisonmail("verify", code, "--peek", "--ledger", settings.ledger, "--json").json
    found = desk.post(f"{API}/checks", json={"code": code})
    assert found.status_code == 200
    assert found.json() == peeked
    assert CheckDocument.model_validate(found.json()).deliver
    again = desk.post(f"{API}/checks", json={"code": code, "location": "lei", "by": "B. Khan"})
    assert again.json()["verdict"] == "duplicate"
    first = again.json()["first_check"]
    assert (first["location"], first["by"]) == ("HMP Leeds", "program-check")
    with open_ledger(settings.ledger) as ledger:
        entry = ledger.find_letter(Code(code))
        assert entry
        *_, last = ledger.list_happenings(entry.batch_id, entry.code)
    assert (last.location, last.by, last.operator) == ("lei", "B. Khan", "program-check")


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_a_place_or_name_left_blank_is_that_of_the_token(
    desk: Program, issued: dict[str, Any], blank: str
) -> None:
    elsewhere, here = issued["letters"][2]["code"], issued["letters"][0]["code"]
    asked = {"code": elsewhere, "location": blank, "by": blank}
    assert desk.post(f"{API}/checks", json=asked).json()["verdict"] == "wrong-prison"
    desk.post(f"{API}/checks", json=asked | {"code": here})
    first = desk.post(f"{API}/checks", json={"code": here}).json()["first_check"]
    assert (first["location"], first["by"]) == ("HMP Leeds", "program-check")


def test_more_checks_are_recorded(desk: Program, issued: dict[str, Any]) -> None:
    asked = {"code": issued["letters"][0]["code"], "more_checks": True}
    assert desk.post(f"{API}/checks", json=asked).json()["verdict"] == "more-checks"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body.code"),
        ({"code": 7}, "body.code"),
        ({"code": "9" * 201}, "body.code"),
        ({"code": "9", "Oddwell": "Tarquin"}, "body"),
        ("Tarquin Oddwell", "body"),
    ],
)
def test_a_request_that_is_wrong_is_told_where_and_not_repeated(
    desk: Program, body: Any, field: str
) -> None:
    refused = desk.post(f"{API}/checks", json=body)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    problem = ProblemDocument.model_validate(refused.json())
    assert problem.errors
    assert [each.field for each in problem.errors] == [field]
    assert "Oddwell" not in refused.text
    assert "999" not in refused.text


def test_what_is_no_json_is_told_so(desk: Program) -> None:
    headers = {"content-type": "application/json"}
    refused = desk.post(f"{API}/checks", content=b'{"Oddwell', headers=headers)
    assert refused.status_code == 422
    assert "Oddwell" not in refused.text


def test_prisons_are_found_by_a_name(desk: Program) -> None:
    found = PrisonsDocument.model_validate(desk.get(f"{API}/prisons?query=leeds").json())
    assert [each.code for each in found.prisons][:1] == ["LEI"]
    assert found.match
    every = PrisonsDocument.model_validate(desk.get(f"{API}/prisons").json())
    assert len(every.prisons) > 100
    assert every.match is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/checks"),
        ("GET", "/prisons"),
        ("POST", "/batches"),
        ("GET", "/batches"),
        ("GET", "/batches/20261121-7F3K"),
        ("GET", "/batches/20261121-7F3K/letters.pdf"),
        ("POST", "/codes/12345678901244/cancel"),
    ],
)
def test_who_shows_no_token_is_refused_before_anything_is_read(
    application: FastAPI, settings: Settings, issued: dict[str, Any], method: str, path: str
) -> None:
    for token in ("", "pm_wrong"):
        stranger = Program(application, settings, token)
        refused = stranger.request(method, API + path, content=b"{")
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.json()["type"] == "urn:prisonmail:unauthorized"


def test_who_may_check_may_not_issue(desk: Program) -> None:
    for method, path in (
        ("POST", "/batches"),
        ("GET", "/batches"),
        ("GET", "/batches/20261121-7F3K"),
        ("GET", "/batches/20261121-7F3K/letters.pdf"),
        ("POST", "/codes/12345678901244/cancel"),
    ):
        assert desk.request(method, API + path).status_code == 403


def test_a_ledger_that_went_back_answers_nothing_to_rely_on(
    desk: Program, issued: dict[str, Any], settings: Settings
) -> None:
    asked = {"code": issued["letters"][0]["code"]}
    attacker = Attacker(settings.ledger)
    backup = attacker.copy()
    assert desk.post(f"{API}/checks", json=asked).json()["deliver"]
    attacker.put_back(backup)
    refused = desk.post(f"{API}/checks", json=asked)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    problem = ProblemDocument.model_validate(refused.json())
    assert problem.type == "urn:prisonmail:ledger-went-back"
    assert problem.detail.startswith("The ledger has gone back")


@pytest.mark.parametrize(
    ("number", "status", "kind"),
    [(errno.ENOSPC, 503, "service-unavailable"), (errno.EIO, 500, "bug")],
)
def test_a_disk_without_room_for_an_answer_is_told(
    desk: Program, monkeypatch: pytest.MonkeyPatch, number: int, status: int, kind: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr("prisonmail.web.api.checks.answer_document", fail)
    refused = desk.get(f"{API}/prisons")
    assert refused.status_code == status
    assert ProblemDocument.model_validate(refused.json()).type == f"urn:prisonmail:{kind}"
