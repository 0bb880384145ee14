"""The senders of a ledger that several share: who may no longer send, by CJSM address.

The last event about an address holds. An address that nobody has entered may send.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import ClassVar

from prisonmail.ledger.chain.events import EventKind, EventNote, Turn, tidy
from prisonmail.ledger.chain.recording import record_several
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.system.record import Record


class SenderStatus(StrEnum):
    """What CJSM, or an administrator here, says of a sender's account."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOCKED = "locked"
    DELETED = "deleted"

    @property
    def may_send(self) -> bool:
        """Whether letters are issued for it, and codes that were issued still hold."""
        return self == SenderStatus.ACTIVE


class KnownSender(Record, frozen=True):
    """A sender that somebody entered."""

    withheld: ClassVar[tuple[str, ...]] = ("remark", "by")

    address: str
    status: SenderStatus
    since: datetime
    remark: str | None = None
    """Why; or the organisation, if it came with a directory. None if erased."""
    by: str | None = None
    """Who entered it last."""


class StatusChange(Record, frozen=True):
    """What is to be entered of a sender."""

    address: str
    status: SenderStatus
    remark: str = ""


class Senders:
    """The senders of one ledger."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def find(self, address: str) -> SenderStatus | None:
        """Return the status of an address; None if nobody has entered it."""
        its = {each.value: _detail(address, each) for each in SenderStatus}
        row = self._database.fetch_one(statements.FIND_SENDER, its)
        return _read_status(row) if row else None

    def may_send(self, address: str) -> bool:
        """Check whether letters of an address may be issued and delivered: unless it is barred."""
        status = self.find(address)
        return status is None or status.may_send

    def list_all(self) -> list[KnownSender]:
        """Return all senders that were entered, by address."""
        last = {_read_address(row): row for row in self._database.fetch_all(statements.SENDERS)}
        return [
            KnownSender(
                address=address,
                status=_read_status(row),
                since=datetime.fromisoformat(row["at"]),
                remark=row["remark"],
                by=row["operator"],
            )
            for address, row in sorted(last.items())
        ]

    def enter(self, changes: Iterable[StatusChange], at: datetime) -> int:
        """Record the status of some senders, all of them or none; return how many have changed.

        What holds already is not recorded again. Raises LedgerWentBack.
        """
        new = [each for each in changes if self.find(each.address) is not each.status]
        works = [partial(_enter, change=each, at=at.isoformat()) for each in new]
        if works:
            record_several(self._database, self._watch, works)
        return len(new)


def _enter(turn: Turn, change: StatusChange, at: str) -> None:
    note = EventNote(remark=tidy(change.remark) or None)
    turn.record(EventKind.SENDER, at, detail=_detail(change.address, change.status), note=note)


def _detail(address: str, status: SenderStatus) -> str:
    return f"{status} {address.casefold()}"


def _read_status(row: Row) -> SenderStatus:
    return SenderStatus(row["detail"].partition(" ")[0])


def _read_address(row: Row) -> str:
    return str(row["detail"]).partition(" ")[2]
