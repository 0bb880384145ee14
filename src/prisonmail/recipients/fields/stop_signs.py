"""Stop signs: columns whose cells say yes or no to “this person must not get a letter”.

Yes, a tick or a date stops the letter, no and a blank cell do not, and anything else is asked
about. A column about the matter, or of notes, only warns.

>>> today = date(2026, 11, 21)
>>> read_stop(StopColumn.DEATH, "Yes", today), read_stop(StopColumn.DEATH, "No", today)
(<StopSign.DIED: 'the person has died'>, None)
>>> read_stop(StopColumn.ACTIVE, "No", today), read_stop(StopColumn.DEATH, "?", today).name
(<StopSign.NO_LETTER: 'this person is to get no letter'>, 'UNCLEAR')
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields import custody
from prisonmail.recipients.fields.cell import clean, find_excel_error
from prisonmail.recipients.fields.custody import Departure, describe_departure
from prisonmail.recipients.fields.dates import Dated, read_date
from prisonmail.recipients.options import DateOrder
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record


class StopColumn(StrEnum):
    """What a column says of a person, apart from status and custody."""

    DEATH = "whether the person has died"
    RELEASE = "whether the person has been released"
    MOVE = "whether the person has been moved to another prison"
    NO_LETTERS = "whether the person may be written to"
    CONFLICT = "whether acting for the person is in conflict with another client"
    CLOSED = "whether the client's file is closed"
    ACTIVE = "whether the client is one still"
    FILE_STATUS = "whether the file is closed, if it says so"
    MATTER_STATUS = "whether the matter is closed, to warn"
    OUTCOME = "whether the person has died, if it says so"
    POST = "whether the person may be written to, if it says no"
    CLOSED_ON = "whether the matter is closed, to warn of a date"
    NOTES = "notes, to warn"


class StopSign(StrEnum):
    """Why a column keeps a letter back, or warns of it. The first of several counts."""

    DIED = "the person has died"
    LEFT = "the person is no longer in prison"
    MOVED = "the person may be in another prison by now"
    NO_LETTER = "this person is to get no letter"
    UNCLEAR = "it is not clear whether the person may get a letter"
    CLOSED_MATTER = "and yet there is a letter"
    NOTED = "and yet there is a letter to this person"


class StopHeading(Record, frozen=True):
    """A column of a list that may hold stop signs."""

    column: int
    """From 0."""
    about: StopColumn
    heading: str


class StopFound(Record, frozen=True):
    """What stop columns say of one person, and the first column that says so, from 0."""

    column: int
    fault: Fault
    says_gone: bool = False


_YES = frozenset("y yes true t 1 1.0 -1 x ✓ ✔ ☑ ☒ √ on checked ticked".split())
_NO = frozenset(("n", "no", "false", "f", "0", "0.0", "off", "unchecked", "unticked", "☐"))
_NO_POST = frozenset(("n", "no", "false", "no post", "never", "none"))
_NOTHING = frozenset(
    ("-", "–", "—", "n/a", "na", "nil", "none", "null", "(null)", "<null>", "nan", "nat",
     "\\n", "not applicable", "none known", "0000-00-00", "00/00/0000", "00:00:00",
     "0000-00-00 00:00:00", "00/01/1900", "1900-01-00")
)  # fmt: skip
_FINE = {
    StopColumn.DEATH: ("alive", "living", "not deceased", "still alive"),
    StopColumn.RELEASE: ("not released", "in custody", "in prison", "still in custody"),
    StopColumn.MOVE: ("not moved", "not transferred", "no change", "same", "same prison"),
    StopColumn.NO_LETTERS: (
        "allow", "allowed", "ok", "okay", "clear", "may contact", "contact", "opted in",
    ),
    StopColumn.CONFLICT: (),
    StopColumn.CLOSED: ("open", "active", "live", "current"),
    StopColumn.ACTIVE: ("active", "open", "live", "current", "allow", "allowed", "ok", "okay"),
}  # fmt: skip
_AGAINST = {
    StopColumn.DEATH: ("deceased", "died", "dead", "rip"),
    StopColumn.RELEASE: ("released", "discharged", "released on licence"),
    StopColumn.NO_LETTERS: (
        "do not allow", "not allowed", "disallow", "opted out", "opt out", "stop", "blocked",
        "suppress", "suppressed",
    ),
    StopColumn.CONFLICT: ("conflict", "conflicted", "conflict of interest"),
    StopColumn.CLOSED: (),
    StopColumn.ACTIVE: (),
}  # fmt: skip
_NO_CONFLICT = compile_late(
    r"(?:(?:(?:all )?clear(?:ed)?|ok(?:ay)?|passed|checked|searched"
    r"|(?:checks? )?(?:done|completed?|run)|no|not found"
    r"|(?:none|nothing|no conflicts?|no match(?:es)?)(?: (?:found|identified|exists?))?)"
    r"\b[\s,:;()–-]*)+(?:on )?[\d/.()-]*"
)
"""The search for a conflict was made, and found nothing. A tick is written otherwise here."""
_MEANS = {StopColumn.DEATH: StopSign.DIED, StopColumn.RELEASE: StopSign.LEFT}
"""What a yes means; in all other columns it is that there be no letter."""
_DEPARTURES = {
    StopSign.DIED: Departure.DIED,
    StopSign.LEFT: Departure.LEFT,
    StopSign.MOVED: Departure.MOVED,
    StopSign.NO_LETTER: Departure.UNWANTED,
}
"""The stop signs that a status can say too, in the same words."""
_OF_FILE = {Departure.DIED: StopSign.DIED, Departure.UNWANTED: StopSign.NO_LETTER, None: None}
"""What a file's status says of its client. That a file has been transferred says nothing."""
_LONGEST = 100
"""Characters of a note that are looked at: a stop sign stands at its beginning."""
_DATE_IN_IT = compile_late(
    r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{2,4}\b|\b(?:19|20)\d\d\b|^\d{5}(?:\.\d+)?$"
    r"|\d{1,2}(?:st|nd|rd|th)?[-/. ]?[a-z]{3,9}",
    re.IGNORECASE,
)
_NOTED = compile_late(
    r"\W*(?:deceased|died|dead|r\.?i\.?p|released(?! under investigation)|deported|absconded"
    r"|opted out|gone away|client (?:has )?(?:died|deceased)"
    r"|no longer (?:acting|instructed|a client|in )"
    r"|conflict(?![ -]?(?:check|search|free|clear))"
    r"|(?:client )?(?:has )?(?:been |was |now )?(?:moved|transferred) (?:to|from|prison)"
    r"|now (?:at|in) HM ?[PY]\w*"
    r"|(?:please |pls )?(?:do not|don['’]?t|dont|never) (?:contact|mail|write|post|send|correspond)"
    r"|no (?:further |more )?(?:post|mail|letters?|correspondence)|d\.?n\.?c"
    r"|no (?:further |more )?contact(?! (?:order|with|between)))\b",
    re.IGNORECASE,
)


def find_stops(
    cells: Sequence[str], columns: Iterable[StopHeading], today: date
) -> list[StopFound]:
    """Find what the stop columns of a row say: what stops the letter, and what only warns."""
    said: dict[StopSign, list[tuple[StopHeading, str]]] = {}
    found = []
    for each in columns:
        written = cells[each.column] if each.column < len(cells) else ""
        if not written or written.isspace():
            continue
        text = clean(written[:_LONGEST])
        if lost := find_excel_error(text) if text else None:
            found.append(StopFound(each.column, lost))
        elif stop := read_stop(each.about, text, today):
            said.setdefault(stop, []).append((each, text))
    return found + [_describe(stop, said[stop]) for stop in StopSign if stop in said]


@lru_cache(maxsize=4096)  # a column of yes and no says the same again and again
def read_stop(about: StopColumn, text: str, today: date) -> StopSign | None:
    """Read one tidied cell of a stop column; None if nothing is against a letter."""
    word = text.casefold().rstrip(".!")
    if read := _SAYS_ONE_THING.get(about):
        return read(text)
    if not word or word in _NOTHING or word in _FINE[about]:
        return None
    if about is StopColumn.ACTIVE:
        return _read_active(text, word)
    if word in _NO:
        return None
    if about is StopColumn.CONFLICT and _NO_CONFLICT.fullmatch(word):
        return None
    if about is StopColumn.MOVE:
        return StopSign.MOVED  # even a prison or a date does not say whether the list knows of it
    if about is StopColumn.RELEASE and (days := _list_days(text)):
        return _read_release(days, today)
    means = _MEANS.get(about, StopSign.NO_LETTER)
    if word in _YES or word in _AGAINST[about] or word.startswith(("yes ", "yes,", "yes-")):
        return means
    return means if _DATE_IN_IT.search(text) or custody.find_departure(text) else StopSign.UNCLEAR


def _read_note(text: str) -> StopSign | None:
    return StopSign.NOTED if _NOTED.match(text) else None


def _read_file_status(text: str) -> StopSign | None:
    return _OF_FILE.get(custody.find_departure(text))


def _read_matter_status(text: str) -> StopSign | None:
    return StopSign.CLOSED_MATTER if custody.begins_closed(text) else None


def _read_outcome(text: str) -> StopSign | None:
    """Read what came of a case: that somebody was released or discharged is not about now."""
    return StopSign.DIED if custody.find_departure(text) is Departure.DIED else None


def _read_post(text: str) -> StopSign | None:
    """Read a column whose cells may also be how a letter is sent, or how many were."""
    return StopSign.NO_LETTER if text.casefold().rstrip(".!") in _NO_POST else None


def _read_closed_on(text: str) -> StopSign | None:
    is_date = text.casefold() not in _NOTHING and _DATE_IN_IT.search(text)
    return StopSign.CLOSED_MATTER if is_date else None


_SAYS_ONE_THING = {
    StopColumn.NOTES: _read_note,
    StopColumn.FILE_STATUS: _read_file_status,
    StopColumn.MATTER_STATUS: _read_matter_status,
    StopColumn.OUTCOME: _read_outcome,
    StopColumn.POST: _read_post,
    StopColumn.CLOSED_ON: _read_closed_on,
}
"""How columns are read in which most cells say nothing of letters, so that none is unclear."""


def _read_active(text: str, word: str) -> StopSign | None:
    if word in _YES:
        return None
    return StopSign.NO_LETTER if word in _NO or custody.find_departure(text) else StopSign.UNCLEAR


def _read_release(days: set[date], today: date) -> StopSign | None:
    if all(day <= today for day in days):
        return StopSign.LEFT
    return StopSign.UNCLEAR if any(day <= today for day in days) else None


def _list_days(text: str) -> set[date]:
    """Return the days that a date may stand for, with the day or with the month first."""
    if len(text) < 5:
        return set()
    both = (read_date(text, _this_century, order) for order in (None, DateOrder.MONTH_FIRST))
    return {found.day for found in both if isinstance(found, Dated)}


def _this_century(year: int, _month: int, _day: int) -> int:
    return 2000 + year


def _describe(stop: StopSign, said: Sequence[tuple[StopHeading, str]]) -> StopFound:
    column = said[0][0].column
    words = "`, `".join(f"{each.heading}: {text}" for each, text in said)
    why = _DEPARTURES.get(stop)
    fault = describe_departure(words, why) if why else _DESCRIBED[stop](words)
    return StopFound(column, fault, says_gone=why in custody.NOT_IN_CUSTODY)


def _unclear(words: str) -> Fault:
    return Fault(
        "PM317",
        f"the list says `{words}`: it is not clear whether the person may get a letter",
        "Find out, and write Yes or No. If a letter is right, the cell may also be blank.",
    )


def describe_closed(words: str) -> Fault:
    """Warn of a matter that is closed, or of a status that begins with such a word."""
    return Fault(
        "PW630",
        f"the list says `{words}`, and yet there is a letter",
        "Check that a letter is meant before you post it.",
    )


def _noted(words: str) -> Fault:
    return Fault(
        "PW631",
        f"the list says `{words}`, and yet there is a letter to this person",
        "Read the note before you post the letter. If the person must get none, remove the row.",
    )


_DESCRIBED = {
    StopSign.UNCLEAR: _unclear,
    StopSign.CLOSED_MATTER: describe_closed,
    StopSign.NOTED: _noted,
}
