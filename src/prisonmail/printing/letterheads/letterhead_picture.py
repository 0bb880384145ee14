"""Pictures of letterheads: PNG or JPEG by their content, laid on white as paper is.

No other decoder is let near a file: an EPS drawing that is named .png would be a program to run.
"""

from typing import TYPE_CHECKING

from prisonmail.system.record import Record

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG")
_MOST_PIXELS = 25_000_000
"""More than any letterhead needs, and no more than 300 MB of memory while it is read."""
_FAINTEST = 230
"""The grey, of 255, that something of a picture has to be darker than to show on white paper."""
_A4_SHAPE = 297 / 210
_A4_TOLERANCE = 0.03
_A4_HEIGHT = 1000
"""Pixels: a picture of the shape of A4 and at least as high is a page, no logo."""


class UnprintablePicture(Record, frozen=True):
    """Why a picture cannot be a letterhead, and what to do."""

    reason: str
    remedy: str


class PrintablePicture(Record, frozen=True):
    """A picture as it is printed: upright, on white."""

    width: int
    """In pixels, as is the height."""
    height: int
    darkest: int
    """Grey of its darkest pixel, of 255."""
    pixels: bytes
    """Red, green and blue, row by row."""


def read_picture(path: str) -> PrintablePicture | UnprintablePicture:
    """Read all of a picture, as printing needs it, or return why it cannot be read."""
    try:
        picture = _open(path)
    except Exception as error:  # Pillow raises whatever a damaged part brings about
        too_large = type(error).__name__.startswith("DecompressionBomb")
        return _TOO_LARGE if too_large else _UNREADABLE
    if isinstance(picture, UnprintablePicture):
        return picture
    darkest = min(picture.convert("L").tobytes())
    return PrintablePicture(*picture.size, darkest, picture.tobytes())


def find_picture_fault(picture: PrintablePicture) -> UnprintablePicture | None:
    """Find why a picture that can be read is no letterhead all the same."""
    if picture.darkest > _FAINTEST:
        return _UNSEEN
    shape = picture.height / picture.width
    is_page = picture.height >= _A4_HEIGHT and abs(shape - _A4_SHAPE) < _A4_TOLERANCE
    return _WHOLE_PAGE if is_page else None


def _open(path: str) -> "Image | UnprintablePicture":
    import warnings

    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        opened = Image.open(path, formats=_FORMATS)
    with opened:
        width, height = opened.size
        if width * height > _MOST_PIXELS:
            return _TOO_LARGE
        return _lay_on_white(ImageOps.exif_transpose(opened))


def _lay_on_white(picture: "Image") -> "Image":
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off, not scale
        picture = picture.convert("I").point(lambda level: level / 257).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


_UNREADABLE = UnprintablePicture(
    "it is not a picture that can be read", "Save it as PNG or JPEG, or as an A4 PDF."
)
_TOO_LARGE = UnprintablePicture(
    f"it has more than {_MOST_PIXELS // 1_000_000} million pixels",
    "Save it smaller: 1,200 pixels across print sharp.",
)
_UNSEEN = UnprintablePicture(
    "nothing of it would show on white paper",
    "Save it in dark colours; the one made for dark backgrounds is white.",
)
_WHOLE_PAGE = UnprintablePicture(
    "it is a picture of a whole A4 page",
    "Save the page as an A4 PDF, or cut the letterhead out of it.",
)
