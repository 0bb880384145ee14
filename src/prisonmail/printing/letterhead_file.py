"""Reads the firm's own letterhead: a picture, or a page of a PDF."""

from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.printing.other_pdfs import UnprintableFile, digest_file, read_enclosure
from prisonmail.sheets.drawing import SourcePage
from prisonmail.sheets.letter.letterhead import Letterhead, place_picture
from prisonmail.sheets.paper import Paper


def read_letterhead(path: str | None) -> Letterhead:
    """Read a PNG, JPEG or PDF; without a path it is set in type. Raises InputMissing."""
    if path is None:
        return Letterhead()
    if not Path(path).is_file():
        raise InputMissing(
            f"There is no letterhead at {path}.", "Correct `letterhead` in the profile."
        )
    return _page(path) if path.casefold().endswith(".pdf") else _picture(path)


def is_unchanged_letterhead(paper: Paper) -> bool:
    """Check whether a paper's letterhead, if any, is there and as it was, if that is known."""
    if paper.letterhead is None:
        return True
    path = Path(paper.letterhead)
    return path.is_file() and paper.letterhead_digest in (None, digest_file(path))


def _page(path: str) -> Letterhead:
    found = read_enclosure(Path(path))
    if isinstance(found, UnprintableFile):
        raise InputMissing(f"The letterhead {path} cannot be used: {found.reason}.", found.remedy)
    return Letterhead(under=SourcePage(path))


def _picture(path: str) -> Letterhead:
    from PIL import Image

    try:
        with Image.open(path) as picture:
            width, height = picture.convert("RGBA").size  # reads all of it, as printing will
    except Exception:  # Pillow raises whatever a damaged part brings about
        raise InputMissing(
            f"The letterhead {path} is not a picture that can be read.",
            "Save it as PNG or JPEG, or as an A4 PDF.",
        ) from None
    return Letterhead(picture=place_picture(path, width, height))
