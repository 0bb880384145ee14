"""Words for an empty cell, such as NULL and nan, in a name: never printed, and never guessed.

Null, Nil, Nan and Na are names too. Beside other names their capitals tell: programs write NULL and
nan, people Null and Nan.

>>> find_word_for_empty("Ardal NULL Finchcombe").suggestion
'Ardal Finchcombe'
>>> find_word_for_empty("Nan Finchcombe") is None
True
>>> doubt_part("NULL", ["Ardal"], "Ardal NULL") is None
True
>>> doubt_part("Null", ["Ardal"], "Ardal Null").code
'PM216'
"""

import re
from collections.abc import Sequence

from prisonmail.problems.problem import Fault, Mark
from prisonmail.system.late_pattern import compile_late

_NAMES_TOO = frozenset(("null", "nil", "nan", "na"))
_NEVER_NAMES = frozenset(
    (
        "nat", "none", "undefined", "(null)", "<null>", "[null]", "(none)", "<none>", "(blank)",
        "(empty)", "\\n", "n/a", "#n/a",
    )
)  # fmt: skip
_WORDS = _NAMES_TOO | _NEVER_NAMES
# Other capitals than these may be a name: `Nan Hart`, `NIL Ravi`, `NA Young`.
_OF_PROGRAMS = frozenset(("NULL", "null", "nan", "NaN", "nil"))
_NULL_BEFORE_NAME = compile_late(r"Null +[^\W\d_]")
"""Null is a surname at most, so it is a name only as the last word, or before a comma."""
_BETWEEN = compile_late(r"[\s,;]+")
_TOKEN = compile_late(r"[^\s,;]+")


def may_be_name(text: str) -> bool:
    """Return whether a word for an empty cell may be a name."""
    return len(text) <= 4 and text.casefold() in _NAMES_TOO


def doubt_part(word: str, others: Sequence[str], whole: str) -> Fault | None:
    """Doubt whether such a word, alone in its cell, is a name; None if it is surely an empty cell.

    The other parts of the name tell: in a list in capitals NULL may be a name in capitals.
    """
    written_alike = str.isupper if word.isupper() else str.islower
    if not word.istitle() and not (others and all(map(written_alike, others))):
        return None
    stated = whole.replace(word, word.title()) if others else f"Ann {word.title()}"
    return Fault(
        "PM216",
        f"`{word}` is a name, or a word for an empty cell",
        "If there is no such name, leave this cell empty. If there is, write the whole name in one "
        f"cell, like `{stated}`, and leave the other empty.",
    )


def find_word_for_empty(text: str) -> Fault | None:
    """Find a word for an empty cell beside other words of a name."""
    if _WORDS.isdisjoint(text.casefold().replace(",", " ").replace(";", " ").split()):
        return None
    found = [token for token in _TOKEN.finditer(text) if _is_for_empty(token)]
    if not found:
        return None
    rest = text
    for token in reversed(found):
        rest = rest[: token.start()].rstrip() + rest[token.end() :]
    rest = rest.strip(",; ")
    meant = f"Did you mean `{rest}`? " if len(_BETWEEN.split(rest)) > 1 else ""
    return Fault(
        "PM216",
        f"`{text}` has `{found[0][0]}` in it, a word that programs write for an empty cell",
        f"{meant}Write only the name in this cell.",
        rest if meant else None,
        Mark(found[0].start(), "a word for an empty cell"),
    )


def _is_for_empty(token: re.Match[str]) -> bool:
    word = token[0]
    if word.casefold() in _NEVER_NAMES or word in _OF_PROGRAMS:
        return True
    return word == "Null" and _NULL_BEFORE_NAME.match(token.string, token.start()) is not None
