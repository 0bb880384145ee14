"""A text by which letters and people are looked for.

>>> fold_for_search("ŁUKASZ Søren O’Dowd-Hart")
'lukasz soren odowd hart'
"""

from prisonmail.ledger.issued.correspondence import Trace
from prisonmail.letters.folded_name import fold_name
from prisonmail.letters.person import Person

_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)
"""Letters that are no others with an accent, and are typed as these."""


class SearchedText:
    """A text that is looked for, in the forms in which it may stand in a letter or an entry."""

    def __init__(self, text: str) -> None:
        has_digits = any(letter.isdigit() for letter in text)
        self._words = () if has_digits else tuple(fold_for_search(text).split())
        self._number = "".join(text.split()).upper() if has_digits else ""
        self._reference = " ".join(text.split()).casefold()

    def is_in(self, trace: Trace | Person) -> bool:
        """Check whether one has it: all words in the name, or the rest as it is typed."""
        if self._number and self._number in (trace.prison_number or ""):
            return True
        if self._reference in trace.reference.casefold():
            return True
        name = fold_for_search(trace.name) if self._words else ""
        return bool(self._words) and all(word in name for word in self._words)


def fold_for_search(text: str) -> str:
    """Return a name as it is looked for: in small letters that any keyboard has."""
    return " ".join(fold_name(text)).translate(_STROKES)
