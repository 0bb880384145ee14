"""How long the people of letters are kept, and what is due to be erased.

The profile says it; where none does, as at the desk of a prison, the rules of the ledger do.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.ledger.accountability.policies import Policy, read_days
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.sender.profile_layers import has_profile
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.system.record import Record


class Due(Record, frozen=True):
    """What is due to be erased."""

    before: date
    """The first day that is kept."""
    letters: int


def require_due_day(profile: Path, place: str, now: datetime) -> date:
    """Return the first UK day that is kept. Raises WrongUsage if neither says.

    Raises InputMissing if the profile is there and not in order, or the ledger cannot be read.
    """
    with open_ledger(place) as ledger:
        day = _find_due_day(profile, ledger, now)
    if day is None:
        raise WrongUsage(
            f"Neither the profile {profile} nor the ledger says how long people are kept.",
            "Add a line to the profile, for a year: retention_days = 365. At a desk: prisonmail "
            "ledger policy --retention-days 365",
        )
    return day


def find_due(profile: Path, place: str, now: datetime) -> Due | None:
    """Count the letters that are due to be erased; None if neither says how long they are kept.

    Raises as `require_due_day`.
    """
    with open_ledger(place) as ledger:
        day = _find_due_day(profile, ledger, now)
        if day is None:
            return None
        return Due(day, ledger.correspondence.count_before(clock.start_of_day(day)))


def _find_due_day(profile: Path, ledger: Ledger, now: datetime) -> date | None:
    own = load(profile).retention_days if has_profile(profile) else None
    days = own or read_days(ledger.policies.find(Policy.RETENTION_DAYS))
    return clock.uk_date(now) - timedelta(days=days) if days else None
