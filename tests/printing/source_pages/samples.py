"""PDFs as different programs make them, and as people do things to them."""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import typst
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)
Made = Callable[[Path], object]


def by_reportlab(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for each in range(3):
        canvas.setFont("Times-Italic", 20 + each)
        canvas.drawString(70, 700 - 50 * each, f"Statement of the case, part {each}")
        canvas.setFillColor(Color(0.8, 0.1 * each, 0.2, alpha=0.5))
        canvas.circle(300 + 40 * each, 300, 80, fill=1)
    canvas.showPage()
    canvas.drawString(70, 700, "A second page")
    canvas.linkURL("https://example.org/", (70, 690, 200, 720))
    canvas.showPage()
    canvas.save()


def by_fpdf2(path: Path) -> None:
    pdf = FPDF(format="A4")
    pdf.add_page()
    pdf.set_font("Helvetica", size=14)
    pdf.write(text="Advice in conference. ")
    pdf.write(text="A link", link="https://example.org/")
    picture = Image.new("RGBA", (80, 40), (0, 90, 160, 120))
    pdf.image(picture, x=40, y=80, w=120)
    path.write_bytes(bytes(pdf.output()))


def by_typst(path: Path) -> None:
    source = (
        '#set page("a4")\n= Attendance note\n#lorem(90)\n#rect(fill: gradient.linear(red, blue))'
    )
    path.write_bytes(typst.compile(source.encode()))


def by_pillow(path: Path) -> None:
    scan = Image.new("RGB", (1240, 1754), "ivory")
    ImageDraw.Draw(scan).ellipse((200, 300, 900, 1500), outline="navy", width=9)
    scan.save(path, "PDF", resolution=150)


def by_ghostscript(path: Path) -> None:
    by_reportlab(path.with_suffix(".in"))
    _run(
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-sDEVICE=pdfwrite",
        f"-o{path}",
        path.with_suffix(".in"),
    )


def by_cairo(path: Path) -> None:
    by_reportlab(path.with_suffix(".in"))
    _run("pdftocairo", "-pdf", path.with_suffix(".in"), path)


def by_mupdf(path: Path) -> None:
    by_fpdf2(path.with_suffix(".in"))
    _run("mutool", "clean", "-gggg", "-z", path.with_suffix(".in"), path)


def by_qpdf(path: Path) -> None:
    by_typst(path.with_suffix(".in"))
    _run("qpdf", "--linearize", "--object-streams=generate", path.with_suffix(".in"), path)


PROGRAMS: dict[str, Made] = {
    "reportlab": by_reportlab,
    "fpdf2": by_fpdf2,
    "typst": by_typst,
    "pillow": by_pillow,
    "gs": by_ghostscript,
    "pdftocairo": by_cairo,
    "mutool": by_mupdf,
    "qpdf": by_qpdf,
}
"""By the name of what makes them; programs that are not there make none."""


def _run(program: str, *arguments: object) -> None:
    subprocess.run([program, *map(str, arguments)], check=True, capture_output=True)


def turned(path: Path, degrees: int) -> None:
    """Pages that lie on their side and are turned upright."""
    by_reportlab(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = degrees
            if degrees % 180:
                page.obj.MediaBox = Array([0, 0, *A4[::-1]])
        pdf.save(path)


def changed(path: Path, change: Callable[[Pdf], object], made: Made = by_reportlab) -> None:
    """A PDF that something has been done to."""
    made(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)


def drawn(path: Path, content: bytes, **resources: Any) -> None:
    """A page that draws something given, with Helvetica as /F."""
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=A4)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F=font), **resources)
        page.obj.Contents = pdf.make_stream(content)
        pdf.save(path)


def turn_it(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.Rotate = 180


def move_its_corner(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.MediaBox = Array([-100, 50, -100 + A4[0], 50 + A4[1]])


def crop_it(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.MediaBox = Array([-40, -30, A4[0] + 80, A4[1] + 10])
        page.obj.CropBox = Array([20, 10, A4[0] + 20, A4[1] + 10])


def measure_in_double_points(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.UserUnit = 2
        page.obj.MediaBox = Array([0, 0, A4[0] / 2, A4[1] / 2])


def leave_states_open(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.contents_add(b"q 0.5 0 0 0.5 30 30 cm 1 0 0 rg\n", prepend=True)


def close_too_many(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.contents_add(b"Q Q 0 0 1 rg\n", prepend=True)
        page.contents_add(b"Q Q 0 0 60 60 re f\n")


def share_a_content(pdf: Pdf) -> None:
    """Two pages with one content, which names another font on each."""
    one, other = pdf.pages
    other.obj.Contents = one.obj.Contents
    other.obj.Resources = pdf.make_indirect(Dictionary(dict(one.obj.Resources.items())))
    fonts = Dictionary(dict(one.obj.Resources.Font.items()))
    for name in list(fonts.keys()):
        fonts[name] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    other.obj.Resources.Font = fonts


def cut_its_content(pdf: Pdf) -> None:
    """One content in several streams, cut between words and without a space."""
    for page in pdf.pages:
        words = page.obj.Contents.read_bytes().split()
        parts = [b" ".join(words[at : at + 7]) for at in range(0, len(words), 7)]
        page.obj.Contents = Array([pdf.make_stream(part) for part in parts])


def refer_to_itself(pdf: Pdf) -> None:
    """Forms that use the resources of the page, which name the forms."""
    page = pdf.pages[0].obj
    page.Resources = pdf.make_indirect(page.Resources)
    form = pdf.make_stream(b"0 1 0 rg 0 0 50 50 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 60, 60])
    form.Resources = page.Resources
    page.Resources.XObject = Dictionary(Own=form)
    pdf.pages[0].contents_add(b"/Own Do")


def with_layers(path: Path, *, change: Callable[[Pdf], object] | None = None) -> None:
    """Layers that are off, by every way to say so; text that goes on after hidden text."""
    content = b"""
        BT /F 20 Tf 60 700 Td (Shown ) Tj /OC /Off BDC (hidden ) Tj EMC (and after it) Tj ET
        /OC /On BDC 60 600 100 40 re f EMC
        /OC /Off BDC q 1 0 0 rg 200 600 100 40 re f /OC /On BDC 0 0 500 500 re B EMC Q
        1 0 0 1 0 -100 cm 0 0 1 rg EMC
        60 600 100 40 re f
        /OC /AllOn BDC 200 600 100 40 re f EMC
        /OC /AnyOn BDC 320 600 100 40 re f EMC
        /OC /NotOff BDC 440 600 100 40 re f EMC
        /OC /ByUsage BDC 60 500 100 40 re f EMC
        /OC /Designed BDC 200 500 100 40 re f EMC
        /Picture Do /Inner Do /Span <</MCID 0>> BDC 320 500 100 40 re f EMC
        /OC /Off BDC BI /W 1 /H 1 /BPC 8 /CS /G ID x EI EMC
    """
    drawn(path, content)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _add_layers(pdf)
        if change:
            change(pdf)
        pdf.save(path)


def _add_layers(pdf: Pdf) -> None:
    def layer(name: str, **more: Any) -> pikepdf.Object:
        return pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name, **more))

    def several(**how: Any) -> Dictionary:
        return Dictionary(Type=Name.OCMD, OCGs=Array([on, off]), **how)

    def form(content: bytes, **more: Any) -> pikepdf.Object:
        box = Array([0, 0, 600, 850])
        return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=box, **more)

    on, off = layer("on"), layer("off")
    usage = layer("by usage", Usage=Dictionary(View=Dictionary(ViewState=Name.OFF)))
    designed = layer("for design", Intent=Name.Design)
    layers = Array([on, off, usage, designed])
    by_usage = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([usage]))
    pdf.Root.OCProperties = Dictionary(
        OCGs=layers, D=Dictionary(OFF=Array([off, designed]), AS=Array([by_usage]))
    )
    pdf.pages[0].obj.Resources.Properties = Dictionary(
        On=on,
        Off=off,
        AllOn=several(P=Name.AllOn),
        AnyOn=several(P=Name.AnyOn),
        NotOff=several(VE=Array([Name.Not, off])),
        ByUsage=usage,
        Designed=designed,
    )
    inner = form(
        b"320 400 90 40 re f /OC /Off BDC 440 400 90 40 re f EMC",
        Resources=Dictionary(Properties=Dictionary(Off=off)),
    )
    pdf.pages[0].obj.Resources.XObject = Dictionary(
        Picture=form(b"60 400 100 40 re f", OC=off), Inner=inner
    )


def filled_in(path: Path, *, change: Callable[[Pdf], object] | None = None) -> None:
    """A form with texts and boxes, a stamp, and things over the page that do not show."""
    canvas = Canvas(str(path), pagesize=A4)
    form = canvas.acroForm
    form.textfield(name="name", value="Tarquin Oddwell", x=60, y=700, width=200, height=24)
    form.textfield(name="empty", value="", x=60, y=660, width=200, height=24)
    for number, ticked in enumerate((True, False)):
        form.checkbox(name=f"box{number}", checked=ticked, x=60, y=600 - 40 * number)
    form.radio(name="which", value="one", selected=True, x=200, y=600)
    form.radio(name="which", value="two", selected=False, x=240, y=600)
    form.choice(
        name="prison",
        value="HMP Leeds",
        options=["HMP Leeds", "HMP Hull"],
        x=60,
        y=500,
        width=120,
        height=24,
    )
    canvas.linkURL("https://example.org/", (70, 200, 200, 220))
    canvas.showPage()
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _add_stamps(pdf)
        if change:
            change(pdf)
        pdf.save(path)


def _add_stamps(pdf: Pdf) -> None:
    picture = pdf.make_stream(
        b"0.8 0 0 rg 10 10 80 30 re f",
        BBox=Array([0, 0, 100, 50]),
        Matrix=Array([0, 1, -1, 0, 0, 0]),
    )
    for flags, left in ((0, 60), (4, 180), (2, 300), (32, 420)):
        pdf.pages[0].obj.Annots.append(
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Stamp,
                    Rect=Array([left, 300, left + 80, 400]),
                    F=flags,
                    AP=Dictionary(N=picture),
                )
            )
        )


def break_its_table(path: Path) -> None:
    """A file whose table of objects points nowhere, as after a bad transfer."""
    by_reportlab(path)
    content = path.read_bytes()
    at = content.index(b"startxref")
    path.write_bytes(content[:at] + b"startxref\n77\n%%EOF\n")


def cut_its_end(path: Path) -> None:
    by_reportlab(path)
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"xref") - 3])


CHANGES: dict[str, Made] = {
    **{f"turned by {each}": partial(turned, degrees=each) for each in (90, 180, 270)},
    **{
        each.__name__: partial(changed, change=each)
        for each in (
            move_its_corner,
            crop_it,
            leave_states_open,
            close_too_many,
            share_a_content,
            cut_its_content,
            refer_to_itself,
        )
    },
    "with_layers": with_layers,
    "filled_in": filled_in,
    "filled in and turned": partial(filled_in, change=turn_it),
    "filled in and left open": partial(filled_in, change=leave_states_open),
    "break_its_table": break_its_table,
    "cut_its_end": cut_its_end,
}


def lying_by_fpdf2(path: Path) -> None:
    pdf = FPDF(format="A4", orientation="landscape")
    pdf.add_page()
    pdf.set_font("Helvetica", size=14)
    pdf.write(text="Schedule of payments. ")
    pdf.image(Image.new("RGBA", (80, 40), (0, 90, 160, 120)), x=190, y=80, w=90)
    path.write_bytes(bytes(pdf.output()))


def lying_by_reportlab(path: Path) -> None:
    """An upright page, then one that lies on its side."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(70, 700, "An upright page")
    canvas.showPage()
    canvas.setPageSize(A4[::-1])
    canvas.setFont("Times-Italic", 20)
    canvas.drawString(70, 500, "A chronology on its side")
    canvas.setFillColor(Color(0.8, 0.1, 0.2, alpha=0.5))
    canvas.circle(700, 100, 80, fill=1)
    canvas.save()


def lying_by_typst(path: Path) -> None:
    source = '#set page("a4", flipped: true)\n= Attendance note\n#lorem(60)'
    path.write_bytes(typst.compile(source.encode()))


def lying_by_qpdf(path: Path) -> None:
    by_typst(path.with_suffix(".in"))
    _run("qpdf", "--rotate=+90", path.with_suffix(".in"), path)


def lying_by_mupdf(path: Path) -> None:
    lying_by_reportlab(path.with_suffix(".in"))
    _run("mutool", "clean", "-gggg", "-z", path.with_suffix(".in"), path)


def lying_by_pdfium(path: Path) -> None:
    """An upright page that pdfium has turned to the left."""
    by_fpdf2(path)
    document = pypdfium2.PdfDocument(path.read_bytes())
    document[0].set_rotation(270)
    document.save(str(path))
    document.close()


def crop_to_lying(pdf: Pdf) -> None:
    """What shows of a larger page lies on its side."""
    for page in pdf.pages:
        page.obj.MediaBox = Array([-60, -50, 1000, 1100])
        page.obj.CropBox = Array([-30, 40, A4[1] - 30, A4[0] + 40])


def turn_right(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.Rotate = 90


LYING: dict[str, Made] = {
    "fpdf2": lying_by_fpdf2,
    "reportlab": lying_by_reportlab,
    "typst": lying_by_typst,
    "qpdf": lying_by_qpdf,
    "mutool": lying_by_mupdf,
    "pdfium": lying_by_pdfium,
    "cropped": partial(changed, change=crop_to_lying),
    "left open": partial(changed, change=leave_states_open, made=lying_by_reportlab),
    "filled in": partial(filled_in, change=turn_right),
}
"""Files with pages that show as A4 on its side."""
