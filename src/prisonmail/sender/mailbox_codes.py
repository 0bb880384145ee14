"""Codes that are sent to a mailbox once, to see if somebody at the keyboard reads it.

>>> normalise("acde-fhjk"), normalise("ACDE FHJ1")
('ACDEFHJK', None)
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from prisonmail.sender.sender import Sender
from prisonmail.system.record import Record

LETTERS = "ACDEFHJKMNPRTVWXY3479"
"""Without those that look like others: B and 8, G and 6, I, L and 1, O, Q and 0, S and 5, U, Z
and 2."""
CODE_LENGTH = 8
"""Of 21 letters: 38 thousand million codes, of which six wrong tries are no part worth naming."""
LIFE = timedelta(minutes=30)
MOST_TRIES = 6
"""Wrong ones, after which a code is good for nothing."""
MOST_SENDS = 3
"""In an hour, to one mailbox."""
SENDS_WITHIN = timedelta(hours=1)
_SALT_BYTES = 16
_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
"""Of scrypt: 16 MB and some 50 ms for each guess at what a ledger holds."""


class KeptCode(Record, frozen=True):
    """What is kept of a code: nobody can read the code from it."""

    salt: str
    digest: str
    """Hexadecimal, as the salt is."""

    def is_of(self, code: str, sender: Sender) -> bool:
        """Check, in a time that tells nothing, whether it is that code, sent for that sender."""
        return hmac.compare_digest(_digest(code, self.salt, _four(sender)), self.digest)

    def is_for(self, code: str, address: str) -> bool:
        """Check, in such a time, whether it is that code, sent to that mailbox."""
        digest = _digest(code, self.salt, (address.casefold(),))
        return hmac.compare_digest(digest, self.digest)


def draw_mailbox_code() -> str:
    """Return a new code."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def keep_code(code: str, sender: Sender) -> KeptCode:
    """Return what is kept of a code that is sent for a sender."""
    return _keep(code, _four(sender))


def keep_code_for(code: str, address: str) -> KeptCode:
    """Return what is kept of a code that is sent to a mailbox, whoever reads it."""
    return _keep(code, (address.casefold(),))


def normalise(typed: str) -> str | None:
    """Return a code as it was sent, however it was typed; None if it cannot be one."""
    code = "".join(typed.replace("-", "").split()).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else None


def write_grouped(code: str) -> str:
    """Write a code as people read it.

    >>> write_grouped("ACDEFHJK")
    'ACDE-FHJK'
    """
    return f"{code[:4]}-{code[4:]}"


def name_sender(sender: Sender) -> str:
    """Return what stands for the four particulars that a proof is of, and changes with any."""
    return hashlib.sha256("\n".join(_four(sender)).encode()).hexdigest()[:32]


def name_mailbox(address: str) -> str:
    """Return what stands for a mailbox, however its address is written."""
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:32]


def _four(sender: Sender) -> tuple[str, str, str, str]:
    return sender.organisation, sender.name, sender.cjsm_address.casefold(), sender.role


def _keep(code: str, bound: tuple[str, ...]) -> KeptCode:
    salt = secrets.token_hex(_SALT_BYTES)
    return KeptCode(salt, _digest(code, salt, bound))


def _digest(code: str, salt: str, bound: tuple[str, ...]) -> str:
    secret = "\n".join((code, *bound)).encode()
    return hashlib.scrypt(secret, salt=bytes.fromhex(salt), **_COST).hex()
