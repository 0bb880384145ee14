"""The checks that one person has made, as they are recorded."""

from datetime import datetime

from prisonmail.ledger.chain.events import EventKind, read_position, tidy
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.record_rows import read_happening
from prisonmail.ledger.records import Happening
from prisonmail.system.operators import Operator

_EVENTS_LOOKED_AT = 20_000
"""Of the newest events, so that a page does not read through a year of a whole country."""
_OF_OPERATOR = ("kind = :kind", "operator = :operator")


class OwnChecks:
    """The checks of whoever is at work."""

    def __init__(self, database: Database, operator: Operator | None) -> None:
        self._database = database
        self._its = {
            "kind": EventKind.CHECKED.value,
            "operator": tidy(operator.name) if operator else None,
        }

    def find(self, number: int) -> Happening | None:
        """Return the check that is the event of a number; None if it is none, or another's."""
        query = statements.write_log_back(["number = :number", *_OF_OPERATOR])
        row = self._database.fetch_one(
            query, {**self._its, "number": number, "before": number + 1, "page": 1}
        )
        return read_happening(row) if row else None

    def list_newest(self, since: datetime, location: str | None, most: int) -> list[Happening]:
        """Return at most so many checks since then at a place, the newest first."""
        end = read_position(self._database)[1].number + 1
        only = ["number >= :first", "at >= :since", "COALESCE(location, '') = :location"]
        query = statements.write_log_back([*only, *_OF_OPERATOR])
        values = {
            "since": since.isoformat(),
            "first": end - _EVENTS_LOOKED_AT,
            "location": tidy(location) or "",
        }
        rows = self._database.fetch_all(query, {**self._its, **values, "before": end, "page": most})
        return [read_happening(row) for row in rows]
