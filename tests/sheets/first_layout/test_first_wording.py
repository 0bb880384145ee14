"""Batches of the first layout print a firm's wording on the covering letter, as they did."""

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader

from prisonmail.letters.letter import Letter
from prisonmail.sheets.first_layout.first_sheets import FirstLayoutSheets
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.paper import FIRST_LAYOUT, Paper
from tests.conftest import SENDER, batch_of
from tests.pages import barcodes, pictures, texts, words
from tests.sheet_fixtures import written

WORDING = "Dear {Name},\n\n" + "We write about {reference}. " * 30 + "\n\n" + "Please wait. " * 200


def test_wording_runs_on_to_numbered_pages_without_a_panel(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:1], Paper(wording=WORDING, layout=FIRST_LAYOUT))
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 2
    first, second = words(pdf, 0), words(pdf, 1)
    assert "Dear Kai Penhallow," in first
    assert "We write about C/1201/JE." in first
    assert "page 2 of 2" in second
    assert "0000-0000-0997-17" in second
    assert "Signed" in second
    assert "Signed" not in first
    assert [barcodes(page) for page in pictures(pdf, 200)] == [[letters[0].code], []]


def test_neither_a_line_nor_the_signature_is_left_alone(letters: list[Letter]) -> None:
    sheets, lengths = [], []
    for length in range(0, 240, 7):
        paper = Paper(
            wording="Please wait for our next letter. " * (length + 1), layout=FIRST_LAYOUT
        )
        drawing = FirstLayoutSheets(batch_of(SENDER, 1), paper, load_roboto(), Letterhead())
        found = list(drawing.draw(letters[0]))
        sheets += found
        lengths += [length] * len(found)
    pdf = written(sheets)
    for number, length in enumerate(lengths):
        body = [x for x in texts(pdf, number) if "next letter" in x.text]
        lines = {round(x.bottom) for x in body}
        assert len(lines) != 1 or length < 3, length
        assert all(x.top > 20 and x.bottom < 280 for x in body), length
