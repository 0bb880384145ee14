"""What tests of reports share: a letter of the ledger, and what became of it."""

from datetime import UTC, date, datetime
from typing import Any

from prisonmail.codes import Code
from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.verdicts import Cancellation, FirstCheck
from prisonmail.system.record import replace
from tests.conftest import ISSUED_AT

CODE = Code("12345678901244")
EXPIRES_AT = datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC)
CHECKED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FIRST_CHECK = FirstCheck(CHECKED_AT, "HMP Leeds", "A. Patel")
CANCELLATION = Cancellation(CHECKED_AT, "wrong enclosure")
ENTRY = IssuedLetter(
    code=CODE,
    batch_id="20261121-7F3K",
    sheet=3,
    line=4,
    marking="Prison Rule 39",
    prison="LEI",
    prison_name="HMP Leeds",
    address=("HMP Leeds", "2 Gloucester Terrace", "LEEDS", "LS12 2TJ"),
    organisation="Greenstone Chambers",
    cjsm_address="eric.brown@greenstonechambers.co.uk.cjsm.net",
    telephone="0113 496 0000",
    issued_at=ISSUED_AT,
    expires_at=EXPIRES_AT,
    random_check=0,
    first_check=None,
    cancellation=None,
    name="Tarquin Oddwell",
    prison_number="A1001XY",
    date_of_birth=None,
    reference="C/1201/JE",
)
ERASED: dict[str, Any] = dict.fromkeys(("name", "prison_number", "date_of_birth", "reference"))
BORN = date(1991, 7, 2)


def entry(**changed: Any) -> IssuedLetter:
    """The letter, with some of it changed."""
    return replace(ENTRY, **changed)
