"""The use case: a ledger is the desk of one prison, and answers for no other."""

from datetime import datetime

from prisonmail.errors import WrongUsage
from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.store import open_ledger
from prisonmail.prisons.matching.matcher import match
from prisonmail.prisons.matching.outcomes import Ambiguous, Found, describe
from prisonmail.prisons.prison import Prison
from prisonmail.prisons.store import load_directory


def find_own_prison(ledger: str) -> Prison | str | None:
    """Return the prison that a ledger is a desk of, or its code if the register has it no more.

    None if it is that of no prison. Raises InputMissing.
    """
    with open_ledger(ledger) as opened:
        code = opened.policies.find(Policy.PRISON)
    return load_directory().find_by_code(code) or code or None


def set_own_prison(text: str, ledger: str, now: datetime, by: str | None = None) -> Prison:
    """Make a ledger the desk of a prison, named by its code or name; make the ledger if needed.

    Raises WrongUsage if not exactly one prison is named, InputMissing or OutputRefused.
    """
    prison = _read_prison(text)
    with open_ledger(ledger, make=True, by=by) as opened:
        opened.policies.set(Policy.PRISON, prison.code, now)
    return prison


def forget_own_prison(ledger: str, now: datetime, by: str | None = None) -> None:
    """Make a ledger the desk of no prison in particular. Raises InputMissing or OutputRefused."""
    with open_ledger(ledger, by=by) as opened:
        opened.policies.set(Policy.PRISON, "", now)


def _read_prison(text: str) -> Prison:
    found = match(text, load_directory())
    if isinstance(found, Found) and not found.note:
        return found.prison
    if isinstance(found, Found | Ambiguous):
        raise WrongUsage(f"“{text}” could mean more than one prison.", "Write its code.")
    raise WrongUsage(describe(text, found).answer, "Find it with: prisonmail prisons TEXT")
