"""Every end that is known, in the table and in what is said of addresses that have it."""

from datetime import date

import pytest

from prisonmail.certainty import Certainty
from prisonmail.cjsm.standings import Standing, explain_address
from prisonmail.cjsm.suffixes import SUFFIXES, Suffix, SuffixKind, find_suffix

ALONE = {
    SuffixKind.DIRECT: Standing.SECURE,
    SuffixKind.ADD: Standing.ADD,
    SuffixKind.RETIRED: Standing.RETIRED,
    SuffixKind.NEVER: Standing.NEVER,
}
WITH_SERVICE = {**ALONE, SuffixKind.DIRECT: Standing.DOUBLED, SuffixKind.ADD: Standing.SECURE}
every_suffix = pytest.mark.parametrize("suffix", SUFFIXES, ids=lambda each: str(each.domain))


@every_suffix
@pytest.mark.parametrize("part", ["", "leeds."])
def test_an_address_of_each_end_stands_as_the_table_says(suffix: Suffix, part: str) -> None:
    address = f"post@{part}{suffix.domain}"
    assert explain_address(address).standing is ALONE[suffix.kind]
    assert explain_address(f"{address}.cjsm.net").standing is WITH_SERVICE[suffix.kind]


@every_suffix
def test_an_end_counts_only_at_the_border_of_a_label(suffix: Suffix) -> None:
    assert find_suffix(f"un{suffix.domain}") is not suffix
    assert find_suffix(f"{suffix.domain}.example") is None


@every_suffix
def test_every_end_has_a_source_and_a_day(suffix: Suffix) -> None:
    assert suffix.source
    assert date(2026, 11, 1) <= suffix.as_of
    assert suffix.domain == suffix.domain.lower()


def test_no_end_is_there_twice() -> None:
    assert len({each.domain for each in SUFFIXES}) == len(SUFFIXES)


def test_what_no_source_was_read_for_is_not_confirmed() -> None:
    unread = [each for each in SUFFIXES if "no source" in each.source]
    assert [each.domain for each in unread] == ["pnn.police.uk"]
    assert unread[0].certainty is Certainty.UNCONFIRMED
    assert "are said to" in unread[0].words
