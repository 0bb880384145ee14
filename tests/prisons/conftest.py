"""What tests of prison names share: a matcher on the day of the sample lists."""

from datetime import date

import pytest
from hypothesis import strategies as st

from prisonmail.certainty import Certainty
from prisonmail.prisons.directory import Applies, Directory, PrisonRemark
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import Found, Match
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.system.record import replace

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def matcher(directory: Directory) -> Matcher:
    return Matcher(directory, TODAY)


@pytest.fixture(scope="session")
def larger_directory(directory: Directory) -> Directory:
    """The directory with Exmere, which is not open yet, and remarks on it and on Nether Exe."""
    leeds = directory.find_by_code("LEI")
    assert leeds is not None
    exmere = replace(leeds, code="XMI", register_name="Exmere (HMP)", active=False, postcode="")
    known = (Certainty.REPORTED, "a report", TODAY)
    remarks = (
        PrisonRemark("", *known, "XMI", Applies.NOT_OPEN, "It is reported to have opened."),
        PrisonRemark("Nether Exe", *known, "", Applies.UNLISTED, "HMP Nether Exe is new."),
        PrisonRemark("", *known, "HLI", Applies.OPEN, "check the marking"),
    )
    gazetteer = replace(directory.gazetteer, remarks=remarks)
    return Directory((*directory.prisons, exmere), gazetteer)


def found(said: Match | None) -> Found:
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
