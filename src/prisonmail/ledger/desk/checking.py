"""Checks of codes: each is judged and recorded, and uses its code up if it is of that sort.

Several that wait are done in one transaction. Most of what a check takes is the wait for its turn
in the chain, and for the disk: together they wait once.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.errors import PrisonmailError
from prisonmail.ledger.chain.events import EventKind, EventNote, tidy
from prisonmail.ledger.chain.series import Series, begin_series
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.records import Check, IssuedLetter
from prisonmail.system.operators import Operator
from prisonmail.system.record import Record, replace


def _draw() -> int:
    return secrets.randbelow(100)


def _need_nothing(check: Check) -> None:
    """Have an answer that needs no preparation."""


class Question(Record, frozen=True):
    """A code that somebody asks about."""

    withheld: ClassVar[tuple[str, ...]] = ("location", "by", "operator")

    code: Code
    at: datetime
    location: str | None = None
    by: str | None = None
    at_prison: str | None = None
    """The code of the prison where it is made, beside the one of the desk."""
    more_checks: bool = False
    operator: Operator | None = None
    """Who is at work; None if it is whoever opened the ledger."""
    draw: Callable[[], int] = _draw
    """Draws a number from 0 to 99."""
    prepare: Callable[[Check], object] = _need_nothing
    """Makes the answer ready to be told, before it has an event: if it raises, nothing is recorded
    of this question."""


Outcome = Check | Exception
"""The answer, or why there is none: then nothing was recorded of the question."""
Judge = Callable[[Question], Check]


def check_all(
    database: Database,
    watch: Watch,
    questions: Sequence[Question],
    look_up: Callable[[Sequence[Code]], Judge],
) -> list[Outcome]:
    """Answer questions in their order, as if each came alone, in one transaction.

    `look_up` reads what is known of some codes, and returns what judges questions about them.
    Nothing counts unless all is recorded. Raises LedgerWentBack, and what the database raises.
    """
    found: dict[int, Outcome] = {}
    with begin_series(database, watch) as series:
        for several in _divide(questions):
            judge = look_up([questions[number].code for number in several])
            judged = {number: _judge(questions[number], judge) for number in several}
            with database.pipeline():
                for number, outcome in judged.items():
                    found[number] = _record(series, questions[number], outcome)
    return [found[number] for number in range(len(questions))]


def _divide(questions: Sequence[Question]) -> Iterator[Sequence[int]]:
    """Divide questions so that no code is there twice: what the first does to it counts for others.

    The answers about different codes have nothing to do with each other.
    """
    waiting = dict(enumerate(questions))
    while waiting:
        firsts = {question.code: number for number, question in reversed(waiting.items())}
        several = sorted(firsts.values())
        yield several
        for number in several:
            del waiting[number]


def _judge(question: Question, judge: Judge) -> Outcome:
    try:
        check = judge(question)
    except PrisonmailError as error:  # what is held of this code was changed by hand
        return error
    try:
        question.prepare(check)
    except Exception as error:
        return error
    return check


def _record(series: Series, question: Question, outcome: Outcome) -> Outcome:
    if isinstance(outcome, Exception):
        return outcome
    code, answer, entry = question.code, outcome.verdict, outcome.entry
    note = EventNote(tidy(question.location), tidy(question.by))
    with series.turn() as turn:
        turn.operator = question.operator or turn.operator
        when = question.at.isoformat()
        turn.record(EventKind.CHECKED, when, code=code, detail=answer, note=note)
        if isinstance(entry, IssuedLetter) and answer.uses_up and entry.first_check is None:
            use = {"event": turn.number, "code": code}
            turn.database.change(statements.USE_UP, use)
        return replace(outcome, event=turn.number)
