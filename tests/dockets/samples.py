"""A docket with a letter of each kind."""

from datetime import UTC, date, datetime, timedelta

from prisonmail.codes import add_check_digits
from prisonmail.dockets.docket import Docket, DocketLetter, DocketProof, DocketSender
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.sender.markings import Marking

MADE_AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
GOOD_UNTIL = datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC)


def make_letter(body: int, name: str = "Łukasz Wiśniewski", **more: object) -> DocketLetter:
    plain = {
        "code": add_check_digits(body),
        "barcode": None,
        "marking": Marking.PRISON_RULE_39,
        "name": name,
        "prison_number": "A1002XY",
        "date_of_birth": None,
        "issued_at": MADE_AT - timedelta(hours=1),
        "good_until": GOOD_UNTIL,
    }
    return DocketLetter(**{**plain, **more})  # type: ignore[arg-type]


DOCKET = Docket(
    serial=17,
    previous="ab" * 32,
    made_at=MADE_AT,
    good_until=GOOD_UNTIL,
    prison="LEI",
    sender=DocketSender(
        organisation="Greenstone Chambers",
        sender="Eric Brown",
        role="barrister",
        cjsm_address="eric.brown@greenstonechambers.co.uk.cjsm.net",
        telephone="0113 496 0000",
        address=("14 Park Square", "Leeds", "LS1 2NE"),
    ),
    key="SHA256:" + "A" * 43,
    ledger_head="14:" + "cd" * 32,
    proof=DocketProof("proved", MADE_AT - timedelta(days=3)),
    letters=(
        make_letter(1),
        make_letter(2, "Kai O’Brien", prison_number=None, date_of_birth=date(2007, 2, 28)),
        make_letter(3, barcode=Barcode("123456789012"), marking=Marking.CONFIDENTIAL_ACCESS),
    ),
    cancelled=(add_check_digits(4), add_check_digits(5)),
)
