"""A code of sign-in is good for one browser and half an hour, and few are sent or tried."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from prisonmail.ledger.access.server_state import ServerState
from prisonmail.ledger.access.sign_in_codes import (
    KNOWN_FOR,
    AskedTooSoonError,
    Asker,
    TriedTooOftenError,
    ask_for_code,
    is_waiting,
    try_sign_in_code,
)
from prisonmail.ledger.store import open_server_state
from prisonmail.sender.mailbox_codes import KeptCode, name_mailbox
from prisonmail.system.record import fill
from tests.conftest import ISSUED_AT

MAILBOX = "Post.Room@leeds.hmpps.gov.uk.cjsm.net"
SOURCE, WRONG = "198.51.100.7", "AAAA-AAAA"
HERE = Asker("browser", SOURCE, "")
MINUTE = timedelta(minutes=1)
HALF_AN_HOUR, HOUR = 30 * MINUTE, 60 * MINUTE


@pytest.fixture
def state(place: str) -> Iterator[ServerState]:
    with open_server_state(place) as opened:
        yield opened


def asks(browser: str, source: str, known: str = "") -> Asker:
    return Asker(browser, source, known)


def test_whoever_types_the_code_has_the_mailbox_once(state: ServerState) -> None:
    assert not is_waiting(state, HERE.browser, ISSUED_AT)
    code = ask_for_code(state, HERE, MAILBOX, ISSUED_AT)
    assert [is_waiting(state, each, ISSUED_AT) for each in (HERE.browser, "other")] == [True, False]
    assert try_sign_in_code(state, asks("other", SOURCE), code, ISSUED_AT) is None
    for wrong in (WRONG, "", code[:-1]):
        assert try_sign_in_code(state, HERE, wrong, ISSUED_AT) is None
    typed = f" {code[:4].lower()}-{code[4:]}"
    assert try_sign_in_code(state, HERE, typed, ISSUED_AT) == MAILBOX
    assert not is_waiting(state, HERE.browser, ISSUED_AT)
    assert try_sign_in_code(state, HERE, code, ISSUED_AT) is None


def test_a_code_is_good_for_half_an_hour(state: ServerState) -> None:
    code, over = ask_for_code(state, HERE, MAILBOX, ISSUED_AT), ISSUED_AT + HALF_AN_HOUR
    assert not is_waiting(state, HERE.browser, over)
    assert try_sign_in_code(state, HERE, code, over - MINUTE) == MAILBOX
    code = ask_for_code(state, HERE, MAILBOX, ISSUED_AT)
    assert try_sign_in_code(state, HERE, code, over) is None


def test_six_wrong_tries_end_a_code_until_another_is_asked_for(state: ServerState) -> None:
    over = ISSUED_AT + HALF_AN_HOUR
    for _ in range(2):
        code = ask_for_code(state, HERE, MAILBOX, ISSUED_AT)
        for _ in range(6):
            assert try_sign_in_code(state, HERE, WRONG, ISSUED_AT) is None
        with pytest.raises(TriedTooOftenError):
            try_sign_in_code(state, HERE, code, over - MINUTE)
    assert try_sign_in_code(state, HERE, code, over) is None


def test_twenty_wrong_tries_from_one_place_end_those_of_an_hour(state: ServerState) -> None:
    code = ask_for_code(state, asks(HERE.browser, "elsewhere"), MAILBOX, ISSUED_AT)
    for number in range(20):
        assert try_sign_in_code(state, asks(f"{number}", SOURCE), WRONG, ISSUED_AT) is None
    for at in (ISSUED_AT, ISSUED_AT + HOUR - MINUTE):
        with pytest.raises(TriedTooOftenError):
            try_sign_in_code(state, HERE, code, at)
    assert try_sign_in_code(state, asks(HERE.browser, "elsewhere"), code, ISSUED_AT) == MAILBOX
    assert try_sign_in_code(state, HERE, code, ISSUED_AT + HOUR) is None


def test_three_codes_an_hour_are_sent_to_a_mailbox_for_one_place(state: ServerState) -> None:
    first, second, _ = (
        ask_for_code(state, HERE, each, ISSUED_AT)
        for each in (MAILBOX, MAILBOX.upper(), MAILBOX.lower())
    )
    for old in (first, second):
        assert try_sign_in_code(state, HERE, old, ISSUED_AT) is None
    with pytest.raises(AskedTooSoonError):
        ask_for_code(state, asks("other", SOURCE), MAILBOX, ISSUED_AT + HOUR - MINUTE)
    ask_for_code(state, asks("other", "elsewhere"), MAILBOX, ISSUED_AT)
    ask_for_code(state, HERE, f"another-{MAILBOX}", ISSUED_AT)
    ask_for_code(state, HERE, MAILBOX, ISSUED_AT + HOUR)


def test_nine_codes_an_hour_are_sent_to_a_mailbox_for_all_places(state: ServerState) -> None:
    for number in range(9):
        ask_for_code(state, asks("other", f"{number}"), MAILBOX, ISSUED_AT)
    with pytest.raises(AskedTooSoonError):
        ask_for_code(state, HERE, MAILBOX, ISSUED_AT + HOUR - MINUTE)
    ask_for_code(state, HERE, MAILBOX, ISSUED_AT + HOUR)


def test_strangers_do_not_keep_out_a_browser_that_is_known_for_the_mailbox(
    state: ServerState,
) -> None:
    known = asks("browser", SOURCE, "known")
    code = ask_for_code(state, known, MAILBOX, ISSUED_AT)
    assert try_sign_in_code(state, known, code, ISSUED_AT) == MAILBOX
    use_up_all(state)
    for _ in range(3):
        code = ask_for_code(state, known, MAILBOX.lower(), ISSUED_AT)
    assert try_sign_in_code(state, known, code, ISSUED_AT) == MAILBOX.lower()
    for asker, mailbox, at in (
        (known, MAILBOX, ISSUED_AT),  # it has limits of its own
        (known, f"another-{MAILBOX}", ISSUED_AT),
        (asks("browser", SOURCE, "unknown"), MAILBOX, ISSUED_AT),
    ):
        with pytest.raises(AskedTooSoonError):
            ask_for_code(state, asker, mailbox, at)


def test_a_browser_is_known_for_ninety_days(state: ServerState) -> None:
    known, over = asks("browser", SOURCE, "known"), ISSUED_AT + KNOWN_FOR
    code = ask_for_code(state, known, MAILBOX, ISSUED_AT)
    try_sign_in_code(state, known, code, ISSUED_AT)
    for at, is_known in ((over - MINUTE, True), (over, False)):
        use_up_all(state, at)
        with nullcontext() if is_known else pytest.raises(AskedTooSoonError):
            ask_for_code(state, known, MAILBOX, at)


def test_a_known_browser_has_few_guesses(state: ServerState) -> None:
    known = asks("browser", SOURCE, "known")
    code = ask_for_code(state, known, MAILBOX, ISSUED_AT)
    try_sign_in_code(state, known, code, ISSUED_AT)
    guesses = 0
    with pytest.raises(AskedTooSoonError):
        while True:
            ask_for_code(state, known, MAILBOX, ISSUED_AT)
            with suppress(TriedTooOftenError):
                while True:
                    try_sign_in_code(state, known, WRONG, ISSUED_AT)
                    guesses += 1
    assert guesses == 18


def use_up_all(state: ServerState, at: datetime = ISSUED_AT) -> None:
    """Have strangers ask and guess as often as they may, for a mailbox and from a place."""
    for name in (name_mailbox(MAILBOX), SOURCE):
        for kind in ("asked", "asked-from", "wrong"):
            for _ in range(20):
                state.note(kind, name, at, at + HOUR)


def test_ten_codes_an_hour_are_asked_for_from_one_place(state: ServerState) -> None:
    for number in range(10):
        ask_for_code(state, HERE, f"{number}@a.cjsm.net", ISSUED_AT)
    with pytest.raises(AskedTooSoonError):
        ask_for_code(state, HERE, MAILBOX, ISSUED_AT + HOUR - MINUTE)
    ask_for_code(state, asks(HERE.browser, "elsewhere"), MAILBOX, ISSUED_AT)
    ask_for_code(state, HERE, MAILBOX, ISSUED_AT + HOUR)


@pytest.mark.parametrize(
    ("mailbox", "source"),
    [(MAILBOX, "from {}"), ("{}@a.cjsm.net", SOURCE)],
    ids=["one mailbox", "one place"],
)
def test_of_many_who_ask_together_as_many_get_a_code_as_may(
    place: str, state: ServerState, mailbox: str, source: str
) -> None:
    for _ in range(7):
        state.note("asked-from", SOURCE, ISSUED_AT, ISSUED_AT + HOUR)
    for _ in range(6):
        state.note("asked", name_mailbox(MAILBOX), ISSUED_AT, ISSUED_AT + HOUR)

    def ask(opened: ServerState, browser: str) -> None:
        asker = asks(browser, source.format(browser))
        ask_for_code(opened, asker, mailbox.format(browser), ISSUED_AT)

    assert _count_not_refused(place, ask) == 3


def test_of_many_who_guess_together_as_many_are_heard_as_may(
    place: str, state: ServerState
) -> None:
    for _ in range(17):
        state.note("wrong", SOURCE, ISSUED_AT, ISSUED_AT + HOUR)

    def guess(opened: ServerState, browser: str) -> None:
        try_sign_in_code(opened, asks(browser, SOURCE), WRONG, ISSUED_AT)

    assert _count_not_refused(place, guess) == 3


def _count_not_refused(place: str, work: Callable[[ServerState, str], None]) -> int:
    """Have six browsers do the same at once."""
    begin = Barrier(6)

    def do(number: int) -> bool:
        with open_server_state(place) as opened:
            begin.wait()
            try:
                work(opened, f"browser {number}")
            except (AskedTooSoonError, TriedTooOftenError):
                return False
        return True

    with ThreadPoolExecutor(6) as threads:
        return sum(threads.map(do, range(6)))


def test_what_is_kept_is_read_by_servers_of_another_version_and_tells_no_code(
    state: ServerState,
) -> None:
    code = ask_for_code(state, HERE, MAILBOX, ISSUED_AT)
    try_sign_in_code(state, HERE, WRONG, ISSUED_AT)
    ((browser, value),) = state.list_all("code", ISSUED_AT).items()
    kept = json.loads(value)
    assert (browser, kept["mailbox"], code in value) == (HERE.browser, MAILBOX, False)
    assert fill(KeptCode, kept["kept"]).is_for(code, MAILBOX)
    counted = [("asked", name_mailbox(MAILBOX)), ("asked-from", SOURCE)]
    counted += [("asked-here", f"{name_mailbox(MAILBOX)} {SOURCE}")]
    counted += [("tried", HERE.browser), ("wrong", SOURCE)]
    assert [state.count(*each, ISSUED_AT - MINUTE) for each in counted] == [1] * 5


def test_a_browser_is_known_for_ninety_days_and_no_log_shows_who_asks() -> None:
    assert KNOWN_FOR.days == 90
    assert repr(asks("browser", SOURCE, "known")) == "Asker()"
