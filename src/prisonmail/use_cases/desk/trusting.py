"""The use case: a desk says whose dockets count."""

from datetime import datetime

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.desk.received_dockets import ReceivedDockets, SeenKey
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.store import open_ledger
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record
from prisonmail.use_cases.desk.key_change import follow_key

_WHOLE = compile_late("SHA256:[A-Za-z0-9+/]{43}")
_LEAST = len("SHA256:") + 16
"""Characters of a fingerprint that have to be given: as many as a covering sheet prints."""


class Trusted(Record, frozen=True):
    """A key whose standing was changed."""

    key: str
    seen: SeenKey | None
    """None if it has not signed a docket yet."""
    others: tuple[SeenKey, ...] = ()
    """Other keys that are accepted for the same address."""


def trust(
    fingerprint: str,
    ledger: str,
    now: datetime,
    by: str | None = None,
    instead_of: str | None = None,
) -> Trusted:
    """Accept a key, and with it all of its dockets that wait; or have it come after a lost one.

    Raises WrongUsage if it is no fingerprint, or could be that of more than one key, and
    InputMissing if it was revoked.
    """
    with open_ledger(ledger, make=True, by=by) as desk:
        received = desk.received_dockets
        seen = received.list_keys()
        key = find_key(fingerprint, seen)
        _refuse_revoked(received, key)
        if instead_of:
            _replace(received, find_key(instead_of, seen), key, now)
        if not received.read_trust().is_compared(key):
            received.set_standing(key, KeyStanding.ACCEPTED, now)
        return _describe(key, received.list_keys())


def distrust(fingerprint: str, ledger: str, now: datetime, by: str | None = None) -> Trusted:
    """Withdraw a key: none of its letters is ready any more.

    Raises WrongUsage if it is no fingerprint, or could be that of more than one key.
    """
    with open_ledger(ledger, by=by) as desk:
        received = desk.received_dockets
        key = find_key(fingerprint, received.list_keys())
        if received.read_trust().find(key) not in (KeyStanding.WITHDRAWN, KeyStanding.REVOKED):
            received.set_standing(key, KeyStanding.WITHDRAWN, now)
        return _describe(key, received.list_keys())


def list_senders(ledger: str) -> list[SeenKey]:
    """Return the keys that have signed dockets. Raises InputMissing."""
    with open_ledger(ledger) as desk:
        return desk.received_dockets.list_keys()


def find_key(text: str, seen: list[SeenKey]) -> str:
    """Return the fingerprint of a key, of which the beginning is enough if it has signed a docket.

    Raises WrongUsage if it is no fingerprint, or could be that of more than one key.
    """
    given = text.strip()
    given = given if given.startswith("SHA256:") else f"SHA256:{given}"
    found = [each.key for each in seen if each.key.startswith(given)]
    if len(found) == 1 and len(given) >= _LEAST:
        return found[0]
    if _WHOLE.fullmatch(given):
        return given
    raise WrongUsage(
        f"“{text}” is not the fingerprint of a key that is known here.",
        "Write at least 16 characters of it after SHA256:, as `prisonmail desk senders` shows it.",
    )


def _refuse_revoked(received: ReceivedDockets, key: str) -> None:
    if received.read_trust().find(key) is KeyStanding.REVOKED:
        raise InputMissing(
            f"{key} was revoked by its sender, and is never accepted again.",
            "Ask the sender for its new key, on a number that you have already.",
        )


def _replace(received: ReceivedDockets, old: str, new: str, now: datetime) -> None:
    if fault := follow_key(received, old, new, now):
        raise InputMissing(fault, "See all keys with: prisonmail desk senders")


def _describe(key: str, seen: list[SeenKey]) -> Trusted:
    own = next((each for each in seen if each.key == key), None)
    others = (
        each
        for each in seen
        if own
        and each.key != key
        and each.cjsm_address.casefold() == own.cjsm_address.casefold()
        and each.standing is KeyStanding.ACCEPTED
    )
    return Trusted(key, own, tuple(others))
