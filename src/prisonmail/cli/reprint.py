"""`prisonmail reprint`: the same sheets, with the same codes, once more."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prisonmail.cli.options import ForceOption, JsonOption, LedgerOption, ledger_place
from prisonmail.cli.terminal import Style, answer_json, counted, styled, talk
from prisonmail.errors import WrongUsage

if TYPE_CHECKING:
    from prisonmail.reprint import Reprinted


def command(
    what: Annotated[
        str, typer.Argument(metavar="BATCH|CODE", help="A batch, or the code of one letter.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT.pdf",
            help="The PDF to write, or - for standard output. Without it the PDF is named after "
            "the batch or code, in the current folder.",
        ),
    ] = None,
    force: ForceOption = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail reprint 20261121-7F3K -o again.pdf**

    Prints a batch, or one letter of it, again: the same sheets with the same codes. Of a letter
    that is sent twice only the one checked first is delivered.
    """
    from prisonmail import clock
    from prisonmail.reprint import reprint

    if as_json and str(output) == "-":
        raise WrongUsage(
            "The PDF and the JSON document cannot both go to standard output.",
            "Give the PDF a file name with -o.",
        )
    done = reprint(what, ledger_place(ledger), output, clock.now(), force=force)
    for line in _report(done):
        talk(line)
    if as_json:
        answer_json(_document(done))


def _report(done: "Reprinted") -> Iterator[str]:
    batch = done.summary.batch.id
    sheets = counted(done.sheets, "sheet")
    yield styled(f"{sheets} → {_target(done)}", Style.GOOD, sys.stderr) + f"  (batch {batch} again)"
    if done.useless:
        yield (
            f"{styled('warning:', Style.CAUTION, sys.stderr)} {counted(done.useless, 'sheet')} "
            "cannot be delivered unopened any more, because the code is used up, cancelled or "
            f"expired. See which: prisonmail batches show {batch}"
        )


def _document(done: "Reprinted") -> dict[str, Any]:
    return {
        "version": 1,
        "batch": done.summary.batch.id,
        "output": _target(done),
        "pages": done.sheets,
        "useless": done.useless,
    }


def _target(done: "Reprinted") -> str:
    return "standard output" if str(done.output) == "-" else str(done.output)
