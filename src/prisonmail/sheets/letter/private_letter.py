"""The private letter: a firm's own wording, on sheets of its own behind the covering sheet.

No word of it stands on the covering sheet, which a mailroom is invited to read.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from prisonmail import codes
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.sheets import merge_fields
from prisonmail.sheets.drawing import (
    HAIRLINE,
    MARGIN,
    RULE_GREY,
    SMALL,
    Box,
    Drawing,
    Sheet,
    TextRun,
)
from prisonmail.sheets.letter.enclosed import note_enclosed
from prisonmail.sheets.letter.field_values import read_values
from prisonmail.sheets.letter.letter_parts import complete
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter.private_head import QUIET, PrivateHead
from prisonmail.sheets.letter.set_blocks import (
    Column,
    LineOnPage,
    SetBlock,
    TextLine,
    keep_end,
    set_block,
    share_out,
)
from prisonmail.sheets.letter.set_lines import break_lines
from prisonmail.sheets.letter.wording_blocks import Block, Phrase, Phrases, read_blocks
from prisonmail.sheets.letter.written_blocks import is_written, read_written
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.record import Record, replace

_WIDTH = 160.0
"""Of the text in mm, less than the sheet has: of a line with 90 letters the eye finds the end."""
_CLOSE_GAP = 6.0
"""Above the close, in mm; then the room to sign in, less the usual leading; then above a note."""
_ROOM_TO_SIGN = 15.8
_NOTE_GAP = 4.0
_RULE_DROP = 2.0
"""From the baseline of a table's row down to its rule, in mm."""


class PrivateLetter(Record, frozen=True, dict=True):
    """The private letters of one batch."""

    withheld: ClassVar[tuple[str, ...]] = ("wording",)

    batch: Batch
    wording: str
    typeface: Typeface
    letterhead: Letterhead

    def draw(self, letter: Letter) -> tuple[Sheet, ...]:
        """Draw the sheets of one letter, the first of which is its second page."""
        draft, optional = letter.draft, self._read_optional(letter.draft)
        head, top = self._head.draw(draft, optional.get("your reference", ""))
        columns = (Column(top, self._head.bottom), Column(*self._head.following))
        lines = list(share_out(list(self._set(letter, optional)), columns))
        texts = [_draw_lines(page) for _, page in groupby(lines, key=lambda line: line.page)]
        count = 1 + len(texts) + draft.enclosed_pages
        places = [
            f"{codes.format_code(letter.code)}  ·  Page {number} of {count}"
            for number in range(2, len(texts) + 2)
        ]
        own = (head, texts[0], self._head.draw_place(places[0], top))
        first = Sheet(self._head.shared, own=own, under=self.letterhead.under)
        under = self.letterhead.following
        return first, *[
            Sheet(own=(self._head.draw_next(draft, place), text), under=under)
            for text, place in zip(texts[1:], places[1:], strict=True)
        ]

    def _set(self, letter: Letter, optional: Mapping[str, str]) -> Iterator[SetBlock]:
        """Set all that one letter says."""
        values = read_values(self.batch, letter)
        blocks = [self._fill_in(block, values) for block in self._blocks]
        parts = complete(blocks, letter.draft.name, optional)
        body = [each for block in parts.blocks[: parts.close] for each in self._set_block(block)]
        yield from body[:-1]
        yield from keep_end(body[-1])
        close, *after = [self._set_block(block) for block in parts.blocks[parts.close :]]
        yield replace(close[0], gap=_CLOSE_GAP, keeps=True)
        signed = [each for blocks in after for each in blocks] or [self._signatory]
        note = None if parts.tells_of_enclosures else self._draw_note(letter.draft)
        ending = [replace(signed[0], gap=_ROOM_TO_SIGN), *signed[1:], *([note] if note else [])]
        yield from [replace(each, keeps=True) for each in ending[:-1]]
        yield ending[-1]

    def _fill_in(self, block: Block, values: Mapping[str, str]) -> Block:
        """Put values in the place of fields; a block without fields stays the same object."""
        if not any("{" in phrase.text for phrase in block.phrases):
            return block

        def fill(phrases: Phrases) -> Phrases:
            return tuple(
                phrase._replace(text=merge_fields.fill_in(phrase.text, values))
                for phrase in phrases
            )

        rows = tuple(tuple(map(fill, row)) for row in block.rows)
        return replace(block, lines=tuple(map(fill, block.lines)), rows=rows)

    def _set_block(self, block: Block) -> tuple[SetBlock, ...]:
        """Set a block; one that the letters of a batch share is set once."""
        known = self._known.get(id(block))
        if known is not None:
            return known
        return set_block(block, self.typeface, _WIDTH)

    def _read_optional(self, draft: Draft) -> Mapping[str, str]:
        """Return what a list has for a letter without being asked by the wording."""
        return {
            key: text
            for key, text in draft.columns.items()
            if key in merge_fields.OPTIONAL and key not in self._named
        }

    def _draw_note(self, draft: Draft) -> SetBlock | None:
        if not draft.enclosures:
            return None
        pages = draft.enclosed_pages
        text = f"{note_enclosed(len(draft.enclosures))}, {pages} page{'s' if pages > 1 else ''}"
        lines = break_lines((Phrase(text),), self.typeface, _WIDTH, SMALL)
        return SetBlock(tuple(map(TextLine, lines)), _NOTE_GAP, size=SMALL, grey=QUIET)

    @cached_property
    def _signatory(self) -> SetBlock:
        sender = self.batch.sender
        title = sender.title or sender.role_in_full.title
        acting = ((Phrase(f"for {sender.acts_for}"),),) if sender.acts_for else ()
        phrases = ((Phrase(sender.name, bold=True),), (Phrase(title),), *acting)
        lines = [line for each in phrases for line in break_lines(each, self.typeface, _WIDTH)]
        return SetBlock(tuple(map(TextLine, lines)))

    @cached_property
    def _head(self) -> PrivateHead:
        return PrivateHead(self.batch, self.typeface, self.letterhead)

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        written = is_written(self.wording)
        return read_written(self.wording) if written else read_blocks(self.wording)

    @cached_property
    def _known(self) -> Mapping[int, tuple[SetBlock, ...]]:
        """The blocks that are the same in all letters, as they are set."""
        return {
            id(block): set_block(block, self.typeface, _WIDTH)
            for block in self._blocks
            if not any("{" in phrase.text for phrase in block.phrases)
        }

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(map(merge_fields.make_key, merge_fields.list_fields(self.wording)))


def _draw_lines(lines: Iterable[LineOnPage]) -> Drawing:
    """Draw the lines of one page."""
    texts: list[TextRun] = []
    rules: list[Box] = []
    for _, y, line, block in lines:
        for x, phrase, part, joins in line.phrases:
            texts.append(
                TextRun(
                    MARGIN + x,
                    y,
                    phrase.text,
                    block.size,
                    phrase.bold,
                    grey=block.grey,
                    italic=phrase.italic,
                    tag=block.tags[part],
                    joins=joins,
                )
            )
        if line.is_ruled:
            rules.append(Box(MARGIN, y + _RULE_DROP, _WIDTH, HAIRLINE, RULE_GREY))
    return Drawing(tuple(texts), tuple(rules))
