"""Whether somebody at the keyboard read the mailbox of a sender: asked, tried and proved.

All of it is events, so that limits hold for all processes and machines of a ledger. An event is of
a sender by what stands for its organisation, name, address and role: if one of them changes, there
is no proof any more.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from prisonmail.ledger.chain.events import EventKind, EventNote, Turn, tidy
from prisonmail.ledger.chain.recording import record
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.sender.mailbox_codes import (
    LIFE,
    MOST_SENDS,
    MOST_TRIES,
    SENDS_WITHIN,
    KeptCode,
    name_mailbox,
    name_sender,
    normalise,
)
from prisonmail.sender.sender import Sender
from prisonmail.system.record import Record


class ProofKind(StrEnum):
    """How it is known that a sender has a mailbox."""

    PROVED = "proved"
    """A code came back that was sent there."""
    BY_FILE = "by-file"
    """A code came back that somebody was to send there by hand, out of a file."""
    ATTESTED = "attested"
    """A second person says so."""


class Proof(Record, frozen=True):
    """The last proof of a sender's mailbox."""

    kind: ProofKind
    at: datetime

    def good_until(self, days: int) -> datetime:
        """Return when it ends, if it is good for so many days."""
        return self.at + timedelta(days=days)

    def is_good(self, now: datetime, days: int) -> bool:
        """Check whether it still counts."""
        return now < self.good_until(days)


class Trial(StrEnum):
    """What became of a code that somebody typed."""

    PROVED = "proved"
    WRONG = "wrong"
    NONE_SENT = "none-sent"
    """None was sent for this sender, or the last one was used already."""
    TOO_OLD = "too-old"
    TOO_MANY = "too-many"
    """It was tried too often, so that even the right one is good for nothing."""


class SentTooOftenError(Exception):
    """As many codes as may be were sent to a mailbox within the hour."""


class _UntriedError(Exception):
    """There is nothing to record: the code was not even compared."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial


class Proofs:
    """The proofs of one ledger."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def ask(self, sender: Sender, kept: KeptCode, kind: ProofKind, at: datetime) -> None:
        """Record that a code is to be sent. Raises SentTooOftenError, and LedgerWentBack."""
        mailbox = name_mailbox(sender.cjsm_address)
        detail = " ".join((name_sender(sender), mailbox, kind, kept.salt, kept.digest))
        since = (at - SENDS_WITHIN).isoformat()

        def ask(turn: Turn) -> None:
            its = {"mailbox": mailbox, "since": since}
            (row,) = self._database.fetch_all(statements.COUNT_ASKED, its)
            if row["asked"] >= MOST_SENDS:
                raise SentTooOftenError
            turn.record(EventKind.ASKED, at.isoformat(), detail=detail)

        record(self._database, self._watch, ask)

    def try_code(self, sender: Sender, typed: str, at: datetime) -> Trial:
        """Say what becomes of a code that was typed; record it if it is right or wrong.

        Raises LedgerWentBack.
        """
        code = normalise(typed) or ""
        try:
            return record(
                self._database, self._watch, lambda turn: self._try(turn, sender, code, at)
            )
        except _UntriedError as refused:
            return refused.trial

    def attest(self, sender: Sender, by: str, at: datetime) -> None:
        """Record that a second person says that a sender has its mailbox."""
        note = EventNote(checked_by=tidy(by))
        detail = f"{name_sender(sender)} {ProofKind.ATTESTED} 0"
        record(
            self._database,
            self._watch,
            lambda turn: turn.record(EventKind.PROVED, at.isoformat(), detail=detail, note=note),
        )

    def find(self, sender: Sender) -> Proof | None:
        """Return the last proof of a sender as it is now; None if there is none."""
        row = self._find_last(EventKind.PROVED, sender)
        if row is None:
            return None
        kind = row["detail"].split()[1]
        return Proof(ProofKind(kind), datetime.fromisoformat(row["at"]))

    def count_tries_left(self, sender: Sender) -> int:
        """Return how often the last code may still be typed wrongly."""
        asked = self._find_last(EventKind.ASKED, sender)
        return MOST_TRIES - self._count(EventKind.TRIED, sender, asked) if asked else 0

    def _try(self, turn: Turn, sender: Sender, code: str, at: datetime) -> Trial:
        asked = self._find_last(EventKind.ASKED, sender)
        if asked is None or self._count(EventKind.PROVED, sender, asked):
            raise _UntriedError(Trial.NONE_SENT)
        if abs(at - datetime.fromisoformat(asked["at"])) > LIFE:
            raise _UntriedError(Trial.TOO_OLD)
        if self._count(EventKind.TRIED, sender, asked) >= MOST_TRIES:
            raise _UntriedError(Trial.TOO_MANY)
        who, _, kind, salt, digest = asked["detail"].split()
        if not KeptCode(salt, digest).is_of(code, sender):
            turn.record(EventKind.TRIED, at.isoformat(), detail=f"{who} {asked['number']}")
            return Trial.WRONG
        detail = f"{who} {kind} {asked['number']}"
        turn.record(EventKind.PROVED, at.isoformat(), detail=detail)
        return Trial.PROVED

    def _find_last(self, kind: EventKind, sender: Sender) -> Row | None:
        its = {"kind": kind.value, "who": name_sender(sender)}
        return self._database.fetch_one(statements.LAST_OF_SENDER, its)

    def _count(self, kind: EventKind, sender: Sender, asked: Row) -> int:
        """Return how many events of a kind are about a code that was sent."""
        which = f" {asked['number']}"
        its = {"kind": kind.value, "who": name_sender(sender), "which": which}
        (row,) = self._database.fetch_all(statements.COUNT_OF_CODE, its)
        return int(row["found"])
