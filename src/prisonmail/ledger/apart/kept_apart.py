"""The files in which this machine keeps, apart from its ledgers, what it knows of each.

They lie in the folder of the settings: the key that seals a ledger's heads and personal fields, and
for each place the last event that was seen there. A file that is missing or unreadable counts as
lost: it stops nothing, and a new one begins.
"""

import hashlib
import json
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from prisonmail.errors import OutputRefused
from prisonmail.ledger.head import Head
from prisonmail.system import folders
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.output_files import temporary_path
from prisonmail.system.record import Record, asdict, fill, lay_out_json

FOLDER_NAME = "ledgers"
_SIGNATURE = ".sig"
_KEY_BYTES = 32
_NAME_DIGITS = 16
_ID = compile_late("[0-9a-f]{16}")
_HASH = compile_late("[0-9a-f]{64}")
_KEY = compile_late(f"[0-9a-fA-F]{{{2 * _KEY_BYTES}}}")
_LARGEST = 2**63
"""No database counts further."""
_UNWRITABLE = (OSError, OutputRefused)


class Sighting(Record, frozen=True, forbid_unknown_fields=True):
    """The last event of a ledger that was seen at a place, here or by a witness on another disk."""

    ledger: str
    """Its id."""
    place: str
    number: int
    hash: str
    at: str
    """When it was seen; ISO 8601, in UTC."""
    opened: int = 0
    """The first head that this machine's key sealed; 0 if there is none."""
    closed: int = 0
    """The last one."""
    closed_by: str = ""
    """The name of that key."""
    witness: str = ""
    """The file on another disk that notes it too; empty if none was named."""
    sealed_by: str = ""
    seal: str = ""

    @property
    def head(self) -> Head:
        """The event, as a head."""
        return Head(self.number, self.hash)


def folder() -> Path:
    """Return the folder of these files."""
    return folders.settings_folder() / FOLDER_NAME


def key_path(ledger_id: str) -> Path:
    """Return where the key of a ledger is kept. Whoever else issues in it needs a copy."""
    return folder() / f"{_checked(ledger_id)}.key"


def has_keys() -> bool:
    """Check whether this machine keeps a key of any ledger."""
    return any(folder().glob("*.key"))


def read_keys(ledger_id: str) -> tuple[bytes, ...]:
    """Return the keys of a ledger that are on this machine: the first one seals, all examine.

    A file may hold several, one a line: those of other desks, or one that was lost and came back.
    What is not the id of a ledger has none.
    """
    try:
        lines = key_path(ledger_id).read_bytes().decode("utf-8-sig", "replace").split()
    except (OSError, ValueError):
        return ()
    return tuple(bytes.fromhex(line) for line in lines if _KEY.fullmatch(line))


def read_key(ledger_id: str) -> bytes | None:
    """Return the key with which this machine seals a ledger, or None if it has none."""
    return next(iter(read_keys(ledger_id)), None)


def make_key(ledger_id: str) -> bytes | None:
    """Return the key with which this machine seals a ledger, a new one if there is none.

    Of several processes that make one at once, all get the one that is kept; None if none can be.
    """
    path = key_path(ledger_id)
    spoilt = path.exists()  # before it is read: a key that is made meanwhile must stay
    if key := read_key(ledger_id):
        return key
    key = secrets.token_bytes(_KEY_BYTES)
    with suppress(*_UNWRITABLE):  # or another process made one just now
        _write(path, f"{key.hex()}\n".encode(), lasting=True, replace=spoilt)
    return read_key(ledger_id)


def read_sighting(place: str) -> Sighting | None:
    """Return the last event that this machine saw at a place; None if it knows of none."""
    return parse_sighting(_read_json(_sighting_path(place)))


def read_elsewhere(ledger_id: str) -> Sighting | None:
    """Return the last event of a ledger that this machine saw at any place."""
    known = [each for each in list_sightings() if each.ledger == ledger_id]
    return max(known, key=lambda each: each.number, default=None)


def list_sightings() -> list[Sighting]:
    """Return the last event that this machine saw at each place."""
    found = (parse_sighting(_read_json(path)) for path in sorted(folder().glob("*.json")))
    return [each for each in found if each]


def forget_sighting(place: str) -> None:
    """Forget what was seen at a place, where now another ledger is on purpose."""
    _remove(_sighting_path(place))


def read_witness(name: str) -> Sighting | None:
    """Return what a witness saw, or None if its file is missing or holds none."""
    return parse_sighting(_read_json(Path(name)))


def read_witness_signature(name: str) -> tuple[bytes, bytes]:
    """Return the text of a witness and its signature, which are empty if there is none."""
    try:
        return Path(name).read_bytes(), Path(f"{name}{_SIGNATURE}").read_bytes()
    except OSError:
        return b"", b""


def write_sighting(sighting: Sighting) -> bool:
    """Keep the last event that was seen at a place; return whether that was possible."""
    try:
        _write(_sighting_path(sighting.place), write_text(sighting))
    except _UNWRITABLE:
        return False
    return True


def write_text(sighting: Sighting) -> bytes:
    """Return what is written of it."""
    return _to_json(asdict(sighting)).encode()


def write_witness(name: str, text: bytes, signature: bytes = b"") -> None:
    """Keep it in a file on another disk, and its signature beside it, if it has one.

    Raises OutputRefused.
    """
    try:
        _write(Path(name), text, lasting=True)
        if signature:
            _write(Path(f"{name}{_SIGNATURE}"), signature, lasting=True)
        else:
            _remove(Path(f"{name}{_SIGNATURE}"))
    except OutputRefused as error:
        raise OutputRefused(
            f"The witness is not kept: {error.message}",
            "Name a file in a folder that is there and that you may write to.",
        ) from None


def is_id(text: str) -> bool:
    """Check whether a text can be the id of a ledger, and so part of a file's name."""
    return bool(_ID.fullmatch(text))


def _checked(ledger_id: str) -> str:
    if not is_id(ledger_id):
        raise ValueError(f"{ledger_id!r} is not the id of a ledger")
    return ledger_id


def _sighting_path(place: str) -> Path:
    return folder() / f"{hashlib.sha256(place.encode()).hexdigest()[:_NAME_DIGITS]}.json"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def parse_sighting(found: dict[str, Any]) -> Sighting | None:
    """Return what was seen as it was kept, or None if that is no sighting."""
    try:
        sighting = fill(Sighting, found)
        _to_json(found).encode()  # or it could not be kept
    except ValueError:
        return None
    numbers = (sighting.number, sighting.opened, sighting.closed)
    sound = all(0 <= each < _LARGEST for each in numbers)
    return sighting if sound and _HASH.fullmatch(sighting.hash) else None


def _to_json(document: dict[str, Any]) -> str:
    return f"{lay_out_json(document, indent=1)}\n"


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _write(path: Path, text: bytes, *, lasting: bool = False, replace: bool = True) -> None:
    """Replace a file whole or not at all; one that is to be `lasting` is there from then on.

    A note need not be: after a power failure the one before it is good enough, and the next event
    makes it anew.
    """
    if path.parent == folder():
        folders.make_private_folder(path.parent)
    with temporary_path(path, replace=replace, lasting=lasting) as temporary:
        temporary.write_bytes(text)
