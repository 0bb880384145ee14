"""The use case: somebody signs in by a code that is sent to their mailbox.

Nothing that is answered, and no time that it takes, tells whether anybody may sign in with a
mailbox: a code is made and kept for each, and only sending it, which happens apart, is left out.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from prisonmail.cjsm.messages import write_message
from prisonmail.cjsm.posting import open_relay
from prisonmail.cjsm.standings import find_address_fault
from prisonmail.errors import AskedTooOften, InputMissing, WrongUsage
from prisonmail.ledger.access import sign_in_codes
from prisonmail.ledger.access.sign_in_codes import Asker
from prisonmail.ledger.store import open_server_state
from prisonmail.sender import store as profiles
from prisonmail.sender.mailbox_codes import LIFE, write_grouped
from prisonmail.use_cases.senders.admission import Admission, Admitted

MINUTES = LIFE.seconds // 60
_TEXT = """\
This code signs you in to prisonmail:

    {code}

Type it within {minutes} minutes, in the browser that asked for it.

If you did not ask for it, do nothing: by itself it is good for nothing. Tell it to nobody who rings
you or writes to you.
"""
Send = Callable[[str, str], object]
"""Sends to a mailbox a code, without making anybody wait for it."""


def ask_for_code(
    ledger: str,
    admission: Admission,
    address: str,
    asker: Asker,
    now: datetime,
    send: Send,
) -> None:
    """Have a code sent to a mailbox, if somebody may sign in with it.

    Raises WrongUsage if it is no address of CJSM, and AskedTooOften.
    """
    fault = find_address_fault(address)
    if fault:
        raise WrongUsage(f"That is no CJSM address: {fault}.", "Type it as it is, and send again.")
    admitted = admission.find_by_mailbox(admission.look(), address, now)
    try:
        with open_server_state(ledger) as state:
            code = sign_in_codes.ask_for_code(state, asker, address, now)
    except sign_in_codes.AskedTooSoonError:
        raise AskedTooOften(
            "Too many codes were asked for within the hour. Nothing was sent.",
            "Type the last one, or wait an hour.",
        ) from None
    if admitted:
        send(address, code)


def send_sign_in_code(profile: Path, address: str, code: str, now: datetime) -> None:
    """Send a code through the relay of the profile.

    Raises InputMissing if it names none, and as `open_relay` and `Posting.send`.
    """
    relay = profiles.load(profile).relay
    if relay is None:
        raise InputMissing(
            "The profile names no mail relay, so that no code can be sent.",
            "Write one under [relay]: host and from.",
        )
    text = _TEXT.format(code=write_grouped(code), minutes=MINUTES)
    message = write_message(relay.sender, address, "Code to sign in", text, now)
    with open_relay(relay, profile.parent) as opened:
        opened.send(message)


def try_sign_in(
    ledger: str, admission: Admission, asker: Asker, typed: str, now: datetime
) -> tuple[str, Admitted] | None:
    """Return the mailbox whose code was typed, and who signs in; None if the code is wrong.

    Raises AskedTooOften if so many were wrong that none counts.
    """
    try:
        with open_server_state(ledger) as state:
            mailbox = sign_in_codes.try_sign_in_code(state, asker, typed, now)
    except sign_in_codes.TriedTooOftenError:
        raise AskedTooOften(
            "Too many wrong codes were typed. This one was not looked at.",
            "Ask for a new code. If it stays so, wait an hour.",
        ) from None
    admitted = admission.find_by_mailbox(admission.look(), mailbox, now) if mailbox else None
    return (mailbox, admitted) if mailbox and admitted else None
