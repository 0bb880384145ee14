from datetime import timedelta

import pytest

from prisonmail.ledger.accountability.policies import YES, Policy, read_days
from prisonmail.ledger.log import Selection
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


def test_rules_are_kept_in_words_that_every_version_reads(ledger: Ledger) -> None:
    for each in Policy:
        ledger.policies.set(each, YES, ISSUED_AT)
    with ledger.snapshot():
        happened = [(each.at, each.detail) for each in ledger.read_log(Selection())]
    names = ("require-proof", "own-batches-only", "prison", "retention-days")
    assert happened == [(ISSUED_AT, f"{name}=yes") for name in names]


@pytest.mark.parametrize("value", ["0", "00", "-5", "1.5", "x", "²", "٣", "a year"])
def test_what_is_no_number_of_days_is_none(value: str) -> None:
    assert read_days(value) is None
