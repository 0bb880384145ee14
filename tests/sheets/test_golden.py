"""Compares sheets with pictures of them that were looked at, so that no change goes unseen.

To accept a change: look at it, then run `just pictures`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from prisonmail.letters.letter import Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets.calibration import draw_envelope_sheet
from prisonmail.sheets.drawing import Sheet
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.first_layout.first_sheets import FirstLayoutSheets
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.system.record import replace
from tests.conftest import EXAMPLES, SENDER, batch_of, letter_of
from tests.pages import pictures
from tests.sheet_fixtures import LONGEST, written

GOLDEN = Path(__file__).parent / "golden"
DPI = 60
MOST_DIFFERENT = 0.004
"""The part of all pixels that may differ: another version of the renderer moves edges a little."""

DRAFT = Draft(
    line=2,
    marking=Marking.PRISON_RULE_39,
    prison="BWI",
    prison_name="HMP & YOI Berwyn",
    address=("Bridge Road", "Wrexham Industrial Estate", "WREXHAM", "LL13 9QE"),
    name=LONGEST,
    prison_number="A1004XY",
    date_of_birth=None,
    reference="C/1204/JE",
)


def sheet(envelope: Envelope, letter: Letter) -> Sheet:
    batch = batch_of(SENDER, 1)
    return next(LetterSheets(batch, Paper(envelope), load_roboto(), Letterhead()).draw(letter))


def first_sheet(envelope: Envelope, letter: Letter) -> Sheet:
    """A sheet of the first layout, which batches of that time have for ever."""
    batch = batch_of(SENDER, 1)
    drawn = FirstLayoutSheets(batch, Paper(envelope), load_roboto(), Letterhead())
    return next(drawn.draw(letter))


def private_sheet() -> Sheet:
    """The first sheet of a private letter: a list, a table, bold and italic."""
    paper = Paper(wording=(EXAMPLES / "letter.md").read_text("utf-8"))
    batch = batch_of(replace(SENDER, title="Partner", regulator_line="Regulated by nobody."), 1)
    _, private = LetterSheets(batch, paper, load_roboto(), Letterhead()).draw(letter_of(DRAFT))
    return private


def sheets() -> Iterator[tuple[str, Sheet]]:
    short = replace(DRAFT, name="Siân Llwyd", marking=Marking.CONFIDENTIAL_ACCESS)
    yield "dl-long-name", sheet(DL, letter_of(DRAFT))
    yield "c5-long-name", sheet(C5, letter_of(DRAFT))
    yield "c4-confidential-access", sheet(C4, letter_of(short))
    yield "first-dl-long-name", first_sheet(DL, letter_of(DRAFT))
    yield "first-c5-long-name", first_sheet(C5, letter_of(DRAFT))
    yield "first-c4-confidential-access", first_sheet(C4, letter_of(short))
    yield "private-letter", private_sheet()
    yield "dl-test-sheet", draw_envelope_sheet(DL, load_roboto())


def picture(drawn: Sheet) -> Image.Image:
    return next(pictures(written([drawn]), DPI))


@pytest.mark.parametrize(("name", "drawn"), [*sheets()], ids=lambda each: str(each)[:24])
def test_a_sheet_looks_as_it_did(name: str, drawn: Sheet) -> None:
    with Image.open(GOLDEN / f"{name}.png") as golden:
        soft = [
            each.convert("L").filter(ImageFilter.BoxBlur(1)) for each in (golden, picture(drawn))
        ]
    different = sum(ImageChops.difference(*soft).histogram()[64:])
    assert different <= MOST_DIFFERENT * soft[0].width * soft[0].height


def main() -> None:
    """Accept how sheets look now."""
    GOLDEN.mkdir(exist_ok=True)
    for name, drawn in sheets():
        picture(drawn).quantize(16).save(GOLDEN / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
