import re
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas

from prisonmail.errors import InputMissing
from prisonmail.letters.letter import Enclosure, Letter
from prisonmail.printing.other_pdfs import UnprintableFile, digest_file, read_enclosure
from prisonmail.printing.run import print_letters
from prisonmail.sender.sender import Sender
from prisonmail.sheets.paper import Paper
from prisonmail.system.record import replace
from tests.conftest import batch_of
from tests.pages import words


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


Entries = dict[str, Any]
HIGHLIGHT: Entries = {"/Subtype": Name.Highlight}
FIELD: Entries = {"/Subtype": Name.Widget, "/FT": Name.Tx, "/V": "Tarquin Oddwell"}
TICKED: Entries = {"/Subtype": Name.Widget, "/FT": Name.Btn, "/V": Name.Yes}
ONE_FIELD: Entries = {"/XFA": "x", "/Fields": [FIELD]}
RENEWED: Entries = {"/NeedAppearances": True, "/Fields": []}


def save(
    path: Path,
    *,
    over: Entries | None = None,
    picture: bytes = b"",
    elsewhere: bool = False,
    encryption: Encryption | bool = False,
    **entries: Any,
) -> None:
    """A page with something over it, in a PDF with some entries."""
    with Pdf.new() as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # which say that fields are not in the form
        page = pdf.add_blank_page(page_size=A4).obj
        if elsewhere:
            page.Contents = pdf.make_stream(b"", F="other.bin")
        if over:
            page.Annots = Array([Dictionary({**over, "/Rect": [60, 60, 100, 100]})])
        if picture:
            box = Array([0, 0, 9, 9])
            page.Annots[0].AP = Dictionary(N=pdf.make_stream(picture, BBox=box))
        for name, entry in entries.items():
            pdf.Root[f"/{name}"] = Dictionary(entry) if isinstance(entry, dict) else entry
        pdf.save(path, encryption=encryption)


def test_a_field_that_shows_its_value_is_printed(tmp_path: Path) -> None:
    path, picture = tmp_path / "filled.pdf", b"[(Tarquin ) -9 (Oddwell)] TJ"
    save(path, over=FIELD, AcroForm=RENEWED, picture=picture)
    assert isinstance(read_enclosure(path), Enclosure)


def enclosing(letter: Letter, path: Path, pages: int) -> Letter:
    return replace(
        letter,
        draft=replace(letter.draft, enclosures=(Enclosure(str(path), pages, digest_file(path)),)),
    )


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
    assert (done.pages, done.archival) == (10, False)
    assert [done.find_page(letter) for letter in some] == [1, 5, 7]
    assert "Enc. 1 document, sheet 1 of 3, page 1 of 3" in words(pdf, 0)
    assert words(pdf, 1) == ""  # an enclosure starts on a front
    assert words(pdf, 2) == "Enclosed page 1"
    assert words(pdf, 3) == "Enclosed page 2"
    assert "Enc." not in words(pdf, 4)
    assert words(pdf, 5) == ""
    assert words(pdf, 8) == "Enclosed page 1"
    assert words(pdf, 9) == ""
    assert len(PdfReader(BytesIO(pdf)).outline) == 3


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: saved(path, A5), "page 1 of the PDF is 148 × 210 mm"),
        (lambda path: saved(path, A4, landscape(A5)), "page 2 of the PDF is 210 × 148 mm"),
        (lambda path: saved(path, A4, password="x"), "protected by a password"),  # noqa: S106
        (lambda path: path.write_bytes(b"%PDF-1.7 broken"), "not a PDF that can be read"),
        (lambda path: path.write_text("words"), "not a PDF that can be read"),
        (lambda path: with_a_huge_number(saved(path, A4)), "not a PDF that can be read"),
        (lambda path: with_a_page_cut_short(saved(path, A4)), "not a PDF that can be read"),
        (lambda path: save(path, encryption=Encryption(user="x", owner="y")), "a password"),
        (lambda path: save(path, encryption=Encryption(user="", owner="y")), "encrypted"),
        (lambda path: save(path, Collection={}), "a portfolio"),
        (lambda path: save(path, AcroForm={"/XFA": "x"}), "dynamic XFA"),
        (lambda path: save(path, NeedsRendering=True, AcroForm=ONE_FIELD), "dynamic XFA"),
        (lambda path: save(path, elsewhere=True), "a part of itself from another file"),
        (lambda path: save(path, over=HIGHLIGHT), "(Highlight)"),
        (lambda path: save(path, over=FIELD), "a filled-in field without a picture of it"),
        (lambda path: save(path, over=TICKED), "a filled-in field without a picture of it"),
        (
            lambda path: save(path, over=FIELD, AcroForm=RENEWED, picture=b"(Old) Tj"),
            "a filled-in field without a picture of it",
        ),
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


def test_enclosed_pages_are_marked_only_if_asked(
    letters: list[Letter], sender: Sender, tmp_path: Path
) -> None:
    letter = enclosing(letters[0], saved(tmp_path / "papers.pdf", A4, A4), 2)
    batch, output = batch_of(sender, 6), tmp_path / "out.pdf"
    print_letters(batch, [letter], Paper(encloses=True, mark_enclosures=True), output)
    shown = words(output.read_bytes(), 2)
    assert "Enclosed page 2" in shown
    assert f"Batch {batch.id}, sheet 1, page 3 of 3" in shown


def test_an_enclosure_behind_a_private_letter_starts_on_a_front_and_blank_backs_do_not_count(
    letters: list[Letter], sender: Sender, tmp_path: Path
) -> None:
    letter = enclosing(letters[0], saved(tmp_path / "papers.pdf", A4), 1)
    paper = Paper(duplex=True, wording="Please sign.", encloses=True, mark_enclosures=True)
    output = tmp_path / "out.pdf"
    done = print_letters(batch_of(sender, 6), [letter], paper, output)
    first, _, private, _, enclosed, _ = (words(output.read_bytes(), page) for page in range(6))
    assert done.pages == 6
    assert "Enc. 1 document, sheet 1 of 6, page 1 of 3" in first
    assert "Please sign." in private
    assert "Page 2 of 3" in private
    assert "Enclosed page 1" in enclosed
    assert "sheet 1, page 3 of 3" in enclosed


def test_a_file_that_changes_while_letters_are_printed_is_not_enclosed(
    letters: list[Letter], sender: Sender, tmp_path: Path
) -> None:
    path = saved(tmp_path / "papers.pdf", A4)
    letter = enclosing(letters[0], path, 1)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(InputMissing, match="was changed"):
        print_letters(batch_of(sender, 1), [letter], Paper(encloses=True), tmp_path / "out.pdf")
