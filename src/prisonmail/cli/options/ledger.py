"""The options that say whose letters they are, and where they are recorded."""

from dataclasses import dataclass
from typing import Annotated

import typer

from prisonmail.cli.options.shared import ProfileOption
from prisonmail.ledger.store import default_path

LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH|URL",
        envvar="PRISONMAIL_LEDGER",
        help="The ledger to use instead of yours: a file, or postgresql://USER@SERVER/DATABASE.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Home:
    """The profile and the ledger of a run."""

    profile: ProfileOption = None
    ledger: LedgerOption = None


def ledger_place(given: str | None) -> str:
    """Return the ledger that is meant: the one given, else the user's own."""
    return given or str(default_path())
