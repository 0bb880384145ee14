"""Batches of the first layout are printed again as they were. Pictures: tests/sheets/golden/."""

from collections.abc import Callable

import pytest

from prisonmail.letters.letter import Draft, Letter
from prisonmail.sheets.envelopes import C5
from prisonmail.sheets.paper import FIRST_LAYOUT, Paper
from tests.conftest import letter_of
from tests.pages import barcodes, pictures, words

FIRST = Paper(layout=FIRST_LAYOUT)
WORDING = "Dear {Name},\n\nYour code is {code}.\n\n" + "Please wait. " * 400


@pytest.mark.parametrize("paper", [FIRST, Paper(C5, layout=FIRST_LAYOUT)], ids=["dl", "c5"])
def test_a_first_sheet_says_what_it_said(
    paper: Paper, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:1], paper)
    said = words(pdf)
    for wanted in (
        "Prison Rule 39: please deliver unopened",
        "To the mailroom: this letter is from a legal adviser and is protected by Prison Rule 39.",
        "For Kai Penhallow Prison number A1001XY Prison HMP Leeds Our reference C/1201/JE",
        "Code 0000-0000-0997-17",
        "Good until 19 December 2026",
        "Signed Eric Brown Barrister, Greenstone Chambers",
        "Batch 20261121-7F3K",
        "sheet 1 of 1",
    ):
        assert wanted in said
    assert said.count("0000-0000-0997-17") == 2
    assert "From Greenstone" not in said
    assert [barcodes(page) for page in pictures(pdf, 200)] == [[letters[0].code]]


def test_its_wording_follows_the_particulars_and_ends_in_the_signature(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:1], Paper(layout=FIRST_LAYOUT, wording=WORDING))
    first, second = words(pdf, 0), words(pdf, 1)
    assert "Dear Kai Penhallow, Your code is 0000-0000-0997-17." in first
    assert "sheet 1 of 1, page 1 of 2" in first
    assert "code 0000-0000-0997-17 sheet 1 of 1, page 2 of 2" in second
    assert ("Signed" in first, "Signed" in second) == (False, True)


def test_its_labels_have_no_sender(
    drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    letter = letter_of(drafted())
    said = {
        layout: words(printed([letter], Paper(labels="L7163", layout=layout))) for layout in (1, 2)
    }
    assert "0113 496 0000" in said[2]
    assert "0113 496 0000" not in said[1]
    assert said[1].endswith("0000-0000-0997-17")
