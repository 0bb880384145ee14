"""The same codes and the same date give the same bytes, whenever and however they are printed."""

import random
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from tests.conftest import EXAMPLES, Run

LIST = EXAMPLES / "recipients.csv"


@pytest.fixture
def given_codes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes chance begin anew, so that the next run gets the same codes and the same batch."""

    def begin_anew() -> None:
        dice = random.Random(39)  # noqa: S311
        monkeypatch.setattr(secrets, "token_bytes", dice.randbytes)
        monkeypatch.setattr(secrets, "choice", dice.choice)

    return begin_anew


def test_with_a_pinned_date_and_given_codes_every_run_makes_the_same_bytes(
    prisonmail: Callable[..., Run],
    profile: Path,
    given_codes: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    for name, later in (("first", 0), ("second", 86_400)):
        with open_ledger(f"{name}.sqlite3", make=True):
            pass  # each ledger has a name of its own, drawn before chance begins anew
        given_codes()
        now = clock.now() + timedelta(seconds=later)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        run = prisonmail("generate", LIST, "--ledger", f"{name}.sqlite3", "-o", f"{name}.pdf")
        assert run.exit_code == 0, run.err
    first, second = Path("first.pdf").read_bytes(), Path("second.pdf").read_bytes()
    assert b"D:20261121" in first or b"2026-11-21" in first
    assert first == second


def test_a_reprint_makes_the_bytes_of_the_first_print(
    prisonmail: Callable[..., Run], profile: Path
) -> None:
    batch = prisonmail("generate", LIST, "-o", "first.pdf", "--json").json["batch"]
    assert prisonmail("reprint", batch, "-o", "again.pdf").exit_code == 0
    assert Path("first.pdf").read_bytes() == Path("again.pdf").read_bytes()


@pytest.mark.parametrize(("days", "warned"), [(2, True), (400, True), (0, False), (-2, False)])
def test_letters_of_a_day_to_come_are_warned_of(
    prisonmail: Callable[..., Run],
    profile: Path,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    warned: bool,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + days * 86_400))
    run = prisonmail("generate", LIST)
    assert run.exit_code == 0
    assert ("these letters show a day to come" in run.err) == warned


def test_letters_that_a_pinned_date_makes_useless_are_warned_of(
    prisonmail: Callable[..., Run], profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "315532800")
    run = prisonmail("generate", LIST)
    assert run.exit_code == 0
    assert "their codes were good until 29 January 1980. Do not post them" in run.err
