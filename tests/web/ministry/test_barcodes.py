"""Every outcome that the Ministry's own service documents, field by field."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from prisonmail.ledger.senders.known_senders import SenderStatus, StatusChange
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from prisonmail.web.ministry import barcodes
from prisonmail.web.settings import Settings
from tests.conftest import BORN, SENDER
from tests.web.ministry.conftest import BARCODE, NAME, TOKEN, Issue, make_client

PATEL = {"Authorization": f"Bearer {TOKEN}"}
CHECK, MORE = "/barcode/check", "/barcode/event/more-checks-requested"
BY: dict[str, Any] = {"createdBy": SENDER.organisation}


def ask(client: TestClient, barcode: object, path: str = CHECK) -> tuple[int, Any]:
    answer = client.post(path, json={"barcode": barcode}, headers=PATEL)
    return answer.status_code, answer.json() if answer.content else None


def refusal(code: str, status: int = 400, **more: object) -> tuple[int, Any]:
    return status, {"status": status, "errorCode": {"code": code, "userMessage": ..., **more}}


def without_words(answer: tuple[int, Any]) -> tuple[int, Any]:
    """Leave out what the client only shows, but see that there are words."""
    assert answer[1]["errorCode"]["userMessage"].strip()
    answer[1]["errorCode"]["userMessage"] = ...
    return answer


def test_a_good_letter_has_its_sender_and_nothing_more(client: TestClient, issue: Issue) -> None:
    assert ask(client, issue().code[:12]) == (200, BY)


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code,
        lambda code: code[:12],
        lambda code: f"{code[:4]}-{code[4:8]}-{code[8:12]}",
        lambda code: f"{code[:5]}-{code[5:10]}-{code[10:]}",
        lambda code: f"]C1{code}",
        lambda code: f" {code[:12]}\n",
    ],
)
def test_a_code_may_be_written_in_each_way_that_clients_send(
    client: TestClient, issue: Issue, write: Callable[[str], str]
) -> None:
    code = issue().code
    assert ask(client, write(code)) == (200, BY)
    assert ask(client, code)[1]["errorCode"]["code"] == "DUPLICATE"


def test_a_number_is_taken_as_its_digits(client: TestClient, issue: Issue) -> None:
    code = next(each for _ in range(99) if (each := issue().code)[0] != "0")
    assert ask(client, int(code[:12])) == (200, BY)


def test_a_second_check_is_told_of_the_first(client: TestClient, issue: Issue) -> None:
    letter, before = issue(), clock.now()
    ask(client, letter.code[:12])
    found = without_words(ask(client, letter.code[:12]))
    scanned = found[1]["errorCode"].pop("scannedDate")
    assert scanned.endswith("Z")
    assert before.isoformat()[:19] <= scanned[:19] <= clock.now().isoformat()[:19]
    assert found == refusal(
        "DUPLICATE",
        scannedLocation="LEI",
        **BY,
        recipientName="Tarquin Oddwell",
        recipientPrisonNumber="A1001XY",
    )


def test_who_has_no_prison_number_is_told_by_their_birth(client: TestClient, issue: Issue) -> None:
    code = issue.born().code
    ask(client, code)
    error = ask(client, code)[1]["errorCode"]
    assert error["recipientDob"] == BORN.isoformat()
    assert "recipientPrisonNumber" not in error


def test_a_place_that_names_a_prison_is_told_by_its_code(
    ledger: Path, tmp_path: Path, issue: Issue
) -> None:
    code = issue().code
    with open_ledger(ledger) as opened:
        opened.check(code, clock.now(), "HMP Leeds")
    client = make_client(Settings(str(ledger), tmp_path / "profile.toml"))
    assert ask(client, code)[1]["errorCode"]["scannedLocation"] == "LEI"
    other = issue().code
    with open_ledger(ledger) as opened:
        opened.check(other, clock.now())
    assert "scannedLocation" not in ask(client, other)[1]["errorCode"]


def test_an_old_letter_is_told_when_it_was_made_and_for_how_long(
    client: TestClient, issue: Issue
) -> None:
    made = clock.now() - timedelta(days=40)
    found = without_words(ask(client, issue(days_ago=40).code[:12]))
    assert abs(datetime.fromisoformat(found[1]["errorCode"].pop("createdDate")) - made) < (
        timedelta(minutes=1)
    )
    assert found == refusal("EXPIRED", barcodeExpiryDays=28, **BY)


@pytest.mark.parametrize("its", [{"random_check": 100}, {"prison": "BWI"}])
def test_what_was_picked_or_is_of_another_prison_is_a_random_check(
    client: TestClient, issue: Issue, its: dict[str, Any]
) -> None:
    assert without_words(ask(client, issue(**its).code[:12])) == refusal("RANDOM_CHECK", **BY)


@pytest.mark.parametrize("its", [{"days_ago": 40}, {"random_check": 100}])
def test_whatever_came_of_the_first_check_the_second_is_a_duplicate(
    client: TestClient, issue: Issue, its: dict[str, Any]
) -> None:
    code = issue(**its).code[:12]
    first, second, third = (ask(client, code) for _ in range(3))
    assert first[1]["errorCode"]["code"] != "DUPLICATE"
    assert second == third
    assert second[1]["errorCode"]["code"] == "DUPLICATE"


def test_a_letter_to_another_prison_is_still_good_there(client: TestClient, issue: Issue) -> None:
    code = issue(prison="BWI").code
    ask(client, code)
    with open_ledger(issue.ledger) as opened:
        assert opened.check(code, clock.now(), at_prison="BWI").verdict.deliver


@pytest.mark.parametrize(
    "barcode",
    [
        "012345678900",
        "12345678901244",
        "doesnt-exist",
        "",
        "1234567890123",
        "9" * 500,
        "0",
        "\x00é",
        -1,
    ],
)
def test_what_was_never_issued_is_not_found(
    client: TestClient, issue: Issue, barcode: object
) -> None:
    issue()
    for path in CHECK, MORE:
        assert without_words(ask(client, barcode, path)) == refusal("NOT_FOUND", 404)


def test_what_its_sender_took_back_is_not_found(client: TestClient, issue: Issue) -> None:
    letter = issue()
    with open_ledger(issue.ledger) as opened:
        found = opened.find_letter(letter.code)
        assert found
        opened.cancel_letter(found, "sent twice", clock.now())
    for path in CHECK, MORE:
        assert without_words(ask(client, letter.code[:12], path)) == refusal("NOT_FOUND", 404)


def test_whose_sender_is_suspended_is_not_found(client: TestClient, issue: Issue) -> None:
    code = issue().code
    with open_ledger(issue.ledger) as opened:
        change = StatusChange(SENDER.cjsm_address, SenderStatus.SUSPENDED)
        opened.senders.enter([change], clock.now())
    assert without_words(ask(client, code[:12])) == refusal("NOT_FOUND", 404)


def test_a_barcode_of_hmpps_stands_for_its_letter(client: TestClient, issue: Issue) -> None:
    code = issue(barcode=BARCODE).code
    assert ask(client, f"{BARCODE[:4]}-{BARCODE[4:8]}-{BARCODE[8:]}") == (200, BY)
    assert ask(client, code)[1]["errorCode"]["code"] == "DUPLICATE"


def test_nobody_puts_their_letter_in_the_place_of_another_by_its_barcode(
    client: TestClient, issue: Issue
) -> None:
    good = issue(name="Kai Penhallow", prison_number="A1009XY")
    issue(barcode=good.code[:12])
    assert ask(client, good.code[:12]) == (200, BY)
    error = ask(client, good.code)[1]["errorCode"]
    assert (error["code"], error["recipientName"]) == ("DUPLICATE", "Kai Penhallow")


def test_more_checks_are_recorded_and_answered_by_nothing(client: TestClient, issue: Issue) -> None:
    code = issue().code
    assert ask(client, code[:12], MORE) == (201, None)
    with open_ledger(issue.ledger) as opened:
        found = opened.find_letter(code)
    assert found
    assert found.first_check
    assert (found.first_check.verdict, found.first_check.by) == ("more-checks", NAME)
    assert without_words(ask(client, code))[1]["errorCode"]["code"] == "DUPLICATE"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"barcode": null}', b'{"barcode": true}', b'"1"', b"\xff"]
)
@pytest.mark.parametrize("path", [CHECK, MORE])
def test_what_cannot_be_read_is_malformed(
    client: TestClient, issue: Issue, path: str, body: bytes
) -> None:
    issue()
    headers = PATEL | {"Content-Type": "application/json"}
    answer = client.post(path, content=body, headers=headers)
    found = without_words((answer.status_code, answer.json()))
    assert found == refusal("MALFORMED_REQUEST")


@pytest.mark.parametrize(
    "sent",
    ["", "Bearer", "Bearer ", "Bearer nobody", f"Basic {TOKEN}", TOKEN],
    ids=["none", "bare", "empty", "wrong", "basic", "no scheme"],  # the token is another each time
)
def test_who_shows_no_good_token_is_told_so_before_anything_is_read(
    client: TestClient, sent: str
) -> None:
    headers = {"Authorization": sent} if sent else {}
    answer = client.post(CHECK, content=b"{", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["status"] == 401


def test_a_ledger_that_is_away_is_said_in_words(client: TestClient, issue: Issue) -> None:
    code = issue().code
    away = issue.ledger.rename(issue.ledger.with_name("away"))
    found = without_words(ask(client, code))
    assert found == refusal("DOWNSTREAM", 503)
    away.rename(issue.ledger)
    assert ask(client, code) == (200, BY)


def test_a_ledger_that_went_back_answers_for_nothing(client: TestClient, issue: Issue) -> None:
    code = issue().code
    before = issue.ledger.read_bytes()
    issue()
    issue.ledger.write_bytes(before)
    assert without_words(ask(client, code)) == refusal("DOWNSTREAM", 503)


def test_a_fault_of_ours_has_the_shape_too(
    client: TestClient, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = issue().code

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(code)

    with monkeypatch.context() as patched:
        patched.setattr(barcodes, "answer_check", fail)
        found = ask(client, code)
        assert code not in json.dumps(found)
        assert without_words(found) == refusal("INTERNAL_ERROR", 500)
    assert ask(client, code) == (200, BY)  # an answer that could not be made used nothing up


@contextmanager
def running(client: TestClient) -> Iterator[int]:
    """Have a real server answer on a port."""
    server = uvicorn.Server(uvicorn.Config(client.app, port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def _talk(port: int, path: str, body: str) -> tuple[bytes, bytes]:
    """Send a request as it goes over the wire; return head and body of the answer."""
    asked = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:8739\r\nAuthorization: Bearer {TOKEN}\r\n"
        f"Content-Type: application/json\r\nx-slm-client-ip: 10.0.0.7\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    )
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(asked.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, told = answer.partition(b"\r\n\r\n")
    return head, told


def test_both_questions_over_the_wire(client: TestClient, issue: Issue) -> None:
    good, other = issue().code, issue().code
    with running(client) as port:
        head, told = _talk(port, CHECK, f'{{"barcode":"{good[:12]}"}}')
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"content-type: application/json" in head.lower()
        assert told == b'{"createdBy":"Greenstone Chambers"}'
        head, told = _talk(port, CHECK, f'{{"barcode":"{good[:12]}"}}')
        assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert told.startswith(b'{"status":400,"errorCode":{"code":"DUPLICATE","userMessage":"')
        assert b"null" not in told
        head, told = _talk(port, MORE, f'{{"barcode":"{other[:12]}"}}')
        assert (head.startswith(b"HTTP/1.1 201 Created\r\n"), told) == (True, b"")
        head, told = _talk(port, MORE, '{"barcode":"000000000000"}')
        assert head.startswith(b"HTTP/1.1 404 Not Found\r\n")


def test_the_open_questions_need_no_token(client: TestClient) -> None:
    assert client.get("/health/ping").json() == {"status": "UP"}
    (named,) = client.get("/prisons").json().items()
    assert named[0] == "supportedPrisons"
    assert "LEI" in named[1]
    assert named[1] == sorted(named[1])


@pytest.mark.parametrize("path", ["/health/ping", "/prisons"])
def test_the_open_questions_may_be_asked_for_their_head_alone(
    client: TestClient, path: str
) -> None:
    assert client.head(path).status_code == 200
    refused = client.delete(path)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/barcode", 404),
        ("POST", "/barcode/unknown", 404),
        ("GET", CHECK, 405),
        ("POST", "/prisons/LEI", 404),
        ("POST", "/prisons", 405),
        ("GET", "/health", 404),
    ],
)
def test_what_is_not_offered_is_told_in_the_shape_of_all_errors(
    client: TestClient, issue: Issue, method: str, path: str, status: int
) -> None:
    issue()
    answer = client.request(method, path, headers=PATEL)
    code = "NOT_FOUND" if status == 404 else "MALFORMED_REQUEST"
    assert without_words((answer.status_code, answer.json())) == refusal(code, status)


def test_who_asks_while_the_ledger_is_away_is_told_when_to_ask_again(
    client: TestClient, issue: Issue
) -> None:
    issue.ledger.rename(issue.ledger.with_name("away"))
    answer = client.post(CHECK, json={"barcode": "1"}, headers=PATEL)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
