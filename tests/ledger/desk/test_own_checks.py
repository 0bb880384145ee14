"""What somebody has checked, told to nobody else."""

from datetime import timedelta

import pytest

from prisonmail.codes import Code
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.desk import own_checks
from prisonmail.ledger.records import Happening
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system.operators import find_operator
from tests.conftest import ISSUED_AT as NOW

CODE = Code("12345678901244")
LEEDS, HULL = "HMP Leeds", "HMP Hull"


def test_checks_are_listed_to_whoever_made_them_by_place_and_the_newest_first(place: str) -> None:
    with open_ledger(place, make=True) as ledger:
        patel, khan = ledger.name_operator("A. Patel"), ledger.name_operator("B. Khan")
        first = patel.check(CODE, NOW, LEEDS, "A. Patel").event
        second = patel.record_mistyped("12", NOW, LEEDS, "somebody")
        other = khan.check(CODE, NOW, LEEDS, "A. Patel").event
        elsewhere = patel.check(CODE, NOW, HULL).event
        nowhere = patel.check(CODE, NOW).event
        since = NOW - timedelta(hours=1)

        def numbers(location: str | None, most: int = 20) -> list[int]:
            return [each.number for each in patel.own_checks.list_newest(since, location, most)]

        assert numbers(LEEDS) == [second, first]
        assert numbers(LEEDS, most=1) == [second]
        assert (numbers(HULL), numbers(None)) == ([elsewhere], [nowhere])
        assert patel.own_checks.list_newest(NOW + timedelta(seconds=1), LEEDS, 20) == []
        assert first
        me = find_operator("A. Patel")
        what, where = (EventKind.CHECKED, NOW, CODE, "not-issued"), (LEEDS, "A. Patel")
        known = Happening(first, *what, *where, None, operator="A. Patel", machine=me.machine)
        assert patel.own_checks.find(first) == known
        assert patel.own_checks.list_newest(NOW, LEEDS, 20)[1] == known
        assert other
        assert patel.own_checks.find(other) is None
        assert patel.own_checks.find(10**9) is None


def test_what_is_no_check_is_not_told(place: str) -> None:
    with open_ledger(place, make=True, by="A. Patel") as ledger:
        ledger.record_change(EventKind.EXPORTED, "all", NOW)
        typed = ledger.record_mistyped("12", NOW, None, None)
        assert [each.remark for each in ledger.own_checks.list_newest(NOW, None, 9)] == ["12"]
        assert ledger.own_checks.find(typed - 1) is None
        nobody = Ledger(ledger._database).own_checks
        assert (nobody.find(typed), nobody.list_newest(NOW, None, 9)) == (None, [])


def test_only_the_newest_events_are_looked_at(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_checks, "_EVENTS_LOOKED_AT", 3)
    with open_ledger(place, make=True) as ledger:
        numbers = [ledger.check(CODE, NOW, LEEDS).event for _ in range(4)]
        found = ledger.own_checks.list_newest(NOW, LEEDS, 9)
        assert [each.number for each in found] == numbers[:0:-1]
