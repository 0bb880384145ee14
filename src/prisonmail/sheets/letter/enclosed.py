r"""The pages of enclosures as sheets that follow a letter, marked in the margin if asked.

>>> note_enclosed(1), note_enclosed(2)
('Enc. 1 document', 'Enc. 2 documents')
"""

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

    On both sides each enclosure starts on a front, but for batches of the first layout. Blank backs
    are no pages that count.
    """
    used, page = len(sheets), sum(each is not BLANK for each in sheets)
    count = page + letter.draft.enclosed_pages
    for enclosure in letter.draft.enclosures:
        if paper.duplex and paper.layout != FIRST_LAYOUT and used % 2:
            yield BLANK
            used += 1
        used += enclosure.pages
        for number in range(enclosure.pages):
            page += 1
            text = f"Batch {batch.id}, sheet {letter.sheet}, page {page} of {count}"
            mark = (Drawing((TextRun(MARGIN, _MARK_Y, text, _MARK, tag=ARTEFACT),)),)
            said = f"Enclosed document, page {number + 1} of {enclosure.pages}"
            source = SourcePage(enclosure.path, number, said)
            yield Sheet(own=mark if paper.mark_enclosures else (), under=source)


def note_enclosed(documents: int) -> str:
    """Say how many documents a letter encloses, of which there is at least one."""
    return f"Enc. {documents} document{'s' if documents > 1 else ''}"


def count_leaves(paper: Paper, *parts: int) -> int:
    """Count the pieces of paper that parts of some pages take, each of which starts on a front.

    >>> count_leaves(Paper(), 1, 2, 3), count_leaves(Paper(duplex=True), 1, 2, 3)
    (6, 4)
    """
    return sum(-(-pages // 2) for pages in parts) if paper.duplex else sum(parts)
