"""Letters as rows of a table: who they are for, and where their codes stand."""

from collections.abc import Iterable
from datetime import datetime

from prisonmail import codes
from prisonmail.ledger.records import IssuedLetter
from prisonmail.reports.letters import addressee, state
from prisonmail.system import clock


def make_letter_rows(letters: Iterable[IssuedLetter], now: datetime) -> list[dict[str, str | int]]:
    """Write letters as rows."""
    return [
        {
            "code": each.code,
            "shown_code": codes.format_code(each.code),
            "sheet": each.sheet,
            "batch": each.batch_id,
            "issued": clock.long_date(clock.uk_date(each.issued_at)),
            "addressee": addressee(each),
            "prison": each.prison_name,
            "reference": each.reference or "",
            "state": state(each, now),
        }
        for each in letters
    ]
