"""What desks have told a sender of the letters that arrived: each an event of its code."""

from datetime import datetime
from functools import partial

from prisonmail.codes import Code
from prisonmail.dockets.desk_report import DeskReport, ReportedCheck
from prisonmail.ledger.chain.events import EventKind, Turn
from prisonmail.ledger.chain.recording import record_several
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import docket_statements, statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.verdicts import Verdict


class Arrivals:
    """What one ledger was told."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def knows(self, key: str) -> bool:
        """Check whether a report of a desk's key was taken before."""
        rows = self._database.fetch_all(docket_statements.LEARNED, {"begin": f"{key} "})
        return bool(rows)

    def list_codes(self, batch_id: str) -> frozenset[Code]:
        """Return the codes of a batch that were checked at the prison of their letters."""
        its = {"batch_id": batch_id, "elsewhere": f"{Verdict.WRONG_PRISON} "}
        rows = self._database.fetch_all(docket_statements.ARRIVED_OF_BATCH, its)
        return frozenset(Code(row["code"]) for row in rows)

    def learn(self, report: DeskReport, digest: str, at: datetime) -> int:
        """Record the checks of codes that this ledger has issued, all or none; return their number.

        Those that were told before are not recorded again. Raises LedgerWentBack.
        """
        when = at.isoformat()
        new = list(filter(None, (self._find_new(each) for each in report.checks)))
        works = [
            partial(_learn_code, batch=batch, code=code, detail=detail, at=when)
            for batch, code, detail in dict.fromkeys(new)
        ]
        first = partial(_learn_report, detail=f"{report.key} {digest}", at=when)
        if works or not self.knows(report.key):
            record_several(self._database, self._watch, [first, *works])
        return len(works)

    def _find_new(self, check: ReportedCheck) -> tuple[str, str, str] | None:
        row = self._database.fetch_one(statements.BATCH_OF_CODE, {"code": check.code})
        if row is None:
            return None
        detail = f"{check.verdict} {check.at.isoformat()}"
        its = {"code": check.code, "detail": detail}
        if self._database.fetch_one(docket_statements.ARRIVED, its):
            return None
        return str(row["batch_id"]), check.code, detail


def _learn_report(turn: Turn, detail: str, at: str) -> None:
    turn.record(EventKind.LEARNED, at, detail=detail)


def _learn_code(turn: Turn, batch: str, code: str, detail: str, at: str) -> None:
    turn.record(EventKind.ARRIVED, at, batch_id=batch, code=code, detail=detail)
