"""`prisonmail cancel`: a letter, or a whole batch, is not to be delivered."""

import sys
from typing import Annotated

import typer

from prisonmail.cli.options import JsonOption, LedgerOption, ledger_place
from prisonmail.cli.terminal import Style, answer_json, counted, styled, talk


def command(
    what: Annotated[
        str, typer.Argument(metavar="CODE|BATCH", help="The code of a letter, or a batch.")
    ],
    reason: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why: mailrooms are told, so name nobody needlessly."),
    ],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail cancel 20261121-7F3K --reason "wrong enclosure"**

    Cancels a letter or a batch: from now on a mailroom that checks it is told not to deliver it.
    This cannot be undone; issue new letters instead.
    """
    from prisonmail import clock
    from prisonmail.cancel import cancel

    done = cancel(what, ledger_place(ledger), reason, clock.now())
    if done.letters:
        told = f"{counted(done.letters, 'letter')} cancelled."
        talk(styled(told, Style.GOOD, sys.stderr))
    else:
        talk("All of that was cancelled already.")
    if done.checked:
        talk(f"Too late for {counted(done.checked, 'letter')} that a mailroom has checked already.")
    if as_json:
        answer_json(
            {
                "version": 1,
                "batch": done.found.summary.batch.id,
                "cancelled": done.letters,
                "checked_before": done.checked,
            }
        )
