"""Blocks of a letter as text, to be stored with a batch in the place of its wording.

Merge fields stay in braces, and nothing else is. What follows the record separator is JSON.

>>> written = write_blocks((Block(BlockKind.PARAGRAPH, ((Phrase("Dear {name}", bold=True),),)),))
>>> read_written(written)[0].text, read_left_out(written), is_written("Dear {name}")
('Dear {name}', (), False)
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from prisonmail.sheets.drawing import Tag, TagKind
from prisonmail.sheets.letter.wording_blocks import Block, BlockKind, Phrase, Phrases
from prisonmail.system.record import replace

_MARK = "\x1e"
"""Begins a record of JSON (RFC 7464), and nothing that anybody types."""
_BOLD, _ITALIC = 1, 2


def write_blocks(blocks: Sequence[Block], left_out: Sequence[str] = ()) -> str:
    """Write blocks, each text on a line, and what of their look a letter does not keep."""
    written = [
        [
            each.kind.value,
            list(map(_write_phrases, each.lines)),
            each.marker,
            each.hangs,
            each.is_close,
            [list(map(_write_phrases, row)) for row in each.rows],
            each.at_right,
        ]
        for each in blocks
    ]
    return _MARK + json.dumps([list(left_out), written], ensure_ascii=False, indent=0)


def is_written(wording: str) -> bool:
    """Return whether a wording is of blocks that were written."""
    return wording.startswith(_MARK)


def read_left_out(wording: str | None) -> tuple[str, ...]:
    """Return what of the look of a document was left out; of plain text nothing is."""
    return tuple(_load(wording)[0]) if wording and is_written(wording) else ()


def read_written(wording: str) -> tuple[Block, ...]:
    """Read written blocks."""
    return tuple(_tag_items(_read_blocks(wording)))


def _read_blocks(wording: str) -> Iterator[Block]:
    return (
        Block(
            BlockKind(kind),
            tuple(map(_read_phrases, lines)),
            marker,
            tuple(hangs),
            close,
            tuple(tuple(map(_read_phrases, row)) for row in rows),
            tuple(at_right),
        )
        for kind, lines, marker, hangs, close, rows, at_right in _load(wording)[1]
    )


def _tag_items(blocks: Iterable[Block]) -> Iterator[Block]:
    """Say of each block which item it is part of: how far it hangs tells in how many lists."""
    lists: list[Tag] = []
    items: list[Tag] = []
    for block in blocks:
        depth = len(block.hangs)
        del lists[depth:], items[depth:]
        if block.marker and depth:
            if len(lists) < depth:
                kind = TagKind.NUMBERED if any(map(str.isalnum, block.marker)) else TagKind.BULLETS
                lists.append(Tag(kind, items[-1] if items else None))
            items[depth - 1 :] = [Tag(TagKind.ITEM_TEXT, Tag(TagKind.ITEM, lists[-1]))]
        yield replace(block, item=items[-1]) if items else block


def _load(wording: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(wording.removeprefix(_MARK))


def _write_phrases(phrases: Phrases) -> list[tuple[str, int]]:
    return [(text, _BOLD * bold + _ITALIC * italic) for text, bold, italic in phrases]


def _read_phrases(written: Sequence[tuple[str, int]]) -> Phrases:
    return tuple(Phrase(text, bool(how & _BOLD), bool(how & _ITALIC)) for text, how in written)
