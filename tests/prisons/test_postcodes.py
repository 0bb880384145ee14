import pytest

from prisonmail.prisons import postcodes
from prisonmail.prisons.directory import Directory


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("ls12 2tj", "LS12 2TJ"),
        ("LS122TJ", "LS12 2TJ"),
        ("W12 0AE", "W12 0AE"),
        ("EC1A1BB", "EC1A 1BB"),
        (" m60  9ah ", "M60 9AH"),
        ("GX11 1AA", None),
        ("LS12", None),
        ("Leeds", None),
        ("", None),
        ("LS1 2CI", None),
        ("LS12 2TJ extra", None),
    ],
)
def test_postcodes_are_told_from_other_text(text: str, postcode: str | None) -> None:
    assert postcodes.parse(text) == postcode


def test_there_are_124_areas() -> None:
    assert len(postcodes.AREAS) == 124


def test_every_open_prison_has_a_postcode_that_holds(directory: Directory) -> None:
    wrong = [p.code for p in directory if p.active and postcodes.parse(p.postcode) != p.postcode]
    assert wrong == []
