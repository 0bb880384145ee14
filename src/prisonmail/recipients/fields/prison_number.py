"""Prison numbers: a letter, four digits, two letters. Other numbers are recognised and named.

>>> read_prison_number("a 1001-xy.")
'A1001XY'
>>> fault = read_prison_number("A1O01XY")
>>> fault.suggestion, fault.mark.label
('A1001XY', 'letter `O` where a digit belongs')
"""

import re
from collections.abc import Iterable

from prisonmail.problems.problem import Fault, Mark
from prisonmail.recipients.fields import damage
from prisonmail.recipients.fields.cell import clean
from prisonmail.system.late_pattern import compile_late

_SHAPE = "LDDDDLL"
NUMBER = compile_late(r"[A-Z]\d{4}[A-Z]{2}", re.ASCII)
_SEVERAL = compile_late(r"\b[A-Z]\d{4}[A-Z]{2}\b", re.ASCII)
_PUNCTUATION = compile_late(r"[\s.\-‐‑–]")
# In this order: the first shape that fits is named.
_OTHERS = (
    (r"[A-Z]{2}\d{4}", "an old style of prison number, from before people kept one for life"),
    (r"\d{5}[A-Z]", "a book number, which is of one stay in prison"),
    (r"\d{2,4}/\d{1,7}[A-Z]", "a PNC number, which the police use"),
    (r"\d{1,6}/\d{2}[A-Z]", "a CRO number, which the police use"),
    (r"[A-Z]{2}\d{6}[A-D]", "a National Insurance number"),
    (r"\d{6}/\d{3}", "a unique file number (UFN)"),
    (r"\d{8}/[A-Z]/[A-Z]{1,4}", "a unique client number (UCN)"),
    (r"\d{2}[A-Z0-9]{2}\d{7}", "a unique reference number (URN) of the court"),
    (r"[A-Z]\d{6}", "a CRN, which the probation service uses"),
    (r"\d{7}", "seven digits, as a MAAT ID is"),
    (r"\d{10}", "ten digits, as an NHS number is"),
)
_DIGIT_LIKE = str.maketrans("OQDILZSBG", "000112586")
_LETTER_LIKE = str.maketrans("012586", "OIZSBG")
_WHAT_IT_IS = "It is a letter, four digits and two letters, like A1234BC."


def read_prison_number(text: str) -> str | Fault:
    """Read a prison number. An O for a 0 is pointed out, and never corrected silently."""
    if NUMBER.fullmatch(text):
        return text
    compact = _PUNCTUATION.sub("", text.lstrip("'")).upper()
    if NUMBER.fullmatch(compact):
        return compact
    if fault := damage.find_disguised_letter(text):
        return fault
    return _fault(text, compact)


def _fault(text: str, compact: str) -> Fault:
    if len(_SEVERAL.findall(text.upper())) > 1:
        return Fault(
            "PM204",
            f"`{text}` is more than one prison number",
            "Keep the one that is the person's.",
        )
    for pattern, name in _OTHERS:
        if re.fullmatch(pattern, compact, re.ASCII):
            return Fault(
                "PM204",
                f"`{text}` is not a prison number: it looks like {name}",
                f"{_WHAT_IT_IS} Ask the prison for it, or leave the cell empty and give the date "
                "of birth.",
            )
    if len(compact) == len(_SHAPE):
        return _one_letter_off(text, compact)
    return Fault(
        "PM204",
        f"`{text}` is not a prison number{_miscounted(compact)}",
        f"{_WHAT_IT_IS} Correct the cell.",
    )


def _miscounted(compact: str) -> str:
    parts = re.fullmatch(r"([A-Z]*)(\d+)([A-Z]*)", compact, re.ASCII)
    if parts is None:
        return ""
    for part, wanted, what in ((1, 1, "letter"), (2, 4, "digit"), (3, 2, "letter")):
        found = len(parts[part])
        if found != wanted:
            where = {1: " at the start", 2: "", 3: " at the end"}[part]
            return f": it has {found} {what}{'' if found == 1 else 's'}{where}, not {wanted}"
    return ""


def _one_letter_off(text: str, compact: str) -> Fault:
    suggestion = _swapped(compact)
    remedy = f"{_WHAT_IT_IS} Correct the cell."
    if suggestion:
        remedy = f"Did you mean `{suggestion}`? Check it with the prison, then correct the cell."
    mark = _first_wrong(compact)
    if mark and len(text) == len(compact):
        label = mark.label.replace(f"`{compact[mark.offset]}`", f"`{text[mark.offset]}`")
        mark = Mark(mark.offset, label)
    return Fault(
        "PM204",
        f"`{text}` is not a prison number",
        remedy,
        suggestion,
        mark if len(text) == len(compact) else None,
    )


def _first_wrong(compact: str) -> Mark | None:
    """Mark the first character that is a letter instead of a digit, or the other way round."""
    for offset, (letter, wanted) in enumerate(zip(compact, _SHAPE, strict=True)):
        if wanted == "D" and not letter.isdigit():
            kind = "letter" if letter.isalpha() else "the character"
            return Mark(offset, f"{kind} `{letter}` where a digit belongs")
        if wanted == "L" and not letter.isalpha():
            kind = "digit" if letter.isdigit() else "the character"
            return Mark(offset, f"{kind} `{letter}` where a letter belongs")
    return None


def _swapped(compact: str) -> str | None:
    swapped = (
        compact[0].translate(_LETTER_LIKE)
        + compact[1:5].translate(_DIGIT_LIKE)
        + compact[5:].translate(_LETTER_LIKE)
    )
    return swapped if NUMBER.fullmatch(swapped) else None


def find_prison_numbers(cells: Iterable[str]) -> list[str]:
    """Find the prison numbers of a row of which nobody knows what its columns hold.

    >>> find_prison_numbers(["Ann Hart", "a1001xy", "HMP Leeds"])
    ['A1001XY']
    """
    found = (read_prison_number(text) for text in map(clean, cells) if text)
    return [number for number in found if not isinstance(number, Fault)]
