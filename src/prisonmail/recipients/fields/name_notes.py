"""Notes that people write beside a name in its cell.

>>> find_note("Jones (deceased)").fault.code
'PM213'
>>> noted = find_note("John Jones aka Jack Smith")
>>> noted.name, noted.fault.code
('John Jones', 'PW612')
>>> find_note("Alias Oddwell") is None
True
>>> find_note("John Jones - released").fault.code, find_note("R v Jones").fault.code
('PM307', 'PM202')
"""

import re
from functools import lru_cache
from typing import NamedTuple

from prisonmail.problems.problem import Fault
from prisonmail.system.late_pattern import compile_late

_TELLING = compile_late(
    r"dec|late |estate|exec|exor|admin|rep|trustee|rip|r\.i|died|aka|fka|k\.a|a/k|alias|known"
    r"|eleased|charged|deported|abscond|transferred|longer|not |duplicate|behalf|litigation| of "
    r"| et al|messrs|family$| bros|missing"
    r"|follow|xx|pending|same$|awaiting"
    r"|client|[ -]v|governor|above|see |formerly|previously|née|ditto|d\.?o\.?b| [-–—]+ "
    r"|hmp|yoi|prison|inmate|defendant|accused|wing"
)
"""Small letters that every note has some of, so that plain names pass quickly."""
WORDS_OF_NOTES = frozenset(
    (
        "deceased", "dec", "decd", "rip", "died", "the", "late", "estate", "of", "for", "to",
        "released", "discharged", "deported", "absconded", "transferred", "longer",
        "not", "duplicate", "litigation", "client", "governor", "above", "see", "ditto", "same",
        "missing", "follow", "pending", "awaited", "awaiting", "messrs", "family", "bros", "et",
        "hmp", "hmyoi", "hmpyoi", "yoi", "prison", "prisoner", "inmate", "defendant", "accused",
        "coaccused", "v", "aka", "fka", "alias", "known", "formerly", "previously", "née",
    )
)  # fmt: skip
"""Words of which every note has one, unless it has other marks than a name or is only `xx`."""
_LONGEST = 1000
"""Characters beyond which a cell is not searched: it is too long for a name in any case, and the
search would take long."""
_ESTATE = (
    r"executors?|executrix|exec(?:utor)?s?|exors?|administrators?|administratrix|trustees?"
    r"|(?:legal )?personal rep(?:resentative)?s?|legal rep(?:resentative)?s?"
)
# `dec` and `rip` count only as an abbreviation or a note: Dec is a forename.
_DEAD = compile_late(
    r"\bdeceased\b|\bdec['’‘`.]d\b|\bdecd\b|\(\s*dec\.?\s*\)|[-–—(,]\s*(?:rip|r\.i\.p\.?|died)\b"
    r"|^the late\b|^(?:the )?estate (?:of|late)\b"
    rf"|^(?:the )?(?:{_ESTATE})(?: (?:and|&) (?:{_ESTATE}))* (?:of|for|to)\b|(?-i:\sRIP$)",
    re.IGNORECASE,
)
_GONE = compile_late(
    r"\b(?:released|discharged|deported|absconded|transferred)\b|\bno longer\b", re.IGNORECASE
)
# Case matters in the last three: a note after a dash begins with a small letter, but is no
# particle of a surname; and `R v Jones` needs its capital.
_NOT_A_NAME = compile_late(
    r"\bdo not\b|\bduplicate\b|\bon behalf of\b|\blitigation friend\b|\b(?:ex|former)[ -]client\b"
    r"|\b(?:family|mother|father|parents?|wife|husband|partner|brother|sister|son|daughter) of\b"
    r"|^(?:the |governing |duty )+governor$|^(?:same )?(?:as|see) above$|^see (?:file|notes?)$"
    r"|^(?:ditto|(?-i:same|missing)|xx+|(?:details? )?(?:to follow|pending|awaited)|awaiting\b.*)$"
    r"|^messrs\b|\s(?:family|bros\.?)$|\bet al\b\.?|\bd\.?o\.?b\b\W*\d"
    r"|\b(?:hmp|hmyoi|hmpyoi|yoi|prison|prisoner|inmate|client|defendant|co-?accused)\b"
    r"|,\s*[a-z]\d?[ -]?wing\b"
    r"| [-–—]+ (?:appeal|parole|recall|remand|sentencing|trial|urgent)\b"
    r"|(?-i:^[^A-Z]*[A-Z].* [-–—]+ (?!(?:van|von|de|du|di|da|la|le|el|al|bin|ibn|ap)\b)[a-z])"
    r"|(?-i:^(?:R|Regina|Rex|The (?:King|Queen|Crown)) -?v[.-]*\s"
    r"|\s-?v[.-]* (?:R|Regina|Rex|(?:The )?(?:King|Queen|Crown)|CPS|SSHD)$)",
    re.IGNORECASE,
)
_OTHER_NAME = compile_late(
    r"[\s,;(\[]+(?:aka|a\.k\.a\.?|a/k/a|fka|f\.k\.a\.?|alias|(?:also|formerly|otherwise) known as"
    r"|known as|formerly|previously|née)[\s:.]+(?P<other>[^()\[\]]*\w[^()\[\]]*)[)\]\s]*",
    re.IGNORECASE,
)


class Note(NamedTuple):
    """A note beside a name: the name without it, and the fault or warning that it causes."""

    name: str
    fault: Fault


# Cached, because a name in parts is looked at part by part, and forenames come again and again.
@lru_cache(maxsize=4096)
def find_note(text: str) -> Note | None:
    """Find a note beside the name in a tidied cell; None if there is only a name."""
    if len(text) > _LONGEST or not _TELLING.search(text.casefold()):
        return None
    if _DEAD.search(text):
        return Note("", _dead(text))
    if _GONE.search(text):
        return Note("", _gone(text))
    if _NOT_A_NAME.search(text):
        return Note("", _not_a_name(text))
    found = _OTHER_NAME.search(text)
    if found is None or not text[: found.start()]:
        return None
    rest = text[found.end() :]
    if rest or "," in found["other"]:
        return Note("", _two_names(text))
    return Note(text[: found.start()], _other_name(text, text[: found.start()]))


def _dead(text: str) -> Fault:
    return Fault(
        "PM213",
        f"`{text}` says that the person has died",
        "Remove the row. If the person is alive, leave only the name in this cell.",
    )


def _gone(text: str) -> Fault:
    return Fault(
        "PM307",
        f"`{text}` says that the person may have gone",
        "Ask where the person is. If the row is in order, leave only the name in this cell.",
    )


def _not_a_name(text: str) -> Fault:
    return Fault(
        "PM202",
        f"`{text}` is not only the name of a person in prison",
        "Leave only the name in this cell, or remove the row.",
    )


def _two_names(text: str) -> Fault:
    return Fault(
        "PM202",
        f"`{text}` has two names in it, and it is not clear where each of them ends",
        "Leave only the name that the prison knows.",
    )


def _other_name(text: str, name: str) -> Fault:
    return Fault(
        "PW612",
        f"`{text}` has two names in it, and the letter is for `{name}`",
        "If the prison knows the person by the other name, leave only that one.",
    )
