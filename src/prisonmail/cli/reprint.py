"""`prisonmail reprint`: the same sheets, with the same codes, once more."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prisonmail.cli.grouping import grouped
from prisonmail.cli.options import (
    ForceOption,
    JsonOption,
    LedgerOption,
    ledger_place,
    output_option,
)
from prisonmail.cli.output_options import refuse_two_on_stdout
from prisonmail.cli.sheet_options import Volumes
from prisonmail.cli.terminal import Style, answer_json, counted, styled, talk

if TYPE_CHECKING:
    from prisonmail.reprint import Reprinted


@grouped
def command(
    what: Annotated[
        str, typer.Argument(metavar="BATCH|CODE", help="A batch, or the code of one letter.")
    ],
    volumes: Volumes,
    output: Annotated[Path | None, output_option("the batch or code")] = None,
    force: ForceOption = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail reprint 20261121-7F3K -o again.pdf**

    Prints a batch, or one letter of it, again: the same sheets with the same codes. Of a letter
    that is sent twice only the one checked first is delivered.
    """
    from prisonmail import clock
    from prisonmail.cli.progress import show_progress
    from prisonmail.reprint import reprint

    refuse_two_on_stdout({"PDF": output}, as_json=as_json)
    with show_progress(quiet=False) as progress:
        done = reprint(
            what,
            ledger_place(ledger),
            output,
            clock.now(),
            force=force,
            split=volumes.split,
            summary=volumes.summary,
            jobs=volumes.jobs,
            progress=progress,
        )
    for line in _report(done):
        talk(line)
    if as_json:
        answer_json(_document(done))


def _report(done: "Reprinted") -> Iterator[str]:
    from prisonmail.cli.printed import amount, target

    batch, printed = done.summary.batch.id, done.printed
    line = f"{amount(done.letters, printed.pages)} → {target(printed.files)}"
    yield styled(line, Style.GOOD, sys.stderr) + f"  (batch {batch} again)"
    if done.useless:
        yield (
            f"{styled('warning:', Style.CAUTION, sys.stderr)} {counted(done.useless, 'sheet')} "
            "cannot be delivered unopened any more, because the code is used up, cancelled or "
            f"expired. See which: prisonmail batches show {batch}"
        )


def _document(done: "Reprinted") -> dict[str, object]:
    from prisonmail.cli.printed import target

    return {
        "version": 1,
        "batch": done.summary.batch.id,
        "output": target(done.printed.files),
        "outputs": [str(path) for path in done.printed.files],
        "pages": done.printed.pages,
        "letters": done.letters,
        "useless": done.useless,
    }
