"""Draws the same sheets with other libraries, in the way that their manuals advise.

Each draws every text, bar, rule and entry of the outline. They only draw: nothing is checked,
drawn by lot, recorded or safely on disk, and it is no PDF/A.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.pages import Barcode, Ink, Page

import prisonmail

_WIDTH, _HEIGHT = 210.0, 297.0
"""Of a page of A4, in mm."""
_POINTS_PER_MM = 72 / 25.4
_TYPST = Path(__file__).parent / "sheets.typ"
_FONTS = Path(prisonmail.__file__).parent / "sheets" / "font_files"


def locate_font(*, bold: bool) -> Path:
    """Return the font file that all of them embed."""
    name = "Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf"
    return _FONTS / name


def draw_with_plain_reportlab(pages: Iterable[Page], target: Path) -> None:
    """Draw with ReportLab without its accelerator, as `pip install reportlab` brings it."""
    sys.modules["_rl_accel"] = None  # type: ignore[assignment]  # so its import fails
    draw_with_reportlab(pages, target)


def draw_with_reportlab(pages: Iterable[Page], target: Path) -> None:
    """Draw with ReportLab's canvas; what sheets share is a form, as its manual advises."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name, bold in (("Roboto", False), ("Roboto-Bold", True)):
        pdfmetrics.registerFont(TTFont(name, locate_font(bold=bold)))
    size = (_WIDTH * _POINTS_PER_MM, _HEIGHT * _POINTS_PER_MM)
    canvas = Canvas(str(target), pagesize=size, pageCompression=1)
    forms: dict[int, str] = {}
    for number, page in enumerate(pages, start=1):
        key = id(page.shared)
        if key not in forms:
            forms[key] = f"shared{len(forms)}"
            canvas.beginForm(forms[key])
            _draw_on_canvas(canvas, page.shared)
            canvas.endForm()
        canvas.doForm(forms[key])
        _draw_on_canvas(canvas, page.own)
        canvas.bookmarkPage(str(number))
        canvas.addOutlineEntry(page.bookmark, str(number))
        canvas.showPage()
    canvas.save()


def _draw_on_canvas(canvas: Any, ink: Ink) -> None:  # noqa: ANN401 - ReportLab has no types
    from reportlab.graphics.barcode.code128 import Code128

    for x, y, width, height, grey in ink.rules:
        canvas.setFillGray(grey)
        bottom = (_HEIGHT - y - height) * _POINTS_PER_MM
        wide, high = width * _POINTS_PER_MM, height * _POINTS_PER_MM
        canvas.rect(x * _POINTS_PER_MM, bottom, wide, high, stroke=0, fill=1)
    canvas.setFillGray(0)
    for x, y, module, height, digits in ink.barcodes:
        wide, high = module * _POINTS_PER_MM, height * _POINTS_PER_MM
        symbol = Code128(digits, barWidth=wide, barHeight=high, quiet=False)
        symbol.drawOn(canvas, x * _POINTS_PER_MM, (_HEIGHT - y - height) * _POINTS_PER_MM)
    for x, y, text, size, bold, grey in ink.texts:
        canvas.setFillGray(grey)
        canvas.setFont("Roboto-Bold" if bold else "Roboto", size)
        canvas.drawString(x * _POINTS_PER_MM, (_HEIGHT - y) * _POINTS_PER_MM, text)


def draw_with_fpdf2(pages: Iterable[Page], target: Path) -> None:
    """Draw with fpdf2's text and rect, everything on every page: it knows no forms."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    for style, bold in (("", False), ("B", True)):
        pdf.add_font("Roboto", style, locate_font(bold=bold))
    for page in pages:
        pdf.add_page()
        if page.bookmark:
            pdf.start_section(page.bookmark)
        for ink in (page.shared, page.own):
            for x, y, width, height, grey in ink.rules:
                pdf.set_fill_color(round(grey * 255))
                pdf.rect(x, y, width, height, style="F")
            pdf.set_fill_color(0)
            for barcode in ink.barcodes:
                for x, width in _locate_bars(barcode):
                    pdf.rect(x, barcode.y, width, barcode.height, style="F")
            for x, y, text, size, bold, grey in ink.texts:
                pdf.set_text_color(round(grey * 255))
                pdf.set_font("Roboto", "B" if bold else "", size)
                pdf.text(x, y, text)
    pdf.output(str(target))


def _locate_bars(barcode: Barcode) -> Iterator[tuple[float, float]]:
    """Yield left edge and width of each bar, by python-barcode's patterns."""
    pairs = [int(barcode.digits[at : at + 2]) for at in range(0, len(barcode.digits), 2)]
    check = (105 + sum(place * value for place, value in enumerate(pairs, start=1))) % 103
    for place, value in enumerate((105, *pairs, check, 106)):
        for start, width in _find_bars(value):
            yield barcode.x + (place * 11 + start) * barcode.module, width * barcode.module


@cache
def _find_bars(value: int) -> tuple[tuple[int, int], ...]:
    from barcode.charsets import code128

    pattern, bars, start = (*code128.CODES, code128.STOP + "11")[value], [], 0
    for part in pattern.replace("01", "0 1").split():
        bars.append((start, part.count("1")))
        start += len(part)
    return tuple(bars)


def draw_with_typst(listed: Path, layout: Path, target: Path) -> None:
    """Draw with typst, which reads list and layout itself (sheets.typ)."""
    import typst

    typst.compile(
        str(_TYPST),
        output=str(target),
        root="/",
        font_paths=[str(locate_font(bold=False).parent)],
        ignore_system_fonts=True,
        sys_inputs={"list": str(listed.resolve()), "layout": str(layout.resolve())},
    )
