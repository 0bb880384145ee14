"""`prisonmail purge`: erase personal fields that are no longer needed."""

from datetime import date
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import (
    JsonOption,
    OperatorOption,
    ProfileOption,
    YesOption,
    confirm,
    parse_day,
)
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.counts import count
from prisonmail.reports.keeping.ledgers import BEYOND_A_PURGE, purge_document, purge_words
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.accountability.retention import require_due_day


def command(
    before: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The first day that is kept, as YYYY-MM-DD."),
    ] = None,
    due: Annotated[
        bool,
        typer.Option(
            "--due",
            help="Keep as many days as the profile says (retention_days), or else the ledger.",
        ),
    ] = False,
    profile: ProfileOption = None,
    yes: YesOption = False,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail purge --before 2025-12-01**

    Erases the personal fields of letters issued, and checks made, before a day: names, prison
    numbers, dates of birth, references, and who checked where. Codes, dates and verdicts stay.
    Such letters cannot be reprinted. This cannot be undone. Exit code 1 means that bytes of them
    are still there, and why: run it again. With --due it erases what is due by
    the profile, or else by the ledger's policy.
    """
    if due == (before is not None):
        raise WrongUsage("Say what to erase, once.", "Give either --before DATE or --due.")
    place, own = ledger_place(ledger), profile or find_profile_path()
    if profile:
        load(profile)  # one that is named has to be there
    day = parse_day(before, "--before") if before else require_due_day(own, place, clock.now())
    if not yes:
        _confirm(day, place)
    with open_ledger(place, by=by) as opened:
        done = opened.purge(day, clock.now())
    for line in purge_words(done):
        talk(line)
    talk(BEYOND_A_PURGE)
    if as_json:
        answer_json(purge_document(done, day))
    raise typer.Exit(ExitCode.DONE if done.done else ExitCode.NO)


def _confirm(day: date, place: str) -> None:
    with open_ledger(place) as opened:
        letters = opened.correspondence.count_before(clock.start_of_day(day))
    confirm(
        f"Erase all personal fields from before {clock.long_date(day)}, those of "
        f"{count(letters, 'letter')} among them, for good?"
    )
