"""Whose dockets a desk takes the word of: the last event of each key is what holds.

>>> trust = read_trust([(3, "accepted SHA256:a"), (9, "followed SHA256:a SHA256:b")])
>>> trust.accepts("SHA256:a", docket=5), trust.accepts("SHA256:a", docket=12)
(True, False)
>>> trust.accepts("SHA256:b", docket=12), trust.is_same_sender("SHA256:a", "SHA256:b")
(True, True)

A sender that revokes a key takes back what came of it, unless the desk accepted that itself:

>>> events = [(3, "accepted a"), (9, "followed a b"), (12, "revoked a"), (15, "accepted a")]
>>> trust = read_trust(events)
>>> trust.find("a").value, trust.find("b").value
('revoked', 'waiting')
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from prisonmail.sender.signing.revocations import find_accepted
from prisonmail.system.record import Record, Workpiece, field


class KeyStanding(StrEnum):
    """What a desk holds of a sender's key."""

    WAITING = "waiting"
    """Nobody has said yet whose it is."""
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    FOLLOWED = "followed"
    """Another key has come after it. What it signed before that still counts."""
    REVOKED = "revoked"
    """It signed itself that it no longer counts. That is never taken back."""


_COUNTING = (KeyStanding.ACCEPTED, KeyStanding.FOLLOWED)


class TrustedKeys(Record, frozen=True):
    """The keys that a desk knows, by their fingerprints."""

    standings: Mapping[str, KeyStanding]
    followed_at: Mapping[str, int]
    """The event at which another key came after one."""
    first_keys: Mapping[str, str]
    """The first key of the sender, for each that came after another."""
    compared: frozenset[str]
    """Those that somebody at the desk accepted, and that no other key had to bring in."""

    def find(self, key: str) -> KeyStanding:
        """Return the standing of a key; one that is not known waits."""
        return self.standings.get(key, KeyStanding.WAITING)

    def accepts(self, key: str, docket: int) -> bool:
        """Check whether a docket counts, by its key and the event that received it."""
        standing = self.find(key)
        if standing is KeyStanding.FOLLOWED:
            return docket < self.followed_at[key]
        return standing is KeyStanding.ACCEPTED

    def is_compared(self, key: str) -> bool:
        """Check whether a key is accepted, and by its own fingerprint."""
        return self.find(key) is KeyStanding.ACCEPTED and key in self.compared

    def is_same_sender(self, one: str, other: str) -> bool:
        """Check whether one of two keys came after the other, or both after a third."""
        return self.name_sender(one) == self.name_sender(other)

    def list_keys(self, key: str) -> list[str]:
        """Return the keys that are known of the sender of one."""
        sender = self.name_sender(key)
        return [each for each in (sender, *self.first_keys) if self.name_sender(each) == sender]

    def name_sender(self, key: str) -> str:
        """Return the first key of the sender that a key belongs to."""
        return self.first_keys.get(key, key)


class _Reading(Workpiece):
    standings: dict[str, KeyStanding] = field(default_factory=dict)
    followed_at: dict[str, int] = field(default_factory=dict)
    first_keys: dict[str, str] = field(default_factory=dict)
    compared: set[str] = field(default_factory=set)
    changes: list[tuple[str, str]] = field(default_factory=list)

    def follow(self, old: str, new: str, number: int) -> None:
        """Have a key come after another, at an event."""
        self.changes.append((old, new))
        self.followed_at[old] = number
        self.first_keys[new] = self.first_keys.get(old, old)
        if self.standings.get(new) is not KeyStanding.REVOKED:
            self.standings[new] = KeyStanding.ACCEPTED

    def revoke(self) -> None:
        """Have no key count that only a revoked one has brought in."""
        revoked = {key for key, each in self.standings.items() if each is KeyStanding.REVOKED}
        if not revoked:
            return
        good = find_accepted(self.compared, self.changes, revoked)
        for key, standing in self.standings.items():
            if standing in _COUNTING and key not in good:
                self.standings[key] = KeyStanding.WAITING


def read_trust(events: Iterable[tuple[int, str]]) -> TrustedKeys:
    """Return what holds after events of trust: their numbers and details, in their order."""
    read = _Reading()
    for number, detail in events:
        word, key, *new = detail.split()
        if read.standings.get(key) is KeyStanding.REVOKED:
            continue
        read.standings[key] = KeyStanding(word)
        if read.standings[key] is KeyStanding.ACCEPTED:
            read.compared.add(key)
        for each in new:
            read.follow(key, each, number)
    read.revoke()
    compared = frozenset(read.compared)
    return TrustedKeys(read.standings, read.followed_at, read.first_keys, compared)


def write_standing(standing: KeyStanding, *keys: str) -> str:
    """Return the detail of the event that changes a key's standing."""
    return " ".join((standing, *keys))
