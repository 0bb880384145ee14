from datetime import timedelta

from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.store import Ledger
from tests.conftest import ISSUED_AT


def test_a_rule_holds_until_another_is_set(ledger: Ledger) -> None:
    rules = ledger.policies
    assert rules.find(Policy.PRISON) == ""
    rules.set(Policy.PRISON, "LEI", ISSUED_AT)
    rules.set(Policy.REQUIRE_PROOF, "yes", ISSUED_AT)
    assert [rules.find(each) for each in (Policy.PRISON, Policy.REQUIRE_PROOF)] == ["LEI", "yes"]
    rules.set(Policy.PRISON, "HLI", ISSUED_AT - timedelta(days=1))  # a clock that went back
    rules.set(Policy.REQUIRE_PROOF, "", ISSUED_AT)
    assert [rules.find(each) for each in (Policy.PRISON, Policy.REQUIRE_PROOF)] == ["HLI", ""]
    assert ledger.audit().faults == ()
