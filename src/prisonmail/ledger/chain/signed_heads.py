"""Heads signed with the firm's key, for those who do not have the key that seals them here.

A signature is of a small statement that names the ledger and the head. It is made wherever a head
is sealed, if the key can be had without asking for a passphrase.
"""

from collections.abc import Iterator

from prisonmail.errors import InputMissing, SignatureRefused
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.head import Head, LedgerName
from prisonmail.sender.signing.own_keys import KeyOrigin, OwnKeys
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.signatures import Namespace, sign_message, verify_message
from prisonmail.sender.signing.signed_statements import write_statement
from prisonmail.system.record import Record, Workpiece, field, replace

_FORMAT = "prisonmail-ledger-head"
_BY_FIRM = "SHA256:"
"""How the name of a key begins that signs. One that seals has another beginning."""


class HeadStatement(Record, frozen=True):
    """What is signed of a head."""

    format: str
    version: int
    ledger: str
    """Its id."""
    made_at: str
    """When the ledger was made."""
    number: int
    hash: str


class HeadSignatures(Record, frozen=True):
    """The heads that one key has signed."""

    key: str
    origin: KeyOrigin
    since: str
    """When the first was signed; ISO 8601, in UTC."""
    until: int
    """The event of the last."""


class SignedHeads(Workpiece):
    """What the signatures in a ledger prove."""

    ledger: LedgerName
    keys: OwnKeys
    found: dict[str, HeadSignatures] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    """The first head that is not as a key has signed it, for each key of which there is one."""
    is_unread: bool = False
    """Whether there are some, and the part of prisonmail is missing that can read them."""

    def add(self, head: Head, key: str, signature: str, at: str) -> None:
        """Examine one more."""
        try:
            if verify_head(self.ledger, head, signature) != key:
                raise SignatureRefused("It is of another key.")
            if known := self.found.get(key):
                self.found[key] = replace(known, until=head.number)
            else:
                origin = self.keys.find_origin(key)
                self.found[key] = HeadSignatures(key, origin, at, head.number)
        except SignatureRefused:
            self.broken.setdefault(key, head.number)
        except InputMissing:
            self.is_unread = True

    def find_faults(self) -> Iterator[str]:
        """Say which heads are not as they were signed."""
        for key, number in self.broken.items():
            yield (
                f"The head of event {number} is not as it was signed by {key}: the chain was "
                "rebuilt up to it, or the signature was changed."
            )

    def find_gaps(self, last_sealed: int) -> Iterator[str]:
        """Say what of the signatures proves nothing here, and why the last heads have none."""
        for each in self.found.values():
            if each.origin is KeyOrigin.UNKNOWN:
                yield (
                    f"Heads are signed by a key that this machine does not know: {each.key}. "
                    "Compare it with the firm."
                )
            if each.origin is KeyOrigin.REVOKED:
                yield f"Heads are signed by a key that was revoked and proves nothing: {each.key}."
        if self.is_unread:
            yield (
                "Signatures of heads cannot be checked without a part of prisonmail: "
                "pip install 'prisonmail[keys]'."
            )
        last = max((each.until for each in self.found.values()), default=0)
        if self.keys.is_locked and last < last_sealed:
            yield (
                f"No head after event {last:,} is signed, since the firm's key has a passphrase. "
                "To sign the last one: prisonmail ledger witness FILE"
            )


def is_of_firm(sealed_by: str) -> bool:
    """Check whether a head has the signature of a firm's key, and not the seal of a machine's."""
    return sealed_by.startswith(_BY_FIRM)


def write_head(ledger: LedgerName, head: Head) -> bytes:
    """Return the statement that is signed of a head."""
    said = HeadStatement(_FORMAT, 1, ledger.id, ledger.made_at, head.number, head.hash)
    return write_statement(said)


def verify_head(ledger: LedgerName, head: Head, signature: str) -> str:
    """Return the fingerprint of the key that has signed a head.

    Raises SignatureRefused, or InputMissing if a part of prisonmail is missing.
    """
    made = signature.encode("utf-8", "replace")
    return verify_message(write_head(ledger, head), made, Namespace.LEDGER_HEAD).fingerprint


def record_signature(
    database: Database, ledger: LedgerName, head: Head, key: SigningKey | None
) -> None:
    """Keep a signature of a head in the ledger, if there is a key to sign with."""
    if key is None:
        return
    made = sign_message(key, write_head(ledger, head), Namespace.LEDGER_HEAD).decode()
    row = {"number": head.number, "sealed_by": key.public.fingerprint, "seal": made}
    database.change(statements.RECORD_SEALED_HEAD, row)


def sign_text(text: bytes, key: SigningKey | None) -> bytes:
    """Return the signature of what a witness notes; nothing if there is no key to sign with."""
    return sign_message(key, text, Namespace.LEDGER_HEAD) if key else b""


def examine_witness(
    name: str, text: bytes, signature: bytes, keys: OwnKeys, *, is_sealed: bool
) -> tuple[str, str]:
    """Return what is wrong with the signature of a witness, and what it cannot prove; or nothing.

    If its seal holds, the text is ours, and its signature may be that of the text before: they are
    two files, and the computer may have failed between them.
    """
    try:
        signer = verify_message(text, signature, Namespace.LEDGER_HEAD).fingerprint
        origin = keys.find_origin(signer)
    except SignatureRefused:
        anew = f"Sign it again with: prisonmail ledger witness {name}"
        said = f"The witness {name} is not as it was signed."
        return ("", f"{said} {anew}") if is_sealed else (said, "")
    except InputMissing:
        return "", ""  # as is said of the signatures in the ledger
    if origin in (KeyOrigin.OWN, KeyOrigin.EARLIER):
        return "", ""
    what = "was revoked" if origin is KeyOrigin.REVOKED else "this machine does not know"
    return "", f"The witness {name} is signed by a key that {what}: {signer}."
