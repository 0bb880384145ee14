"""`prisonmail ledger learn`: what a prison's desk says of the letters that arrived."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, OperatorOption
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.reports.desk.desk_reports import learning_document, learning_words
from prisonmail.system import clock
from prisonmail.use_cases.desk.reporting import learn_report


def learn(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The report; FILE.sig lies beside it.")
    ],
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar="SHA256:…",
            help="The fingerprint of the desk’s key: needed once, compared by telephone.",
            show_default=False,
        ),
    ] = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail ledger learn leeds.json**

    Takes the signed report of a prison's desk (prisonmail desk report), so that batches shows which
    letters arrived. The key of a desk is named once.
    """
    done = learn_report(file, ledger_place(ledger), clock.now(), key, by)
    if as_json:
        answer_json(learning_document(done))
    else:
        talk(learning_words(done))
