"""The use case: the firm's key signs where nobody can be asked for its passphrase."""

from datetime import datetime
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.store import Ledger
from prisonmail.sender.signing import firm_key
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.store import find_key_path
from prisonmail.system.places.secret_files import KEY_VARIABLE, read_named_secret


def open_unattended(profile: Path, ledger: Ledger, now: datetime) -> SigningKey:
    """Return the key beside a profile; if there is none, make it and record that.

    Its passphrase is in the file that the environment names. Raises InputMissing, OutputRefused,
    or WrongUsage if it has one and no file is named.
    """
    path = find_key_path(profile)
    if not firm_key.is_made(path):
        made = firm_key.make_key(path, _read_passphrase())
        ledger.record_change(
            EventKind.SIGNING_KEY, str(path), now, f"made {made.public.fingerprint}"
        )
    return firm_key.open_key(path, _require_passphrase)


def _read_passphrase() -> str:
    return read_named_secret(KEY_VARIABLE, "passphrase", "Write a longer one.")


def _require_passphrase() -> str:
    if found := _read_passphrase():
        return found
    raise WrongUsage(
        "The firm’s key has a passphrase, and nobody can be asked for it here.",
        "Whoever runs the server needs to put it into a file that only they may read, and to name "
        f"that in {KEY_VARIABLE}.",
    )
