"""Erases personal fields and keeps codes, dates, verdicts and the chain."""

from dataclasses import dataclass
from datetime import date, datetime

from prisonmail import clock
from prisonmail.errors import WrongUsage
from prisonmail.ledger import chain, statements
from prisonmail.ledger.database import Database
from prisonmail.ledger.events import Kind
from prisonmail.ledger.schema import PERSONAL_TABLES


@dataclass(frozen=True, slots=True)
class Purge:
    """What was erased."""

    recipients: int
    remarks: int
    """Checks, cancellations and batches that lost a name, a place or a reason."""


def purge(database: Database, before: date, now: datetime) -> Purge:
    """Erase the personal fields of what was issued or checked before a UK day.

    Raises WrongUsage, and erases nothing, where codes among these are still good.
    """
    its = {"before": clock.start_of_day(before).isoformat(), "now": now.isoformat()}
    with chain.turn(database) as turn:
        _refuse_good(database, its)
        recipients = database.execute(statements.ERASE_RECIPIENTS, its)
        remarks = database.execute(statements.ERASE_REMARKS, its)
        database.execute(statements.ERASE_DIGESTS, its)
        turn.record(Kind.PURGED, its["now"], detail=its["before"])
    database.vacuum(PERSONAL_TABLES)
    return Purge(recipients, remarks)


def _refuse_good(database: Database, its: dict[str, str]) -> None:
    row = database.one(statements.STILL_GOOD, its)
    if row and row["batches"]:
        first = clock.long_date(clock.uk_date(datetime.fromisoformat(row["first"])))
        raise WrongUsage(
            f"Letters issued on {first} are still good: a mailroom may ask for whom they are.",
            f"Give that day, or an earlier one: --before {first_day(row['first'])}",
        )


def first_day(moment: str) -> str:
    """Give the UK day of a recorded moment, as YYYY-MM-DD.

    >>> first_day("2026-06-30T23:30:00+00:00")
    '2026-07-01'
    """
    return clock.uk_date(datetime.fromisoformat(moment)).isoformat()
