"""The ledger: records every code that is issued and every check that is made."""

import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime

from prisonmail import clock
from prisonmail.codes import Code
from prisonmail.drafts import Drafts, Issued
from prisonmail.ledger import chain, issuing, statements
from prisonmail.ledger.database import Database, Row, Values, pages
from prisonmail.ledger.events import Kind, Remark
from prisonmail.ledger.records import Check, Entry, Happening, Summary
from prisonmail.ledger.rows import entry, happening, summary
from prisonmail.ledger.verdicts import Verdict, verdict
from prisonmail.letters import Batch, Letter
from prisonmail.progress import Progress, no_progress
from prisonmail.sender.sender import Sender

LONGEST_REMARK = 200
"""Characters of a place, a name or a reason that are kept."""
_UNUSABLE = (Verdict.NOT_ISSUED, Verdict.CANCELLED)
"""The verdicts that use nothing up."""


class Ledger:
    """An open ledger. Made by `open_ledger`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def issue(
        self,
        drafts: Drafts,
        sender: Sender,
        envelope: str,
        at: datetime,
        valid_days: int,
        list_digest: str = "",
        printing: str = "",
        random_check: int = 0,
        progress: Progress = no_progress,
    ) -> tuple[Batch, Issued]:
        """Give every draft a code and record batch and letters, all of them or none."""
        wanted = Batch(
            id="",
            issued_at=at,
            expires_at=clock.expiry(at, valid_days),
            sender=sender,
            envelope=envelope,
            size=len(drafts),
            printing=printing,
            random_check=random_check,
        )
        return issuing.issue(self.database, drafts, wanted, list_digest, progress)

    def check(
        self,
        code: Code,
        at: datetime,
        location: str | None = None,
        by: str | None = None,
        *,
        more_checks: bool = False,
        draw: Callable[[], int] = lambda: secrets.randbelow(100),
    ) -> Check:
        """Answer for a code and record the check, which uses the code up."""
        remark = Remark(_kept(location), _kept(by))
        with chain.turn(self.database) as turn:
            found = self.entry(code)
            standing = found.standing if found else None
            answer = verdict(standing, at, draw(), more_checks=more_checks)
            with self.database.together():
                turn.record(Kind.CHECKED, at.isoformat(), code=code, detail=answer, remark=remark)
                if answer not in _UNUSABLE:
                    use = {"event": turn.number, "code": code}
                    self.database.execute(statements.USE_UP, use)
        return Check(answer, found)

    def peek(self, code: Code, at: datetime) -> Check:
        """Answer for a code and record nothing; a random check is never asked for."""
        found = self.entry(code)
        return Check(verdict(found.standing if found else None, at), found)

    def record_mistyped(
        self, text: str, at: datetime, location: str | None, by: str | None
    ) -> None:
        """Record that somebody tried something that is no code."""
        remark = Remark(_kept(location), _kept(by), _kept(text))
        with chain.turn(self.database) as turn:
            turn.record(Kind.CHECKED, at.isoformat(), detail=Verdict.MISTYPED, remark=remark)

    def cancel_letter(self, found: Entry, reason: str, at: datetime) -> int:
        """Cancel a letter; gives 0 where it was cancelled before."""
        return self._cancel(statements.CANCEL_LETTER, found.batch_id, found.code, reason, at)

    def cancel_batch(self, batch_id: str, reason: str, at: datetime) -> int:
        """Cancel all letters of a batch that were not cancelled before; gives their number."""
        return self._cancel(statements.CANCEL_BATCH, batch_id, None, reason, at)

    def record_print(self, batch_id: str, at: datetime, code: Code | None = None) -> None:
        """Record that the paper of a batch, or of one of its letters, has been published."""
        self._record(Kind.PRINTED, batch_id, code, at)

    def record_reprint(self, batch_id: str, at: datetime, code: Code | None = None) -> None:
        """Record that paper is to be made once more."""
        self._record(Kind.REPRINT, batch_id, code, at)

    def entry(self, code: Code) -> Entry | None:
        """Give what is held of a code."""
        row = self.database.one(statements.FIND_ENTRY, {"code": code})
        if row is None:
            return None
        named = {"first_check": row["first_check"], "cancelled": row["cancelled"]}
        happened = any(number is not None for number in named.values())
        return entry(row, self._outcomes(statements.FIND_OUTCOMES, named) if happened else {})

    def entries_of(self, batch_id: str) -> Iterator[Entry]:
        """Go through what is held of a batch's codes, in sheet order."""
        its = {"batch_id": batch_id}
        for page in pages(self.database, statements.ENTRIES_OF_BATCH, "sheet", its):
            sheets = {**its, "first": page[0]["sheet"], "last": page[-1]["sheet"]}
            outcomes = self._outcomes(statements.OUTCOMES_OF_SHEETS, sheets)
            yield from (entry(row, outcomes) for row in page)

    def letters_of(self, batch_id: str) -> Iterator[Letter]:
        """Go through a batch's letters, in sheet order. Raises InputMissing where erased."""
        return (each.letter for each in self.entries_of(batch_id))

    def summaries(self, most: int) -> list[Summary]:
        """Give the newest batches first, with what became of them."""
        return [summary(row) for row in self.database.rows(statements.SUMMARIES, {"most": most})]

    def summary(self, batch_id: str) -> Summary | None:
        """Give a batch with what became of it."""
        row = self.database.one(statements.SUMMARY, {"id": batch_id})
        return summary(row) if row else None

    def count(self) -> int:
        """Give the number of batches."""
        row = self.database.one(statements.COUNT_BATCHES)
        return int(row["batches"]) if row else 0

    def history(self, batch_id: str, code: Code | None = None) -> list[Happening]:
        """Give all that happened to a batch as a whole and, where named, to one of its codes."""
        its = {"batch_id": batch_id, "code": code}
        return [happening(row) for row in self.database.rows(statements.HISTORY, its)]

    def issued_from(self, digest: str, day: date) -> str | None:
        """Name the batch that was issued on that UK day from a list with this digest."""
        last = clock.end_of_day(day).isoformat()
        first = clock.start_of_day(day).isoformat()
        its = {"digest": digest, "first": first, "last": last}
        row = self.database.one(statements.ISSUED_FROM, its)
        return str(row["id"]) if row else None

    def _outcomes(self, statement: str, values: Values) -> dict[int, Row]:
        return {row["number"]: row for row in self.database.rows(statement, values)}

    def _cancel(
        self, statement: str, batch_id: str, code: Code | None, reason: str, at: datetime
    ) -> int:
        its = {"batch_id": batch_id} if code is None else {"code": code}
        with chain.turn(self.database) as turn:
            changed = self.database.execute(statement, {**its, "event": turn.number})
            remark = Remark(remark=_kept(reason))
            turn.record(Kind.CANCELLED, at.isoformat(), batch_id=batch_id, code=code, remark=remark)
        return changed

    def _record(self, kind: Kind, batch_id: str, code: Code | None, at: datetime) -> None:
        with chain.turn(self.database) as turn:
            turn.record(kind, at.isoformat(), batch_id=batch_id, code=code)


def _kept(text: str | None) -> str | None:
    if text is None:
        return None
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_REMARK]
