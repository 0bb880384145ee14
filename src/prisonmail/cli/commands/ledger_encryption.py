"""`prisonmail ledger encrypt`, `decrypt`, `rekey`: whether and with which key it is encrypted."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.terminal import talk
from prisonmail.errors import WrongUsage
from prisonmail.reports.keeping.encryption import encryption_words
from prisonmail.system import clock
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.keeping import ledger_encryption
from prisonmail.use_cases.keeping.ledger_encryption import Encryption
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change


def _refuse_stdout(file: Path | None) -> Path | None:
    if file and is_stdout(file):
        raise WrongUsage("A key is kept in a file.", "Name one.")
    return file


KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        callback=_refuse_stdout,
        help="Keep the key in this file, not in the keyring of the system.",
    ),
]


def encrypt(key_file: KeyFileOption = None, ledger: LedgerOption = None) -> None:
    """Example: **prisonmail ledger encrypt**

    Encrypts the ledger where it is. Its key is kept in the keyring of this system, or if that has
    none in a file beside your settings. Needs: pip install 'prisonmail\\[encrypted]'
    """
    place = ledger_place(ledger)
    _tell(ledger_encryption.encrypt(place, key_file, clock.now()), place, "encrypted")


def decrypt(ledger: LedgerOption = None) -> None:
    """Example: **prisonmail ledger decrypt**

    Makes a plain ledger of an encrypted one. Its key is kept, for backups made before.
    """
    place = ledger_place(ledger)
    _tell(ledger_encryption.decrypt(place), place, "decrypted")


def rekey(key_file: KeyFileOption = None, ledger: LedgerOption = None) -> None:
    """Example: **prisonmail ledger rekey**

    Encrypts the ledger with a new key. The one before is kept, for backups made with it.
    """
    place = ledger_place(ledger)
    _tell(ledger_encryption.rekey(place, key_file, clock.now()), place, "another key")


def _tell(done: Encryption, place: str, what: str) -> None:
    record_change(place, EventKind.KEY, what, clock.now())
    for line in encryption_words(done):
        talk(line)
