"""The one-time code of a letter: 12 random digits and two check digits.

The check digits are ISO 7064 MOD 97-10, which tell a mistyped code from one that
was never issued. A code is unique only once a ledger has recorded it.

>>> parse("12345-67890-1244")
'12345678901244'
>>> parse("12345-67890-2144")
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
"""The largest multiple of all bodies in 64 bits: below it, every body is equally likely."""
_SEPARATORS = str.maketrans(  # spaces, hyphens and dashes, as keyboards and documents have them
    "", "", " -\t\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212"
)


class MistypedCodeError(ValueError):
    """The text is not a code: wrong length, other characters, or wrong check digits."""


def add_check_digits(body: int) -> Code:
    """Return a body's code: its twelve digits and their check digits (ISO 7064 MOD 97-10).

    >>> add_check_digits(123456789012)
    '12345678901244'
    """
    shifted = body * 100
    return Code(str(shifted + 98 - shifted % 97).zfill(CODE_DIGITS))  # twice as quick as :014d


def mint(number: int) -> list[Code]:
    """Draw new codes, no two alike, from the system's source of randomness.

    One draw of all bytes is many times as quick as one draw for each code.

    >>> all(map(is_valid, mint(100)))
    True
    """
    bodies: dict[int, None] = {}
    while len(bodies) < number:
        drawn = struct.unpack(f"<{number}Q", secrets.token_bytes(8 * number))
        bodies |= dict.fromkeys(each % _BODIES for each in drawn if each < _EVEN)
    return [add_check_digits(body) for body in islice(bodies, number)]


def is_valid(digits: str) -> bool:
    """Check whether a text is 14 ASCII digits with the right check digits."""
    return (
        len(digits) == CODE_DIGITS
        and digits.isascii()
        and digits.isdecimal()
        and int(digits) % 97 == 1
        and 2 <= int(digits[BODY_DIGITS:]) <= 98  # 00, 01 and 99 pass the sum, but are never made
    )


def drop_scanner_prefix(text: str) -> str:
    """Return what was scanned, without what some scanners put before it.

    That is `]`, a letter for the kind of barcode and a character for its variant (ISO/IEC 15424).

    >>> drop_scanner_prefix("]C012345678901244")
    '12345678901244'
    """
    scanned = text.strip()
    prefixed = scanned[:1] == "]" and scanned[1:3].isalnum() and scanned[1:2].isalpha()
    return scanned[3:] if prefixed else scanned


def join_groups(text: str) -> str:
    """Return what was typed or scanned without spaces, hyphens or a scanner's prefix.

    >>> join_groups(" 12345-67890 1244 ")
    '12345678901244'
    """
    return drop_scanner_prefix(text).translate(_SEPARATORS)


def parse(text: str) -> Code:
    """Read a code as people type or scan it, in any groups, with spaces or hyphens.

    Raises MistypedCodeError, with the reason, if it is not a code.

    >>> parse(" 1234 5678 9012 44 ")
    '12345678901244'
    """
    digits = join_groups(text)
    if not (digits.isascii() and digits.isdecimal()):
        raise MistypedCodeError("a code has digits only")
    if len(digits) != CODE_DIGITS:
        raise MistypedCodeError(f"a code has {CODE_DIGITS} digits, this has {len(digits)}")
    if not is_valid(digits):
        raise MistypedCodeError("the check digits do not fit")
    return Code(digits)


def format_code(code: Code) -> str:
    """Write a code in groups, as it is printed below the barcode.

    They are 5-5-4, so that nobody takes it for a barcode of the Ministry's own, which are 4-4-4.

    >>> format_code(Code("12345678901244"))
    '12345-67890-1244'
    """
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"
