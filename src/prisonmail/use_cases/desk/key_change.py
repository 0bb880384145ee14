"""The rule by which one key comes after another at a desk."""

from datetime import datetime

from prisonmail.ledger.desk.received_dockets import ReceivedDockets
from prisonmail.ledger.desk.trust import KeyStanding, TrustedKeys


def follow_key(received: ReceivedDockets, old: str, new: str, now: datetime) -> str:
    """Have a key come after one that is accepted; return why that cannot be, or nothing.

    Once more the same is no fault. Raises LedgerWentBack.
    """
    trust = received.read_trust()
    if trust.find(old) is KeyStanding.FOLLOWED and trust.is_same_sender(old, new):
        return ""
    if fault := _find_fault(received, trust, old, new):
        return fault
    received.follow(old, new, now)
    return ""


def _find_fault(received: ReceivedDockets, trust: TrustedKeys, old: str, new: str) -> str:
    """Say what is against it: one sender must never pass for another, nor bring back a lost key."""
    if trust.find(old) is not KeyStanding.ACCEPTED:
        return f"The key that it changes, {old}, is not accepted here."
    if trust.find(new) is not KeyStanding.WAITING:
        return f"Its new key, {new}, is known here already."
    seen = {each.key: each.cjsm_address.casefold() for each in received.list_keys()}
    others = {seen[key] for key in trust.list_keys(old) if key in seen}
    if new in seen and seen[new] not in others:
        return f"Its new key, {new}, is used by another sender."
    return ""
