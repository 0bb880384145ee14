"""Notes that stand outside the rows of a list: in a title, or below the last person.

Such lines are skipped, but they may say that somebody is to get no letter, or that rows are
missing. Then the user has to read them.

>>> is_note(["Ann Hart was released 3/10/2026"]), is_note(["Clients in custody"])
(True, False)
>>> is_note(["Notes:", "A1001XY has died"]), is_note(["Excludes released clients"])
(True, False)
"""

import re
from collections.abc import Sequence

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.prison_number import find_prison_numbers
from prisonmail.system.late_pattern import compile_late

_LONGEST = 300
"""Characters of a line that are looked at."""
_NOTE = compile_late(r"\W*(?:notes?|n\.?b|please note|important|warning)\b", re.IGNORECASE)
_AGAINST = compile_late(
    r"\b(?:released|discharged|deceased|died|dead|passed away|deported|absconded|truncated)\b"
    r"|\b(?:has|have|was|were|been|is|now) (?:been )?(?:moved|transferred)\b"
    r"|\bis (?:now|currently) (?:at|in)\b"
    r"|\b(?:(?:do|must|should) not|not to be|never|don['’]?t|no longer) (?:be )?"
    r"(?:contact|writ|mail|post|sen[dt]|correspond|print)"
    r"|^\W*(?:former|ex|closed|archived|inactive|past)[ -](?:clients?|files?|matters?|cases)\b"
    r"|\bshowing (?:\d+ (?:to|[-–]) )?(\d+) of (?!\1\b)\d"
    r"|\blimited to (?:the )?(?:first |top )?\d+|\b(?:first|top) \d+ (?:rows|records)\b",
    re.IGNORECASE,
)
"""What speaks against a letter to somebody, or of rows that are missing."""
_HARMLESS = compile_late(
    r"^\W*(?:applied filter|filter|criteria|parameter|copyright|exclud|includ|where\b)|"
    r"\b(?:exclud\w+|except|unless|other than|confidential|recipients?|outside|externally|"
    r"not (?:yet )?(?:been )?(?:released|discharged|deceased|dead|truncated)|"
    r"report (?:was )?released)\b",
    re.IGNORECASE,
)


def is_note(filled: Sequence[str]) -> bool:
    """Return whether the filled cells of a line speak against a letter, or of missing rows."""
    if not filled or (len(filled) > 1 and not _NOTE.match(filled[0])):
        return False
    text = " ".join(filled)[:_LONGEST]
    if _HARMLESS.search(text):
        return False
    return _AGAINST.search(text) is not None or any(find_prison_numbers(text.split()))


def describe_note(text: str) -> Fault:
    """Warn of a line that is skipped, and may speak against a letter."""
    return Fault(
        "PW631",
        f"`{text[:_LONGEST]}` stands outside the rows of the list, and yet there are letters",
        "Read it before you post the letters. If a person must get none, remove the row; if rows "
        "are missing, export the list again.",
    )
