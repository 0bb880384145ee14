"""Reads the firm's own letterhead: a picture, or the pages of a PDF, as its content tells."""

from collections.abc import Iterator
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.printing.letterheads.letterhead_picture import (
    PrintablePicture,
    UnprintablePicture,
    find_picture_fault,
    read_picture,
)
from prisonmail.printing.letterheads.page_ink import PageInk, find_page_ink
from prisonmail.printing.other_pdfs import UnprintableFile, digest_file, read_enclosure
from prisonmail.sheets.drawing import MARGIN, RIGHT, Rectangle, SourcePage, Span
from prisonmail.sheets.letter.letterhead import PICTURE_PLACE, Letterhead
from prisonmail.sheets.letter.letterhead_room import WHOLE, find_pixels_needed, place_picture
from prisonmail.sheets.paper import FIRST_LAYOUT, Paper

_BEGINNING = 1024
"""Bytes within which a PDF says what it is, as readers of PDF take it."""
_LARGEST = 50_000_000
"""Bytes."""
_PAGES = 2
"""Of a PDF: the first sheet's, and that of the sheets that continue it."""
_LEAST_FOLLOWING = 80.0
"""Of the second page that has to be free, in mm: a page of conditions is no letterhead."""
_CLEARANCE = 1.0
"""Millimetres beside the text that are to be free too."""
_OTHER_KINDS = (
    (b"%!PS", "an EPS drawing"),
    (b"\xc5\xd0\xd3\xc6", "an EPS drawing"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a WebP picture"),
    (b"PK\x03\x04", "a Word document or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an SVG drawing"),
)
"""What people have instead, by its first bytes."""


def read_letterhead(
    path: str | None, given: Span | None = None, window: Rectangle | None = None
) -> Letterhead:
    """Read a PNG, JPEG or PDF as it will be printed; without a path it is set in type.

    Of a PDF the free space of the first page is found, unless it is given, and that of the second.
    Raises InputMissing if it cannot be printed, or if it has ink in the window.
    """
    if path is None:
        return Letterhead()
    beginning = _read_beginning(path)
    if _is_pdf(path, beginning):
        return _read_pages(path, given, window)
    for first_bytes, kind in _OTHER_KINDS:
        if beginning.startswith(first_bytes):
            raise _unusable(path, f"it is {kind}", "Save it as PNG or JPEG, or as an A4 PDF.")
    return _read_picture(path)


def reread_letterhead(paper: Paper) -> Letterhead:
    """Read the letterhead of a paper as it was chosen. Raises InputMissing."""
    path, free = paper.letterhead, paper.letterhead_free
    if path is None:
        return Letterhead()
    if _is_pdf(path, _read_beginning(path)):
        return _lay_out_pages(path, free or (WHOLE,))
    read = _read_pixels(path)
    # the first layout had pictures as large as they have room, sharp or not
    sharp = paper.layout != FIRST_LAYOUT
    picture = place_picture(path, read.width, read.height, PICTURE_PLACE, sharp=sharp)
    return Letterhead(picture=picture)


def is_unchanged_letterhead(paper: Paper) -> bool:
    """Check whether a paper's letterhead, if any, is there and as it was, if that is known."""
    if paper.letterhead is None:
        return True
    path = Path(paper.letterhead)
    return path.is_file() and paper.letterhead_digest in (None, digest_file(path))


def _read_beginning(path: str) -> bytes:
    if not Path(path).is_file():
        raise InputMissing(
            f"There is no letterhead at {path}.", "Correct `letterhead` in the profile."
        )
    if Path(path).stat().st_size > _LARGEST:
        limit = f"{_LARGEST // 1_000_000} MB"
        raise _unusable(path, f"the file is larger than {limit}", "Save it smaller.")
    try:
        with Path(path).open("rb") as file:
            return file.read(_BEGINNING)
    except OSError as error:
        reason = f"it cannot be read: {error.strerror}"
        raise _unusable(path, reason, "Let your user read it.") from None


def _is_pdf(path: str, beginning: bytes) -> bool:
    """Tell a PDF by its content; what tells nothing is taken for what its name says."""
    known = beginning.startswith((b"\x89PNG", b"\xff\xd8\xff", *(each for each, _ in _OTHER_KINDS)))
    return b"%PDF-" in beginning or (path.casefold().endswith(".pdf") and not known)


def _read_picture(path: str) -> Letterhead:
    read = _read_pixels(path)
    fault = find_picture_fault(read)
    if fault:
        raise _unusable(path, fault.reason, fault.remedy)
    needed = find_pixels_needed(read.width, read.height, PICTURE_PLACE)
    if needed:
        has = f"it has {read.width} × {read.height} pixels, too few to be printed sharp"
        raise _unusable(path, has, f"Save it with {needed[0]} × {needed[1]} or more.")
    return Letterhead(picture=place_picture(path, read.width, read.height, PICTURE_PLACE))


def _read_pixels(path: str) -> PrintablePicture:
    read = read_picture(path)
    if isinstance(read, UnprintablePicture):
        raise _unusable(path, read.reason, read.remedy)
    return read


def _read_pages(path: str, given: Span | None, window: Rectangle | None) -> Letterhead:
    found = read_enclosure(Path(path), upright=True)
    if isinstance(found, UnprintableFile):
        raise _unusable(path, found.reason, found.remedy)
    free = tuple(_find_free_spaces(path, min(found.pages, _PAGES), given, window))
    return _lay_out_pages(path, free)


def _find_free_spaces(
    path: str, pages: int, given: Span | None, window: Rectangle | None
) -> Iterator[Span]:
    for number in range(pages):
        ink = _find_ink(path, number)
        if window and number == 0:
            _refuse_ink_in_window(path, ink, window)
        found = ink.find_free(MARGIN - _CLEARANCE, RIGHT + _CLEARANCE)
        if number and found.height < _LEAST_FOLLOWING:
            raise _unusable(
                path,
                f"its second page leaves only {found.height:.0f} mm free for sheets that continue "
                "a letter",
                "Save a PDF that has the first page alone, or leave more of the second free.",
            )
        yield given if given and number == 0 else found


def _find_ink(path: str, number: int) -> PageInk:
    try:
        ink = find_page_ink(path, number)
    except ValueError:
        reason = "the file is not a PDF that can be read"
        raise _unusable(path, reason, "Save it as a PDF again.") from None
    if ink is None:
        raise _unusable(path, "its pictures have too many pixels", "Save them smaller.")
    return ink


def _refuse_ink_in_window(path: str, ink: PageInk, window: Rectangle) -> None:
    box = ink.find_ink(window)
    if box:
        raise _unusable(
            path,
            f"what it has from {box.left:.0f} to {box.right:.0f} mm across and {box.top:.0f} to "
            f"{box.bottom:.0f} mm down would show in the envelope’s window",
            "Take it away there, such as a printed “Our ref”, and save it as a PDF again.",
        )


def _lay_out_pages(path: str, free: tuple[Span, ...]) -> Letterhead:
    first, *rest = free
    if not rest:
        return Letterhead(under=SourcePage(path), free=first)
    return Letterhead(
        under=SourcePage(path), free=first, following=SourcePage(path, 1), following_free=rest[0]
    )


def _unusable(path: str, reason: str, remedy: str) -> InputMissing:
    return InputMissing(f"The letterhead {path} cannot be used: {reason}.", remedy)
