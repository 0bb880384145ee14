"""A ledger's key as it is written on paper: groups of letters, each with two check digits.

No letter looks like another or like a digit. The digits are of MOD 97 over the group and its
number: one wrong letter, two that changed places, or a group in the place of another never fit.

>>> groups = spell_key(LedgerKey(bytes(range(200, 232))))
>>> groups[0], len(groups)
('ABXB-40', 15)
>>> read_key(groups) == LedgerKey(bytes(range(200, 232)))
True
>>> find_wrong([groups[0], groups[0], "abxb40"])
[2, 3]
"""

import re
from collections.abc import Sequence

from prisonmail.errors import InputMissing
from prisonmail.ledger.database.cipher import KEY_BYTES, LedgerKey
from prisonmail.system.late_pattern import compile_late

LETTERS = "ABCDEFGHJKMNPRSTVWXYZ"
GROUPS = 15
_SIZE = 4
_MODULUS = 97
_OF_GROUP = len(LETTERS) ** _SIZE
_LOOK = compile_late(f"([{LETTERS}]{{{_SIZE}}})-?([0-9]{{2}})")


def spell_key(key: LedgerKey) -> tuple[str, ...]:
    """Return the groups of a key, the first one first."""
    number, found = int.from_bytes(key.secret), []
    for place in range(GROUPS, 0, -1):
        number, value = divmod(number, _OF_GROUP)
        found.append(f"{_spell(value)}-{_check_digits(place, value)}")
    return tuple(reversed(found))


def find_wrong(groups: Sequence[str], first: int = 1) -> list[int]:
    """Return the numbers of the groups that cannot be right; the first of these has that number."""
    numbered = enumerate(groups, start=first)
    return [place for place, group in numbered if _read_group(place, group) is None]


def read_key(groups: Sequence[str]) -> LedgerKey:
    """Return the key of its groups, none of which is wrong. Raises InputMissing if it is none."""
    number = 0
    for place, group in enumerate(groups, start=1):
        number = number * _OF_GROUP + (_read_group(place, group) or 0)
    if len(groups) != GROUPS or number >= 1 << KEY_BYTES * 8:
        raise InputMissing("This is not the key of a ledger.", "Read it off the paper once more.")
    return LedgerKey(number.to_bytes(KEY_BYTES))


def split_groups(text: str) -> list[str]:
    """Return the groups in what was typed, with or without spaces between and within them."""
    whole, size = re.sub("[^A-Z0-9]", "", text.upper()), _SIZE + 2
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def _read_group(place: int, group: str) -> int | None:
    found = _LOOK.fullmatch(group.upper())
    if not found:
        return None
    value = 0
    for letter in found[1]:
        value = value * len(LETTERS) + LETTERS.index(letter)
    return value if _check_digits(place, value) == found[2] else None


def _spell(value: int) -> str:
    letters = []
    for _ in range(_SIZE):
        value, index = divmod(value, len(LETTERS))
        letters.append(LETTERS[index])
    return "".join(reversed(letters))


def _check_digits(place: int, value: int) -> str:
    return f"{(place * _OF_GROUP + value) % _MODULUS:02}"
