"""The options that say whose letters they are, and where they are recorded."""

import os
from typing import Annotated

import typer

from prisonmail.cli.options.shared import (
    NoDefaultsOption,
    OperatorOption,
    ProfileOption,
    SignatoryOption,
)
from prisonmail.cli.terminal import talk
from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import default_path, find_weakness, is_server
from prisonmail.reports.lines import warning
from prisonmail.system.folders import expand_home, whole_path
from prisonmail.system.record import Record

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


_VARIABLE = "PRISONMAIL_LEDGER"


def ledger_place(given: str | None = None) -> str:
    """Return the ledger that is meant: the one given or that the variable names, else the user's.

    Warns of a server that may not be the right one, once in a run.

    Raises WrongUsage if it cannot be told which one that is: if a variable names another one in
    each folder, or a URL is mistyped, whose password no message may show.
    """
    given = given or os.environ.get(_VARIABLE)
    if not given:
        return str(default_path())
    if "://" in given:
        weakness = find_weakness(given)
        if weakness:
            talk(warning(f"{weakness.message} {weakness.remedy}"))
        return given
    if is_server(given):
        raise WrongUsage(
            "The ledger that is given is neither a path nor a whole URL.",
            "Name it as postgresql://USER@HOST/DATABASE, and put the password into ~/.pgpass.",
        )
    if given == os.environ.get(_VARIABLE):
        return str(whole_path(given, _VARIABLE))
    return str(expand_home(given))
