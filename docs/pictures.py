"""Makes the pictures of the documentation again from examples/: `python docs/pictures.py`."""

import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from prisonmail.codes import add_check_digits
from prisonmail.letters.letter import Batch, Letter
from prisonmail.printing import pdf
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.file.source import read_source
from prisonmail.sender.store import load
from prisonmail.sheets.drawing import Rectangle
from prisonmail.sheets.envelopes import DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock
from prisonmail.use_cases.before_issue.draft_checks import draft_for

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "examples"
DPI = 120
SHEET_DPI = 75
ISSUED_AT = clock.end_of_day(clock.date(2026, 11, 21))
_ENVELOPE = (222, 196, 158)
_TABLE = (86, 98, 110)
_PAPER = (252, 252, 249)
_MARGIN = 9.0
"""Millimetres of table round the envelope."""
_SLID = (4.0, 6.5)
"""Where the sheet happens to lie in its envelope, in mm."""


def sheet(dpi: int, wording: str | None = None) -> Image.Image:
    """Draw the sheet of the first of the example recipients, or the first of a private letter."""
    profile = load(EXAMPLES / "profile.toml")
    source = read_source(str(EXAMPLES / "recipients.csv"))
    first, *_ = check(source, read_packaged_directory(), clock.uk_date(ISSUED_AT)).good_rows
    letter = Letter(
        add_check_digits(201877304412),
        1,
        draft_for(first.recipient, 2, profile.particulars.role_in_full),
    )
    batch = Batch(
        id="20261121-7F3K",
        issued_at=ISSUED_AT,
        expires_at=clock.expiry(ISSUED_AT, profile.valid_days),
        sender=profile.particulars,
        envelope=DL.name,
        size=1,
    )
    paper = Paper(wording=wording)
    drawn = LetterSheets(batch, paper, load_roboto(), Letterhead()).draw(letter)
    file = BytesIO()
    pdf.write_sheets(drawn, file, pdf.About("", ISSUED_AT))
    with pypdfium2.PdfDocument(file.getvalue()) as document:
        page: Image.Image = document[1 if wording else 0].render(scale=dpi / 72).to_pil()
    return page


def in_window(envelope: Envelope) -> Image.Image:
    """Show the sheet as it lies in its envelope, on a table."""
    size = (_px(envelope.width + 2 * _MARGIN), _px(envelope.height + 2 * _MARGIN))
    outside = _moved(Rectangle(0, 0, envelope.width, envelope.height), _MARGIN, _MARGIN)
    top = envelope.height - envelope.window_up - envelope.window_height
    window = _moved(
        Rectangle(
            envelope.window_left,
            top,
            envelope.window_left + envelope.window_width,
            top + envelope.window_height,
        ),
        _MARGIN,
        _MARGIN,
    )
    picture = Image.new("RGB", size, _TABLE)
    _shade(picture, _moved(outside, 1.2, 1.8), 3.0, 0.55, radius=2.0)
    front = _grained(size)
    picture.paste(front, mask=_mask(size, outside, radius=1.5))
    picture.paste(_inside(size), mask=_mask(size, window, radius=3.0))
    behind = Image.new("RGB", size, _PAPER)
    behind.paste(sheet(DPI), (_px(_MARGIN + _SLID[0]), _px(_MARGIN + _SLID[1])))
    picture.paste(
        ImageChops.multiply(behind, Image.new("RGB", size, _PAPER)),
        mask=_mask(size, window, radius=3.0),
    )
    _edge(picture, window)
    _film(picture, window)
    return picture.filter(ImageFilter.GaussianBlur(0.4))


def _px(millimetres: float) -> int:
    return round(millimetres * DPI / 25.4)


def _moved(area: Rectangle, across: float, down: float) -> Rectangle:
    return Rectangle(area.left + across, area.top + down, area.right + across, area.bottom + down)


def _mask(size: tuple[int, int], area: Rectangle, radius: float) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(tuple(map(_px, area)), _px(radius), fill=255)
    return mask


def _shade(
    picture: Image.Image, area: Rectangle, blur: float, strength: float, *, radius: float
) -> None:
    mask = _mask(picture.size, area, radius).filter(ImageFilter.GaussianBlur(_px(blur)))
    dark = mask.point(lambda grey: round(grey * strength))
    picture.paste((0, 0, 0), mask=dark)


def _grained(size: tuple[int, int]) -> Image.Image:
    grain = Image.effect_noise(size, 2).convert("RGB")
    plain = Image.new("RGB", size, _ENVELOPE)
    return ImageChops.add(plain, ImageChops.subtract(grain, Image.new("RGB", size, (124,) * 3)))


def _inside(size: tuple[int, int]) -> Image.Image:
    return Image.new("RGB", size, (150, 160, 168))


def _edge(picture: Image.Image, window: Rectangle) -> None:
    """Draw the shadow that the envelope's paper throws on the sheet behind its window."""
    hole = _mask(picture.size, window, 3.0)
    shadow = ImageChops.invert(_mask(picture.size, _moved(window, 0.5, 0.7), 3.0))
    soft = shadow.filter(ImageFilter.GaussianBlur(_px(0.7)))
    picture.paste((40, 35, 30), mask=ImageChops.multiply(soft, hole).point(lambda g: g * 45 // 100))


def _film(picture: Image.Image, window: Rectangle) -> None:
    """Draw a faint reflection on the film of the window."""
    gleam = Image.new("L", picture.size, 0)
    left, top, right, bottom = map(_px, window)
    third = (right - left) // 3
    corners = [(right - third, top), (right - third // 3, top), (right - third, bottom)]
    ImageDraw.Draw(gleam).polygon([*corners, (right - 2 * third + third // 3, bottom)], fill=26)
    soft = gleam.filter(ImageFilter.GaussianBlur(_px(1.5)))
    picture.paste((255, 255, 255), mask=ImageChops.multiply(soft, _mask(picture.size, window, 3.0)))


def main() -> int:
    """Write the pictures."""
    sheet(SHEET_DPI).convert("L").quantize(16).save(DOCS / "sheet.png", optimize=True)
    wording = (EXAMPLES / "letter.md").read_text("utf-8")
    sheet(SHEET_DPI, wording).convert("L").quantize(16).save(DOCS / "letter.png", optimize=True)
    in_window(DL).quantize(64, dither=Image.Dither.NONE).save(
        DOCS / "sheet-in-window.png", optimize=True
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
