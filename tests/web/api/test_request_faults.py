"""A request that is wrong is told what is wrong with it and what to do, in words."""

from typing import Any

import pytest
from fastapi import FastAPI

from prisonmail.web.api.documents import ProblemDocument
from prisonmail.web.settings import Settings
from tests.web.api.conftest import API, Program

JSON = {"content-type": "application/json"}
DESCRIBED = "Send it as /api/openapi.json describes it."


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/api", 404, "There is nothing at this address."),
        ("GET", "/api/v1/nowhere", 404, "There is nothing at this address."),
        ("POST", "/api/v2/checks", 404, "There is nothing at this address."),
        ("GET", "/api/v1/checks", 405, "This address is asked by another method."),
        ("DELETE", "/api/v1/batches", 405, "This address is asked by another method."),
        ("POST", "/api/v1/batches?", 422, "The request is not as it should be."),
    ],
)
def test_what_is_asked_wrongly_is_told_so(
    office: Program, method: str, path: str, status: int, detail: str
) -> None:
    refused = office.request(method, path)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    problem = ProblemDocument.model_validate(refused.json())
    assert (problem.detail, problem.status) == (detail, status)
    assert problem.help


def test_each_python_calls_a_problem_by_the_same_words(office: Program) -> None:
    found = [
        office.post(f"{API}/checks", content=content, headers=JSON).json()
        for content in (b"{}", b"1" * 70_000)
    ]
    assert [(each["type"], each["title"]) for each in found] == [
        ("urn:prisonmail:unprocessable-entity", "Unprocessable Entity"),
        ("urn:prisonmail:request-entity-too-large", "Request Entity Too Large"),
    ]


@pytest.mark.parametrize(
    ("content", "field", "message"),
    [
        (b"{", "body", "It is not JSON."),
        (b"", "body", "It is missing."),
        (
            b"[]",
            "body",
            "It has to be a JSON object, sent as Content-Type: application/json.",
        ),
        (b"{}", "body.code", "It is missing."),
        (b'{"code": 1}', "body.code", "It has to be text."),
        (b'{"code": "\\ud800"}', "body.code", "It has to be text."),
        (b'{"code": "1", "by": "%s"}' % (b"x" * 201), "body.by", "It may have 200 characters "),
        (b'{"code": "1", "more_checks": "yes"}', "body.more_checks", "It has to be true or false."),
    ],
)
def test_a_field_that_is_wrong_is_told_in_plain_words(
    office: Program, content: bytes, field: str, message: str
) -> None:
    refused = office.post(f"{API}/checks", content=content, headers=JSON)
    problem = ProblemDocument.model_validate(refused.json())
    assert (problem.status, problem.help) == (422, DESCRIBED)
    assert problem.errors
    assert problem.errors[0].field == field
    assert problem.errors[0].message.startswith(message)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_a_wrong_media_type_is_told(office: Program, kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    refused = office.post(f"{API}/checks", content=b'{"code": "1"}', headers=headers)
    (fault,) = refused.json()["errors"]
    assert "sent as Content-Type: application/json" in fault["message"]


@pytest.mark.parametrize(
    ("options", "field", "message"),
    [
        ({"check": "perhaps"}, "body.check", "It has to be true or false."),
        ({"max_rows": "0"}, "body.max_rows", "It has to be 1 or more."),
        ({"max_rows": "9" * 9}, "body.max_rows", "It has to be 1000000 or less."),
        ({"max_rows": "many"}, "body.max_rows", "It has to be a whole number."),
        ({"sort": "name"}, "body.sort", "It has to be 'list' or 'prison'."),
        ({"map": ["a=b"] * 51}, "body.map", "It may be given 50 times at most."),
        ({"Oddwell": "1"}, "body", "There is a field that is not known."),
    ],
)
def test_an_option_that_is_wrong_is_told_in_plain_words(
    office: Program, options: dict[str, Any], field: str, message: str
) -> None:
    refused = office.send_list(**options)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": field, "message": message}]


@pytest.mark.parametrize(
    "path", ["/batches?page=2", "/prisons?q=leeds", "/batches/20261121-7F3K/letters.pdf?summery=1"]
)
def test_what_an_address_asks_for_in_vain_is_told(office: Program, path: str) -> None:
    refused = office.get(API + path)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "query", "message": "There is a field that is not known."}
    ]


def test_a_blank_key_or_reason_is_told(office: Program, issued: dict[str, Any]) -> None:
    code = issued["letters"][0]["code"]
    blank = office.send_list(key=" ")
    silent = office.post(f"{API}/codes/{code}/cancel", json={"reason": " "})
    for refused, field in ((blank, "header.idempotency-key"), (silent, "body.reason")):
        assert refused.status_code == 422
        assert refused.json()["errors"] == [{"field": field, "message": "It is blank."}]


def test_a_list_that_is_no_file_is_told(office: Program) -> None:
    refused = office.post(f"{API}/batches", files={"list": (None, b"Name,Prison\n")})
    (fault,) = refused.json()["errors"]
    assert fault == {
        "field": "body.list",
        "message": "It has to be a file that is sent with its name.",
    }


@pytest.mark.parametrize("content", [b'{"code": "\xff"}', b"[" * 60_000])
def test_what_cannot_be_read_at_all_is_told(office: Program, content: bytes) -> None:
    refused = office.post(f"{API}/checks", content=content, headers=JSON)
    problem = ProblemDocument.model_validate(refused.json())
    assert problem.status in (400, 422)
    assert "parsing" not in problem.detail
    assert problem.help == DESCRIBED


def test_many_wrong_tokens_are_told_what_to_do(
    application: FastAPI, settings: Settings, issued: dict[str, Any]
) -> None:
    stranger = Program(application, settings, "prisonmail_" + "x" * 43)
    for _ in range(21):
        refused = stranger.get(f"{API}/batches")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "600")
    assert ProblemDocument.model_validate(refused.json()).help
