r"""The parts of a letter that its wording may leave out: salutation, subject and close.

What the firm has written stays as it is. Only what is missing is added, in the same style.

>>> [block.text for block in complete(read_blocks("Please sign."), "Ann Hart").blocks]
['Dear Ann Hart', 'Please sign.', 'Yours sincerely']
>>> complete(read_blocks("Dear Sir,\n\nPlease sign."), "Ann Hart").blocks[-1].text
'Yours faithfully,'
>>> signed = complete(read_blocks("Dear Ann\n\nSign.\n\nYours sincerely\nEric Brown"), "Ann Hart")
>>> [block.text for block in signed.blocks[signed.close :]], signed.names_nobody
(['Yours sincerely', 'Eric Brown'], False)
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from prisonmail.sheets.letter.wording_blocks import Block, BlockKind, Phrase, read_blocks
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record, replace

__all__ = ["Parts", "complete", "read_blocks"]
_GREETING = compile_late(
    r"(dear|annwyl|f[’']annwyl|hello|hi|good (morning|afternoon))\b", re.IGNORECASE
)
_ENDS_IN_COMMA = compile_late(r".{1,40},")
_IMPERSONAL = compile_late(r"dear (sirs?|madam)\b", re.IGNORECASE)
_CLOSE = compile_late(
    r"(yours( very)? (sincerely|faithfully|truly|respectfully|ever|etc)|yours(?=,?$)|"
    r"(with )?(kind(est)?|best|warm(est)?|many) (regards|wishes|thanks)|regards|"
    r"sincerely|faithfully|(yr eiddoch )?yn (gywir|ddiffuant)|cofion)\b.{0,80}",
    re.IGNORECASE,
)
_ABOUT = compile_late(r"re ?[:\-–] .{1,200}", re.IGNORECASE)
_NEAR = 6
"""Blocks from the start and from the end: an address may come before a salutation, and names and
notes after a close."""


class Parts(Record, frozen=True):
    """A whole letter."""

    withheld: ClassVar[tuple[str, ...]] = ("blocks",)

    blocks: tuple[Block, ...]
    """From what stands above the salutation to what stands under the close."""
    close: int
    """Which of the blocks is the close, from 0; those after it say who signs."""

    @property
    def names_nobody(self) -> bool:
        """Whether the signatory of the profile is to follow: the wording says not who signs."""
        return self.close == len(self.blocks) - 1

    @property
    def tells_of_enclosures(self) -> bool:
        """Whether the wording itself says what is enclosed."""
        return any(block.text.casefold().startswith("enc") for block in self.blocks[self.close :])


def complete(blocks: Sequence[Block], name: str, columns: Mapping[str, str] | None = None) -> Parts:
    """Add what a letter to somebody needs and its wording lacks, if need be from columns."""
    columns = columns or {}
    place = _find_salutation(blocks)
    opening = [] if place is None else blocks[:place]
    greeting, rest = (
        (_line(_greet(columns.get("salutation") or name)), blocks)
        if place is None
        else _cut(blocks, place)
    )
    body = list(_with_subject(rest, columns.get("subject", "")))
    before, close, after = _find_close(body) or (body, _line(_take_leave(greeting.text)), [])
    written = (*opening, greeting, *before)
    return Parts((*written, close, *after), len(written))


def _find_salutation(blocks: Sequence[Block]) -> int | None:
    for number, block in enumerate(blocks[:_NEAR]):
        first = block.text.partition("\n")[0]
        short = len(block.lines) == 1 and _ENDS_IN_COMMA.fullmatch(first)
        if block.kind is BlockKind.PARAGRAPH and (short or _GREETING.match(first)):
            return number
    return None


def _cut(blocks: Sequence[Block], place: int) -> tuple[Block, Sequence[Block]]:
    """Take a block's first line off, and return it and what follows."""
    block = blocks[place]
    return replace(block, lines=block.lines[:1]), [
        *_without_lines(block, 1),
        *blocks[place + 1 :],
    ]


def _without_lines(block: Block, count: int) -> Iterable[Block]:
    return [replace(block, lines=block.lines[count:])] if len(block.lines) > count else []


def _with_subject(blocks: Sequence[Block], subject: str) -> Iterator[Block]:
    """Yield the blocks after the salutation, the first of which is the subject if there is one."""
    first, rest = blocks[:1], blocks[1:]
    if first and first[0].kind is BlockKind.HEADING:
        yield from blocks
    elif first and _ABOUT.fullmatch(first[0].text):
        yield replace(first[0], kind=BlockKind.HEADING)
        yield from rest
    else:
        yield from [_line(subject, BlockKind.HEADING)] if subject else []
        yield from blocks


def _find_close(
    blocks: Sequence[Block],
) -> tuple[Sequence[Block], Block, Sequence[Block]] | None:
    """Find the close, and return what comes before it, itself, and what comes after."""
    for place in reversed(range(max(len(blocks) - _NEAR, 0), len(blocks))):
        block = blocks[place]
        for number, text in enumerate(block.text.split("\n")):
            if block.kind is BlockKind.PARAGRAPH and _CLOSE.fullmatch(text.strip()):
                kept = [replace(block, lines=block.lines[:number])] if number else []
                close = replace(block, lines=block.lines[number : number + 1])
                after = [*_without_lines(block, number + 1), *blocks[place + 1 :]]
                return [*blocks[:place], *kept], close, after
    return None


def _greet(who: str) -> str:
    return who if _GREETING.match(who) else f"Dear {who}"


def _take_leave(greeting: str) -> str:
    """Return the close that goes with a salutation, with a comma if that has one."""
    manner = "faithfully" if _IMPERSONAL.match(greeting) else "sincerely"
    return f"Yours {manner}{',' if greeting.rstrip().endswith(',') else ''}"


def _line(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, ((Phrase(text),),))
