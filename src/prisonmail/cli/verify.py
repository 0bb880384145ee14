"""`prisonmail verify`: may this letter be delivered unopened?"""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options import JsonOption, LedgerOption
from prisonmail.cli.terminal import answer, answer_json
from prisonmail.errors import ExitCode


def command(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="The code, with or without hyphens or spaces.")
    ],
    peek: Annotated[
        bool, typer.Option("--peek", help="Look without recording a check or using the code up.")
    ] = False,
    location: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Where the letter is, such as the prison's name."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="TEXT", help="Who is checking it.")
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail verify 1234-5678-9012-44**

    Answers whether a letter may be delivered unopened. The first check of a code uses it up, so a
    copy of the letter is told from the letter. Exit code 0 means ready, 1 any other answer.
    """
    from prisonmail import clock
    from prisonmail.cli import verdicts
    from prisonmail.ledger.store import default_path
    from prisonmail.verify import Checker, verify

    checker = Checker(location, by, peek)
    path: Path = ledger or default_path()
    found = verify(code, path, checker, clock.now())
    if as_json:
        answer_json(verdicts.document(found))
    else:
        answer(verdicts.words(found))
    raise typer.Exit(ExitCode.DONE if found.verdict.deliver else ExitCode.NO)
