"""What is written down and counted, and what is said of a fault of our own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI

from prisonmail.ledger.access.grants import TOKEN_BEGINS
from prisonmail.ledger.store import open_ledger, open_server_state
from prisonmail.ledger.verdicts import Verdict
from prisonmail.system import clock
from prisonmail.web.access.sources import name_address
from prisonmail.web.access.visitors import Right
from prisonmail.web.middleware.recognition import MOST_MISSES
from prisonmail.web.settings import Settings
from tests.web.conftest import Browser


def test_it_counts_what_it_answers(stranger: Browser, settings: Settings) -> None:
    stranger.get("/")
    stranger.get("/sign-in/link?key=wrong")
    with open_ledger(settings.ledger, make=True) as ledger:
        for _ in range(2):
            ledger.record_mistyped("12", clock.now(), None, None)
    for checks in (2, 3):
        counted = stranger.get("/metrics")
        assert counted.headers["content-type"].startswith("text/plain; version=0.0.4")
        lines = counted.text.splitlines()
        assert f'prisonmail_checks_total{{verdict="{Verdict.MISTYPED}"}} {checks}' in lines
        with open_ledger(settings.ledger) as ledger:
            ledger.record_mistyped("12", clock.now(), None, None)
    assert 'prisonmail_requests_total{route="/",method="GET",status="303"} 1' in lines
    assert 'prisonmail_requests_total{route="/metrics",method="GET",status="200"} 1' in lines
    assert "prisonmail_sign_in_misses_total 1" in lines


def test_a_method_that_nobody_knows_is_not_written_down(
    stranger: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        for method in ("HART", "ANN"):
            assert stranger.request(method, "/sign-in").status_code == 405
    written = [vars(each)["method"] for each in caplog.records if each.msg == "request"]
    assert written == ["-", "-"]
    counted = stranger.get("/metrics").text
    assert 'prisonmail_requests_total{route="/sign-in",method="-",status="405"} 2' in counted
    assert "HART" not in counted


def test_wrong_tokens_are_counted(stranger: Browser, settings: Settings) -> None:
    with open_ledger(settings.ledger, make=True):
        pass
    wrong = {"Authorization": f"Bearer {TOKEN_BEGINS}wrong"}
    answers = [stranger.get("/", headers=wrong).status_code for _ in range(MOST_MISSES)]
    assert answers == [303] * MOST_MISSES
    limited = stranger.get("/", headers=wrong)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "600")
    with open_server_state(settings.ledger) as state:
        long_ago = clock.now() - timedelta(hours=1)
        assert state.count("token-miss", name_address("testclient"), long_ago) == MOST_MISSES
    assert stranger.get("/").status_code == 303


def test_a_fault_of_our_own_is_told_without_what_it_says(
    application: FastAPI,
    signed_in: Callable[[Right], Browser],
    caplog: pytest.LogCaptureFixture,
) -> None:
    @application.get("/fault")
    def fail() -> None:
        raise ValueError("Ann Hart")

    answer = signed_in(Right.CHECK).get("/fault")
    assert (answer.status_code, "Nothing you did is to blame" in answer.text) == (500, True)
    assert answer.headers["content-security-policy"]
    (line,) = (vars(each) for each in caplog.records if each.levelname == "ERROR")
    assert (line["msg"], line["fault"].split(":")[0]) == ("fault", "ValueError fail")
    assert answer.headers["x-request-id"] == line["request"]
    assert "Hart" not in answer.text + caplog.text
