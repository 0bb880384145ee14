"""Names that are nearly right, and matching without a matcher."""

from datetime import date

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching import Found, Matcher, Unknown, match
from tests.prisons.conftest import TODAY

CHILD, ADULT = date(2009, 11, 22), date(1990, 1, 1)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("HMP Wormwood Scrubbs", ["WSI"]),
        ("Whatten", ["WTI"]),
        ("HMP Leeds (bail refused)", None),
        ("Dorchestr", []),
        ("Dorchestre, Dorset", []),
        ("Barlinie", []),
        ("Newton", None),
        ("LEBM", None),
        ("HMP Gartree 2", None),
        ("HMP Leeds (was HMP Hull)", None),
        ("c/o HMP Leeds", None),
        ("Hill", None),
        ("HMP", []),
        ("", []),
        (" ,;\n", []),
        ("PO30 5NX", []),
        ("LS12 2TJ", []),
        ("xyzzy", []),
    ],
)
def test_a_near_miss_is_suggested_and_never_taken(
    matcher: Matcher, written: str, codes: list[str] | None
) -> None:
    said = matcher.match(written)
    assert isinstance(said, Unknown)
    assert len(said.suggestions) <= 3
    if codes is not None:
        assert [prison.code for prison in said.suggestions] == codes


def test_matching_freely_is_the_matcher(directory: Directory) -> None:
    assert match("Feltham", directory, date_of_birth=CHILD, today=TODAY) == Matcher(
        directory, TODAY
    ).match("Feltham", CHILD)
    assert isinstance(match("Feltham", directory, date_of_birth=ADULT), Found)
