"""`prisonmail reprint`: the same sheets, with the same codes, once more."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_batches
from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.outputs import InnerLabelOptions, refuse_two_on_stdout
from prisonmail.cli.options.paper import Volumes
from prisonmail.cli.options.shared import (
    ExceptionalOption,
    ForceOption,
    JsonOption,
    OperatorOption,
    PostBookOption,
    StrictStorageOption,
    output_option,
)
from prisonmail.cli.options.storage import make_care
from prisonmail.cli.progress import show_progress
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.reports import runs
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.reprint import reprint


@expand_groups
def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="BATCH|CODE",
            autocompletion=offer_batches,
            help="A batch, or the code of one letter.",
        ),
    ],
    volumes: Volumes,
    labels: InnerLabelOptions,
    output: Annotated[Path | None, output_option("the batch or code")] = None,
    post_book: PostBookOption = None,
    force: ForceOption = False,
    strict_storage: StrictStorageOption = False,
    exceptional: ExceptionalOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail reprint 20261121-7F3K -o again.pdf**

    Prints a batch, or one letter of it, again: the same sheets with the same codes. Of a letter
    that is sent twice only the one checked first is delivered.
    """
    files = {"PDF": output, "inner labels": labels.inner_labels, "post book": post_book}
    refuse_two_on_stdout(files, as_json=as_json)
    with show_progress(quiet=False) as progress:
        done = reprint(
            what,
            ledger_place(ledger),
            output,
            clock.now(),
            force=force,
            split=volumes.split,
            summary=bool(volumes.summary),
            start=volumes.start,
            post_book=post_book,
            inner_labels=labels.inner_labels,
            inner_grid=labels.inner_grid,
            care=make_care(strict=strict_storage),
            progress=progress,
            by=by,
            exceptional=exceptional,
        )
    for line in runs.reprint_words(done):
        talk(line)
    if as_json:
        answer_json(runs.reprint_document(done))
