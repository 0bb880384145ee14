"""The ledger: records every code that is issued and every check that is made."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime
from typing import BinaryIO, TypeVar

from prisonmail.codes import Code, add_check_digits
from prisonmail.ledger import copies, log
from prisonmail.ledger.apart.kept_apart import Sighting
from prisonmail.ledger.chain.audit import Audit, examine
from prisonmail.ledger.chain.events import (
    EventKind,
    EventNote,
    Turn,
    read_position,
    tidy,
)
from prisonmail.ledger.chain.recording import accept_head, record
from prisonmail.ledger.chain.signed_heads import record_signature
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.cipher import LedgerKey
from prisonmail.ledger.database.database import Row, persist
from prisonmail.ledger.database.schema import TABLES
from prisonmail.ledger.desk.checking import Outcome, Question, check_all
from prisonmail.ledger.head import Head
from prisonmail.ledger.issued import barcodes, issuing
from prisonmail.ledger.people.writing import Learnt
from prisonmail.ledger.record_rows import find_letter, read_happening, read_issued, read_summary
from prisonmail.ledger.records import (
    Check,
    Entry,
    Happening,
    IssuedLetter,
    Purge,
    Summary,
)
from prisonmail.ledger.subjects import LedgerSubjects
from prisonmail.ledger.verdicts import Verdict, judge
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Batch, Letter
from prisonmail.letters.packed_letters import Drafts, PackedLetters
from prisonmail.sender.sender import Sender
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from prisonmail.system.progress import Progress, no_progress

T = TypeVar("T")


class Ledger(LedgerSubjects):
    """An open ledger. Made by `open_ledger`."""

    tables = TABLES
    """The names of its tables."""

    def name_operator(self, by: str | None) -> "Ledger":
        """Return the same open ledger, at which somebody else is at work."""
        return Ledger(self._database, find_operator(by))

    @property
    def key(self) -> LedgerKey | None:
        """The key that it is encrypted with."""
        return self._database.key

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
        once_on: date | None = None,
        replaced: issuing.Replacement | None = None,
        order_key: str | None = None,
        signatories: Mapping[str, Sender] | None = None,
        remembered: Learnt | None = None,
    ) -> tuple[Batch, PackedLetters]:
        """Record a batch, and a letter with a new code for every draft, all of them or none.

        By a list's digest `find_batch_of_list` finds the batch again; `printing` is kept for
        reprints; `random_check` is how many of a hundred letters are checked further; those
        `replaced` are cancelled in the same transaction; `signatories` sign those that have their
        keys; if `remembered` is there to count them, the people are put into the address book in
        it. Raises AlreadyIssuedError if a batch was
        issued from the same list on the UK day `once_on`, BarcodeUsedError if a barcode stands on a
        letter that is not cancelled, and AlreadyOrderedError if a batch has the key of this order.
        """
        wanted = Batch(
            id="",
            issued_at=at,
            expires_at=clock.expiry(at, valid_days),
            sender=sender,
            envelope=envelope,
            size=len(drafts),
            printing=printing,
            random_check=random_check,
            signatories=signatories or {},
        )
        more = (list_digest, progress, once_on, replaced, order_key, remembered)
        return persist(
            self._database,
            lambda: issuing.issue(self._database, self._watch, drafts, wanted, *more),
        )

    def check(
        self,
        code: Code,
        at: datetime,
        location: str | None = None,
        by: str | None = None,
        *,
        at_prison: str | None = None,
        more_checks: bool = False,
        draw: Callable[[], int] = lambda: secrets.randbelow(100),
        prepare: Callable[[Check], object] = lambda check: None,
    ) -> Check:
        """Judge a code and record the check, which uses the code up if it is of that sort.

        `at_prison` is the code of the prison where it is made, beside the one of the desk.
        One transaction, in which no other check comes between the look and the record. In between,
        `prepare` makes the answer ready to be told: if it raises, nothing is recorded. Raises
        LedgerWentBack, and InputMissing if it was changed by hand; nothing is recorded then.
        """
        question = Question(code, at, location, by, at_prison, more_checks, None, draw, prepare)
        (found,) = self.check_all([question])
        if isinstance(found, Exception):
            raise found
        return found

    def check_all(self, questions: Sequence[Question]) -> list[Outcome]:
        """Judge several codes, as if each came alone, and record all checks in one transaction.

        Senders and rules are looked up once in it, since they change only by an event of their own.
        Raises LedgerWentBack; nothing is recorded then.
        """

        def once() -> list[Outcome]:
            known = self.know_codes()
            return check_all(self._database, self._watch, questions, known.look_up)

        return persist(self._database, once)

    def peek(self, code: Code, at: datetime, at_prison: str | None = None) -> Check:
        """Judge a code and record nothing. The verdict is never a random check.

        Raises LedgerWentBack, and InputMissing if it was changed by hand.
        """
        with self._watch.look(self._database):
            known = self.know_codes()
            state, found = known.find(code)
            here = known.name_prisons(at_prison)
        return Check(judge(state, at, at_prisons=here), found)

    def record_mistyped(self, text: str, at: datetime, location: str | None, by: str | None) -> int:
        """Record that somebody tried something that is not a code; return the event's number."""
        note = EventNote(tidy(location), tidy(by), tidy(text))

        def try_it(turn: Turn) -> int:
            turn.record(EventKind.CHECKED, at.isoformat(), detail=Verdict.MISTYPED, note=note)
            return turn.number

        return self._record(try_it)

    def cancel_letter(self, found: IssuedLetter, reason: str, at: datetime) -> int:
        """Cancel a letter; return 0 if it was cancelled before, else 1."""
        return self._cancel(statements.CANCEL_LETTER, found.batch_id, found.code, reason, at)

    def cancel_batch(self, batch_id: str, reason: str, at: datetime) -> int:
        """Cancel all letters of a batch that were not cancelled before; return their number."""
        return self._cancel(statements.CANCEL_BATCH, batch_id, None, reason, at)

    def record_print(self, batch_id: str, at: datetime, code: Code | None = None) -> None:
        """Record that the paper of a batch, or of one of its letters, has been published."""
        self._record_paper(EventKind.PRINTED, batch_id, code, at)

    def record_reprint(self, batch_id: str, at: datetime, code: Code | None = None) -> None:
        """Record that paper is asked for once more."""
        self._record_paper(EventKind.REPRINT, batch_id, code, at)

    def record_change(self, kind: EventKind, what: str, at: datetime, detail: str = "") -> None:
        """Record what was done with the ledger as a whole, or with what decides of its letters.

        A purge erases what is said of it, but not its detail.
        """
        note = EventNote(remark=tidy(what))
        self._record(lambda turn: turn.record(kind, at.isoformat(), detail=detail, note=note))

    def purge(self, before: date, now: datetime) -> Purge:
        """Erase the personal fields of what was issued or checked before a UK day.

        Codes, dates, verdicts and the chain of events stay. Raises WrongUsage, and erases nothing,
        if codes among these are still good.
        """
        return self.erasing.purge(before, now)

    def find_letter(self, code: Code) -> IssuedLetter | None:
        """Return what the ledger holds of a code, or None if it was not issued.

        Raises InputMissing if that was changed by hand.
        """
        return find_letter(self._database, code)

    def read_issued(self, batch_id: str) -> Iterator[IssuedLetter]:
        """Go through what the ledger holds of a batch's codes, in sheet order."""
        return read_issued(self._database, batch_id)

    def read_letters(self, batch_id: str) -> Iterator[Letter]:
        """Go through a batch's letters, in sheet order.

        Raises InputMissing if their personal fields have been erased.
        """
        return (each.letter for each in self.read_issued(batch_id))

    def find_code(self, barcode: Barcode) -> Code:
        """Return the code that twelve digits begin, else that of the letter with this barcode.

        A code is drawn and a barcode typed in, so that nobody can put a letter in another's place.
        """
        begun = add_check_digits(int(barcode))
        if self.know_codes().find(begun) != (None, None):
            return begun
        own = self.find_barcodes([barcode]).get(barcode)
        return own or self.received_dockets.find_code(barcode) or begun

    def find_barcodes(self, wanted: Iterable[Barcode]) -> Mapping[Barcode, Code]:
        """Return the codes of letters, not cancelled, that have some barcodes of HMPPS."""
        return barcodes.find_used(self._database, wanted)

    def find_entry(self, code: Code) -> Entry | None:
        """Return what is known of a code, as its own letter or by a docket; None if nothing is.

        Raises InputMissing as `find_letter`.
        """
        return self.know_codes().find(code)[1]

    def find_batch(self, batch_id: str) -> Summary | None:
        """Return a batch with what became of it, or None if it was not issued."""
        row = self._database.fetch_one(statements.SUMMARY, {"id": batch_id})
        return read_summary(row) if row else None

    def find_batch_of_list(self, digest: str, day: date) -> str | None:
        """Return the name of the batch issued on that UK day from a list with this digest."""
        return issuing.find_batch_of_list(self._database, digest, day)

    def list_batches(self, most: int, skip: int = 0) -> list[Summary]:
        """Return at most so many batches, the newest first, with what became of them.

        So many of the newest are skipped.
        """
        its = {"most": most, "skip": skip}
        return [read_summary(row) for row in self._database.fetch_all(statements.SUMMARIES, its)]

    def count_batches(self) -> int:
        """Return the number of batches."""
        (row,) = self._database.fetch_all(statements.COUNT_BATCHES)
        return int(row["batches"])

    def count_guesses(self, since: datetime) -> int:
        """Return how often what is no code of this ledger was checked since then."""
        its = {"since": since.isoformat()}
        (row,) = self._database.fetch_all(statements.COUNT_GUESSES, its)
        return int(row["guesses"])

    def list_happenings(self, batch_id: str, code: Code | None = None) -> list[Happening]:
        """Return all that happened to a batch as a whole and, if named, to one of its codes."""
        its = {"batch_id": batch_id, "code": code}
        return [read_happening(row) for row in self._database.fetch_all(statements.HISTORY, its)]

    def find_batch_of(self, code: Code) -> str | None:
        """Return the name of the batch of a code, or None if it was not issued."""
        return log.find_batch_of(self._database, code)

    def read_log(self, wanted: log.Selection, most: int | None = None) -> Iterator[Happening]:
        """Go through what happened, as `log.read_log`; only within a snapshot."""
        return log.read_log(self._database, wanted, most)

    def audit(self, noted: Head | None = None) -> Audit:
        """Examine everything, and whether it still leads to a head that was noted."""
        return examine(self._database, self._watch, noted)

    def accept_head(self, reason: str, at: datetime) -> Head:
        """Go on with a ledger that is behind what this machine saw of it; return its new head.

        Raises WrongUsage if it is not.
        """
        return accept_head(self._database, self._watch, reason, at)

    def name_witness(self, file: str, key: SigningKey | None = None) -> Head:
        """Note the last event in a file on another disk too, now and with every batch.

        With the firm's key, or if that is at hand anyway, both file and event are signed. Raises
        OutputRefused, and LedgerWentBack.
        """
        with self._watch.look(self._database) as (ledger, head):
            pass
        self._watch.name_witness(ledger, head, file, key)
        key = key or self._watch.keys.at_hand
        with suppress(self._database.conflict), self._database.transaction():
            record_signature(self._database, ledger, head, key)
        return head

    def snapshot(self) -> AbstractContextManager[None]:
        """Read everything within as it is now, even while others write."""
        return self._database.snapshot()

    def read_table(self, table: str) -> Iterator[Row]:
        """Go through all rows of one of its tables; only within a snapshot."""
        return copies.read_table(self._database, table)

    def copy_to(self, new: "Ledger") -> int:
        """Put everything into a new ledger; return the number of rows. Raises OutputRefused."""
        return copies.fill(new._database, copies.read_all(self._database))

    def export(self, file: BinaryIO, handling: str = "") -> int:
        """Write everything as JSON Lines, marked as to be handled; return the number of rows."""
        return copies.write_json_lines(self._database, file, handling)

    def fill_from(self, export: Iterable[str], name: str, *, noted: bool = True) -> int:
        """Fill this new ledger from the lines of an export; return the number of rows.

        Its last event is noted as seen here, unless the ledger is to lie elsewhere. Raises
        InputMissing if the export is incomplete, OutputRefused if this ledger is in use.
        """
        count = copies.fill(self._database, copies.read_json_lines(export, name))
        if noted:
            self._watch.keep(*read_position(self._database), anew=True)
        return count

    def recall(self) -> tuple[str, Sighting | None]:
        """Return this ledger's id, and the last event of it that this machine saw, if any.

        Raises InputMissing if the id was changed by hand.
        """
        ledger = read_position(self._database)[0]
        return ledger.id, self._watch.recall(self._database, ledger)

    def _cancel(
        self, statement: str, batch_id: str, code: Code | None, reason: str, at: datetime
    ) -> int:
        its = {"batch_id": batch_id} if code is None else {"code": code}
        note = EventNote(remark=tidy(reason))

        def cancel(turn: Turn) -> int:
            changed = self._database.execute(statement, {**its, "event": turn.number})
            when = at.isoformat()
            turn.record(EventKind.CANCELLED, when, batch_id=batch_id, code=code, note=note)
            return changed

        return self._record(cancel)

    def _record(self, work: Callable[[Turn], T]) -> T:
        return record(self._database, self._watch, work)

    def _record_paper(
        self, kind: EventKind, batch_id: str, code: Code | None, at: datetime
    ) -> None:
        when = at.isoformat()
        self._record(lambda turn: turn.record(kind, when, batch_id=batch_id, code=code))
