"""The use case: a desk takes what senders have announced, each docket as a whole or not at all."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from prisonmail.dockets.docket import Docket
from prisonmail.dockets.docket_document import parse_docket
from prisonmail.dockets.store import Offered, read_offered
from prisonmail.errors import DocketRefused, SignatureRefused
from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.desk.receiving import Outcome, Receipt
from prisonmail.ledger.store import Ledger, is_server, open_ledger
from prisonmail.prisons.store import load_directory
from prisonmail.sender.signing import key_changes, revocations
from prisonmail.sender.signing.key_changes import KeyChange, read_change
from prisonmail.sender.signing.revocations import KeyRevocation, read_revocation
from prisonmail.sender.signing.signatures import Namespace, verify_message
from prisonmail.system.record import Record
from prisonmail.use_cases.desk.key_change import follow_key

_LONGEST_GOOD = timedelta(days=367)
"""After now: a profile allows a year, and what is good for ever could never be erased."""


class Received(Record, frozen=True):
    """What became of one thing that was given to a desk."""

    name: str
    docket: Docket | None = None
    receipt: Receipt | None = None
    """None if it was not taken."""
    change: KeyChange | None = None
    """The change of keys that it was, if it was one and holds."""
    revocation: KeyRevocation | None = None
    """The revocation of a key that it was, if it was one and holds."""
    again: bool = False
    """Whether that key was revoked before."""
    fault: str = ""
    """Why it was not taken, in a sentence."""


class _Sound(Record, frozen=True):
    """A docket, or a word of a sender about its keys, whose signature holds."""

    name: str
    digest: str
    docket: Docket | None = None
    change: KeyChange | None = None
    revocation: KeyRevocation | None = None
    kept_apart: str = ""
    """Why it was not taken although it may be a docket, in one word: the ledger records that."""
    fault: str = ""

    @property
    def order(self) -> tuple[str, str, int]:
        """Revocations first, then changes of keys, and the dockets of each sender by serial."""
        docket = self.docket
        before = -1 if self.revocation else 0
        return (docket.key, docket.prison, docket.serial) if docket else ("", "", before)


def receive(
    files: Iterable[str], ledger: str, now: datetime, by: str | None = None
) -> list[Received]:
    """Take dockets, changes and revocations of keys from files; make the ledger if there is none.

    What cannot be taken is told and left as it was. Raises InputMissing if a file or the library
    for signatures is missing, OutputRefused, or LedgerWentBack.
    """
    found = [_examine(each, now) for each in read_offered(files)]
    refused = [Received(each.name, fault=each.fault) for each in found if not each.kept_apart]
    refused = [each for each in refused if each.fault]
    known = sorted((each for each in found if each.kept_apart or not each.fault), key=_get_order)
    there = is_server(ledger) or Path(ledger).exists()
    if not any(not each.fault for each in known) and not there:
        return refused + [Received(each.name, fault=each.fault) for each in known]
    with open_ledger(ledger, make=True, by=by) as desk:
        return refused + [_take(desk, each, now) for each in known]


def _get_order(sound: _Sound) -> tuple[str, str, int]:
    return sound.order


def _examine(offered: Offered, now: datetime) -> _Sound:
    """Find out what something is, whether its signature holds, and whether it is whole."""
    digest = hashlib.sha256(offered.document).hexdigest()
    if offered.fault:
        return _Sound(offered.name, digest, fault=offered.fault)
    try:
        said = _read(offered.document, offered.signature)
    except SignatureRefused as error:
        return _Sound(offered.name, digest, kept_apart="signature", fault=error.message)
    except DocketRefused as error:
        return _Sound(offered.name, digest, fault=error.message)
    if isinstance(said, KeyChange):
        return _Sound(offered.name, digest, change=said)
    if isinstance(said, KeyRevocation):
        return _Sound(offered.name, digest, revocation=said)
    if said.good_until > now + _LONGEST_GOOD:
        return _Sound(offered.name, digest, fault="Its letters are good for more than a year.")
    return _Sound(offered.name, digest, docket=said)


def _read(document: bytes, signature: bytes) -> Docket | KeyChange | KeyRevocation:
    read = _choose_reader(document)
    try:
        return read(document, signature)
    except SignatureRefused:
        plain = document.replace(b"\r\n", b"\n")  # as mail programs end the lines of a text
        if plain == document:
            raise
        return read(plain, signature)


def _choose_reader(
    document: bytes,
) -> Callable[[bytes, bytes], Docket | KeyChange | KeyRevocation]:
    """Return what reads a document, by what it says it is: statements say so at their beginning."""
    for named, read in (
        (key_changes.FORMAT, read_change),
        (revocations.FORMAT, read_revocation),
    ):
        if f'"format": "{named}"'.encode() in document[:200]:
            return read
    return _read_docket


def _read_docket(document: bytes, signature: bytes) -> Docket:
    """Read a docket that its own key has signed. Raises SignatureRefused or DocketRefused."""
    signer = verify_message(document, signature, Namespace.DOCKET)
    docket = parse_docket(document)
    if docket.key != signer.fingerprint:
        raise SignatureRefused("Its signature is of another key than the one that it names.")
    return docket


def _take(desk: Ledger, sound: _Sound, now: datetime) -> Received:
    received, docket = desk.received_dockets, sound.docket
    if sound.change:
        fault = follow_key(received, sound.change.old, sound.change.new_key.fingerprint, now)
        return Received(sound.name, change=None if fault else sound.change, fault=fault)
    if said := sound.revocation:
        is_new = received.revoke(said.key, said.reason, now)
        return Received(sound.name, revocation=said, again=not is_new)
    return _take_docket(desk, sound, docket, now)


def _take_docket(desk: Ledger, sound: _Sound, docket: Docket | None, now: datetime) -> Received:
    """Take a docket, or record that it is kept apart: unsigned, for another prison, or forked."""
    received = desk.received_dockets
    if docket is None:
        received.record_refusal(sound.kept_apart, sound.digest, now)
        return Received(sound.name, fault=sound.fault)
    own = desk.policies.find(Policy.PRISON)
    if own and docket.prison != own:
        received.record_refusal("wrong-prison", sound.digest, now)
        fault = f"It is for {docket.prison}, and this desk is at {own}."
        return Received(sound.name, docket, fault=fault)
    prison = load_directory().find_by_code(docket.prison)
    name = prison.name if prison else docket.prison
    receipt = received.receive(docket, sound.digest, name, now)
    forked = receipt.outcome is Outcome.FORKED
    fault = "Another docket with this serial was received before." if forked else ""
    return Received(sound.name, docket, None if forked else receipt, fault=fault)
