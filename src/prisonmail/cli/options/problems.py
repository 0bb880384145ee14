"""The options that say how problems are told, which several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

from prisonmail.system.record import Record

_PANEL = "How problems are told"


class Form(StrEnum):
    """How one problem is written."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


FormOption = Annotated[
    Form,
    typer.Option(
        "--error-format",
        help="full for people, concise for editors (one line each), json for scripts.",
        rich_help_panel=_PANEL,
    ),
]
MaxErrorsOption = Annotated[
    int,
    typer.Option(
        "--max-errors",
        min=0,
        metavar="N",
        help="Show the first N problems; 0 shows all.",
        rich_help_panel=_PANEL,
    ),
]
RedactOption = Annotated[
    bool,
    typer.Option(
        "--redact",
        help="Mask what comes from the list, so that the messages can be sent to others.",
        rich_help_panel=_PANEL,
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Say nothing but problems.", rich_help_panel=_PANEL),
]


class ProblemDisplay(Record, frozen=True):
    """How much is said of problems, and in which form."""

    form: FormOption = Form.FULL
    most: MaxErrorsOption = 20
    """How many different problems are shown; 0 shows all."""
    redact: RedactOption = False
    quiet: QuietOption = False
