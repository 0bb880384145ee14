"""Barcodes of HMPPS on letters of the ledger: each stands on one letter that is not cancelled.

A cancelled letter leaves its barcode free, since the service that made it knows nothing of us.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from prisonmail.codes import Code
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.letters.hmpps_barcode import Barcode

_AT_ONCE = 500
"""Barcodes asked for with one statement."""
_CLAIM = "barcodes of HMPPS"


class BarcodeUsedError(Exception):
    """Raised for a barcode that stands on another letter."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code
        """The code of that letter."""


def find_used(database: Database, wanted: Iterable[Barcode]) -> Mapping[Barcode, Code]:
    """Return the codes of letters, not cancelled, that have some barcodes."""
    remaining, found = iter(wanted), {}
    while some := list(islice(remaining, _AT_ONCE)):
        values = {f"barcode{number}": barcode for number, barcode in enumerate(some)}
        rows = database.fetch_all(statements.write_find_barcodes(len(some)), values)
        found.update({row["barcode"]: row["code"] for row in rows})
    return found


def refuse_used(
    database: Database, wanted: Iterable[Barcode], given_up: Collection[Code] = ()
) -> None:
    """Raise BarcodeUsedError if one of some barcodes stands on a letter that is not cancelled.

    Letters with a code that is given up are about to be.

    Within the transaction that is to record them: no other one can use them meanwhile.
    """
    some = list(wanted)
    if not some:
        return
    database.claim(_CLAIM)  # on a server two transactions do not see each other's letters
    for code in find_used(database, some).values():
        if code not in given_up:
            raise BarcodeUsedError(code)
