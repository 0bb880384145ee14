"""Names that are nearly right."""

import pytest

from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import Unknown


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("HMP Wormwood Scrubbs", ["WSI"]),
        ("Whatten", ["WTI"]),
        ("HMP Leeds (bail refused)", ["LEI"]),
        ("Dorchestr", []),
        ("Dorchestre, Dorset", []),
        ("Barlinie", []),
        ("Newton", None),
        ("LEBM", None),
        ("HMP Gartree 2", None),
        ("HMP Leeds (was HMP Hull)", ["LEI", "HLI"]),
        ("HMP Leeds (was Hull)", ["LEI", "HLI"]),
        ("HMP Leeds was Hull", ["LEI", "HLI"]),
        ("HMP Leeds (ex-Hull)", ["LEI", "HLI"]),
        ("HMP Leeds (was Holloway)", []),
        ("HMP Leeds (was Barlinnie)", []),
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
