"""Writes sheets as a PDF/A-2B with fpdf2. No other file knows that library."""

from collections.abc import Iterable
from typing import BinaryIO

from fpdf import FPDF

from prisonmail import __version__
from prisonmail.letters import Batch
from prisonmail.sheets.drawing import Drawing, Sheet, TextRun
from prisonmail.sheets.fonts import font_path

_FAMILY = "Roboto"


def write(sheets: Iterable[Sheet], batch: Batch, target: BinaryIO) -> int:
    """Write one page a sheet and give their number. Metadata has no personal fields."""
    pdf = _document(batch)
    for sheet in sheets:
        pdf.add_page()
        _draw(pdf, sheet.shared)
        _draw(pdf, sheet.own)
    target.write(pdf.output())
    return int(pdf.pages_count)


def _document(batch: Batch) -> FPDF:
    pdf = FPDF(unit="mm", format="A4", enforce_compliance="PDF/A-2B")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_lang("en-GB")
    pdf.set_title(f"Letters of batch {batch.id}")
    pdf.set_producer("prisonmail " + __version__)
    pdf.set_creation_date(batch.issued_at)
    pdf.add_font(_FAMILY, "", font_path(bold=False))
    pdf.add_font(_FAMILY, "B", font_path(bold=True))
    return pdf


def _draw(pdf: FPDF, drawing: Drawing) -> None:
    for box in drawing.boxes:
        pdf.set_fill_color(round(box.grey * 255))
        pdf.rect(box.x, box.y, box.width, box.height, style="F")
    for text in drawing.texts:
        _set(pdf, text)
        pdf.text(text.x, text.y, text.text)


def _set(pdf: FPDF, text: TextRun) -> None:
    pdf.set_font(_FAMILY, "B" if text.bold else "", text.size)
