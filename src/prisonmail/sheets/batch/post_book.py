"""The post book: one line a letter, of what was sent to whom, when, and who signed for it.

>>> len(HEADINGS), sum(_WIDTHS) == WIDTH - 2 * _MARGIN
(10, True)
"""

from collections.abc import Iterable, Iterator, Sequence

from prisonmail import codes
from prisonmail.letters.letter import Batch, Letter
from prisonmail.sheets.drawing import (
    ARTEFACT,
    BODY,
    HAIRLINE,
    RULE_GREY,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    SMALL,
    Box,
    Drawing,
    Sheet,
    Tag,
    TagKind,
    TextRun,
    tag_row,
)
from prisonmail.sheets.typeface import Face, Typeface
from prisonmail.sheets.typesetting import wrap, wrap_anywhere
from prisonmail.system import clock
from prisonmail.system.record import Record

HEADINGS = (
    *("Sheet", "Date", "Name", "Number", "Prison", "Marking", "Code", "Reference"),
    *("Signatory", "Enc."),
)
WIDTH, _HEIGHT = SHEET_HEIGHT, SHEET_WIDTH
"""A4 landscape, in mm."""
_MARGIN = 15.0
"""At both sides, in mm: a hole punch takes 12."""
_WIDTHS = (12.0, 28.5, 50.0, 21.0, 38.5, 29.0, 28.0, 27.0, 25.0, 8.0)
"""Of the columns in mm; the longest name takes two lines."""
_CELL_GAP = 2.0
"""White between a cell and the next column, in mm."""
_TITLE = 13.0
"""Points."""
_TITLE_Y, _SUBTITLE_Y, _HEADINGS_Y = 18.0, 24.0, 34.0
"""Baselines in mm from the top."""
_LAST_Y = 190.0
"""Lowest baseline of a line, in mm."""
_FOOT_Y = 199.0
_SPACING = 3.6
"""Between the lines of one entry, in mm."""
_RULE_DROP = 2.0
"""From an entry's last baseline down to the rule below it, in mm."""
_ENTRY_GAP = 6.0
"""From an entry's last baseline down to the first of the next, in mm."""

_Cells = tuple[tuple[str, ...], ...]
"""An entry's columns, each of one or more lines."""


def read_entry(letter: Letter, batch: Batch) -> tuple[str, ...]:
    """Return what is noted of a letter, a text for each of HEADINGS."""
    draft = letter.draft
    return (
        str(letter.sheet),
        clock.long_date(clock.uk_date(batch.issued_at)),
        draft.name,
        draft.prison_number or f"born {draft.identity}",
        draft.prison_name,
        draft.marking.value,
        codes.format_code(letter.code),
        draft.reference,
        batch.senders[draft.signatory].signature,
        str(len(draft.enclosures) or ""),
    )


class PostBook(Record, frozen=True):
    """Draws the post book of a batch, A4 landscape."""

    batch: Batch
    typeface: Typeface

    def draw(self, letters: Iterable[Letter], pages: int) -> Iterator[Sheet]:
        """Draw the pages, of which there are so many in all."""
        for number, entries in enumerate(self._fill_pages(letters), start=1):
            yield Sheet(own=(self._head(), _table(entries), self._foot(number, pages)))

    def count_pages(self, letters: Iterable[Letter]) -> int:
        """Count the pages that letters take."""
        return sum(1 for _ in self._fill_pages(letters))

    def _fill_pages(self, letters: Iterable[Letter]) -> Iterator[list[_Cells]]:
        page: list[_Cells] = []
        y = _HEADINGS_Y
        for letter in letters:
            entry = self._break_into_lines(letter)
            height = _ENTRY_GAP + _SPACING * (_count_lines(entry) - 1)
            if y + height > _LAST_Y and page:
                yield page
                page, y = [], _HEADINGS_Y
            page.append(entry)
            y += height
        yield page

    def _break_into_lines(self, letter: Letter) -> _Cells:
        face = self.typeface.regular
        texts = read_entry(letter, self.batch)
        return tuple(
            _break(text, face, width - _CELL_GAP)
            for text, width in zip(texts, _WIDTHS, strict=True)
        )

    def _head(self) -> Drawing:
        batch = self.batch
        issued = clock.long_date(clock.uk_date(batch.issued_at))
        said = f"Post book of batch {batch.id}, issued {issued}"
        firm = TextRun(_MARGIN, _TITLE_Y, batch.sender.organisation, _TITLE, bold=True)
        title = TextRun(_MARGIN, _SUBTITLE_Y, said, BODY, tag=Tag(TagKind.HEADING))
        return Drawing((firm, title))

    def _foot(self, number: int, pages: int) -> Drawing:
        place = f"Page {number:,} of {pages:,}"
        x = WIDTH - _MARGIN - self.typeface.regular.measure_width(place, SMALL)
        marked = TextRun(_MARGIN, _FOOT_Y, self.batch.sender.handling, SMALL, tag=ARTEFACT)
        page = TextRun(x, _FOOT_Y, place, SMALL, tag=ARTEFACT)
        return Drawing((marked, page) if marked.text else (page,))


def _break(text: str, face: Face, width: float) -> tuple[str, ...]:
    """Break a text into lines, words that are too wide anywhere."""
    lines = wrap(text, face, SMALL, width)
    fitting = all(face.measure_width(line, SMALL) <= width for line in lines)
    return lines if fitting else wrap_anywhere(text, face, SMALL, width)


def _count_lines(entry: _Cells) -> int:
    return max(map(len, entry))


def _table(entries: Sequence[_Cells]) -> Drawing:
    table = Tag(TagKind.TABLE)
    tags = tag_row(table, len(HEADINGS), TagKind.COLUMN_HEADING)
    texts = [*_columns([(heading,) for heading in HEADINGS], _HEADINGS_Y, tags, bold=True)]
    rules, y = [_rule(_HEADINGS_Y)], _HEADINGS_Y
    for entry in entries:
        texts += _columns(entry, y + _ENTRY_GAP, tag_row(table, len(entry)))
        y += _ENTRY_GAP + _SPACING * (_count_lines(entry) - 1)
        rules.append(_rule(y))
    return Drawing(tuple(texts), tuple(rules))


def _columns(
    cells: Sequence[Sequence[str]], y: float, tags: Sequence[Tag], *, bold: bool = False
) -> Iterator[TextRun]:
    """Set the columns of an entry, whose first baseline is `y`."""
    x = _MARGIN
    for lines, width, tag in zip(cells, _WIDTHS, tags, strict=True):
        for number, line in enumerate(lines):
            yield TextRun(x, y + _SPACING * number, line, SMALL, bold, tag=tag)
        x += width


def _rule(y: float) -> Box:
    return Box(_MARGIN, y + _RULE_DROP, WIDTH - 2 * _MARGIN, HAIRLINE, RULE_GREY)
