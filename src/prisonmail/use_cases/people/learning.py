"""The use case: people of a list, or one who was typed, are put into the address book."""

from datetime import datetime

from prisonmail.errors import ExitCode
from prisonmail.ledger.people.writing import Learnt
from prisonmail.ledger.store import find_lost, open_ledger
from prisonmail.letters.person import Person
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.recipient import Recipient
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record
from prisonmail.use_cases.list_reading import check_source


class Learning(Record, frozen=True):
    """What was found in a list, and what of it was put into the address book."""

    checked: CheckedList
    learnt: Learnt | None
    """None if the list has problems, so that nothing was."""

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns."""
        if self.learnt is None:
            return ExitCode.BAD_LIST
        return ExitCode.NO if self.checked.rows_bad else ExitCode.DONE


def learn_people(
    source: Source,
    options: ListOptions,
    ledger: str,
    at: datetime,
    *,
    by: str | None = None,
    skip_bad: bool = False,
    note: str = "",
    progress: Progress = no_progress,
) -> Learning:
    """Check a list, and unless it has errors put its people into the address book.

    With `skip_bad` the rows that have errors are left out instead. Raises InputMissing,
    LedgerWentBack and WrongUsage.
    """
    checked = check_source(source, options, progress)
    if skip_bad:
        checked = checked.without_doubts()
    if checked.is_unusable or not (checked.is_faultless or skip_bad):
        return Learning(checked, None)
    if lost := find_lost(ledger):
        raise lost
    people = (make_person(row.recipient, note) for row in checked.good_rows)
    with open_ledger(ledger, make=True, by=by) as opened:
        return Learning(checked, opened.address_book.put(people, at))


def make_person(who: Recipient, note: str = "") -> Person:
    """Return what the address book has of a recipient."""
    return Person(
        name=who.name,
        prison=who.prison.code,
        prison_number=who.prison_number,
        date_of_birth=who.date_of_birth,
        reference=who.reference,
        note=note,
    )
