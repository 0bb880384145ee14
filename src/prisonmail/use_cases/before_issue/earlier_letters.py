"""Earlier letters to the people of a list: at which prison, and whether their codes are still good.

A letter that goes elsewhere than the last one may go to the wrong prison, and of two good codes for
one person a mailroom cannot tell which letter is meant.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice

from prisonmail.codes import Code
from prisonmail.ledger.issued.correspondence import Written
from prisonmail.ledger.store import Ledger
from prisonmail.letters.person import Person
from prisonmail.problems.collected import Problems, rank
from prisonmail.problems.problem import Fault, Problem
from prisonmail.recipients.checked_list import CheckedList, GoodRow
from prisonmail.recipients.fields.name import is_same_person
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.system import clock
from prisonmail.system.record import Record, replace
from prisonmail.use_cases.before_issue.book_differences import (
    find_known,
    find_other_name,
    find_other_prison,
)
from prisonmail.use_cases.before_issue.letters_to import LettersTo

WARNINGS = ("PW650", "PW651", "PW652", "PW653", "PW654")
"""The codes of what is warned of here."""
_AT_ONCE = 500
"""Rows that are looked up together."""


class Earlier(Record, frozen=True):
    """What the ledger holds of earlier letters to the people of a list."""

    problems: Problems
    """What to warn of."""
    good: tuple[Code, ...] = ()
    """The codes that are still good and not checked, the oldest letter first."""


def find_earlier(
    checked: CheckedList,
    ledger: Ledger,
    now: datetime,
    *,
    replaced: Collection[Code] = (),
    warn: bool,
) -> Earlier:
    """Look for earlier letters to the people of a list's good rows, but those that are `replaced`.

    What the address book has of these people is compared too.

    Of codes that are still good it is only told if they are to be warned of. A letter that has the
    same number and another name is none to this person.
    """
    problems, good = Problems(), dict[Code, datetime]()
    has_book = not ledger.address_book.is_empty
    rows = iter(checked.good_rows if has_book or ledger.count_batches() else ())
    while some := list(islice(rows, _AT_ONCE)):
        people = [each.recipient for each in some]
        letters = LettersTo(ledger.correspondence, people)
        book = find_known(ledger, people) if has_book else {}
        for row in some:
            who = row.recipient
            its = [each for each in letters.of(who) if each.code not in replaced]
            own = [each for each in its if is_same_person(who.name, each.name)]
            usable = [each for each in own if each.is_good(now)]
            good |= {each.code: each.issued_at for each in usable}
            known = book.get(who.prison_number or "")
            faults = chain(
                _find_faults(who, own, usable if warn else [], known),
                _find_other_name(who, [each for each in its if each not in own], known),
            )
            found = _place(checked, row, faults)
            for problem in sorted(found, key=rank):
                problems.append(problem)
    return Earlier(problems, tuple(sorted(good, key=good.__getitem__)))


def _place(
    checked: CheckedList, row: GoodRow, faults: Iterable[tuple[Field, Fault]]
) -> Iterator[Problem]:
    reference = row.recipient.reference or None
    for field, fault in faults:
        place = replace(checked.place(field, row.row), reference=reference)
        yield place.join_fault(fault)


def _find_faults(
    who: Recipient, letters: list[Written], good: list[Written], known: Person | None
) -> Iterator[tuple[Field, Fault]]:
    if good:
        yield Field.NAME, _still_good(good)
    sent = [letter for letter in letters if not letter.is_cancelled]
    if sent and sent[-1].prison != who.prison.code:
        yield Field.PRISON, _elsewhere(sent[-1])
    else:
        yield from find_other_prison(who, known)


def _find_other_name(
    who: Recipient, others: list[Written], known: Person | None
) -> Iterator[tuple[Field, Fault]]:
    """Warn if a number is, or was on a letter that was not cancelled, that of another name."""
    in_book = list(find_other_name(who, known))
    yield from in_book
    sent = [letter for letter in others if not letter.is_cancelled]
    if sent and not in_book:
        yield Field.NAME, _other_name(sent[-1])


def _elsewhere(last: Written) -> Fault:
    return Fault(
        "PW650",
        f"this person was last written to at {last.prison_name}, on {_day(last)}",
        "Find out where the person is now: https://www.gov.uk/find-prisoner",
    )


def _other_name(last: Written) -> Fault:
    return Fault(
        "PW654",
        f"a letter of {_day(last)} has the same prison number and another name: `{last.name}`",
        "Find out whose number it is. If both are one person, and this letter takes the place of "
        f"that one, cancel that with: prisonmail cancel {last.code}",
    )


def _still_good(letters: list[Written]) -> Fault:
    last = _day(letters[-1])
    one = len(letters) == 1
    which = f"an earlier letter to this person, of {last}, is"
    several = f"{len(letters)} earlier letters to this person, the last of {last}, are"
    return Fault(
        "PW651",
        f"{which if one else several} still good and not checked",
        "If this letter takes its place, add --cancel-earlier. If you want both delivered, leave "
        "it.",
    )


def _day(letter: Written) -> str:
    return clock.long_date(clock.uk_date(letter.issued_at))
