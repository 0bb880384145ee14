"""The wording of a heading: what adds nothing to it, and what makes another column of it.

>>> split_notes("Date of birth (dd/mm/yyyy)"), split_notes("Prison - previous")
(('date of birth', ('dd/mm/yyyy',)), ('prison', ('previous',)))
>>> adds_nothing("dd/mm/yyyy"), adds_nothing("in capitals"), adds_nothing("previous")
(True, True, False)
>>> find_leading_part("Surname, Forename").value, find_leading_part("First name")
('surname', None)
"""

import re
import unicodedata

from prisonmail.recipients.recipient import Field
from prisonmail.system.late_pattern import compile_late

PEOPLE = "client|defendant|prisoner|inmate|detainee|offender|recipient|addressee|accused"
"""What lists call the person who gets the letter, for a regular expression."""
_NOTES = compile_late(
    r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}|\s[-–—]+\s+([^()\[\]]+)|:\s*([^()\[\]]+)"
)
_NOTHING = compile_late(
    r"(?:(?:s|es|required|mandatory|compulsory|essential|optional|needed|please"
    r"|must be filled(?: in)?"
    r"|if (?:any|known|available|applicable|in custody|no (?:\w+ )?(?:number|no))"
    r"|in full|full(?: name)?|official|legal|correct|mr|mrs|ms|miss"
    r"|as (?:shown )?(?:on|in|per) (?:the )?(?:warrant|id|file|records?|system|indictment|passport)"
    r"|(?:(?:use|in|all|block) )*(?:capitals?|caps)(?: letters)?|upper ?case|drop ?down|pick one"
    rf"|(?:(?:of|our|the|for) )*(?:{PEOPLE})s?(?:['’]?s)?"
    r"|current(?:ly)?|present|now|today|noms|p?-?nomis|hmpps|hmp|h?m?yoi|and|or|only"
    r"|d{1,2}\W?m{1,3}\W?y{1,4}|y{2,4}\W?m{1,2}\W?d{1,2}|day\W*month\W*year|uk(?: format| date)?"
    r"|date(?: format)?|text|[a-z]\d{4}[a-z]{2}|y(?:es)?\W*no?|no spaces|one per (?:line|row)"
    r"|.*\betc\b|(?:e\.?g\b|for example\b|example\b|format\b|such as\b).*"
    r"|(?:as |correct )?(?:at|of|on) (?:\w+ )?\d{1,4}(?:st|nd|rd|th)?[ ./-].*\d{2})[^a-z0-9]*)*"
)
_OTHER = compile_late(
    r"\b(?:solicitor|fee ?-?earner|lawyer|attorney|counsel|barrister|advocate|caseworker|"
    r"case ?worker|supervisor|judge|officer|manager|author|user|clerk|partner|spouse|wife|husband|"
    r"mother|father|parent|brother|sister|son|daughter|child|children|family member|"
    r"next ?of ?kin|nok|kin|carer|guardian|friend|contact|referrer|witness|victim|complainant|"
    r"interpreter|expert|doctor|gp|opponent|other side|other party|third party|firm|"
    r"company|organisation|matter|case|court|police|agent|agency|surety|visitor|applicant|respondent|"
    r"previous|prev|former|formerly|old|ex|last|past|earlier|first|before|prior|maiden|birth|"
    r"alias|aka|nickname|preferred|known)(?:e?s)?\b"
)
_OF = compile_late(r"(.+) of (?:(?:the|our|your) )?(.+)")
_ALTERNATIVES = compile_late(r"\s*[/|]\s*|\s+or\s+")
_PARTS = {
    **dict.fromkeys(
        "forename forenames first firstname firstnames given givenname givennames fore christian "
        "initial initials".split(),
        Field.FORENAME,
    ),
    **dict.fromkeys("surname last lastname family familyname".split(), Field.SURNAME),
    **dict.fromkeys("middle middlename middlenames title suffix".split(), Field.MIDDLE_NAME),
}
_JOINING = frozenset("name names full and or s of the client clients prisoner prisoners".split())


def plain(heading: str) -> str:
    """Return a heading in small letters, with single spaces for its spaces and underscores."""
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().replace("_", " ").split())


def split_notes(heading: str) -> tuple[str, tuple[str, ...]]:
    """Split a heading from what stands in brackets, or behind a dash or a colon."""
    text = plain(heading)
    notes = ("".join(filter(None, found.groups())).strip() for found in _NOTES.finditer(text))
    return " ".join(_NOTES.sub(" ", text).split()), tuple(filter(None, notes))


def adds_nothing(note: str) -> bool:
    """Return whether a note only says how a field is written, or that it is the client's own."""
    return bool(_NOTHING.fullmatch(note))


def speaks_of_other(text: str) -> bool:
    """Return whether a heading or a note speaks of another person, of a case, or of earlier days.

    >>> speaks_of_other("Fee earner surname"), speaks_of_other("Legal surname")
    (True, False)
    """
    return bool(_OTHER.search(plain(text)))


def turn_round(text: str) -> str | None:
    """Turn `name of client` round to `client name`; None if there is no `of`."""
    found = _OF.fullmatch(text)
    return found and f"{found[2]} {found[1]}"


def list_alternatives(text: str) -> tuple[list[str], ...]:
    """Split a heading that says one thing in several ways; empty if it does not.

    The last word may be meant for all of them.

    >>> list_alternatives("prisoner/noms no")
    (['prisoner', 'noms no'], ['prisoner no', 'noms no'])
    """
    *others, last = _ALTERNATIVES.split(text)
    if not others or not last:
        return ()
    return [*others, last], [*(f"{each} {last.split()[-1]}" for each in others), last]


def find_leading_part(heading: str) -> Field | None:
    """Return whether surname or forename comes first in a heading that lists both; else None."""
    words = [word for word in re.findall(r"[a-z]+", plain(heading)) if word not in _JOINING]
    parts = [_PARTS.get(word) for word in words]
    if not {Field.FORENAME, Field.SURNAME} <= set(parts) or None in parts:
        return None
    return next(part for part in parts if part in (Field.FORENAME, Field.SURNAME))
