"""Forms that came in part, or say two things at once: nothing is issued by them."""

import pytest
from httpx import Response

from prisonmail.web.api.documents import ProblemDocument
from tests.web.api.conftest import API, Program

LIST = b"Name,Prison number,Prison\r\nKai Penhallow,A1002XY,HMP Leeds\r\n"
HEAD = b'--x\r\nContent-Disposition: form-data; name="list"; filename="clients.csv"\r\n\r\n' + LIST
CHECK = b'\r\n--x\r\nContent-Disposition: form-data; name="check"\r\n\r\ntrue'
END = b"\r\n--x--\r\n"


def send(office: Program, body: bytes) -> Response:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer: Response = office.post(f"{API}/batches", content=body, headers=headers)
    return answer


@pytest.mark.parametrize(
    "body",
    [HEAD, HEAD + CHECK, HEAD + CHECK[:-20], HEAD + CHECK[:20], HEAD + b"\r\n--x", HEAD + END[:-3]],
)
def test_a_form_that_is_cut_off_is_refused(office: Program, body: bytes) -> None:
    refused = send(office, body)
    assert refused.status_code == 400
    problem = ProblemDocument.model_validate(refused.json())
    assert problem.detail == "The form did not come whole: its last boundary is missing."
    assert office.get(f"{API}/batches").json()["count"] == 1


def test_a_form_may_be_followed_by_what_is_nothing_of_it(office: Program) -> None:
    assert send(office, HEAD + CHECK + END + b"Sent by a robot.\r\n").status_code == 200
    assert send(office, HEAD + CHECK + END[:-2]).status_code == 200


@pytest.mark.parametrize("name", ["list", "check", "envelope", "letter"])
def test_what_counts_once_is_not_said_twice(office: Program, name: str) -> None:
    part = (name, ("a.csv", LIST)) if name in ("list", "letter") else (name, (None, b"true"))
    refused = office.post(f"{API}/batches", files=[("list", ("a.csv", LIST)), part, part])
    assert refused.status_code == 422
    problem = ProblemDocument.model_validate(refused.json())
    assert problem.errors
    assert [each.field for each in problem.errors] == [f"body.{name}"]
    assert problem.errors[0].message == "It is given more than once."


def test_what_counts_several_times_is_said_as_often(office: Program) -> None:
    content = b"Client,Ref,Prison\nKai Penhallow,A1002XY,HMP Leeds\n"
    done = office.send_list(content, map=["number=Ref", "name=Client"], check="true")
    assert done.status_code == 200, done.text
