"""What tests of prison names share: a matcher on the day of the sample lists."""

from datetime import date

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import Found, Match

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def matcher(directory: Directory) -> Matcher:
    return Matcher(directory, TODAY)


def found(said: Match) -> Found:
    assert isinstance(said, Found), said
    return said
