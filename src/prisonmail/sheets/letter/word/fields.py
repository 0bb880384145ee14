r"""Merge fields of Word, and text in one style out of many runs.

>>> read_field(' MERGEFIELD  "Client name" \\* MERGEFORMAT '), read_field("MERGEFIELD Ref")
('{Client name}', '{Ref}')
>>> read_field("MERGEFIELD Ref \\* Upper") is read_field("DATE") is None
True
>>> phrases = (Phrase("Dear {Na", True), Phrase("me}\t,"), Phrase("«Ref»"))
>>> [text for text, *_ in join_phrases(phrases)]
['Dear {Name}', ' ,{Ref}']
"""

import re
from collections.abc import Iterable
from itertools import groupby

from prisonmail.sheets.letter.wording_blocks import Phrase, Phrases
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Workpiece

_MERGE = compile_late(
    r'\s*MERGEFIELD\s+(?:"([^"{}\\]+)"|([^\s"{}\\]+))(?:\s*\\\*\s*(?:MERGEFORMAT|CHARFORMAT))*\s*',
    re.IGNORECASE,
)
_TYPED = compile_late(r"«([^«»{}\n]{1,80})»")
_FIELD = compile_late(r"\{[^{}\n]*\}")
_SHOWN = frozenset(("HYPERLINK", "REF"))
"""Fields whose result is text of the letter that was there when it was saved."""


class OpenField(Workpiece):
    """A field that has begun, as Word writes it over several runs."""

    instruction: str = ""
    is_shown: bool = False
    """Whether what follows, up to its end, is text of the letter."""
    is_read: bool = False
    """Whether its instruction has ended."""


def read_field(instruction: str) -> str | None:
    """Return a merge field in braces; None if it is another field, or changes its value."""
    found = _MERGE.fullmatch(instruction)
    return f"{{{(found[1] or found[2]).strip()}}}" if found else None


def shows_result(instruction: str) -> bool:
    """Return whether a field is printed as the document has it."""
    return instruction.split()[:1] != [] and instruction.split()[0].upper() in _SHOWN


def name_field(instruction: str) -> str:
    """Name a field as Word does."""
    return " ".join(instruction.split()[:2])[:40]


def join_phrases(phrases: Iterable[Phrase]) -> Phrases:
    """Join what is in one style; a merge field has the style that it begins with."""
    signs = [(sign, each[1:]) for each in phrases for sign in each.text.replace("\t", " ")]
    text = "".join(sign for sign, _ in signs)
    styles = [style for _, style in signs]
    for pattern in (_FIELD, _TYPED):
        for found in pattern.finditer(text):
            styles[found.start() : found.end()] = [styles[found.start()]] * len(found[0])
    placed = zip(_TYPED.sub(lambda found: f"{{{found[1]}}}", text), styles, strict=True)
    return tuple(
        Phrase("".join(sign for sign, _ in run), *style)
        for style, run in groupby(placed, key=lambda each: each[1])
    )
