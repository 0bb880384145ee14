"""`prisonmail verify`: may this letter be delivered unopened?"""

from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import ByOption, JsonOption, LocationOption
from prisonmail.cli.terminal import paint, write_json
from prisonmail.cli.views.telling import tell
from prisonmail.cli.views.verdict import verdict_lines
from prisonmail.errors import WrongUsage
from prisonmail.reports import verdicts
from prisonmail.system import clock
from prisonmail.use_cases.verify import Answer, Checker, verify


def command(
    code: Annotated[
        list[str],
        typer.Argument(metavar="CODE", help="The code, with or without hyphens or spaces."),
    ],
    peek: Annotated[
        bool, typer.Option("--peek", help="Look without recording a check or using the code up.")
    ] = False,
    more_checks: Annotated[
        bool,
        typer.Option("--more-checks", help="Record that staff ask for more checks of this letter."),
    ] = False,
    location: LocationOption = None,
    by: ByOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail verify 12345-67890-1244**

    Answers whether a letter may be delivered unopened. The first check of a code uses it up, so a
    copy of the letter is told from the letter. Exit code 0 means ready, 1 any other answer, 66
    that the ledger cannot be relied on.
    """
    if peek and more_checks:
        raise WrongUsage("--peek records nothing and --more-checks records.", "Choose one of them.")
    checker = Checker(location, by, peek, more_checks)
    place = ledger_place(ledger)
    found = tell(
        lambda prepare: verify(" ".join(code), place, checker, clock.now(), prepare),
        _write_json if as_json else _write,
        peek=peek,
        as_json=as_json,
    )
    raise typer.Exit(verdicts.exit_code([found.verdict]))


def _write(found: Answer) -> str:
    return paint(verdict_lines(found))


def _write_json(found: Answer) -> str:
    return write_json(verdicts.document(found), indent=2)
