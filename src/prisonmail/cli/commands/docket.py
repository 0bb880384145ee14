"""`prisonmail docket`: prisons are told which letters are on their way, in a signed file each."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_batches
from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import ledger_place
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.options.telling import Telling
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.telling.dockets import docket_document, docket_words
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.use_cases.telling.docketing import DocketSubject, make_dockets


@expand_groups
def command(
    telling: Telling,
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go.")
    ],
    batch: Annotated[
        str | None,
        typer.Argument(
            metavar="[BATCH]", autocompletion=offer_batches, help="The batch.", show_default=False
        ),
    ] = None,
    cancellations: Annotated[
        bool, typer.Option("--cancellations", help="Tell only which codes were cancelled.")
    ] = False,
) -> None:
    """Example: **prisonmail docket 20261121-7F3K -o dockets**

    Writes for each prison a signed file of the letters that are on their way to it and of all codes
    that were cancelled, and a page for people. Send all three to the prison by secure mail.
    """
    if bool(batch) == cancellations:
        raise WrongUsage("Name a batch, or give --cancellations: one of the two.")
    look_at_places(strict=telling.strict_storage, written=[folder / "docket.json"])
    with open_ledger(ledger_place(telling.ledger), by=telling.by) as opened:
        done = make_dockets(
            opened,
            DocketSubject(batch, telling.prison),
            lambda: load(telling.profile_path).particulars,
            lambda: telling.open_key(opened),
            folder,
            clock.now(),
            force=telling.force,
        )
    for line in docket_words(done):
        talk(line)
    if telling.as_json:
        answer_json(docket_document(done))
    raise typer.Exit(ExitCode.DONE if done.dockets else ExitCode.NO)
