"""Which ledger is meant: one that is named, or the user's own."""

import os

from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import default_path, is_server
from prisonmail.system.folders import expand_home, whole_path

VARIABLE = "PRISONMAIL_LEDGER"


def choose_ledger(given: str | None = None) -> str:
    """Return the ledger that is meant: the one given or that the variable names, else the user's.

    Raises WrongUsage if it cannot be told which one that is: if a variable names another one in
    each folder, or a URL is mistyped, whose password no message may show.
    """
    given = given or os.environ.get(VARIABLE)
    if not given:
        return str(default_path())
    if "://" in given:
        return given
    if is_server(given):
        raise WrongUsage(
            "The ledger that is given is neither a path nor a whole URL.",
            "Name it as postgresql://USER@HOST/DATABASE, and put the password into ~/.pgpass.",
        )
    if given == os.environ.get(VARIABLE):
        return str(whole_path(given, VARIABLE))
    return str(expand_home(given))
