"""The options of what tells prisons of letters on their way to them."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.firm_key import open_firm_key
from prisonmail.cli.options.ledger import LedgerOption
from prisonmail.cli.options.passphrase import KeyPassphraseFileOption
from prisonmail.cli.options.shared import (
    ForceOption,
    JsonOption,
    OperatorOption,
    ProfileOption,
    StrictStorageOption,
)
from prisonmail.ledger.store import Ledger
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.system.folders import find_profile_path
from prisonmail.system.record import Record


class Telling(Record, frozen=True):
    """Which prison is told, in whose name, and what is written."""

    prison: Annotated[
        str | None,
        typer.Option(metavar="CODE|NAME", help="Tell this prison only.", show_default=False),
    ] = None
    force: ForceOption = False
    passphrase_file: KeyPassphraseFileOption = None
    strict_storage: StrictStorageOption = False
    profile: ProfileOption = None
    by: OperatorOption = None
    ledger: LedgerOption = None
    as_json: JsonOption = False

    @property
    def profile_path(self) -> Path:
        """The profile that is given, or else the user's own."""
        return self.profile or find_profile_path()

    def open_key(self, ledger: Ledger) -> SigningKey:
        """Return the firm's key, made if there is none; raises as `open_firm_key`."""
        return open_firm_key(self.profile, self.passphrase_file, ledger)
