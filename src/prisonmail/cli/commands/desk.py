"""`prisonmail desk`: the mailroom's own side, which answers for what senders have announced."""

from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, OperatorOption
from prisonmail.cli.terminal import answer, answer_json
from prisonmail.errors import WrongUsage
from prisonmail.prisons.prison import Prison
from prisonmail.reports.desk import own_prison_document, own_prison_words
from prisonmail.system import clock
from prisonmail.use_cases.desk.own_prison import (
    find_own_prison,
    forget_own_prison,
    set_own_prison,
)

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _desk() -> None:
    """Example: **prisonmail desk prison LEI**

    Sets up a desk at a mailroom, where letters of many senders are checked.
    """


@app.command("prison", short_help="Say which prison this desk is at.")
def prison(
    named: Annotated[
        str | None, typer.Argument(metavar="PRISON", help="Its code or name.", show_default=False)
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="Answer for letters to any prison again.")
    ] = False,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail desk prison LEI**

    Says which prison this desk is at, for all who use its ledger. From then on a letter to another
    prison is answered with wrong-prison. Without a name, shows which one it is.
    """
    if named and none:
        raise WrongUsage("A prison and --none were both given.", "Choose one of them.")
    place = ledger_place(ledger)
    found: Prison | str | None = None
    if named:
        found = set_own_prison(named, place, clock.now(), by)
    elif none:
        forget_own_prison(place, clock.now(), by)
    else:
        found = find_own_prison(place)
    if as_json:
        answer_json(own_prison_document(found))
    else:
        answer(own_prison_words(found))
