"""Records a piece of work as one event, also in a ledger that went back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from prisonmail.errors import WrongUsage
from prisonmail.ledger.chain.events import EventKind, EventNote, Turn, take_turn, tidy, write_head
from prisonmail.ledger.chain.series import begin_series
from prisonmail.ledger.chain.watch import Watch, close_head
from prisonmail.ledger.database.database import Database, persist
from prisonmail.ledger.head import Head

T = TypeVar("T")


def record(database: Database, watch: Watch, work: Callable[[Turn], T]) -> T:
    """Do all of a piece of work or none of it, as one event with no other in between.

    Raises LedgerWentBack, InputMissing, and what the work raises; nothing is recorded then.
    """

    def once() -> T:
        with watch.hold_turn(database) as turn:
            return work(turn)

    return persist(database, once)


def record_several(
    database: Database, watch: Watch, works: Sequence[Callable[[Turn], None]]
) -> None:
    """Do pieces of work, each as one event, all of them or none. Raises as `record`."""

    def once() -> None:
        with begin_series(database, watch) as series:
            for work in works:
                with series.turn() as turn:
                    work(turn)

    persist(database, once)


def accept_head(database: Database, watch: Watch, reason: str, at: datetime) -> Head:
    """Record that a ledger as it is goes on, and why; return its new head.

    Raises WrongUsage if it is not behind what this machine saw of it.
    """
    note = EventNote(remark=tidy(reason))
    with database.transaction():
        turn = take_turn(database)
        past = watch.recall(database, turn.ledger)
        if not past or not watch.find_setback(database, turn.ledger, turn.before, past):
            raise WrongUsage(
                "The ledger is not behind what this machine saw of it: there is nothing to accept."
            )
        turn.apart = watch.make_key(database)
        turn.operator, turn.keys = watch.operator, watch.keys
        turn.record(EventKind.ACCEPTED, at.isoformat(), detail=str(past.head), note=note)
        closed = close_head(turn)
        head = turn.head or turn.before
        write_head(database, head)
    watch.keep(turn.ledger, head, closed=closed, anew=True)
    return head
