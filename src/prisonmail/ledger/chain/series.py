"""Several events of one transaction, one after another."""

from collections.abc import Iterator
from contextlib import contextmanager

from prisonmail.ledger.chain.events import Turn, write_head
from prisonmail.ledger.chain.watch import Watch, close_head
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.head import Head
from prisonmail.system.record import Workpiece, field


class Series(Workpiece):
    """The right to add events until the transaction ends."""

    first: Turn
    last: Head
    """The last event as yet."""
    closed: list[tuple[Head, str]] = field(default_factory=list)
    """The heads that were sealed, and the names of the keys."""

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Take the turn for one more event: nobody else can have added one meanwhile."""
        first = self.first
        its = first.apart, first.operator, first.keys
        turn = Turn(first.database, first.ledger, self.last, *its)
        yield turn
        sealed_by = close_head(turn)
        self.last = turn.head or self.last
        if sealed_by:
            self.closed.append((self.last, sealed_by))

    def keep(self, watch: Watch) -> None:
        """Have this machine keep what it saw; only after the commit."""
        for head, sealed_by in self.closed:
            watch.keep(self.first.ledger, head, closed=sealed_by)
        watch.keep(self.first.ledger, self.last)


@contextmanager
def take_series(database: Database, watch: Watch) -> Iterator[Series]:
    """Take the turn, within a transaction, for several events. Raises as `begin_series`.

    The ledger names the last of them as its end.
    """
    first = watch.take_turn(database)
    series = Series(first, first.before)
    yield series
    write_head(database, series.last)


@contextmanager
def begin_series(database: Database, watch: Watch) -> Iterator[Series]:
    """Do all of it or none of it, with no event of others in between; there may be no event.

    Raises LedgerWentBack, and InputMissing if its end was changed by hand.
    """
    try:
        with database.transaction(), take_series(database, watch) as series:
            yield series
            if series.last == series.first.before:
                raise _NothingToRecord  # a turn that was taken has been counted
    except _NothingToRecord:
        return
    series.keep(watch)


class _NothingToRecord(Exception):
    pass
