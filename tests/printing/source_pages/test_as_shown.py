"""Pages of other PDFs print as reference rasterisers show them, pixel for pixel."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops

from prisonmail.letters.letter import Enclosure
from prisonmail.printing import pdf
from prisonmail.printing.other_pdfs import read_enclosure
from prisonmail.sheets.drawing import Sheet, SourcePage
from prisonmail.system import clock
from tests.pages import ink_amount
from tests.printing.source_pages.samples import A4, CHANGES, LYING, PROGRAMS, by_reportlab, changed

Rasterise = Callable[[Path], Iterator[Image.Image]]
SAMPLES = PROGRAMS | CHANGES
DPI = 90


def enclosed(path: Path) -> bytes:
    """A PDF of nothing but the pages of another."""
    found = read_enclosure(path)
    assert isinstance(found, Enclosure), found
    sheets = (Sheet(under=SourcePage(str(path), number)) for number in range(found.pages))
    file = BytesIO()
    pdf.write_sheets(sheets, file, pdf.About("Test", clock.now(), archival=False))
    return file.getvalue()


def by_pdfium(path: Path) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    document.init_forms()
    try:
        for page in document:
            yield page.render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()


def by_mupdf(path: Path) -> Iterator[Image.Image]:
    folder = path.with_suffix(".pictures")
    folder.mkdir()
    pictures = folder / "%03d.ppm"
    subprocess.run(["mutool", "draw", "-q", "-r", str(DPI), "-o", pictures, path], check=True)
    return (Image.open(each).convert("RGB") for each in sorted(folder.iterdir()))


def on_a4(path: Path) -> Path:
    """The same pages with a sheet of A4 around them: some are a hair's breadth smaller."""
    sheets = path.with_suffix(".a4.pdf")
    with pikepdf.open(path) as document:
        for page in document.pages:
            if not page.obj.get("/Rotate", 0):
                left, top = float(page.cropbox[0]), float(page.cropbox[3])
                page.obj.MediaBox = Array([left, top - A4[1], left + A4[0], top])
                page.obj.CropBox = page.obj.MediaBox
        document.save(sheets)
    return sheets


@pytest.mark.parametrize("rasterise", [by_pdfium, by_mupdf])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_prints_as_it_shows(name: str, rasterise: Rasterise, tmp_path: Path) -> None:
    if rasterise is by_mupdf and not shutil.which("mutool"):
        pytest.skip("MuPDF is not there")
    if name in EXTERNAL and not shutil.which(name):
        pytest.skip(f"{name} is not there")
    if (rasterise.__name__, name) in EXEMPT:
        pytest.skip(EXEMPT[rasterise.__name__, name])
    path, printed = tmp_path / "sample.pdf", tmp_path / "printed.pdf"
    SAMPLES[name](path)
    printed.write_bytes(enclosed(path))
    shown = list(rasterise(path if name in BROKEN else on_a4(path)))
    assert any(ink_amount(picture.convert("L")) for picture in shown)
    # pdfium draws fields twice over, so that their edges are darker
    most = 32 if name.startswith("filled") and rasterise is by_pdfium else 0
    for one, other in zip(shown, rasterise(printed), strict=True):
        differences = ImageChops.difference(one, other).convert("L").histogram()
        assert sum(differences[most + 1 :]) == 0


def turned_upright(path: Path) -> Path:
    """The same pages, those that lie on their side turned to the left by their own entry."""
    turned = path.with_suffix(".turned.pdf")
    with pikepdf.open(path) as document:
        for page in document.pages:
            left, bottom, right, top = map(float, page.cropbox)
            turn = int(page.obj.get("/Rotate", 0))
            if (right - left > top - bottom) == (turn % 180 == 0):
                page.obj.Rotate = (turn + 270) % 360
            wide, tall = A4[::-1] if right - left > top - bottom else A4
            left, top = {
                0: (left, top),
                90: (left, bottom + tall),
                180: (right - wide, bottom + tall),
                270: (right - wide, top),
            }[int(page.obj.get("/Rotate", 0))]
            page.obj.MediaBox = Array([left, top - tall, left + wide, top])
            page.obj.CropBox = page.obj.MediaBox
        document.save(turned)
    return turned


@pytest.mark.parametrize("rasterise", [by_pdfium, by_mupdf])
@pytest.mark.parametrize("name", LYING)
def test_a_page_on_its_side_is_turned_upright_with_its_top_at_the_left(
    name: str, rasterise: Rasterise, tmp_path: Path
) -> None:
    if rasterise is by_mupdf and not shutil.which("mutool"):
        pytest.skip("MuPDF is not there")
    if name in EXTERNAL and not shutil.which(name):
        pytest.skip(f"{name} is not there")
    path, printed = tmp_path / "sample.pdf", tmp_path / "printed.pdf"
    LYING[name](path)
    printed.write_bytes(enclosed(path))
    shown, pages = list(rasterise(path)), list(rasterise(printed))
    assert any(picture.width > picture.height for picture in shown)
    for one, other in zip(rasterise(turned_upright(path)), pages, strict=True):
        differences = ImageChops.difference(one, other).convert("L").histogram()
        most = 32 if name.startswith("filled") and rasterise is by_pdfium else 0
        assert sum(differences[most + 1 :]) == 0
    for one, other in zip(shown, pages, strict=True):
        held = one.transpose(Image.Transpose.ROTATE_90) if one.width > one.height else one
        coarse = [picture.convert("L").resize((60, 85)) for picture in (held, other)]
        apart = ImageChops.difference(*coarse).histogram()
        assert sum(apart[40:]) == 0


EXTERNAL = {"gs", "pdftocairo", "mutool", "qpdf"}
BROKEN = {"break_its_table", "cut_its_end"}
EXEMPT = {
    ("by_mupdf", "with_layers"): "MuPDF does not know usage and intent of layers",
    ("by_pdfium", "pillow"): "pdfium rounds a picture that ends where the paper does to a pixel",
}


def test_units_of_a_page_are_heeded(tmp_path: Path) -> None:
    def measure_in_double_points(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.obj.UserUnit = 2
            page.obj.MediaBox = Array([0, 0, A4[0] / 2, A4[1] / 2])
            page.contents_add(b"0.5 0 0 0.5 0 0 cm\n", prepend=True)

    plain, doubled = tmp_path / "plain.pdf", tmp_path / "doubled.pdf"
    by_reportlab(plain)
    changed(doubled, measure_in_double_points)
    printed = tmp_path / "printed.pdf"
    printed.write_bytes(enclosed(doubled))
    for one, other in zip(by_pdfium(plain), by_pdfium(printed), strict=True):
        assert ImageChops.difference(one, other).getbbox() is None


def test_nothing_live_comes_along(tmp_path: Path) -> None:
    def bring_to_life(document: pikepdf.Pdf) -> None:
        launch = Dictionary(S=Name.Launch, F="calc.exe")
        script = document.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
        document.Root.OpenAction = script
        document.attachments["secret.txt"] = b"attached"
        file = document.attachments["secret.txt"].obj
        page = document.pages[0].obj
        page.AA, page.AF = Dictionary(O=launch), Array([file])
        form = document.make_stream(
            b"0 0 9 9 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 9, 9]),
            AF=Array([file]),
            A=launch,
            Resources=Dictionary(Properties=Dictionary(P=Dictionary(X=launch, Y=script, Z=file))),
        )
        page.Resources.XObject = Dictionary(A=form)

    path, printed = tmp_path / "live.pdf", tmp_path / "printed.pdf"
    changed(path, bring_to_life)
    assert LIVE & set(keys_and_names(path)) == LIVE
    printed.write_bytes(enclosed(path))
    assert LIVE & set(keys_and_names(printed)) == set()
    assert "/A" in keys_and_names(printed)


LIVE = set("/Launch /JavaScript /URI /Filespec /EF /AA /AF /Annots /EmbeddedFiles".split())


def keys_and_names(path: Path) -> set[str]:
    with pikepdf.open(path) as document:
        written = b" ".join(
            each.stream_dict.unparse() if isinstance(each, Stream) else each.unparse(resolved=True)
            for each in document.objects
            if each is not None
        )
    return {name.decode() for name in re.findall(rb"/[A-Za-z]+", written)}
