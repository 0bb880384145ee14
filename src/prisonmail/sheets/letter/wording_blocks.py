r"""A firm's own wording as blocks: paragraphs, headings, items of lists, tables.

It is written in a small part of Markdown, so chosen that plain text comes out as it was typed: a
star within a word, a row of underscores, a path with backslashes or a line of dashes means nothing.
A line that was ended on purpose stays a line of its own; one that was only full does not.

>>> [block.kind.name for block in read_blocks("# Your hearing\n\nBring:\n- the form\n- a pen")]
['HEADING', 'PARAGRAPH', 'ITEM', 'ITEM']
>>> [block.text for block in read_blocks("2*3 and snake_case, {name}\nEric Brown")]
['2*3 and snake_case, {name}\nEric Brown']
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from prisonmail.sheets.drawing import Tag, TagKind
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record, replace

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_FIELD = compile_late(r"\{[^{}\n]*\}")
_LITERAL = compile_late(
    r"(?<=\w)\*(?=\w)|_{3,}|\*{4,}|\\(?![*_#|.)\-])|^[ \t]*\+(?=\s)", re.MULTILINE
)
"""Signs that Markdown would take for its own, and that whoever types plain text does not mean."""
_BULLET = compile_late(r"^([ \t]*)(?:[•▪◦‣●·∙]|o(?=\t))[ \t]+", re.MULTILINE)
"""Bullets that are typed, and that word processors make of lists."""
_FIRST_SHIELD = 0xF0000
"""Fields are hidden behind characters for private use, which no typeface of ours has."""
_SHIELDS = {ord(sign): chr(0x100000 + number) for number, sign in enumerate("*_\\+")}
_UNSHIELDED = {ord(shield): chr(sign) for sign, shield in _SHIELDS.items()}
_SHORT_LINE = 50
_FULLEST_LINE = 120
"""Characters: an editor that breaks lines by itself fills them to somewhere between these."""
_DOT = "•"


class Phrase(NamedTuple):
    """Text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Phrases = tuple[Phrase, ...]


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"


class Block(Record, frozen=True):
    """A part of a wording that is set on its own, merge fields still in braces."""

    withheld: ClassVar[tuple[str, ...]] = ("lines", "rows")

    kind: BlockKind
    lines: tuple[Phrases, ...] = ()
    """What begins a new line, each of them as long as it likes."""
    marker: str = ""
    """What stands before an item: a bullet, or a number as it was typed."""
    hangs: tuple[str, ...] = ()
    """The widest marker of each list around it, the outermost first."""
    is_close: bool = False
    """Whether it follows the item before without an empty line."""
    rows: tuple[tuple[Phrases, ...], ...] = ()
    """Of a table, the headings first."""
    at_right: tuple[bool, ...] = ()
    """Which of its columns end at the right, as amounts do."""
    item: Tag | None = None
    """What the text of its item is part of, if it is in a list."""

    @property
    def text(self) -> str:
        """All its lines, without their style."""
        return "\n".join("".join(phrase.text for phrase in line) for line in self.lines)

    @property
    def phrases(self) -> Iterator[Phrase]:
        """All its text."""
        for line in (*self.lines, *[cell for row in self.rows for cell in row]):
            yield from line


def read_blocks(wording: str) -> tuple[Block, ...]:
    """Take a wording apart."""
    from markdown_it.tree import SyntaxTreeNode

    fields: list[str] = []

    def hide(field: re.Match[str]) -> str:
        fields.append(field[0])
        return chr(_FIRST_SHIELD + len(fields) - 1)

    text = _BULLET.sub(r"\1- ", _FIELD.sub(hide, wording))
    text = _LITERAL.sub(lambda found: found[0].translate(_SHIELDS), text)
    known = {_FIRST_SHIELD + number: field for number, field in enumerate(fields)}
    reader = _Reader(known | _UNSHIELDED, text.split("\n"))
    return tuple(reader.read(SyntaxTreeNode(_parser().parse(text)).children))


@cache
def _parser() -> "MarkdownIt":
    """Return a parser for the part of Markdown that a letter needs, and no more."""
    from markdown_it import MarkdownIt

    # what is nested more deeply than the parser goes would be lost
    parser = MarkdownIt("zero", {"maxNesting": 1000})
    return parser.enable(["table", "list", "heading", "newline", "escape", "emphasis"])


class _Reader(Record, frozen=True):
    """Makes blocks of what the parser found."""

    hidden: dict[int, str]
    """What stands behind each shield."""
    lines: list[str]
    """The whole wording, shields and all."""

    def read(self, nodes: "Iterable[SyntaxTreeNode]", item: Tag | None = None) -> Iterator[Block]:
        for node in nodes:
            if node.type in ("bullet_list", "ordered_list"):
                yield from self._read_list(node, item)
            elif node.type == "table":
                yield replace(self._read_table(node), item=item)
            elif node.children and node.children[0].content:
                kind = BlockKind.HEADING if node.type == "heading" else BlockKind.PARAGRAPH
                lines = self._lines(node.children[0])
                yield Block(kind, lines, is_close=node.hidden, item=item)

    def _read_list(self, node: "SyntaxTreeNode", around: Tag | None) -> Iterator[Block]:
        markers = _name_items(node)
        widest = max(markers, key=len)
        inner = node.parent is not None and node.parent.type == "list_item"
        kind = TagKind.BULLETS if node.type == "bullet_list" else TagKind.NUMBERED
        listed = Tag(kind, around)
        for marker, item in zip(markers, node.children, strict=True):
            mark, close = marker, inner or item is not node.children[0]
            text = Tag(TagKind.ITEM_TEXT, Tag(TagKind.ITEM, listed))
            empty = replace(_EMPTY_ITEM, item=text)
            for block in self.read(item.children, text) if item.children else (empty,):
                hung = replace(block, hangs=(widest, *block.hangs))
                if block.kind is BlockKind.PARAGRAPH:
                    hung = replace(
                        hung, kind=BlockKind.ITEM, marker=mark, is_close=block.is_close and close
                    )
                    mark = ""
                yield hung

    def _read_table(self, node: "SyntaxTreeNode") -> Block:
        """Read a table; if a row has more cells than the first, it is text as it was typed."""
        rows = [row for part in node.children for row in part.children]
        typed = self.lines[slice(*node.map)] if node.map else []
        for row in rows:
            written = typed[row.map[0] - node.map[0]] if row.map and node.map else ""
            if _count_letters(cell.children[0].content for cell in row.children) != _count_letters(
                [written]
            ):
                plain = [(Phrase(line.translate(self.hidden)),) for line in typed]
                return Block(BlockKind.PARAGRAPH, tuple(plain))
        cells = tuple(tuple(map(self._flat, row.children)) for row in rows)
        sides = [str(cell.attrs.get("style")) for cell in rows[0].children]
        return Block(BlockKind.TABLE, rows=cells, at_right=tuple("right" in x for x in sides))

    def _flat(self, cell: "SyntaxTreeNode") -> Phrases:
        """Return the text of a cell, which has one line."""
        return tuple(phrase for line in self._lines(cell.children[0]) for phrase in line)

    def _lines(self, inline: "SyntaxTreeNode") -> tuple[Phrases, ...]:
        lines: list[list[Phrase]] = [[]]
        stays = iter(_find_ends(inline.content.translate(self.hidden)))
        for phrase in self._phrases(inline.children):
            if phrase.text != "\n":
                lines[-1].append(phrase._replace(text=phrase.text.translate(self.hidden)))
            elif next(stays, True):
                lines.append([])
            else:
                lines[-1].append(phrase._replace(text=" "))
        return tuple(tuple(line) for line in lines)

    def _phrases(
        self, nodes: "Iterable[SyntaxTreeNode]", *, bold: bool = False, italic: bool = False
    ) -> Iterator[Phrase]:
        for node in nodes:
            if node.type in ("softbreak", "hardbreak"):
                yield Phrase("\n", bold, italic)
            elif node.type in ("strong", "em"):
                strong, em = node.type == "strong", node.type == "em"
                yield from self._phrases(node.children, bold=bold or strong, italic=italic or em)
            elif node.content:
                yield Phrase(node.content, bold, italic)


_EMPTY_ITEM = Block(BlockKind.PARAGRAPH, ((),), is_close=True)


def _count_letters(texts: Iterable[str]) -> int:
    return sum(not letter.isspace() and letter not in "|\\" for text in texts for letter in text)


def _name_items(node: "SyntaxTreeNode") -> list[str]:
    """Return the marker of each item: numbers as they were typed, unless all are the same."""
    if node.type == "bullet_list":
        return [_DOT] * len(node.children)
    typed = [item.info for item in node.children]
    if len(typed) > 1 and len(set(typed)) == 1:
        first = int(typed[0])
        typed = [str(first + number) for number in range(len(typed))]
    return [number + item.markup for number, item in zip(typed, node.children, strict=True)]


def _find_ends(content: str) -> Iterator[bool]:
    r"""Yield for each line but the last whether it was ended on purpose, and was not just full.

    An editor breaks a line if the next word does not fit. So a line that had room for it, or is
    longer than any that an editor fills, was ended by whoever typed it.

    >>> list(_find_ends("Greenstone House\n14 Park Square\nLeeds"))
    [True, True]
    >>> list(_find_ends("word " * 13 + "a word\nthat is too long for the line, and\nso on"))
    [False, True]
    """
    lines = [" ".join(line.split()) for line in content.split("\n")]
    widest = max(map(len, lines))
    full = max(widest, _SHORT_LINE)
    for line, after in pairwise(lines):
        yield widest > _FULLEST_LINE or len(line) + 1 + len(after.partition(" ")[0]) <= full
