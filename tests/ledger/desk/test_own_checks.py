"""What somebody has checked, told to nobody else."""

from datetime import timedelta

from prisonmail.codes import Code
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.store import open_ledger
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
        found = patel.own_checks.find(first)
        assert found
        assert (found.code, found.detail, found.by) == (CODE, "not-issued", "A. Patel")
        assert other
        assert patel.own_checks.find(other) is None
        assert patel.own_checks.find(10**9) is None


def test_what_is_no_check_is_not_told(place: str) -> None:
    with open_ledger(place, make=True, by="A. Patel") as ledger:
        ledger.record_change(EventKind.EXPORTED, "all", NOW)
        typed = ledger.record_mistyped("12", NOW, None, None)
        assert [each.remark for each in ledger.own_checks.list_newest(NOW, None, 9)] == ["12"]
        assert ledger.own_checks.find(typed - 1) is None
