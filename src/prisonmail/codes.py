"""The one-time code of a letter: 12 random digits and two check digits.

The check digits are ISO 7064 MOD 97-10, so that a mistyped code can be told
from one that was never issued. Unique only once a ledger has recorded it.

>>> parse("1234-5678-9012-44")
'12345678901244'
>>> parse("1234-5678-9021-44")
Traceback (most recent call last):
prisonmail.codes.MistypedCodeError: the check digits do not fit
"""

import secrets
import struct
from itertools import islice
from typing import NewType

Code = NewType("Code", str)
"""Fourteen ASCII digits whose check digits fit."""

BODY_DIGITS = 12
CODE_DIGITS = 14
_BODIES = 10**BODY_DIGITS
_EVEN = 2**64 // _BODIES * _BODIES
"""Below it, every body is as likely as any other."""
_SEPARATORS = str.maketrans(
    "", "", " -\t\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212"
)


class MistypedCodeError(ValueError):
    """The text is no code: wrong length, other characters, or wrong check digits."""


def add_check_digits(body: int) -> Code:
    """Give the code of a body: its twelve digits, and the check digits of ISO 7064 MOD 97-10.

    >>> add_check_digits(123456789012)
    '12345678901244'
    """
    shifted = body * 100
    return Code(str(shifted + 98 - shifted % 97).zfill(CODE_DIGITS))  # twice as quick as :014d


def mint(number: int) -> list[Code]:
    """Draw new codes, no two alike, with one draw from the system's source of randomness.

    >>> all(map(is_valid, mint(100)))
    True
    """
    bodies: dict[int, None] = {}
    while len(bodies) < number:
        drawn = struct.unpack(f"<{number}Q", secrets.token_bytes(8 * number))
        bodies |= dict.fromkeys(each % _BODIES for each in drawn if each < _EVEN)
    return [add_check_digits(body) for body in islice(bodies, number)]


def is_valid(digits: str) -> bool:
    """Say whether 14 ASCII digits carry the right check digits."""
    return (
        len(digits) == CODE_DIGITS
        and digits.isascii()
        and digits.isdecimal()
        and int(digits) % 97 == 1
        and 2 <= int(digits[BODY_DIGITS:]) <= 98
    )


def parse(text: str) -> Code:
    """Read a code as people type it, with any spaces or hyphens.

    Raises MistypedCodeError with the reason.

    >>> parse(" 1234 5678 9012 44 ")
    '12345678901244'
    """
    digits = text.translate(_SEPARATORS)
    if not (digits.isascii() and digits.isdecimal()):
        raise MistypedCodeError("a code has digits only")
    if len(digits) != CODE_DIGITS:
        raise MistypedCodeError(f"a code has {CODE_DIGITS} digits, this has {len(digits)}")
    if not is_valid(digits):
        raise MistypedCodeError("the check digits do not fit")
    return Code(digits)


def format_code(code: Code) -> str:
    """Write a code in groups, as it stands below the symbol.

    >>> format_code(Code("12345678901244"))
    '1234-5678-9012-44'
    """
    return f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"
