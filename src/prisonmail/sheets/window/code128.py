"""Code 128, set C: a code's digits become the bars of its symbol.

The bar patterns are those of python-barcode, kept as a plate (`just plates`); its encoder is not
used, because version 0.16.1 loses the first pair of a code that begins with 99.

>>> encode("99345678901207")
(105, 99, 34, 56, 78, 90, 12, 7, 87, 106)
>>> find_bars(105)
(Bar(start=0, width=2), Bar(start=3, width=1), Bar(start=6, width=3))
>>> list(locate_bars("99345678901207"))[-1]
Bar(start=110, width=2)
>>> encode("123")
Traceback (most recent call last):
ValueError: set C takes pairs of digits
"""

from collections.abc import Iterator
from functools import cache
from itertools import count, groupby
from operator import mul
from typing import NamedTuple

from prisonmail.system.plate_files import read_plate_file

PLATE = (__file__, "code128.plate")

QUIET_MODULES = 10
"""Modules of white that a reader needs on each side (GS1 General Specifications 5.4.4.2)."""

MODULES = 112
"""Modules of the symbol of a code of 14 digits, quiet zones not included."""

CHARACTER_MODULES = 11
"""Modules of each character but the last."""

_START_C = 105
_STOP = 106
_CHECK_MODULUS = 103
"""The check character is the weighted sum of all values, modulo this (ISO/IEC 15417)."""


class Bar(NamedTuple):
    """A run of dark modules: its first, counted from 0, and how many there are."""

    start: int
    width: int


def encode(digits: str) -> tuple[int, ...]:
    """Encode pairs of digits as the values of characters, from start to stop.

    Raises ValueError for anything else.
    """
    if len(digits) % 2 or not (digits.isascii() and digits.isdecimal()):
        raise ValueError("set C takes pairs of digits")
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    weighted = sum(map(mul, pairs, count(1)))
    return (_START_C, *pairs, (_START_C + weighted) % _CHECK_MODULUS, _STOP)


def locate_bars(digits: str) -> Iterator[Bar]:
    """Yield all bars of a code's symbol, from its first module."""
    for place, value in enumerate(encode(digits)):
        first = place * CHARACTER_MODULES
        yield from (Bar(first + start, width) for start, width in find_bars(value))


@cache
def find_bars(value: int) -> tuple[Bar, ...]:
    """Return the bars of one character; it begins with a bar, and all but the stop end in white."""
    found = []
    at = 0
    for dark, run in groupby(_patterns()[value]):
        width = sum(1 for _ in run)
        if dark == "1":
            found.append(Bar(at, width))
        at += width
    return tuple(found)


@cache
def _patterns() -> tuple[str, ...]:
    return tuple(read_plate_file(*PLATE) or take_patterns())


def take_patterns() -> tuple[str, ...]:
    """Return what is dark and what is white in each character, as python-barcode has it."""
    from barcode.charsets import code128

    return (*code128.CODES, code128.STOP + "11")  # its encoder adds the last bar itself
