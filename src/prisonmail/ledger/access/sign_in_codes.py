"""Codes that are sent to a mailbox so that whoever reads it can sign in, and their limits.

A code is bound to the browser that asked for it. All limits are the same for mailboxes that nobody
may sign in with: what is refused or answered says nothing about which those are.
"""

import json
from datetime import datetime

from prisonmail.ledger.access.server_state import ServerState
from prisonmail.sender.mailbox_codes import (
    LIFE,
    MOST_SENDS,
    MOST_TRIES,
    SENDS_WITHIN,
    KeptCode,
    draw_mailbox_code,
    keep_code_for,
    name_mailbox,
    normalise,
)
from prisonmail.system.record import Record, fill_json, to_builtins

MOST_ASKED = 10
"""Codes within the hour that are asked for from one address of the network, for any mailboxes."""
MOST_WRONG = 20
"""Wrong codes within the hour from one address of the network, after which none is looked at."""
_CODE, _ASKED, _ASKED_FROM, _TRIED, _WRONG_FROM = "code", "asked", "asked-from", "tried", "wrong"


class AskedTooSoonError(Exception):
    """As many codes as may be were asked for within the hour."""


class TriedTooOftenError(Exception):
    """As many wrong codes as may be were typed: even the right one is good for nothing."""


class _Waiting(Record, frozen=True):
    """A code that a browser waits for."""

    mailbox: str
    kept: KeptCode


def ask_for_code(state: ServerState, browser: str, mailbox: str, source: str, now: datetime) -> str:
    """Return a new code for a mailbox, good for one browser. Raises AskedTooSoonError.

    `source` stands for the address of the network that it is asked for from.
    """
    name, until = name_mailbox(mailbox), now + SENDS_WITHIN
    _refuse_too_many(state, name, source, now)  # before the work of keeping a code
    code = draw_mailbox_code()
    waiting = _Waiting(mailbox, keep_code_for(code, mailbox))
    with state.transaction():
        _claim(state, name, source)
        _refuse_too_many(state, name, source, now)
        state.note(_ASKED, name, now, until)
        state.note(_ASKED_FROM, source, now, until)
        state.forget(_TRIED, browser)
        state.keep(_CODE, browser, json.dumps(to_builtins(waiting)), now, now + LIFE)
    return code


def is_waiting(state: ServerState, browser: str, now: datetime) -> bool:
    """Check whether a browser waits for a code."""
    return state.find(_CODE, browser, now) is not None


def try_sign_in_code(
    state: ServerState, browser: str, typed: str, source: str, now: datetime
) -> str | None:
    """Return the mailbox whose code was typed, which is then used up; None if it is wrong.

    Raises TriedTooOftenError.
    """
    with state.transaction():
        _claim(state, browser, source)
        wrong = state.count(_WRONG_FROM, source, now - SENDS_WITHIN)
        if wrong >= MOST_WRONG or state.count(_TRIED, browser, now - LIFE) >= MOST_TRIES:
            raise TriedTooOftenError
        mailbox = _find_mailbox(state, browser, typed, now)
        if mailbox is None:
            state.note(_TRIED, browser, now, now + LIFE)
            state.note(_WRONG_FROM, source, now, now + SENDS_WITHIN)
            return None
        state.drop(_CODE, browser)
    return mailbox


def _claim(state: ServerState, name: str, source: str) -> None:
    """Let others counted with these wait; the source last, or two could wait for each other."""
    for each in (name, source):
        state.claim(each)


def _refuse_too_many(state: ServerState, name: str, source: str, now: datetime) -> None:
    since = now - SENDS_WITHIN
    if state.count(_ASKED, name, since) >= MOST_SENDS:
        raise AskedTooSoonError
    if state.count(_ASKED_FROM, source, since) >= MOST_ASKED:
        raise AskedTooSoonError


def _find_mailbox(state: ServerState, browser: str, typed: str, now: datetime) -> str | None:
    found = state.find(_CODE, browser, now)
    if found is None:
        return None
    waiting = fill_json(_Waiting, found.encode())
    code = normalise(typed) or ""
    return waiting.mailbox if waiting.kept.is_for(code, waiting.mailbox) else None
