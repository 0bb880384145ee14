"""The options that say what a run writes, and where."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_grids
from prisonmail.cli.options.shared import (
    ForceOption,
    JsonOption,
    PostBookOption,
    StrictStorageOption,
    output_option,
)
from prisonmail.errors import WrongUsage
from prisonmail.sheets.labels import USUAL_INNER_GRID
from prisonmail.system.record import Record
from prisonmail.system.standard_output import is_stdout

CheckOption = Annotated[
    bool, typer.Option("--check", help="Check the list and stop: no codes, no PDF.")
]
ManifestOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Also write a CSV of the list's own columns with code, batch and page, to import "
        "into the case-management system; - for standard output.",
    ),
]
InnerLabelsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Also write a PDF of labels for sealed inner envelopes, to be signed, where a prison "
        "asks for two envelopes; - for standard output.",
    ),
]
InnerGridOption = Annotated[
    str,
    typer.Option(
        metavar="GRID",
        autocompletion=offer_grids,
        help="The sheets of those labels: L7162, L7163 or L7165.",
    ),
]


class InnerLabelOptions(Record, frozen=True):
    """Whether there are labels for inner envelopes, and what they are like."""

    inner_labels: InnerLabelsOption = None
    inner_grid: InnerGridOption = USUAL_INNER_GRID


class Outputs(Record, frozen=True):
    """What a run of `generate` writes."""

    output: Annotated[Path | None, output_option("the list")] = None
    check: CheckOption = False
    manifest: ManifestOption = None
    inner_labels: InnerLabelsOption = None
    inner_grid: InnerGridOption = USUAL_INNER_GRID
    post_book: PostBookOption = None
    force: ForceOption = False
    strict_storage: StrictStorageOption = False
    as_json: JsonOption = False


def refuse_two_on_stdout(files: Mapping[str, Path | None], *, as_json: bool) -> None:
    """Refuse to mix two outputs on standard output. Raises WrongUsage."""
    there = [name for name, path in files.items() if is_stdout(path)]
    both = [*there, "JSON document"] if as_json else there
    if len(both) > 1:
        raise WrongUsage(
            f"The {both[0]} and the {both[1]} cannot both go to standard output.",
            f"Give the {both[0]} a file name.",
        )
