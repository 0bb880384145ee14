"""Reading a list: for all commands it is checked against the same prisons and the same day."""

from prisonmail.prisons.store import load_directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import read_source
from prisonmail.recipients.options import ListOptions
from prisonmail.system import clock
from prisonmail.system.progress import Progress, no_progress


def read_and_check(
    recipients: str, options: ListOptions, progress: Progress = no_progress
) -> CheckedList:
    """Read a list at a path, or `-`, and check every row by the known prisons and today's date.

    Raises InputMissing if it cannot be read, and WrongUsage for options that name nothing known.
    """
    today = clock.uk_date(clock.now())
    return check(read_source(recipients), load_directory(), today, options, progress)
