"""Custody: what a list says about whether a person is in prison, and still there.

Words count if a cell says nothing else, apart from a date. From a sentence nothing is guessed, but
if it begins with such a word there is a warning.

>>> says_no("Police bail"), says_no("Yes"), says_no("")
(True, False, False)
>>> find_departure("Transferred").name, find_departure("Released (3/4/2026)").name
('MOVED', 'LEFT')
>>> find_departure("Transferred to Hull") is None, is_doubtful("Transferred to Hull")
(True, True)
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from prisonmail.prisons.matching.outcomes import NotInCustody, describe
from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.cell import clean, find_excel_error
from prisonmail.recipients.fields.markup import has_markup, strip_markup
from prisonmail.system.late_pattern import compile_late


class Departure(StrEnum):
    """Why a letter to the prison on the list would not reach the person there."""

    DIED = "the person has died"
    LEFT = "the person is no longer in prison"
    MOVED = "the person may be in another prison by now"
    UNWANTED = "this person is to get no letter"


NOT_IN_CUSTODY = (Departure.DIED, Departure.LEFT)
"""The departures of people who are in no prison."""
_ANSWERED_NO = frozenset(("n", "no", "false", "0"))
_AT_LIBERTY = frozenset(
    (
        "bail", "on bail", "police bail", "court bail", "bailed", "conditional bail",
        "unconditional bail", "released under investigation", "rui", "at liberty", "liberty",
        "tagged", "on tag", "tag", "not in custody", "community", "out of custody",
        "in the community", "summons", "voluntary attendance", "acquitted",
    )
)  # fmt: skip
"""Words about a case rather than a person, who may be in prison for another case."""
_CLOSED = (
    "closed", "file closed", "client closed", "archive", "archived", "file archived",
    "inactive", "dormant",
    "deactivated", "deleted", "former", "former client", "ex-client", "ex client", "not a client",
    "no longer a client", "no longer acting", "not acting", "no longer instructed",
    "disinstructed", "ceased acting", "ceased to act",
)  # fmt: skip
"""Words about a client, or the client's file, rather than about letters."""
_NO_LETTERS = (
    "do not contact", "do not mail", "do not post", "do not write", "do not send",
    "do not correspond", "don't contact", "don't mail", "don't post", "don't write", "dnc",
    "no contact", "no further contact", "no post", "no mail", "no letters", "no correspondence",
    "stop post", "stop mail", "opted out", "opt out", "suppress", "suppressed", "suppress mail",
    "mail suppressed", "gone away", "conflict", "conflict of interest", "conflicted out",
    "blocked",
)  # fmt: skip
_DEPARTURES = {
    Departure.DIED: (
        "deceased", "died", "dead", "died in custody", "death in custody", "rip", "passed away",
        "has died", "deceased client", "dec'd", "dec’d",
    ),
    Departure.LEFT: (
        "released", "released on licence", "released on license", "on licence", "on license",
        "discharged", "absconded", "escaped", "unlawfully at large", "ual", "deported",
        "repatriated", "no longer in custody", "no longer in prison", "left custody",
        "sentence served", "time served",
    ),
    Departure.MOVED: (
        "transferred", "transferred out", "transfer", "moved", "moved prison", "moved on",
    ),
    Departure.UNWANTED: (*_CLOSED, *_NO_LETTERS),
}  # fmt: skip
_BY_WORD = {word: which for which, words in _DEPARTURES.items() for word in words}
_DATE = compile_late(
    r"[\s(:,–—-]*(?:\b(?:on|in|since)\s+)?"
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[a-z]{3,9}\.?,?\s+\d{2,4}|[\d][\d./\s-]*)?[).!\s]*",
    re.IGNORECASE,
)
"""What may follow such a word without making it a sentence: a date, and punctuation."""
# The longest first, so that `released` does not match the start of `released on licence`.
_LEAVING = compile_late(
    rf"(?:{'|'.join(sorted(_BY_WORD, key=len, reverse=True))})\b", re.IGNORECASE
)


_BEFORE = compile_late(
    r"(?:(?:active|live|open|current)\W+|client\W+(?:is |now )?|now )+", re.IGNORECASE
)
"""What may stand before such a word: `Active - do not mail`, `Client deceased`."""


def _find_word(text: str) -> re.Match[str] | None:
    """Find the word with which a cell says that somebody has gone, at its beginning."""
    word = _LEAVING.match(text)
    if word is None and (before := _BEFORE.match(text)):
        return _LEAVING.match(text, before.end())
    return word


def says_no(text: str) -> bool:
    """Return whether a cell of the custody column says that the person is not in custody."""
    return text.casefold() in _ANSWERED_NO or is_at_liberty(text)


def is_at_liberty(text: str) -> bool:
    """Return whether a cell of any column about status says that the person is not in custody."""
    return text.casefold() in _AT_LIBERTY


def find_departure(text: str) -> Departure | None:
    """Find out from a cell about status or custody whether and why the person has gone."""
    word = _find_word(text)
    if word is None:
        return None
    said = word[0].casefold()
    # "Do not contact until June" may be read either way, so that no letter is right.
    if said not in _NO_LETTERS and not _DATE.fullmatch(text, word.end()):
        return None
    return _BY_WORD[said]


def is_doubtful(text: str) -> bool:
    """Return whether a cell begins with a word for a person who has gone, whatever follows."""
    return _find_word(text) is not None


def clean_status(cell: str) -> str:
    """Tidy a cell about status or custody, without the markup of web pages."""
    return clean(strip_markup(cell) if has_markup(cell) else cell)


def begins_closed(text: str) -> bool:
    """Return whether a cell begins with a word for a file or client that is closed.

    >>> begins_closed("Closed - costs paid"), begins_closed("Do not mail"), begins_closed("Open")
    (True, False, False)
    """
    word = _find_word(text)
    return word is not None and word[0].casefold() in _CLOSED


def find_departure_words(row: Sequence[str], columns: Iterable[int]) -> tuple[int, str] | None:
    """Find the first of some columns that says the person is not there, and what it says.

    A column that is certain of it comes before one that may be. What Excel writes for a value that
    is lost counts too: it may have said so.
    """
    doubtful = None
    for column in columns:
        text = clean_status(row[column]) if column < len(row) else ""
        if find_departure(text):
            return column, text
        if doubtful is None and (is_doubtful(text) or is_at_liberty(text) or _is_lost(text)):
            doubtful = column, text
    return doubtful


def _is_lost(text: str) -> bool:
    return text[:1] == "#" and find_excel_error(text) is not None


def describe_departure(said: str, why: Departure) -> Fault:
    """Describe why a letter would not reach the person, who is no longer where the list says."""
    if why is Departure.MOVED:
        advice = "Ask where the person is now, correct the prison and clear this cell."
    elif why is Departure.LEFT:
        advice = "Remove the row, or leave all such rows out with --skip-not-in-custody."
    elif why is Departure.UNWANTED:
        advice = "Remove the row. If you still want a letter, clear this cell."
        return Fault("PM316", f"the list says `{said}`: {why}", advice)
    else:
        advice = "Remove the row. If it is wrong, correct this cell."
    return Fault("PM307", f"the list says `{said}`: {why}", advice)


def describe_not_in_custody(said: str) -> Fault:
    """Describe that a person is not in custody."""
    wording = describe(said, NotInCustody(said))
    return Fault("PM306", wording.message, wording.advice)


def describe_contradiction(said: str) -> Fault:
    """Warn that a row names a prison, although it says that the person is not in one."""
    skipping = " To leave such rows out: --skip-not-in-custody." if says_no(said) else ""
    return Fault(
        "PW609",
        f"the list says `{said}`, and yet names a prison",
        f"Check that the person is there.{skipping}",
    )
