"""Particulars of a sender that are too long for the sheet, found before any is printed.

A sheet is drawn with them, and no two of its texts may touch, nor any leave the margins.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations, product, starmap

from prisonmail.codes import Code
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import (
    MM_PER_POINT,
    RIGHT,
    SHEET_HEIGHT,
    Rectangle,
    Sheet,
    TextRun,
    combine,
)
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter.letterhead_room import WHOLE
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.record import replace

_EDGE = 5.0
"""Millimetres at the upper and lower edge in which many printers put no ink."""
_ROUNDING = 0.1
"""Millimetres by which ink may leave the right margin: rounding alone refuses no profile."""
_DAY = datetime(2026, 12, 30, 12, tzinfo=UTC)
"""As wide as any date in words."""
LETTERHEAD = "letterhead"
"""The entry at fault if its page leaves too little free."""
_NAME = "Ann Hart"
"""It fits every window."""
_LONGEST_NAME = "MAXIMILIAN BARTHOLOMEW FEATHERSTONEHAUGH-CHOLMONDELEY SMYTHE"
"""It pushes down what follows it on the sheet as far as a name can."""
_KEPT = 512
"""Texts whose ink is kept: sheets of one profile have some hundred."""
_SHORT = "–"
"""Stands for an entry as if it were short, to find out whether it is the one at fault."""


def find_entry_too_long(
    sender: Sender, paper: Paper, letterhead: Letterhead, typeface: Typeface
) -> str | None:
    """Name the entry of a profile that does not fit the sheet; None if all is well.

    It is the letterhead if the sheet has room without its foot and head.
    """
    if not _is_crowded(sender, paper, letterhead, typeface):
        return None
    whole = replace(letterhead, free=WHOLE)
    if letterhead.free != WHOLE and not _is_crowded(sender, paper, whole, typeface):
        return LETTERHEAD
    shorter = _with_one_entry_short(sender)
    mended = (
        entry
        for entry, changed in shorter.items()
        if not _is_crowded(changed, paper, letterhead, typeface)
    )
    return next(mended, " or ".join(shorter))


def find_overlaps(
    texts: Sequence[TextRun], typeface: Typeface
) -> Iterator[tuple[TextRun, TextRun]]:
    """Yield the texts whose ink touches.

    >>> from prisonmail.sheets.fonts import load_roboto
    >>> upper, lower = TextRun(20, 30, "Leeds", 10), TextRun(20, 32, "LS1 2NE", 10)
    >>> len(list(find_overlaps([upper, lower, TextRun(20, 40, "Hull", 10)], load_roboto())))
    1
    """
    placed = [(text, _ink(text, typeface)) for text in texts if text.text.strip()]
    for (one, ours), (other, theirs) in combinations(placed, 2):
        across = ours.left < theirs.right and theirs.left < ours.right
        if across and ours.top < theirs.bottom and theirs.top < ours.bottom:
            yield one, other


def _with_one_entry_short(sender: Sender) -> dict[str, Sender]:
    """Return, by the entry of the profile, the sender with only that entry short."""
    acting = {"acts_for": replace(sender, acts_for=_SHORT)} if sender.acts_for else {}
    return {
        "address": replace(sender, address=(_SHORT,)),
        "organisation": replace(sender, organisation=_SHORT),
        "sender": replace(sender, name=_SHORT),
        **acting,
        "cjsm_address": replace(sender, cjsm_address=_SHORT),
    }


def _is_crowded(sender: Sender, paper: Paper, letterhead: Letterhead, typeface: Typeface) -> bool:
    batch = Batch("20261121-7F3K", _DAY, _DAY, sender, paper.envelope.name, 1)
    letter_sheets = LetterSheets(batch, replace(paper, wording=None), typeface, letterhead)
    # without a foot of the firm's own, even the longest name leaves room above ours
    names = (_NAME,) if letterhead.free == WHOLE else (_NAME, _LONGEST_NAME)
    letters = starmap(_letter, product(Marking, names))
    sheets = (sheet for letter in letters for sheet in _draw(letter_sheets, letter))
    lowest = min(letterhead.free.bottom, SHEET_HEIGHT - _EDGE)
    return any(_has_no_room(sheet, lowest, typeface) for sheet in sheets)


def _draw(letter_sheets: LetterSheets, letter: Letter) -> Iterator[Sheet]:
    try:
        yield from letter_sheets.draw(letter)
    except ValueError:
        if letter.draft.name == _NAME:
            raise  # a long name that a window has no room for is a problem of its row


def _has_no_room(sheet: Sheet, lowest: float, typeface: Typeface) -> bool:
    alike = (drawing for stencil in sheet.stencils for drawing in stencil.drawings)
    drawing = combine((sheet.shared, *alike, *sheet.own))
    leaves = any(_leaves_margins(_ink(text, typeface), lowest) for text in drawing.texts)
    return leaves or any(find_overlaps(drawing.texts, typeface))


def _leaves_margins(ink: Rectangle, lowest: float) -> bool:
    across = ink.right > RIGHT + _ROUNDING
    return across or ink.top < _EDGE or ink.bottom > lowest


@lru_cache(_KEPT)  # most texts are on the sheets of every marking
def _ink(text: TextRun, typeface: Typeface) -> Rectangle:
    face = typeface.choose(bold=text.bold)
    extent, em = face.measure_extent(text.text), text.size * MM_PER_POINT
    right = text.x + face.measure_width(text.text, text.size)
    return Rectangle(text.x, text.y - extent.above * em, right, text.y + extent.below * em)


def _letter(marking: Marking, name: str) -> Letter:
    """Return a letter; a sheet with a barcode reaches no lower."""
    draft = Draft(
        line=1,
        marking=marking,
        prison="LEI",
        prison_name="HMP Leeds",
        address=("2 Gloucester Terrace", "LEEDS", "LS12 2TJ"),
        name=name,
        prison_number="A1001XY",
        date_of_birth=None,
        reference="",
    )
    return Letter(Code("12345678901244"), 1, draft)
