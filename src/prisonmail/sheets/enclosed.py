"""The pages of an enclosure as sheets that follow a letter, marked in the margin if asked."""

from collections.abc import Iterator

from prisonmail.letters.letter import Batch, Letter
from prisonmail.sheets.drawing import MARGIN, Drawing, Sheet, SourcePage, TextRun
from prisonmail.sheets.paper import Paper

_MARK_Y = 291.5
"""Baseline of a mark in mm: below what people write, as far down as most printers reach."""
_MARK = 6.5
"""Points."""


def draw_enclosed(batch: Batch, paper: Paper, letter: Letter, pages: int) -> Iterator[Sheet]:
    """Draw what follows the pages of a letter: on both sides, an enclosure starts on a front."""
    enclosure = letter.draft.enclosure
    if not enclosure:
        return
    if paper.duplex and pages % 2:
        yield Sheet()
    count = pages + enclosure.pages
    for number in range(enclosure.pages):
        text = f"Batch {batch.id}, sheet {letter.sheet}, page {pages + number + 1} of {count}"
        mark = (Drawing((TextRun(MARGIN, _MARK_Y, text, _MARK),)),)
        source = SourcePage(enclosure.path, number)
        yield Sheet(own=mark if paper.mark_enclosures else (), enclosed=source)


def count_leaves(paper: Paper, pages: int, enclosed: int) -> int:
    """Count the pieces of paper that a letter of some pages and an enclosure take.

    >>> count_leaves(Paper(), 1, 3), count_leaves(Paper(duplex=True), 1, 3)
    (4, 3)
    """
    return -(-pages // 2) - (-enclosed // 2) if paper.duplex else pages + enclosed
