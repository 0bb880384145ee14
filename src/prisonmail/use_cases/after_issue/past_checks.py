"""The use case: whoever checked a code is told its answer once more, and checks nothing again."""

from datetime import datetime
from typing import ClassVar

from prisonmail import codes
from prisonmail.codes import Code, MistypedCodeError
from prisonmail.ledger.records import Happening
from prisonmail.ledger.store import Ledger
from prisonmail.system.record import Record
from prisonmail.use_cases.verify import Answer, Verdict, answer_mistyped


class PastCheck(Record, frozen=True):
    """A check that is recorded, with its answer."""

    withheld: ClassVar[tuple[str, ...]] = ("location", "by")

    at: datetime
    location: str | None
    by: str | None
    event: int
    answer: Answer


def find_past_check(ledger: Ledger, number: int) -> PastCheck | None:
    """Return a check of whoever is at work, by its event; None if it is none of theirs.

    Raises InputMissing if what the ledger holds of the code was changed by hand.
    """
    found = ledger.own_checks.find(number)
    return _recall(ledger, found) if found else None


def list_past_checks(
    ledger: Ledger, since: datetime, location: str | None, most: int
) -> list[PastCheck]:
    """Return what whoever is at work has checked at a place since then, the newest first."""
    found = ledger.own_checks.list_newest(since, location, most)
    return [_recall(ledger, each) for each in found]


def _recall(ledger: Ledger, happening: Happening) -> PastCheck:
    answer = _recall_answer(ledger, happening)
    return PastCheck(happening.at, happening.location, happening.by, happening.number, answer)


def _recall_answer(ledger: Ledger, happening: Happening) -> Answer:
    verdict = Verdict(happening.detail)
    if happening.code:
        code = Code(happening.code)
        return Answer(code, verdict, ledger.find_entry(code))
    typed = happening.remark or ""
    return Answer(typed, verdict, None, _find_reason(typed))


def _find_reason(typed: str) -> str:
    try:
        codes.parse(typed)
    except MistypedCodeError as error:
        return answer_mistyped(typed, error).reason
    return "it was not kept as it was typed"
