"""The firm's key, opened to sign: made at its first use, and its passphrase asked for."""

from pathlib import Path

from prisonmail.cli.options.passphrase import KEY, ask_new, ask_old
from prisonmail.cli.terminal import talk
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.store import Ledger
from prisonmail.reports.senders.keys import key_words
from prisonmail.sender.signing import firm_key
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.store import find_key_path
from prisonmail.system import clock


def open_firm_key(profile: Path | None, passphrase_file: Path | None, ledger: Ledger) -> SigningKey:
    """Return the key beside a profile; if there is none, make it, record that and say so.

    Raises InputMissing, OutputRefused or WrongUsage.
    """
    path = find_key_path(profile)
    if not firm_key.is_made(path):
        made = firm_key.make_key(path, ask_new(passphrase_file, KEY, required=False))
        detail = f"made {made.public.fingerprint}"
        ledger.record_change(EventKind.SIGNING_KEY, str(path), clock.now(), detail)
        for line in key_words(made):
            talk(line)
    return firm_key.open_key(path, lambda: ask_old(passphrase_file, KEY))


def open_key_of_heads(profile: Path | None, passphrase_file: Path | None) -> SigningKey | None:
    """Return the key beside a profile if there is one; what keeps it from signing is said.

    A head is noted without a signature too, so that it can be noted unattended.
    """
    path = find_key_path(profile)
    if not firm_key.is_made(path):
        return None
    try:
        return firm_key.open_key(path, lambda: ask_old(passphrase_file, KEY))
    except (InputMissing, WrongUsage) as error:
        talk(f"The head is not signed. {error.message} {error.remedy}".rstrip())
    return None
