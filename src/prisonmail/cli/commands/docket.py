"""`prisonmail docket`: prisons are told which letters are on their way, in a signed file each."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.firm_key import open_firm_key
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.passphrase import KeyPassphraseFileOption
from prisonmail.cli.options.shared import (
    ForceOption,
    JsonOption,
    OperatorOption,
    ProfileOption,
    StrictStorageOption,
)
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.telling.dockets import docket_document, docket_words
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.telling.docketing import DocketSubject, make_dockets

PrisonOption = Annotated[
    str | None,
    typer.Option(metavar="CODE|NAME", help="Tell this prison only.", show_default=False),
]


def command(
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go.")
    ],
    batch: Annotated[
        str | None, typer.Argument(metavar="[BATCH]", help="The batch.", show_default=False)
    ] = None,
    cancellations: Annotated[
        bool, typer.Option("--cancellations", help="Tell only which codes were cancelled.")
    ] = False,
    prison: PrisonOption = None,
    force: ForceOption = False,
    passphrase_file: KeyPassphraseFileOption = None,
    strict_storage: StrictStorageOption = False,
    profile: ProfileOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail docket 20261121-7F3K -o dockets**

    Writes for each prison a signed file of the letters that are on their way to it and of all codes
    that were cancelled, and a page for people. Send all three to the prison by secure mail.
    """
    if bool(batch) == cancellations:
        raise WrongUsage("Name a batch, or give --cancellations: one of the two.")
    look_at_places(strict=strict_storage, written=[folder / "docket.json"])
    with open_ledger(ledger_place(ledger), by=by) as opened:
        done = make_dockets(
            opened,
            DocketSubject(batch, prison),
            lambda: load(profile or find_profile_path()).particulars,
            lambda: open_firm_key(profile, passphrase_file, opened),
            folder,
            clock.now(),
            force=force,
        )
    for line in docket_words(done):
        talk(line)
    if as_json:
        answer_json(docket_document(done))
    raise typer.Exit(ExitCode.DONE if done.dockets else ExitCode.NO)
