"""The use case: people of a list, or one who was typed, are put into the address book."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from prisonmail.errors import ExitCode
from prisonmail.ledger.people.writing import Learnt
from prisonmail.ledger.store import Ledger, find_lost, open_ledger
from prisonmail.letters.person import Person
from prisonmail.problems.collected import Problems
from prisonmail.problems.problem import Problem
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.recipient import Recipient
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record, replace
from prisonmail.use_cases.before_issue.book_differences import find_known, find_other_name
from prisonmail.use_cases.list_reading import check_source
from prisonmail.use_cases.people.book_of_ledger import open_book

_AT_ONCE = 500
"""Rows that are looked up together."""


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
    checked = check_source(source, options, progress, open_book(ledger))
    if skip_bad:
        checked = checked.without_doubts()
    if checked.is_unusable or not (checked.is_faultless or skip_bad):
        return Learning(checked, None)
    if lost := find_lost(ledger):
        raise lost
    people = (make_person(row.recipient, note) for row in checked.good_rows)
    with open_ledger(ledger, make=True, by=by) as opened:
        warned = checked.with_problems(Problems(_find_other_names(checked, opened)))
        return Learning(warned, opened.address_book.put(people, at))


def _find_other_names(checked: CheckedList, ledger: Ledger) -> Iterator[Problem]:
    """Find the numbers that the address book has under another name, before that is changed."""
    rows = iter(checked.good_rows)
    while some := list(islice(rows, _AT_ONCE)):
        known = find_known(ledger, [each.recipient for each in some])
        for each in some:
            who = each.recipient
            for field, fault in find_other_name(who, known.get(who.prison_number or "")):
                place = replace(checked.place(field, each.row), reference=who.reference or None)
                yield place.join_fault(fault)


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
