"""`prisonmail ledger policy`: rules that hold for all who use a ledger."""

from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, OperatorOption
from prisonmail.cli.terminal import answer, answer_json
from prisonmail.ledger.accountability.policies import YES, Policy
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock


def policy(
    own_batches_only: Annotated[
        bool | None,
        typer.Option(
            "--own-batches-only/--any-batches",
            help="Whether each keeps to their own batches unless they say why not.",
            show_default=False,
        ),
    ] = None,
    require_proof: Annotated[
        bool | None,
        typer.Option(
            "--require-proof/--no-require-proof",
            help="Whether nothing is issued for a sender whose mailbox is not proved.",
            show_default=False,
        ),
    ] = None,
    retention_days: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=0,
            help="For how long people are kept where no profile says it, as at a desk; 0 ends the "
            "rule.",
            show_default=False,
        ),
    ] = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail ledger policy --require-proof**

    Shows the rules that hold for all who use the ledger, and sets those that are given. Each is
    recorded as an event, and holds until another is set.
    """
    given = {
        Policy.REQUIRE_PROOF: require_proof and YES,
        Policy.OWN_BATCHES_ONLY: own_batches_only and YES,
        Policy.RETENTION_DAYS: retention_days and str(retention_days),
    }
    with open_ledger(ledger_place(ledger), by=by) as opened:
        rules = opened.policies
        for name, chosen in given.items():
            if chosen is not None:
                rules.set(name, str(chosen or ""), clock.now())
        found = {name: rules.find(name) for name in Policy}
    if as_json:
        answer_json({"version": 1, "policies": {**found}})
        return
    for name, value in found.items():
        answer(f"{name.value:<20} {value or 'not set'}")
