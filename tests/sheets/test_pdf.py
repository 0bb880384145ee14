import io
import random
from collections.abc import Callable, Sequence

import pytest

from prisonmail.letters import Draft, Letter
from prisonmail.prisons.directory import Directory
from prisonmail.sender.sender import Sender
from prisonmail.sheets import pdf
from prisonmail.sheets.envelopes import DL
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.page import Stationery
from tests.conftest import batch_of, letter_of
from tests.pages import barcodes, pictures, texts

AREA = DL.always_visible
Drafted = Callable[..., Draft]


def printed(letters: Sequence[Letter], sender: Sender) -> bytes:
    batch = batch_of(sender, len(letters))
    stationery = Stationery(batch, DL, roboto())
    target = io.BytesIO()
    assert pdf.write((stationery.sheet(letter) for letter in letters), batch, target) == len(
        letters
    )
    return target.getvalue()


def test_every_barcode_reads_back_at_300_dpi(
    drafted: Drafted, directory: Directory, sender: Sender
) -> None:
    drawn = random.Random(39)  # noqa: S311 - a sample that is the same on every run
    prisons = [prison.code for prison in directory if prison.active][::4]
    bodies = [f"{drawn.randrange(10**12):012d}" for _ in prisons]
    bodies[:3] = ["99" * 6, "000000000000", "990123456789"]
    letters = [
        letter_of(drafted(prison=code), sheet, body)
        for sheet, (code, body) in enumerate(zip(prisons, bodies, strict=True), start=1)
    ]
    found = [barcodes(picture) for picture in pictures(printed(letters, sender))]
    assert found == [[letter.code] for letter in letters]


@pytest.mark.parametrize(
    ("name", "prison"),
    [("Tarquin Oddwell", "LEI"), ("Łukasz Wiśniewski", "BWI"), ("Nguyễn Thị Bích Ngọc", "WYI")],
)
def test_the_panel_reads_back_by_place_and_in_order(
    name: str, prison: str, drafted: Drafted, sender: Sender
) -> None:
    draft = drafted(name, prison)
    letter = letter_of(draft)
    page = texts(printed([letter], sender))
    shown = [
        text
        for text in page
        if AREA.left - 0.1 <= text.left < AREA.right and AREA.top <= text.bottom and text.top < 90
    ]
    assert all(text.right <= AREA.right and text.bottom <= AREA.bottom + 0.1 for text in shown)
    column = sorted((text for text in shown if text.left < 30), key=lambda text: text.top)
    assert [text.text for text in column] == [
        draft.marking.value,
        name,
        "A1001XY",
        draft.prison_name,
        *draft.address,
    ]
    code = next(text for text in shown if text.left > 30 and text.text[:1].isdigit())
    assert code.text.replace("-", "") == letter.code


def test_the_rest_of_the_sheet_keeps_out_of_the_window(drafted: Drafted, sender: Sender) -> None:
    content = printed([letter_of(drafted())], sender)
    ever = DL.ever_visible
    outside = [
        text
        for text in texts(content)
        if not (text.left >= AREA.left - 0.1 and text.right <= AREA.right and 57 <= text.top < 81)
    ]
    assert outside
    for text in outside:
        apart = (
            text.right < ever.left
            or text.left > ever.right
            or text.bottom < ever.top
            or text.top > ever.bottom
        )
        assert apart, text


def test_the_covering_letter_has_the_particulars_that_mailrooms_ask_for(
    drafted: Drafted, sender: Sender
) -> None:
    letter = letter_of(drafted())
    words = " ".join(text.text for text in texts(printed([letter], sender)))
    for particular in (
        "Prison Rule 39",
        "Tarquin Oddwell",
        "A1001XY",
        "HMP Leeds",
        "C/1201/JE",
        "Greenstone Chambers",
        "Greenstone House",
        "LS1 2NE",
        "0113 496 0000",
        "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "21 November 2026",
        "19 December 2026",
        "Signed",
        "Eric Brown",
        "Batch 20261121-7F3K",
        "sheet 1 of 1",
    ):
        assert particular in words, particular


def test_the_pdf_claims_pdf_a_and_names_nobody(drafted: Drafted, sender: Sender) -> None:
    content = printed([letter_of(drafted())], sender)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in content
    assert b"/Lang (en-GB)" in content
    metadata = content[content.index(b"<x:xmpmeta") : content.index(b"</x:xmpmeta>")]
    assert b"Letters of batch 20261121-7F3K" in metadata
    assert b"Oddwell" not in metadata
