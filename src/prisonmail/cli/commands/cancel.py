"""`prisonmail cancel`: a letter, or a whole batch, is not to be delivered."""

from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_batches
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import (
    ExceptionalOption,
    JsonOption,
    OperatorOption,
    YesOption,
    confirm,
)
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.ledger.store import open_ledger
from prisonmail.reports import letters
from prisonmail.reports.counts import count
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.cancel import cancel
from prisonmail.use_cases.find import find_issued, parse_reference


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="CODE|BATCH",
            autocompletion=offer_batches,
            help="The code of a letter, or a batch.",
        ),
    ],
    reason: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help="Why: mailrooms are told, so name nobody unless you need to."
        ),
    ],
    yes: YesOption = False,
    exceptional: ExceptionalOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail cancel 20261121-7F3K --reason "wrong enclosure"**

    Cancels a letter or a batch: from now on a mailroom that checks it is told not to deliver it.
    This cannot be undone; issue new letters instead. Before it cancels a whole batch it asks.
    """
    place = ledger_place(ledger)
    if not yes:
        _confirm(what, place)
    done = cancel(what, place, reason, clock.now(), by, exceptional)
    for line in letters.cancellation_words(done):
        talk(line)
    if as_json:
        answer_json(letters.cancellation_document(done))


def _confirm(what: str, place: str) -> None:
    if parse_reference(what).batch_id is None:
        return
    with open_ledger(place) as opened:
        summary = find_issued(opened, what).summary
    left = summary.batch.size - summary.cancelled
    if left:
        confirm(f"Cancel {count(left, 'letter')} of batch {summary.batch.id}, for good?")
