"""Several events of one transaction, one after another."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from prisonmail.ledger.chain.events import Turn
from prisonmail.ledger.chain.watch import Watch, close_head
from prisonmail.ledger.database.database import Database
from prisonmail.system.record import Workpiece, field


class Series(Workpiece):
    """The right to add events until the transaction ends."""

    first: Turn
    last: Turn | None = None
    """The last that was used."""
    closed: list[tuple[Turn, str]] = field(default_factory=list)
    """Those after which a head was sealed, and the names of the keys."""

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Take the turn for one more event, which has to be added."""
        turn = self._take_next() if self.last else self.first
        yield turn
        if sealed_by := close_head(turn):
            self.closed.append((turn, sealed_by))
        self.last = turn

    def keep(self, watch: Watch) -> None:
        """Have this machine keep what it saw; only after the commit."""
        for turn, sealed_by in self.closed:
            _keep(watch, turn, sealed_by)
        if self.last:
            _keep(watch, self.last)

    def _take_next(self) -> Turn:
        """Return the turn after the last: nobody else can have added an event meanwhile."""
        first, last = self.first, self.last
        before = last.head if last and last.head else first.before
        its = first.apart, first.operator, first.keys
        return Turn(first.database, first.ledger, before, *its)


@contextmanager
def begin_series(database: Database, watch: Watch) -> Iterator[Series]:
    """Do all of it or none of it, with no event of others in between; there may be no event.

    Raises LedgerWentBack, and InputMissing if its end was changed by hand.
    """
    series = None
    with suppress(_NothingToRecord), database.transaction():
        series = Series(watch.take_turn(database))
        yield series
        if series.last is None:
            raise _NothingToRecord  # a turn that was taken has been counted
    if series:
        series.keep(watch)


class _NothingToRecord(Exception):
    pass


def _keep(watch: Watch, turn: Turn, sealed_by: str = "") -> None:
    if turn.head:
        watch.keep(turn.ledger, turn.head, closed=sealed_by)
