"""The use case: the twelve digits that the Ministry's own service has become a verdict."""

from datetime import datetime

from prisonmail.letters.hmpps_barcode import NotABarcodeError, parse_barcode
from prisonmail.use_cases.verify import Answer, Desk, Prepare


def answer_barcode(desk: Desk, text: str, now: datetime, prepare: Prepare) -> Answer:
    """Answer for a code, its first twelve digits, or the barcode of HMPPS on a letter.

    The check is recorded, as `Desk.answer` does it. Raises InputMissing and OutputRefused.
    """
    try:
        barcode = parse_barcode(text)
    except NotABarcodeError:
        return desk.answer(text, now, prepare)
    return desk.answer(desk.ledger.find_code(barcode), now, prepare)
