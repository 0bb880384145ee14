"""The summary of a batch: for each prison how many letters, on which pages, from code to code.

Prisons are in order of their places, so that a letter is found however the sheets lie.

>>> format_page_ranges([1, 4, 7, 7])
'1–4, 7'
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.letters.letter import Batch
from prisonmail.sheets import drawing
from prisonmail.sheets.typeface import Typeface
from prisonmail.system import clock
from prisonmail.system.record import Record, Workpiece, field

_TITLE_Y = 28.0
"""Baseline of the title, in mm from the top; the lines below it follow at 6 and 5 mm."""
_TITLE = 13.0
"""Points."""
_HEADINGS_Y = 46.0
"""Baseline of the headings, in mm."""
_ROW = 6.0
"""Height of a row, in mm."""
_LAST_Y = 276.0
"""Lowest baseline of a row, in mm: as far down as the text of a letter goes."""
_FOOT_Y = 286.0
"""Baseline of the foot, in mm."""
_RULE_DROP = 2.0
"""From a baseline down to the rule below it, in mm."""
_CELL_GAP = 2.0
"""White between a cell and the next column, in mm."""
_COLUMNS = (drawing.MARGIN, 84.0, 102.0, 134.0, 164.0)
"""Left edges in mm: room for the longest prison's name, and for a code."""
_KINDS = frozenset(("hmp", "hmyoi", "yoi", "stc", "irc", "&"))
"""What may stand before the place in a prison's name."""
_HEADINGS = ("Prison", "Letters", "Pages", "First code", "Last code")


class Share(Workpiece):
    """The letters of one prison in a volume."""

    first_code: Code
    last_code: Code
    letters: int = 0
    pages: "array[int]" = field(default_factory=lambda: array("L"))
    """First and last page of one run of pages after another."""

    def add(self, code: Code, first_page: int, last_page: int) -> None:
        """Count one more letter."""
        self.last_code = code
        self.letters += 1
        if self.pages and first_page <= self.pages[-1] + 1:
            self.pages[-1] = last_page
        else:
            self.pages.extend((first_page, last_page))


class Part(Record, frozen=True):
    """Which volume of a batch a summary is of."""

    number: int
    """From 1."""
    volumes: int
    first_sheet: int


def draw_summary(
    batch: Batch,
    shares: Mapping[str, Share],
    typeface: Typeface,
    part: Part | None = None,
    without_sender: int = 0,
) -> Iterator[drawing.Sheet]:
    """Draw the summary of a batch or of one volume by prison, on as many pages as it takes.

    It says how many windows have no room for who the letter is from.
    """
    rows = [_row(name, shares[name]) for name in sorted(shares, key=_place_first)]
    most = int((_LAST_Y - _HEADINGS_Y) / _ROW)
    title = drawing.Drawing(tuple(_title(batch, shares, part, without_sender))) + _foot(batch)
    for start in range(0, len(rows), most):
        table = _table(rows[start : start + most], typeface)
        yield drawing.Sheet(own=(title, table), is_apart=not start)


def format_page_ranges(pages: Sequence[int]) -> str:
    """Write first and last pages in short."""
    runs = zip(pages[::2], pages[1::2], strict=True)
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)


def _place_first(name: str) -> tuple[str, ...]:
    """Order prisons by their place: whoever looks for Wandsworth need not know what kind it is."""
    words = name.casefold().split()
    place = next((n for n, word in enumerate(words) if word not in _KINDS), 0)
    return (*words[place:], *words[:place])


def _title(
    batch: Batch, shares: Mapping[str, Share], part: Part | None, without_sender: int
) -> Iterator[drawing.TextRun]:
    letters = sum(share.letters for share in shares.values())
    total, prisons = _counted(letters, "letter"), _counted(len(shares), "prison")
    issued = clock.long_date(clock.uk_date(batch.issued_at))
    which = f", volume {part.number} of {part.volumes}" if part else ""
    title, heading = f"Batch {batch.id}{which}", drawing.Tag(drawing.TagKind.HEADING)
    yield drawing.TextRun(drawing.MARGIN, _TITLE_Y, title, _TITLE, bold=True, tag=heading)
    said = f"{total} to {prisons}, issued {issued}"
    if without_sender:
        has = "has" if without_sender == 1 else "have"
        said += f". {_counted(without_sender, 'window')} {has} no room for the sender."
    yield drawing.TextRun(drawing.MARGIN, _TITLE_Y + 6.0, said, drawing.BODY)
    if part:
        yield drawing.TextRun(
            drawing.MARGIN, _TITLE_Y + 11.0, _place(part, letters, batch.size), drawing.SMALL
        )


def _foot(batch: Batch) -> drawing.Drawing:
    """Say at the foot how it is to be handled, if that is said."""
    marked = batch.sender.handling
    run = drawing.TextRun(drawing.MARGIN, _FOOT_Y, marked, drawing.SMALL, tag=drawing.ARTEFACT)
    return drawing.Drawing((run,)) if marked else drawing.EMPTY


def _place(part: Part, letters: int, size: int) -> str:
    last = part.first_sheet + letters - 1
    sheets = f"Sheets {part.first_sheet:,} to {last:,}" if letters > 1 else f"Sheet {last:,}"
    return f"{sheets} of the {size:,} of the whole batch. Pages are counted in this volume."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _row(name: str, share: Share) -> tuple[str, ...]:
    codes_printed = codes.format_code(share.first_code), codes.format_code(share.last_code)
    return (name, str(share.letters), format_page_ranges(share.pages), *codes_printed)


def _table(rows: Sequence[tuple[str, ...]], typeface: Typeface) -> drawing.Drawing:
    table = drawing.Tag(drawing.TagKind.TABLE)
    tags = drawing.tag_row(table, len(_HEADINGS), drawing.TagKind.COLUMN_HEADING)
    texts = [
        drawing.TextRun(x, _HEADINGS_Y, heading, drawing.SMALL, bold=True, tag=tag)
        for x, heading, tag in zip(_COLUMNS, _HEADINGS, tags, strict=True)
    ]
    rules = [
        drawing.Box(
            drawing.MARGIN,
            _HEADINGS_Y + _RULE_DROP,
            drawing.RIGHT - drawing.MARGIN,
            drawing.HAIRLINE,
            drawing.RULE_GREY,
        )
    ]
    for number, row in enumerate(rows, start=1):
        y = _HEADINGS_Y + _ROW * number
        rules.append(
            drawing.Box(
                drawing.MARGIN,
                y + _RULE_DROP,
                drawing.RIGHT - drawing.MARGIN,
                drawing.HAIRLINE,
                drawing.RULE_GREY,
            )
        )
        tags, ends = drawing.tag_row(table, len(row)), (*_COLUMNS[1:], drawing.RIGHT)
        for x, end, cell, tag in zip(_COLUMNS, ends, row, tags, strict=True):
            said = _shorten(cell, end - x, typeface)
            texts.append(drawing.TextRun(x, y, said, drawing.SMALL, tag=tag))
    return drawing.Drawing(tuple(texts), tuple(rules))


def _shorten(cell: str, room: float, typeface: Typeface) -> str:
    """Write "1–4, 7 + 3" for ranges of pages that have no room; what cannot be split stays."""
    width = room - _CELL_GAP

    def measure(text: str) -> float:
        return typeface.regular.measure_width(text, drawing.SMALL)

    if measure(cell) <= width + _CELL_GAP:
        return cell
    parts = cell.split(", ")
    # from the shortest: a prison may have thousands of ranges, and there is room for a few
    short = (f"{', '.join(parts[:n])} + {len(parts) - n}" for n in range(1, len(parts)))
    *_, longest = cell, *takewhile(lambda text: measure(text) <= width, short)
    return longest
