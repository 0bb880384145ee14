"""A key revoked: it signs itself that nothing it signs counts any more. That is never taken back.

Whoever has a stolen key can sign a change to a key of their own. So what a revoked key says of
keys after it counts no more than its other signatures, whenever it was signed or received.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from prisonmail.errors import SignatureRefused
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.signatures import Namespace, sign_message, verify_message
from prisonmail.sender.signing.signed_statements import parse_statement, write_statement
from prisonmail.system.record import Record

FORMAT = "prisonmail-key-revocation"
LONGEST_REASON = 200


class KeyRevocation(Record, frozen=True, forbid_unknown_fields=True):
    """What the statement says."""

    format: str
    version: int
    made_at: str
    """ISO 8601, in UTC."""
    key: str
    """The fingerprint of the key that signs, and is revoked."""
    reason: str
    """In the firm's own words, one line; empty if none is given."""


def write_revocation(key: SigningKey, reason: str, made_at: str) -> tuple[bytes, bytes]:
    """Return the statement that a key is revoked, and its signature. Raises InputMissing."""
    said = KeyRevocation(FORMAT, 1, made_at, key.public.fingerprint, reason)
    statement = write_statement(said)
    return statement, sign_message(key, statement, Namespace.KEY_CHANGE)


def read_revocation(statement: bytes, signature: bytes) -> KeyRevocation:
    """Return what a statement says, if the key itself has signed it. Raises SignatureRefused."""
    signer = verify_message(statement, signature, Namespace.KEY_CHANGE)
    try:
        found = parse_statement(KeyRevocation, statement, FORMAT)
        datetime.fromisoformat(found.made_at)
        sound = found.key == signer.fingerprint and is_reason(found.reason)
    except ValueError:
        sound = False
    if not sound:
        raise SignatureRefused("It is signed, but revokes no key as prisonmail writes it.")
    return found


def is_reason(text: str) -> bool:
    """Check whether a text can be a reason: one line that a terminal can show."""
    return len(text) <= LONGEST_REASON and text.isprintable()


def find_accepted(
    trusted: Collection[str], changes: Iterable[tuple[str, str]], revoked: Collection[str]
) -> frozenset[str]:
    """Return the fingerprints that count for whoever trusts some, after all that was received.

    A change is of the first key to the second. A key that is trusted brings in those after it, and
    they those after them; a revoked one counts no more, and brings in none. In which order
    statements were received makes no difference.

    >>> sorted(find_accepted(["a", "b"], [("a", "c"), ("b", "d")], ["a"]))
    ['b', 'd']
    """
    after: dict[str, list[str]] = {}
    for old, new in changes:
        after.setdefault(old, []).append(new)
    accepted, waiting = set[str](), list(trusted)
    while waiting:
        key = waiting.pop()
        if key not in revoked and key not in accepted:
            accepted.add(key)
            waiting += after.get(key, ())
    return frozenset(accepted)
