"""Looks for people who are kept longer than the profile says."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from prisonmail.errors import PrisonmailError
from prisonmail.system import clock
from prisonmail.use_cases.accountability.retention import find_due
from prisonmail.use_cases.health_checks.health import Health, HealthFinding


def examine_retention(profile: Path, ledger: str, now: datetime) -> Iterator[HealthFinding]:
    """Say how many letters are due to be erased, if the profile says how long people are kept."""
    try:
        due = find_due(profile, ledger, now)
    except PrisonmailError:  # the findings on profile and ledger say so
        return
    if due is None:
        return
    day = clock.long_date(due.before)
    if not due.letters:
        said = f"No letters from before {day} are left to be erased."
        yield HealthFinding("retention", Health.GOOD, said)
        return
    are = "letter from before {} is" if due.letters == 1 else "letters from before {} are"
    said = f"{due.letters:,} {are.format(day)} due to be erased."
    yield HealthFinding(
        "retention", Health.CAUTION, said, "Erase their people with: prisonmail purge --due"
    )
