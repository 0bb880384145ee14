"""Barcodes of the Ministry's own service, Send Legal Mail, that a firm has had made for letters.

They are 12 digits without check digits, shown 4-4-4, and good for 28 days from when the service
made them (ministryofjustice/send-legal-mail-to-prisons-api: BarcodeGeneratorService.kt and
application.yml). Prisons check them on screens of their own. None is ever made here.

>>> format_barcode(parse_barcode("123456789012"))
'1234-5678-9012'
>>> parse_barcode("1234-5678-901")
Traceback (most recent call last):
prisonmail.letters.hmpps_barcode.NotABarcodeError: a barcode of HMPPS has 12 digits, this has 11
"""

from typing import NewType

from prisonmail import codes

Barcode = NewType("Barcode", str)
"""Twelve ASCII digits."""

BARCODE_DIGITS = 12
GOOD_DAYS = 28
"""How long the service answers for a barcode, from the day on which it made it."""
WHERE_CHECKED = "in Send Legal Mail, the barcode service of HM Prison and Probation Service"


class NotABarcodeError(ValueError):
    """The text is not a barcode of HMPPS: wrong length, or other characters."""


def parse_barcode(text: str) -> Barcode:
    """Read a barcode as it is typed, scanned or copied, with any spaces or hyphens.

    Raises NotABarcodeError, with the reason.

    >>> parse_barcode("]C0012345678901")
    '012345678901'
    """
    digits = codes.join_groups(text)
    if not (digits.isascii() and digits.isdecimal()):
        raise NotABarcodeError("a barcode of HMPPS has digits only")
    if len(digits) != BARCODE_DIGITS:
        raise NotABarcodeError(
            f"a barcode of HMPPS has {BARCODE_DIGITS} digits, this has {len(digits)}"
        )
    return Barcode(digits)


def is_barcode(text: str) -> bool:
    """Check whether a text has the shape of such a barcode.

    >>> is_barcode("1234-5678-9012"), is_barcode("12345-67890-1244")
    (True, False)
    """
    try:
        parse_barcode(text)
    except NotABarcodeError:
        return False
    return True


def format_barcode(barcode: str) -> str:
    """Write a barcode in groups, as the service prints it."""
    return f"{barcode[:4]}-{barcode[4:8]}-{barcode[8:]}"
