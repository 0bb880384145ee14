"""What tests of prison names share: a matcher on the day of the sample lists."""

from datetime import date

import pytest
from hypothesis import strategies as st

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import Found, Match
from prisonmail.prisons.packaged import read_packaged_directory

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def matcher(directory: Directory) -> Matcher:
    return Matcher(directory, TODAY)


def found(said: Match) -> Found:
    assert isinstance(said, Found), said
    return said


_DIRECTORY = read_packaged_directory()
_NAMES = st.sampled_from(
    [name for prison in _DIRECTORY for name in (prison.name, prison.register_name, prison.place)]
)


_WORDS = st.sampled_from(
    [
        *"HMP YOI HMYOI (F) (YP) / & , - and or C Wing cell Leeds Hull Court Prison Bail".split(),
        "LS12 2TJ",
        "PO30 5NX",
        "\n",
    ]
)


CELLS = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(_NAMES, _WORDS), max_size=6).map(" ".join),
)
