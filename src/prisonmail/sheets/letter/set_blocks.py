"""Sets blocks into lines with their places across the column, and shares them out over pages.

A heading stays with what follows it, and so does a line that ends in a colon. Of a paragraph at
least two lines stand together on a page, and the close of a letter has two lines of text above it.

>>> text = SetBlock(tuple(TextLine(()) for _ in range(5)), gap=2.6)
>>> blocks = (text, SetBlock(text.lines[:1], gap=2.6, keeps=True), text)
>>> placed = share_out(blocks, (Column(100, 138), Column(20, 138)))
>>> [(line.page, round(line.y, 1)) for line in placed][4:7]
[(0, 120.8), (1, 20), (1, 27.8)]
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import floor
from typing import ClassVar, NamedTuple

from prisonmail.sheets.drawing import BODY, Tag, TagKind, tag_row
from prisonmail.sheets.letter.set_lines import PlacedPhrase, SetLine, break_lines, measure_phrases
from prisonmail.sheets.letter.wording_blocks import Block, BlockKind, Phrase, Phrases
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import count_together
from prisonmail.system.record import Record, field, replace

LEADING = 5.2
"""Between baselines of a letter's text, in mm."""
GAP = 2.6
"""More than that between paragraphs, in mm."""
_HEADING_GAP = 3.8
_ITEM_GAP = 0.6
"""Between items of a list that have no empty line between them, in mm."""
_CELL_GAP = 2.0
"""Between the rows of a table, in mm: a rule lies in it."""
_SMALLEST_HANG = 3.0
_MARKER_GAP = 1.5
"""How far a list hangs, in mm: so far at least, and so far beside its widest marker."""
_BELOW_TABLE = 1.6
"""More under a table than under a paragraph, in mm."""
_COLUMN_GAP = 6.0
"""Between the columns of a table, in mm."""
_FEWEST = 2
"""Lines of a paragraph that stand together on a page."""
_ROUNDING = 1e-6
_NOTHING = (PlacedPhrase(0.0, Phrase("")),)
"""What stands in an empty cell, so that it counts as one."""
_MARKER = 1
"""Which part of its line a marker is: its text is 0."""


class TextLine(NamedTuple):
    """A line of a block."""

    phrases: SetLine
    is_ruled: bool = False
    """Whether a rule lies under it."""


class SetBlock(Record, frozen=True):
    """Lines that belong together."""

    withheld: ClassVar[tuple[str, ...]] = ("lines",)

    lines: tuple[TextLine, ...]
    gap: float = 0.0
    """More above it than between its lines, in mm."""
    keeps: bool = False
    """Whether it stays with what follows."""
    size: float = BODY
    """Points."""
    grey: float = 0.0
    below: float = 0.0
    """More under it, in mm."""
    tags: tuple[Tag, ...] = field(default_factory=lambda: (Tag(),))
    """What each part of its lines is to a program that reads them aloud."""

    @property
    def height(self) -> float:
        """From its first baseline to that of what follows, without the gap between, in mm."""
        return LEADING * len(self.lines)


class Column(NamedTuple):
    """Where the lines of a page may stand: its first baseline and its last, in mm from the top."""

    top: float
    bottom: float

    def count_lines(self, y: float) -> int:
        """Count the lines that have room from a baseline on."""
        return max(floor((self.bottom - y + _ROUNDING) / LEADING) + 1, 0)


class LineOnPage(NamedTuple):
    """A line with its page, from 0, and its baseline in mm."""

    page: int
    y: float
    line: TextLine
    block: SetBlock


def set_block(block: Block, typeface: Typeface, width: float) -> tuple[SetBlock, ...]:
    """Set a block into lines no wider than a width in mm; a table becomes a block for each row."""
    hangs = [_measure_hang(marker, typeface) for marker in block.hangs]
    indent = min(sum(hangs), width / 2)
    if block.kind is BlockKind.TABLE:
        return tuple(_set_table(block, typeface, indent, width - indent))
    heading = block.kind is BlockKind.HEADING
    phrases = [_embolden(line) if heading else line for line in block.lines]
    broken = [each for line in phrases for each in break_lines(line, typeface, width - indent)]
    lines = [TextLine(_shift(line, indent)) for line in broken]
    if block.marker:
        marker = PlacedPhrase(max(indent - hangs[-1], 0.0), Phrase(block.marker), _MARKER)
        lines[0] = TextLine((marker, *lines[0].phrases))
    gap = _HEADING_GAP if heading else _ITEM_GAP if block.is_close else GAP
    set_lines = SetBlock(tuple(lines), gap, keeps=heading, tags=_tag(block))
    return tuple(keep_end(set_lines)) if block.text.rstrip().endswith(":") else (set_lines,)


def keep_end(block: SetBlock) -> Iterator[SetBlock]:
    """Split a block, if it is long, so that only its end stays with what follows."""
    if len(block.lines) < 2 * _FEWEST:
        yield replace(block, keeps=True)
    else:
        yield replace(block, lines=block.lines[:-_FEWEST])
        yield replace(block, lines=block.lines[-_FEWEST:], gap=0.0, keeps=True)


def share_out(blocks: Sequence[SetBlock], columns: tuple[Column, Column]) -> Iterator[LineOnPage]:
    """Place the lines of blocks in the column of the first page, then in those of others."""
    page, (column, others) = 0, columns
    y, fresh = column.top, True
    for number, block in enumerate(blocks):
        y += 0.0 if fresh else block.gap
        rest = block.lines
        moves = block.keeps and y + _reach(blocks[number:]) > column.bottom + _ROUNDING
        while rest:
            room = column.count_lines(y)
            count = 0 if moves else count_together(len(rest), room)
            if fresh and not count:
                count = min(len(rest), room)
            for line in rest[:count]:
                yield LineOnPage(page, y, line, block)
                y += LEADING
            rest, fresh, moves = rest[count:], False, False
            if rest:
                page, column, y, fresh = page + 1, others, others.top, True
        y += block.below


def _reach(blocks: Sequence[SetBlock]) -> float:
    """Measure from the first baseline of blocks to the last that has to stand on their page."""
    first, *after = blocks
    if first.keeps and after:
        return first.height + after[0].gap + _reach(after)
    count = len(first.lines) if len(first.lines) < 2 * _FEWEST else _FEWEST
    return LEADING * (count - 1)


def _measure_hang(marker: str, typeface: Typeface) -> float:
    wide = measure_phrases((Phrase(marker),), typeface) + _MARKER_GAP
    return max(_SMALLEST_HANG, wide)


def _tag(block: Block) -> tuple[Tag, ...]:
    """Return what the text of a block is, and after it what its marker is."""
    if block.item:
        return block.item, Tag(TagKind.ITEM_LABEL, block.item.within)
    if block.marker:
        return Tag(), Tag()
    heading = block.kind is BlockKind.HEADING
    return (Tag(TagKind.HEADING if heading else TagKind.PARAGRAPH),)


def _shift(line: SetLine, across: float, part: int = 0) -> SetLine:
    return tuple(each._replace(x=each.x + across, part=part) for each in line)


def _embolden(phrases: Phrases) -> Phrases:
    return tuple(phrase._replace(bold=True) for phrase in phrases)


def _set_table(block: Block, typeface: Typeface, left: float, width: float) -> Iterator[SetBlock]:
    """Set the rows of a table, the first of which has its headings."""
    headings, *rows = block.rows
    headed = any(phrase.text.strip() for cell in headings for phrase in cell)
    shown = [tuple(map(_embolden, headings)), *rows] if headed else rows
    widths, table = _share_width(shown, typeface, width), Tag(TagKind.TABLE, block.item)
    lefts = [left + sum(widths[:n]) + _COLUMN_GAP * n for n in range(len(widths))]
    for number, row in enumerate(shown):
        cells = [
            [
                _shift(
                    line or _NOTHING,
                    x + (_measure_rest(line, typeface, room) if at_right else 0.0),
                    part,
                )
                for line in break_lines(cell, typeface, room)
            ]
            for part, (cell, x, room, at_right) in enumerate(
                zip(row, lefts, widths, block.at_right, strict=True)
            )
        ]
        lines = [sum(across, ()) for across in zip_longest(*cells, fillvalue=())]
        ruled = [TextLine(line, is_ruled=line is lines[-1]) for line in lines]
        below = _BELOW_TABLE if number == len(shown) - 1 else 0.0
        gap = _CELL_GAP if number else GAP
        is_head = headed and not number
        tags = tag_row(table, len(row), TagKind.COLUMN_HEADING if is_head else TagKind.CELL)
        yield SetBlock(tuple(ruled), gap, keeps=not number and not below, below=below, tags=tags)


def _measure_rest(line: SetLine, typeface: Typeface, width: float) -> float:
    """Measure what a line leaves of a width, in mm."""
    return width - line[-1].x - measure_phrases((line[-1].phrase,), typeface) if line else 0.0


def _share_width(
    rows: Sequence[Sequence[Phrases]], typeface: Typeface, width: float
) -> list[float]:
    """Share a width out over columns: narrow ones have what they need, wide ones the same each."""
    needs = [
        max(measure_phrases(cell, typeface) + _ROUNDING for cell in column)
        for column in zip_longest(*rows, fillvalue=())
    ]
    room = width - _COLUMN_GAP * (len(needs) - 1)
    shares = dict.fromkeys(range(len(needs)), 0.0)
    waiting = sorted(shares, key=needs.__getitem__)
    while waiting:
        column, fair = waiting[0], room / len(waiting)
        shares[column] = min(needs[column], fair) if len(waiting) > 1 else room
        room -= shares[column]
        waiting.pop(0)
    return [shares[column] for column in range(len(needs))]
