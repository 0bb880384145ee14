"""Whose a batch is, as far as the ledger knows: of whoever issued it, and of whoever signs it."""

from datetime import datetime
from json import loads

from prisonmail.codes import Code
from prisonmail.ledger.chain.events import EventKind, EventNote, tidy
from prisonmail.ledger.chain.recording import record
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database


class Ownership:
    """The batches of a ledger, for whoever is at work, and who went to those of another."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def is_own(self, batch_id: str, signatory: str | None = None) -> bool:
        """Check whether who is at work has issued a batch, or signs its letters.

        Asked of one letter, by the key of who signs that; asked of a whole batch that several sign,
        it is its issuer's alone. One whose issuer is not known, because it is erased or an earlier
        prisonmail recorded it, is the signatory's alone.
        """
        row = self._database.fetch_one(statements.FIND_ISSUER, {"batch_id": batch_id})
        if row is None or self._watch.operator is None:
            return False
        owners = (row["operator"], *_name_signatories(row["sender"], signatory))
        own = _fold(self._watch.operator.name)
        return bool(own) and own in map(_fold, owners)

    def name_issuer(self, batch_id: str) -> str:
        """Return who issued a batch; nothing if that is not known, or erased."""
        row = self._database.fetch_one(statements.FIND_ISSUER, {"batch_id": batch_id})
        return str(row["operator"] or "") if row else ""

    def record_access(
        self, command: str, reason: str, at: datetime, batch_id: str | None, code: Code | None
    ) -> None:
        """Record that somebody goes to the batches of another, with which command, and why.

        Without a batch it is several. Raises LedgerWentBack.
        """
        note, when = EventNote(remark=tidy(reason)), at.isoformat()
        record(
            self._database,
            self._watch,
            lambda turn: turn.record(
                EventKind.EXCEPTIONAL,
                when,
                batch_id=batch_id,
                code=code,
                detail=command,
                note=note,
            ),
        )

    def count_accesses(self, since: datetime) -> int:
        """Return how often somebody went to the batches of another since then."""
        its = {"since": since.isoformat()}
        (row,) = self._database.fetch_all(statements.COUNT_EXCEPTIONAL, its)
        return int(row["accesses"])


def _name_signatories(packed: str, signatory: str | None) -> list[str]:
    """Return the name of who signs a letter with a key; of a batch, that of who signs it alone."""
    sender = loads(packed)
    others = sender.get("signatories", {})
    if signatory is None:
        return [] if others else [sender["name"]]
    return [others[signatory]["name"] if signatory in others else sender["name"]]


def _fold(name: str | None) -> str:
    return " ".join((tidy(name) or "").split()).casefold()
