"""Rules that hold for all who use a ledger: the last event that set one is what holds."""

from datetime import datetime
from enum import StrEnum

from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.chain.recording import record
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database

YES = "yes"
"""The value of a rule that holds or does not."""


class Policy(StrEnum):
    """The rules that there are."""

    REQUIRE_PROOF = "require-proof"
    """`yes` if nothing is issued for a sender whose mailbox was not proved."""
    OWN_BATCHES_ONLY = "own-batches-only"
    """`yes` if nobody goes to the batches of another without saying why."""
    PRISON = "prison"
    """The code of the prison that this ledger is a desk of."""
    RETENTION_DAYS = "retention-days"
    """For how many days people are kept, where no profile says it."""


class Policies:
    """The rules of one ledger."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def find(self, policy: Policy) -> str:
        """Return what was set last, empty if nothing was."""
        row = self._database.fetch_one(statements.READ_POLICY, {"name": _begin(policy)})
        return str(row["detail"]).removeprefix(_begin(policy)) if row else ""

    def set(self, policy: Policy, value: str, at: datetime) -> None:
        """Set a rule from now on; an empty value ends it. Raises LedgerWentBack."""
        detail = f"{_begin(policy)}{value}"
        record(
            self._database,
            self._watch,
            lambda turn: turn.record(EventKind.POLICY, at.isoformat(), detail=detail),
        )


def read_days(value: str) -> int | None:
    """Return a rule's number of days; None if it was not set, or was changed by hand.

    >>> read_days("365"), read_days("")
    (365, None)
    """
    return int(value) if value.isascii() and value.isdecimal() and int(value) else None


def _begin(policy: Policy) -> str:
    return f"{policy}="
