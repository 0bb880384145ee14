import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from prisonmail.errors import InputMissing
from prisonmail.letters.letter import Letter
from prisonmail.printing.letterheads import letterhead_file, page_ink
from prisonmail.printing.letterheads.letterhead_file import (
    is_unchanged_letterhead,
    read_letterhead,
    reread_letterhead,
)
from prisonmail.printing.letterheads.letterhead_picture import PrintablePicture, read_picture
from prisonmail.printing.letterheads.page_ink import PageInk, find_page_ink
from prisonmail.printing.other_pdfs import digest_file
from prisonmail.sheets.drawing import MM_PER_POINT, Rectangle, SourcePage, Span, TextRun, combine
from prisonmail.sheets.envelopes import DL
from prisonmail.sheets.letter.letterhead_room import lift_foot
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Typeface
from tests.conftest import SENDER, batch_of


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "head.png"
    Image.new("RGB", (400, 40), "navy").save(path)
    return path


def test_without_a_path_the_name_is_set_in_type() -> None:
    head = read_letterhead(None)
    assert (head.picture, head.under) == (None, None)


def test_a_picture_keeps_its_shape_above_every_window(picture: Path) -> None:
    placed = read_letterhead(str(picture)).picture
    assert placed
    assert placed.width / placed.height == pytest.approx(10)
    assert placed.y + placed.height <= 30


def test_the_first_page_of_a_pdf_lies_under_the_sheet(tmp_path: Path) -> None:
    path, writer = tmp_path / "head.PDF", PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(path)
    under = read_letterhead(str(path)).under
    assert under
    assert (under.path, under.number) == (str(path), 0)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("head.png", None, "There is no letterhead at"),
        ("head.png", b"words", "is not a picture that can be read"),
        ("head.png", b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run", "it is an EPS drawing"),
        ("head.jpg", b"GIF89a", "it is a GIF picture"),
        ("head.pdf", b"PK\x03\x04", "it is a Word document"),
        ("head.pdf", b"words", "cannot be used: the file is not a PDF that can be read"),
    ],
)
def test_what_is_no_letterhead_is_refused(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content:
        path.write_bytes(content)
    with pytest.raises(InputMissing, match=message):
        read_letterhead(str(path))


@pytest.mark.parametrize(
    ("size", "shape"), [(A4[::-1], "A4 landscape"), ((420.0, 595.0), "148 × 210 mm")]
)
def test_a_page_that_is_not_upright_a4_is_no_letterhead(
    tmp_path: Path, size: tuple[float, float], shape: str
) -> None:
    path = tmp_path / "head.pdf"
    canvas = Canvas(str(path), pagesize=size)
    canvas.showPage()
    canvas.save()
    with pytest.raises(InputMissing, match=f"page 1 of the PDF is {shape}") as refused:
        read_letterhead(str(path))
    assert refused.value.remedy == "Make every page A4 upright."


def test_a_letterhead_that_is_changed_or_gone_is_noticed(picture: Path) -> None:
    known = Paper(letterhead=str(picture), letterhead_digest=digest_file(picture))
    assert is_unchanged_letterhead(Paper())
    assert is_unchanged_letterhead(known)
    picture.write_bytes(picture.read_bytes() + b"x")
    assert not is_unchanged_letterhead(known)
    assert is_unchanged_letterhead(Paper(letterhead=str(picture)))
    picture.unlink()
    assert not is_unchanged_letterhead(Paper(letterhead=str(picture)))


def saved(path: Path, picture: Image.Image, **options: Any) -> str:
    picture.save(path, **options)
    return str(path)


def turned() -> tuple[Image.Image, Image.Exif]:
    """A head of 400 × 80, its left half black, as a telephone lays it on its side."""
    upright = Image.new("RGB", (400, 80), "white")
    upright.paste("black", (0, 0, 200, 80))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    return upright.transpose(Image.Transpose.ROTATE_90), exif


def shades(read: object) -> list[int]:
    """How dark a picture is at its left and its right edge, halfway down."""
    assert isinstance(read, PrintablePicture)
    row = read.height // 2 * read.width
    return [read.pixels[3 * (row + x)] for x in (2, read.width - 3)]


def test_a_picture_on_its_side_is_turned_upright(tmp_path: Path) -> None:
    picture, exif = turned()
    path = saved(tmp_path / "head.jpg", picture, exif=exif)
    read = read_picture(path)
    assert isinstance(read, PrintablePicture)
    assert (read.width, read.height) == (400, 80)
    left, right = shades(read)
    assert left < 10 < 245 < right
    placed = read_letterhead(path).picture
    assert placed
    assert placed.width / placed.height == pytest.approx(5)


@pytest.mark.parametrize("mode", ["I;16", "L", "LA", "P", "1", "CMYK", "RGBA"])
def test_a_picture_of_any_depth_prints_dark_on_white(tmp_path: Path, mode: str) -> None:
    picture = Image.new("L", (400, 80), 255)
    picture.paste(0, (0, 0, 200, 80))
    if mode == "I;16":
        deep = Image.new("I;16", picture.size)
        deep.putdata([level * 257 for level in picture.tobytes()])
    else:
        deep = picture.convert("RGB").convert(mode) if mode == "CMYK" else picture.convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    left, right = shades(read_picture(saved(tmp_path / "head", deep, format=kind)))
    assert left < 30 < 240 < right


def test_a_picture_of_16_bits_keeps_its_greys(tmp_path: Path) -> None:
    picture = Image.new("I;16", (400, 80), 128 * 257)
    assert shades(read_picture(saved(tmp_path / "head.png", picture))) == [128, 128]


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (Image.new("RGBA", (600, 120), (255, 255, 255, 0)), "nothing of it would show on white"),
        (Image.new("RGB", (600, 120), "white"), "nothing of it would show on white paper"),
        (Image.new("L", (120, 24)), "has 120 × 24 pixels, too few .*Save it with 56[0-9] × 11"),
        (Image.new("L", (1240, 1754)), "it is a picture of a whole A4 page"),
        (Image.new("1", (6000, 5000)), "it has more than 25 million pixels"),
        (Image.new("1", (12000, 12000)), "it has more than 25 million pixels"),
        (Image.new("1", (20000, 20000)), "it has more than 25 million pixels"),
    ],
    ids=["unseen", "blank", "small", "scan", "large", "warned of", "bomb"],
)
def test_a_picture_that_would_not_print_is_refused_with_the_reason(
    tmp_path: Path, picture: Image.Image, message: str
) -> None:
    path = saved(tmp_path / "head.png", picture)
    with pytest.raises(InputMissing) as refused:
        read_letterhead(path)
    assert re.search(message, f"{refused.value.message} {refused.value.remedy}")


def test_a_picture_with_few_pixels_prints_smaller_and_sharp(tmp_path: Path) -> None:
    placed = read_letterhead(saved(tmp_path / "head.png", Image.new("L", (400, 60)))).picture
    assert placed
    assert 400 / placed.width * 25.4 == pytest.approx(150)


def test_a_file_too_large_for_a_letterhead_is_not_read(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letterhead_file, "_LARGEST", 10)
    with pytest.raises(InputMissing, match="the file is larger than"):
        read_letterhead(str(picture))


def head_and_foot(path: Path, *, name_in_window: bool = False, tint: float = 0.9) -> str:
    """A firm's letterhead: a watermark, a head down to 80 mm, a foot from 268 mm; a second page."""
    canvas = Canvas(str(path), pagesize=A4)
    for first in (True, False):
        canvas.setFillGray(tint)
        canvas.rect(40 * mm, 60 * mm, 130 * mm, 130 * mm, fill=1, stroke=0)
        canvas.setFillGray(0.2)
        canvas.rect(20 * mm, (272 if first else 277) * mm, 50 * mm, 8 * mm, fill=1)
        if first:
            canvas.drawString(150 * mm, 217.5 * mm, "www.greenstone.example")
        if first and name_in_window:
            canvas.drawString(20 * mm, 245 * mm, "Our ref:")
        canvas.setLineWidth(0.25)
        foot = 29 if first else 15
        canvas.line(20 * mm, foot * mm, 190 * mm, foot * mm)
        canvas.drawString(20 * mm, (foot - 5) * mm, "Authorised and regulated")
        canvas.showPage()
    canvas.save()
    return str(path)


def test_the_free_space_of_both_pages_is_found(tmp_path: Path) -> None:
    head = read_letterhead(head_and_foot(tmp_path / "head.png"), None, DL.ever_visible)
    assert (head.under, head.following) == tuple(
        SourcePage(str(tmp_path / "head.png"), number) for number in (0, 1)
    )
    assert head.free == pytest.approx((80, 268), abs=1)
    assert head.following_free == pytest.approx((20, 282), abs=1)
    given = read_letterhead(str(tmp_path / "head.png"), Span(90, 250))
    assert (given.free, given.following_free) == ((90, 250), head.following_free)
    paper = Paper(letterhead=str(tmp_path / "head.png"), letterhead_free=head.free_spaces)
    assert reread_letterhead(paper) == head


def test_of_a_batch_of_before_the_first_page_alone_lies_under_sheets_as_they_were(
    tmp_path: Path,
) -> None:
    old = reread_letterhead(Paper(letterhead=head_and_foot(tmp_path / "head.pdf")))
    assert (old.under, old.following) == (SourcePage(str(tmp_path / "head.pdf")), None)
    assert (old.free, lift_foot(287.0, old.free)) == (Span(0, 297), 287.0)


def test_a_second_page_that_is_full_is_no_letterhead(tmp_path: Path) -> None:
    path = tmp_path / "head.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.showPage()
    canvas.rect(20 * mm, 75 * mm, 170 * mm, 200 * mm, fill=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(InputMissing, match="its second page leaves only 75 mm free"):
        read_letterhead(str(path))


def test_the_first_layout_prints_a_picture_as_large_as_it_did(tmp_path: Path) -> None:
    path = saved(tmp_path / "head.png", Image.new("L", (400, 60)))
    old, new = (reread_letterhead(Paper(letterhead=path, layout=layout)) for layout in (1, 2))
    assert new == read_letterhead(path)
    assert old.picture
    assert (old.picture.width, old.picture.height) == pytest.approx((98, 14.7), abs=0.1)


def test_ink_that_would_show_in_the_window_is_refused(tmp_path: Path) -> None:
    path = head_and_foot(tmp_path / "head.pdf", name_in_window=True)
    with pytest.raises(InputMissing, match=r"from 20 to 3\d mm across and 49 to 52 mm down"):
        read_letterhead(path, Span(80, 260), DL.ever_visible)


def test_the_grey_paper_of_a_scan_is_free(tmp_path: Path) -> None:
    page = Image.effect_noise((1240, 1754), 10).point(lambda level: min(255, level + 112))
    page.paste(40, (120, 60, 600, 150))  # from 10 to 25 mm down
    canvas = Canvas(str(tmp_path / "head.pdf"), pagesize=A4)
    canvas.drawImage(saved(tmp_path / "page.png", page), 0, 0, *A4)
    canvas.save()
    head = read_letterhead(str(tmp_path / "head.pdf"), None, DL.ever_visible)
    assert head.free == pytest.approx((25.5, 297), abs=0.5)


def test_a_page_of_too_many_pixels_is_not_looked_at(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_ink, "_MOST_PIXELS", 20_000)
    path = tmp_path / "head.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(str(picture), 0, 0, 100, 100)
    canvas.drawImage(str(picture), 0, 200, 100, 100)
    canvas.save()
    with pytest.raises(InputMissing, match="its pictures have too many pixels"):
        read_letterhead(str(path))


def test_nothing_is_printed_on_a_letterheads_own_head_or_foot(
    tmp_path: Path, letters: list[Letter], typeface: Typeface
) -> None:
    path = head_and_foot(tmp_path / "head.pdf")
    head = read_letterhead(path, None, DL.ever_visible)
    paper = Paper(wording="Dear {name},\n\n" + "We write about your case. " * 400)
    drawing = LetterSheets(batch_of(SENDER, 3), paper, typeface, head)
    inks = [find_page_ink(path, number) for number in (0, 1)]
    for sheet in drawing.draw(letters[0]):
        assert sheet.under
        ink = inks[sheet.under.number]
        assert ink
        texts = combine((sheet.shared, *sheet.own)).texts
        assert len(texts) > 3
        assert [text.text for text in texts if is_on_ink(text, ink, typeface)] == []
    assert sheet.under == head.following


def is_on_ink(text: TextRun, ink: PageInk, typeface: Typeface) -> bool:
    width = typeface.choose(bold=text.bold).measure_width(text.text, text.size)
    height = text.size * MM_PER_POINT
    box = Rectangle(text.x, text.y - height, text.x + width, text.y + 0.3 * height)
    return ink.find_ink(box) is not None


def test_a_damaged_page_is_refused(tmp_path: Path) -> None:
    path = Path(head_and_foot(tmp_path / "head.pdf"))
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(InputMissing, match="cannot be used"):
        read_letterhead(str(path))
    with pytest.raises(ValueError, match=r"\w"):
        find_page_ink(str(path), 0)
