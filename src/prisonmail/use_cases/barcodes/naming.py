"""The use case: twelve digits name a letter, as the Ministry's own service has them."""

from prisonmail.ledger.store import Ledger
from prisonmail.letters.hmpps_barcode import NotABarcodeError, parse_barcode


def find_code(ledger: Ledger, text: str) -> str:
    """Return the code that begins with twelve digits, or has them as its barcode of HMPPS.

    Any other text is returned as it is. Raises InputMissing.
    """
    try:
        return ledger.find_code(parse_barcode(text))
    except NotABarcodeError:
        return text
