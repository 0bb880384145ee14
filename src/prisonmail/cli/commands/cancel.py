"""`prisonmail cancel`: a letter, or a whole batch, is not to be delivered."""

from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, OperatorOption
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.reports import letters
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.cancel import cancel


def command(
    what: Annotated[
        str, typer.Argument(metavar="CODE|BATCH", help="The code of a letter, or a batch.")
    ],
    reason: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why: mailrooms are told, so name nobody needlessly."),
    ],
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail cancel 20261121-7F3K --reason "wrong enclosure"**

    Cancels a letter or a batch: from now on a mailroom that checks it is told not to deliver it.
    This cannot be undone; issue new letters instead.
    """
    done = cancel(what, ledger_place(ledger), reason, clock.now(), by)
    for line in letters.cancellation_words(done):
        talk(line)
    if as_json:
        answer_json(letters.cancellation_document(done))
