"""An answer as the mailroom's page shows it: in words, by a sign and by a colour."""

from datetime import datetime
from typing import ClassVar

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.reports import verdicts
from prisonmail.reports.letters import addressee, particulars
from prisonmail.system import clock
from prisonmail.system.record import Record
from prisonmail.use_cases.after_issue.past_checks import PastCheck
from prisonmail.use_cases.verify import Answer, Verdict

_MAY_NEED_MORE = frozenset((Verdict.READY, Verdict.RANDOM_CHECK, Verdict.DUPLICATE))
"""Answers after which staff may ask for more checks."""
_LONGEST_SHOWN = 40


class ToldAnswer(Record, frozen=True):
    """What is shown of an answer. It never says by a sign or a colour alone what words say."""

    withheld: ClassVar[tuple[str, ...]] = ("code", "written", "addressee", "facts")

    verdict: str
    tone: str
    """`ready`, `stop`, or `again` for what is to be typed again."""
    sign: str
    message: str
    code: str
    written: str
    """The code in groups, or what was typed."""
    addressee: str
    facts: tuple[tuple[str, str], ...]
    may_need_more: bool
    at: datetime

    @property
    def time(self) -> str:
        """When it was checked, by the clock on the wall.

        >>> at = datetime.fromisoformat("2026-07-01T09:00Z")
        >>> tell(Answer("12", Verdict.MISTYPED, None), at).time
        '10:00:00'
        """
        return f"{self.at.astimezone(clock.UK):%H:%M:%S}"


def tell(answer: Answer, at: datetime) -> ToldAnswer:
    """Write what is shown of an answer."""
    verdict, entry = answer.verdict, answer.entry
    is_code = codes.is_valid(answer.code)
    return ToldAnswer(
        verdict=verdicts.title(verdict),
        tone=_name_tone(verdict),
        sign="✓" if verdict.deliver else "✗",
        message=verdicts.message(answer),
        code=answer.code,
        written=codes.format_code(Code(answer.code)) if is_code else answer.code[:_LONGEST_SHOWN],
        addressee=addressee(entry) if entry else "",
        facts=tuple(particulars(entry)) if entry else (),
        may_need_more=entry is not None and verdict in _MAY_NEED_MORE,
        at=at,
    )


def tell_again(past: PastCheck) -> ToldAnswer:
    """Write what is shown of a check that was made before."""
    return tell(past.answer, past.at)


def _name_tone(verdict: Verdict) -> str:
    if verdict.deliver:
        return "ready"
    return "again" if verdict is Verdict.MISTYPED else "stop"
