"""Draws the same sheets with other libraries, in the way that their manuals advise.

Each takes the sheets of the drawing model, so that all draw the same texts and bars. They only
draw: no list is read, and nothing is checked or recorded.
"""

from collections.abc import Iterable
from pathlib import Path

from prisonmail.sheets.drawing import MM_PER_POINT, SHEET_HEIGHT, Drawing, Sheet, combine
from prisonmail.sheets.font_measuring import locate_font
from prisonmail.sheets.window.panel import draw_bars


def draw_plainly(sheet: Sheet) -> Drawing:
    """Draw what is a sheet's own as texts and boxes alone, what its letter has in every slot."""
    stencilled = (drawing for stencil in sheet.stencils for drawing in stencil.drawings)
    own, filling = combine((*stencilled, *sheet.own)), sheet.filling
    if filling is None:
        texts, codes = own.texts, [symbol.digits for symbol in own.symbols]
    else:
        codes = [filling.digits]
        texts = tuple(
            run if run.slot is None else run._replace(text=filling.texts[run.slot])
            for run in own.texts
        )
    symbols = [
        symbol._replace(digits=digits) for symbol, digits in zip(own.symbols, codes, strict=True)
    ]
    return Drawing(texts, (*own.boxes, *(bar for each in symbols for bar in draw_bars(each))))


def draw_with_reportlab(sheets: Iterable[Sheet], target: Path) -> None:
    """Draw with ReportLab's canvas; what sheets share is a form, as its manual advises."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name, bold in (("Roboto", False), ("Roboto-Bold", True)):
        pdfmetrics.registerFont(TTFont(name, locate_font(bold=bold)))
    canvas = Canvas(str(target), pagesize=(595.28, 841.89), pageCompression=1)
    forms: dict[int, str] = {}
    for sheet in sheets:
        key = id(sheet.shared)
        if key not in forms:
            forms[key] = f"shared{len(forms)}"
            canvas.beginForm(forms[key])
            _draw_on_canvas(canvas, sheet.shared)
            canvas.endForm()
        canvas.doForm(forms[key])
        _draw_on_canvas(canvas, draw_plainly(sheet))
        canvas.showPage()
    canvas.save()


def _draw_on_canvas(canvas: object, drawing: Drawing) -> None:
    from reportlab.pdfgen.canvas import Canvas

    assert isinstance(canvas, Canvas)  # noqa: S101 - ReportLab has no types
    for box in drawing.boxes:
        canvas.setFillGray(box.grey)
        bottom = SHEET_HEIGHT - box.y - box.height
        canvas.rect(*_to_points(box.x, bottom, box.width, box.height), stroke=0, fill=1)
    canvas.setFillGray(0)
    for run in drawing.texts:
        canvas.setFont("Roboto-Bold" if run.bold else "Roboto", run.size)
        canvas.drawString(*_to_points(run.x, SHEET_HEIGHT - run.y), run.text)


def draw_with_fpdf2(sheets: Iterable[Sheet], target: Path) -> None:
    """Draw with fpdf2's text and rect, everything on every page."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    for style, bold in (("", False), ("B", True)):
        pdf.add_font("Roboto", style, locate_font(bold=bold))
    for sheet in sheets:
        pdf.add_page()
        for drawing in (sheet.shared, draw_plainly(sheet)):
            for box in drawing.boxes:
                pdf.set_fill_color(round(box.grey * 255))
                pdf.rect(box.x, box.y, box.width, box.height, style="F")
            for run in drawing.texts:
                pdf.set_font("Roboto", "B" if run.bold else "", run.size)
                pdf.text(run.x, run.y, run.text)
    pdf.output(str(target))


def _to_points(*millimetres: float) -> tuple[float, ...]:
    return tuple(each / MM_PER_POINT for each in millimetres)
