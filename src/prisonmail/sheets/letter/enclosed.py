"""The pages of an enclosure as sheets that follow a letter, marked in the margin if asked."""

from collections.abc import Iterator, Sequence

from prisonmail.letters.letter import Batch, Letter
from prisonmail.sheets.drawing import (
    ARTEFACT,
    BLANK,
    MARGIN,
    Drawing,
    Sheet,
    SourcePage,
    TextRun,
)
from prisonmail.sheets.paper import FIRST_LAYOUT, Paper

_MARK_Y = 291.5
"""Baseline of a mark in mm: below what people write, as far down as most printers reach."""
_MARK = 6.5
"""Points."""


def draw_enclosed(
    batch: Batch, paper: Paper, letter: Letter, sheets: Sequence[Sheet]
) -> Iterator[Sheet]:
    """Draw what follows the sheets of a letter.

    On both sides an enclosure starts on a front, but for batches of the first layout. Blank backs
    are no pages that count.
    """
    enclosure = letter.draft.enclosure
    if not enclosure:
        return
    if paper.duplex and paper.layout != FIRST_LAYOUT and len(sheets) % 2:
        yield BLANK
    pages = sum(each is not BLANK for each in sheets)
    count = pages + enclosure.pages
    for number in range(enclosure.pages):
        text = f"Batch {batch.id}, sheet {letter.sheet}, page {pages + number + 1} of {count}"
        mark = (Drawing((TextRun(MARGIN, _MARK_Y, text, _MARK, tag=ARTEFACT),)),)
        said = f"Enclosed document, page {number + 1} of {enclosure.pages}"
        source = SourcePage(enclosure.path, number, said)
        yield Sheet(own=mark if paper.mark_enclosures else (), under=source)


def count_leaves(paper: Paper, *parts: int) -> int:
    """Count the pieces of paper that parts of some pages take, each of which starts on a front.

    >>> count_leaves(Paper(), 1, 2, 3), count_leaves(Paper(duplex=True), 1, 2, 3)
    (6, 4)
    """
    return sum(-(-pages // 2) for pages in parts) if paper.duplex else sum(parts)
