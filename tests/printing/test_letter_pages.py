import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas

from prisonmail.letters.letter import Draft, Enclosure, Letter
from prisonmail.printing.other_pdfs import UnprintableFile, read_enclosure
from prisonmail.printing.run import print_letters
from prisonmail.sender.sender import Sender
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS, Grid
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.fitting import Compositor
from tests.conftest import batch_of, letter_of
from tests.pages import barcodes, cropped, ink_amount, pictures, texts, words

WORDING = "Dear {Name},\n\n" + "We write about {reference}. " * 30 + "\n\n" + "Please wait. " * 200


def saved(path: Path, *pages: tuple[float, float], rotate: int = 0, password: str = "") -> Path:
    canvas = Canvas(str(path), encrypt=password or None)
    for number, size in enumerate(pages, start=1):
        canvas.setPageSize(size)
        canvas.setPageRotation(rotate)
        canvas.drawString(100, 300, f"Enclosed page {number}")
        canvas.showPage()
    canvas.save()
    return path


def with_a_huge_number(path: Path) -> None:
    found = re.sub(rb"startxref\n\d+", b"startxref\n" + b"9" * 20, path.read_bytes())
    path.write_bytes(found)


def with_a_page_cut_short(path: Path) -> None:
    content = path.read_bytes()
    end = content.index(b"endstream")
    path.write_bytes(content[: end - 9] + b"(((((((((" + content[end:])


def enclosing(letter: Letter, path: Path, pages: int) -> Letter:
    return replace(letter, draft=replace(letter.draft, enclosure=Enclosure(str(path), pages, "")))


def test_with_duplex_every_letter_starts_on_a_front_side(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:3], Paper(duplex=True), summary=True)
    pages = [words(pdf, number) for number in range(7)]
    assert [bool(page) for page in pages] == [True, False, True, False, True, False, True]
    assert "3 letters to 2 prisons" in pages[-1]


def test_wording_runs_on_to_numbered_pages_without_a_panel(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:1], Paper(wording=WORDING))
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


@pytest.mark.parametrize("length", range(0, 240, 7))
def test_neither_a_line_nor_the_signature_is_left_alone(
    letters: list[Letter], printed: Callable[..., bytes], length: int
) -> None:
    pdf = printed(letters[:1], Paper(wording="Please wait for our next letter. " * (length + 1)))
    for number in range(len(PdfReader(BytesIO(pdf)).pages)):
        body = [x for x in texts(pdf, number) if "next letter" in x.text]
        lines = {round(x.bottom) for x in body}
        assert len(lines) != 1 or length < 3
        assert all(x.top > 20 and x.bottom < 280 for x in body)


def test_enclosures_follow_their_letters(
    letters: list[Letter], sender: Sender, tmp_path: Path
) -> None:
    path = saved(tmp_path / "papers.pdf", A4, A4)
    turned = saved(tmp_path / "turned.pdf", A4, rotate=90)
    some = [enclosing(letters[0], path, 2), letters[1], enclosing(letters[2], turned, 1)]
    output = tmp_path / "out.pdf"
    paper = Paper(duplex=True, encloses=True)
    done = print_letters(batch_of(sender, 3), some, paper, output)
    pdf = output.read_bytes()
    assert (done.pages, done.archival) == (8, False)
    assert [done.find_page(letter) for letter in some] == [1, 5, 7]
    assert words(pdf, 1) == "Enclosed page 1"
    assert words(pdf, 2) == "Enclosed page 2"
    assert words(pdf, 3) == ""
    assert words(pdf, 7) == "Enclosed page 1"
    assert len(PdfReader(BytesIO(pdf)).outline) == 3


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: saved(path, A4, landscape(A4)), "page 2 of the PDF is A4 landscape"),
        (lambda path: saved(path, A5), "page 1 of the PDF is 148 × 210 mm"),
        (lambda path: saved(path, landscape(A4), rotate=90), "page 1 of the PDF is A4 landscape"),
        (lambda path: saved(path, A4, password="x"), "protected by a password"),  # noqa: S106
        (lambda path: path.write_bytes(b"%PDF-1.7 broken"), "not a PDF that can be read"),
        (lambda path: path.write_text("words"), "not a PDF that can be read"),
        (lambda path: with_a_huge_number(saved(path, A4)), "not a PDF that can be read"),
        (lambda path: with_a_page_cut_short(saved(path, A4)), "not a PDF that can be read"),
        (lambda path: path.mkdir(), "there is no such file"),
        (lambda path: None, "there is no such file"),
    ],
)
def test_enclosures_that_cannot_be_printed_are_found(
    make: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "papers.pdf"
    make(path)
    found = read_enclosure(path)
    assert isinstance(found, UnprintableFile)
    assert message in found.reason


def test_volumes_have_so_many_letters_each(
    letters: list[Letter], sender: Sender, tmp_path: Path
) -> None:
    batch = batch_of(sender, 5)
    done = print_letters(batch, letters[:5], Paper(), tmp_path / "out.pdf", split=2)
    assert [path.name for path in done.files] == ["out-001.pdf", "out-002.pdf", "out-003.pdf"]
    assert [len(PdfReader(path).pages) for path in done.files] == [2, 2, 1]
    assert [done.find_page(letter) for letter in letters[:5]] == [1, 2, 1, 2, 1]
    files = [done.find_file(letter).name for letter in letters[:5]]
    assert files == ["out-001.pdf", "out-001.pdf", "out-002.pdf", "out-002.pdf", "out-003.pdf"]
    assert done.pages == 5


@pytest.mark.parametrize("name", GRIDS)
def test_each_label_has_one_letter_and_nothing_near_its_edge(
    name: str, drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    grid = GRIDS[name]
    some = [letter_of(drafted(), sheet) for sheet in range(1, grid.count + 2)]
    first, second = pictures(printed(some, Paper(labels=name)), 300)
    inked = 0
    for number, letter in enumerate(some[:-1]):
        inner = cropped(first, grid.locate_panel(number), 300)
        assert barcodes(inner) == [letter.code]
        inked += ink_amount(inner)
    assert inked == ink_amount(first)
    assert barcodes(second) == [some[-1].code]


@pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda each: each.name)
def test_all_labels_of_a_sheet_are_set_alike(grid: Grid, letters: list[Letter]) -> None:
    compositors = [
        Compositor(grid.locate_panel(number), load_roboto()) for number in range(grid.count)
    ]
    for letter in letters:
        layouts = [compositor.fit(letter.draft) for compositor in compositors]
        assert len({x and (x.size, x.symbol.module_dots, len(x.lines)) for x in layouts}) == 1


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_the_sheet_says_what_a_mailroom_asks_for(
    envelope: Envelope, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:1], Paper(envelope))
    said = words(pdf)
    for wanted in (
        "Prison Rule 39: please deliver unopened",
        "For Kai Penhallow",
        "Prison number A1001XY",
        "Our reference C/1201/JE",
        "Code 0000-0000-0997-17",
        "Good until 19 December 2026",
        "Greenstone House, 14 Park Square, Leeds, LS1 2NE",
        "0113 496 0000",
        "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "Signed",
        "Barrister, Greenstone Chambers",
        "sheet 1 of 1",
    ):
        assert wanted in said
    assert max(x.bottom for x in texts(pdf)) < 290
    assert max(x.right for x in texts(pdf)) < 191
