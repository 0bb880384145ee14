"""The letters that a ledger has issued, with what became of each."""

from collections.abc import Iterator

from prisonmail.codes import Code
from prisonmail.errors import InputMissing
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row, Values, read_pages
from prisonmail.ledger.record_rows import read_letter
from prisonmail.ledger.records import IssuedLetter


def find_letter(database: Database, code: Code) -> IssuedLetter | None:
    """Return what a ledger holds of a code that it issued, or None.

    Raises InputMissing if that was changed by hand.
    """
    row = database.fetch_one(statements.FIND_LETTER, {"code": code})
    if row is None:
        return None
    if (row["used_by"], row["cancelled_by"]) != (row["first_check"], row["cancelled"]):
        raise InputMissing(
            f"The ledger {database.name} was changed by hand: what it holds of code "
            f"{code} does not agree with the checks and cancellations of it.",
            "Do not rely on its answer. See what is wrong with: prisonmail ledger check",
        )
    named = {"first_check": row["first_check"], "cancelled": row["cancelled"]}
    happened = any(number is not None for number in named.values())
    outcomes = _find_outcomes(database, statements.FIND_OUTCOMES, named) if happened else {}
    return read_letter(row, outcomes)


def read_issued(database: Database, batch_id: str) -> Iterator[IssuedLetter]:
    """Go through the letters of a batch, in sheet order."""
    its = {"batch_id": batch_id}
    for page in read_pages(database, statements.ISSUED_OF_BATCH, "sheet", its):
        sheets = {**its, "first": page[0]["sheet"], "last": page[-1]["sheet"]}
        outcomes = _find_outcomes(database, statements.OUTCOMES_OF_SHEETS, sheets)
        yield from (read_letter(row, outcomes) for row in page)


def _find_outcomes(database: Database, statement: str, values: Values) -> dict[int, Row]:
    return {row["number"]: row for row in database.fetch_all(statement, values)}
