"""What the Ministry's own service answers about a barcode, field by field, and in the same words.

The fields are those of ministryofjustice/send-legal-mail-to-prisons-api (`ErrorCodes.kt`,
`BarcodeResource.kt`), which has no answer for more than these five. Any other becomes the one of
them that has the letter treated alike.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from prisonmail.reports import verdicts
from prisonmail.system import clock
from prisonmail.system.record import Record
from prisonmail.use_cases.desk.prison_named import find_exactly
from prisonmail.use_cases.verify import Answer, Entry, Verdict


class MinistryAnswer(Record, frozen=True):
    """A status of HTTP, and the document that goes with it."""

    status: HTTPStatus
    document: Mapping[str, Any]


def answer_check(answer: Answer) -> MinistryAnswer:
    """Say what came of a check."""
    entry = answer.entry
    if entry is None:
        return _refuse_unknown(answer)
    match answer.verdict:
        case Verdict.READY:
            return MinistryAnswer(HTTPStatus.OK, {"createdBy": _name_sender(entry)})
        case Verdict.DUPLICATE:
            return _refuse(answer, HTTPStatus.BAD_REQUEST, "DUPLICATE", **_first_check(entry))
        case Verdict.EXPIRED:
            return _refuse(answer, HTTPStatus.BAD_REQUEST, "EXPIRED", **_age(entry))
        case Verdict.RANDOM_CHECK | Verdict.MORE_CHECKS | Verdict.WRONG_PRISON:
            its = {"createdBy": _name_sender(entry)}
            return _refuse(answer, HTTPStatus.BAD_REQUEST, "RANDOM_CHECK", **its)
        case _:
            return _refuse_unknown(answer)


def answer_more_checks(answer: Answer) -> MinistryAnswer | None:
    """Say that more checks are recorded, by None; or that there is no such letter."""
    if answer.verdict is Verdict.MORE_CHECKS:
        return None
    return _refuse_unknown(answer)


def make_error(
    status: HTTPStatus, code: str, message: str, **more: str | int | None
) -> MinistryAnswer:
    """Make the body that every error has. What is None is left out.

    >>> make_error(HTTPStatus.NOT_FOUND, "NOT_FOUND", "Not found").document["errorCode"]
    {'code': 'NOT_FOUND', 'userMessage': 'Not found'}
    """
    told = {name: value for name, value in more.items() if value is not None}
    error = {"code": code, "userMessage": message, **told}
    return MinistryAnswer(status, {"status": int(status), "errorCode": error})


def _refuse_unknown(answer: Answer) -> MinistryAnswer:
    """Say that there is no such letter to deliver, or that the ledger cannot be relied on."""
    if answer.verdict is Verdict.LEDGER_WENT_BACK:
        return _refuse(answer, HTTPStatus.SERVICE_UNAVAILABLE, "DOWNSTREAM")
    return _refuse(answer, HTTPStatus.NOT_FOUND, "NOT_FOUND")


def _refuse(
    answer: Answer, status: HTTPStatus, code: str, **more: str | int | None
) -> MinistryAnswer:
    return make_error(status, code, verdicts.message(answer), **more)


def _name_sender(entry: Entry) -> str:
    return entry.organisation or entry.cjsm_address


def _first_check(entry: Entry) -> dict[str, str | None]:
    first, born = entry.first_check, entry.date_of_birth
    place = first.location if first else None
    return {
        "scannedDate": _write_instant(first.at) if first else None,
        "scannedLocation": place and (find_exactly(place) or place),
        "createdBy": _name_sender(entry),
        "recipientName": entry.name,
        "recipientPrisonNumber": entry.prison_number,
        "recipientDob": born.isoformat() if born and not entry.prison_number else None,
    }


def _age(entry: Entry) -> dict[str, str | int]:
    good = clock.uk_date(entry.expires_at) - clock.uk_date(entry.issued_at)
    return {
        "createdDate": _write_instant(entry.issued_at),
        "barcodeExpiryDays": good.days,
        "createdBy": _name_sender(entry),
    }


def _write_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
