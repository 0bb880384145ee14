"""Codes that are sent to a mailbox so that whoever reads it can sign in, and their limits.

A code is bound to the browser that asked for it. All limits are the same for mailboxes that nobody
may sign in with: what is refused or answered says nothing about which those are.

A browser that somebody has signed in with is known for their mailbox, and what it asks and types is
counted by itself. So no stranger can keep them out by using up what a mailbox or a place may ask.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import ClassVar

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

MOST_FROM_ALL = 9
"""Codes within the hour that all places together may ask for, for one mailbox; one place, or a
browser that is known for it, may ask for MOST_SENDS."""
MOST_ASKED = 10
"""Codes within the hour that are asked for from one address of the network, for any mailboxes."""
MOST_WRONG = 20
"""Wrong codes within the hour from one address of the network, after which none is looked at."""
KNOWN_FOR = timedelta(days=90)
"""How long a browser is known after somebody last signed in with it."""
_CODE, _KNOWN = "code", "known-browser"
_ASKED, _ASKED_HERE, _ASKED_FROM = "asked", "asked-here", "asked-from"
_TRIED, _WRONG_FROM = "tried", "wrong"


class AskedTooSoonError(Exception):
    """As many codes as may be were asked for within the hour."""


class TriedTooOftenError(Exception):
    """As many wrong codes as may be were typed: even the right one is good for nothing."""


class Asker(Record, frozen=True):
    """Who asks for a code or types one, as far as that can be told."""

    withheld: ClassVar[tuple[str, ...]] = ("browser", "source", "known")

    browser: str
    """Stands for what the browser holds until somebody has signed in."""
    source: str
    """Stands for the address of the network that the request comes from."""
    known: str
    """Stands for what the browser holds since somebody signed in with it, or will then hold."""


class _Waiting(Record, frozen=True):
    """A code that a browser waits for."""

    mailbox: str
    kept: KeptCode


def ask_for_code(state: ServerState, asker: Asker, mailbox: str, now: datetime) -> str:
    """Return a new code for a mailbox, good for one browser. Raises AskedTooSoonError."""
    counted = _find_counted(state, asker, mailbox, now)
    _refuse_too_many(state, counted, now)  # before the work of keeping a code
    code = draw_mailbox_code()
    waiting = json.dumps(to_builtins(_Waiting(mailbox, keep_code_for(code, mailbox))))
    with state.transaction():
        state.claim(counted.mailbox)
        state.claim(counted.source)
        _refuse_too_many(state, counted, now)
        for kind, name, _ in counted.limits:
            state.note(kind, name, now, now + SENDS_WITHIN)
        state.forget(_TRIED, asker.browser)
        state.keep(_CODE, asker.browser, waiting, now, now + LIFE)
    return code


def is_waiting(state: ServerState, browser: str, now: datetime) -> bool:
    """Check whether a browser waits for a code."""
    return state.find(_CODE, browser, now) is not None


def try_sign_in_code(state: ServerState, asker: Asker, typed: str, now: datetime) -> str | None:
    """Return the mailbox whose code was typed, which is then used up; None if it is wrong.

    The browser is known for that mailbox from then on. Raises TriedTooOftenError.
    """
    with state.transaction():
        state.claim(asker.browser)
        waiting, source = _find_waiting(state, asker.browser, now), asker.source
        if waiting:
            source = _find_counted(state, asker, waiting.mailbox, now).source
        state.claim(source)  # the last, or two could wait for each other
        wrong = state.count(_WRONG_FROM, source, now - SENDS_WITHIN)
        if wrong >= MOST_WRONG or state.count(_TRIED, asker.browser, now - LIFE) >= MOST_TRIES:
            raise TriedTooOftenError
        if waiting is None or not waiting.kept.is_for(normalise(typed) or "", waiting.mailbox):
            state.note(_TRIED, asker.browser, now, now + LIFE)
            state.note(_WRONG_FROM, source, now, now + SENDS_WITHIN)
            return None
        state.drop(_CODE, asker.browser)
        known = _name_known(asker, waiting.mailbox)
        state.keep(_KNOWN, known, "", now, now + KNOWN_FOR)
    return waiting.mailbox


class _Counted(Record, frozen=True):
    """By what it is counted how often somebody asks for a code for a mailbox."""

    mailbox: str
    source: str

    @property
    def limits(self) -> tuple[tuple[str, str, int], ...]:
        """What is counted, by its kind and name, and how often it may be within the hour."""
        return (
            (_ASKED, self.mailbox, MOST_FROM_ALL),
            (_ASKED_HERE, f"{self.mailbox} {self.source}", MOST_SENDS),
            (_ASKED_FROM, self.source, MOST_ASKED),
        )


def _find_counted(state: ServerState, asker: Asker, mailbox: str, now: datetime) -> _Counted:
    known = _name_known(asker, mailbox)
    if state.find(_KNOWN, known, now) is not None:
        return _Counted(known, known)
    return _Counted(name_mailbox(mailbox), asker.source)


def _name_known(asker: Asker, mailbox: str) -> str:
    """Return what stands for a browser together with a mailbox, and tells neither."""
    return hashlib.sha256(f"{asker.known} {name_mailbox(mailbox)}".encode()).hexdigest()[:32]


def _refuse_too_many(state: ServerState, counted: _Counted, now: datetime) -> None:
    since = now - SENDS_WITHIN
    if any(state.count(kind, name, since) >= most for kind, name, most in counted.limits):
        raise AskedTooSoonError


def _find_waiting(state: ServerState, browser: str, now: datetime) -> _Waiting | None:
    found = state.find(_CODE, browser, now)
    return fill_json(_Waiting, found.encode()) if found else None
