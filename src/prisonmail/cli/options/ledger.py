"""The options that say whose letters they are, and where they are recorded."""

from typing import Annotated

import typer

from prisonmail.cli.options.shared import (
    NoDefaultsOption,
    OperatorOption,
    ProfileOption,
    SignatoryOption,
)
from prisonmail.cli.terminal import talk
from prisonmail.ledger.store import find_weakness
from prisonmail.reports.lines import warning
from prisonmail.system.record import Record
from prisonmail.use_cases.keeping.ledger_choice import choose_ledger

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


class Home(Record, frozen=True):
    """The profile and the ledger of a run, who signs and who does it."""

    profile: ProfileOption = None
    ledger: LedgerOption = None
    by: OperatorOption = None
    signatory: SignatoryOption = None
    no_defaults: NoDefaultsOption = False


def ledger_place(given: str | None = None) -> str:
    """Return the ledger that is meant, and warn of a server that may not be the right one.

    Raises WrongUsage, as `choose_ledger`.
    """
    place = choose_ledger(given)
    weakness = find_weakness(place) if "://" in place else None
    if weakness:
        talk(warning(f"{weakness.message} {weakness.remedy}"))
    return place
