"""The head of a ledger: its last event, which noted apart from it shows what was changed since.

A head is sealed by a key that lies apart from the ledger (HMAC-SHA256), so that nobody who can
write to the ledger alone can make its chain anew.

>>> issued = LedgerName("0011223344556677", "2026-11-21T09:00:00+00:00")
>>> Head(1, "ab12").seal(b"a key", issued)[:16]
'9c925bcb3b9fcc59'
"""

import hashlib
import hmac
import json

from prisonmail.system.record import Record

_SEALED = "prisonmail ledger head 1"
"""What is sealed, and how: no seal of this key made for anything else can pass for a head's."""
_NAME_DIGITS = 16


class LedgerName(Record, frozen=True):
    """What tells a ledger from all others. Its copies have the same."""

    id: str
    """Sixteen hexadecimal digits, drawn when it was made or brought to version 2."""
    made_at: str


class Head(Record, frozen=True):
    """The last event: noted elsewhere, it later shows whether anything up to it was rewritten."""

    number: int
    hash: str

    def __str__(self) -> str:
        """Write it as one word, as `ledger check --noted` reads it."""
        return f"{self.number}:{self.hash}"

    def seal(self, key: bytes, ledger: LedgerName) -> str:
        """Return the seal that only whoever has the key can make."""
        facts = (_SEALED, ledger.id, ledger.made_at, self.number, self.hash)
        return hmac.new(key, json.dumps(facts).encode(), "sha256").hexdigest()

    def is_sealed(self, seal: str, key: bytes, ledger: LedgerName) -> bool:
        """Check whether a seal was made of this head with this key."""
        return hmac.compare_digest(self.seal(key, ledger), seal)


def name_key(key: bytes) -> str:
    """Return the name of a key, which does not reveal it.

    >>> name_key(b"a key")
    'hmac-sha256:8fa3aab2faa9b79e'
    """
    return f"hmac-sha256:{hashlib.sha256(key).hexdigest()[:_NAME_DIGITS]}"
