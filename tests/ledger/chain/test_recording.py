"""Pieces of work that are recorded together."""

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.ledger.chain.events import EventKind, Turn
from prisonmail.ledger.chain.recording import record_several
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import Ledger
from tests.conftest import ISSUED_AT


def test_all_of_several_pieces_of_work_are_recorded_or_none(ledger: Ledger) -> None:
    def work(turn: Turn) -> None:
        turn.record(EventKind.PROFILE, ISSUED_AT.isoformat(), detail=str(turn.number))

    def fail(turn: Turn) -> None:
        raise WrongUsage("It cannot be done.")

    its = ledger._database, ledger._watch
    with pytest.raises(WrongUsage, match="cannot be done"):
        record_several(*its, [work, fail])
    assert ledger.audit().head.number == 0
    record_several(*its, [work, work, work])
    with ledger.snapshot():
        happened = list(ledger.read_log(Selection()))
    assert [each.detail for each in happened] == ["1", "2", "3"]
    assert len({(each.operator, each.machine) for each in happened}) == 1
    assert ledger.audit().faults == ()
