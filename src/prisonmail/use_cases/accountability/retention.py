"""How long the people of letters are kept, as the profile says, and what is due to be erased."""

from datetime import date, datetime, timedelta
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.system.record import Record


class Due(Record, frozen=True):
    """What is due to be erased."""

    before: date
    """The first day that is kept."""
    letters: int


def find_due_day(profile: Path, now: datetime) -> date | None:
    """Return the first UK day that is kept; None if the profile does not say.

    Raises InputMissing if the profile cannot be read or is not in order.
    """
    days = load(profile).retention_days
    return clock.uk_date(now) - timedelta(days=days) if days else None


def require_due_day(profile: Path, now: datetime) -> date:
    """Return the first UK day that is kept. Raises WrongUsage if the profile does not say."""
    day = find_due_day(profile, now)
    if day is None:
        raise WrongUsage(
            f"The profile {profile} does not say how long people are kept.",
            "Add a line to it, for a year: retention_days = 365",
        )
    return day


def find_due(profile: Path, place: str, now: datetime) -> Due | None:
    """Count the letters that are due to be erased; None if the profile does not say.

    Raises InputMissing if profile or ledger cannot be read.
    """
    day = find_due_day(profile, now)
    if day is None:
        return None
    with open_ledger(place) as ledger:
        return Due(day, ledger.correspondence.count_before(clock.start_of_day(day)))
