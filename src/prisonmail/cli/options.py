"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ProfileOption = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="The sender profile, where not your own.",
        show_default=False,
    ),
]
LedgerOption = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        envvar="PRISONMAIL_LEDGER",
        help="The ledger, where not your own.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Answer with one JSON document on stdout, for scripts.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
