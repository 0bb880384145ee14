"""Sheets of figures: tables one below the other, each with a heading, on as many pages as it takes.

The first column of a table is wide and takes what names a row; the others have numbers.
"""

from collections.abc import Iterator, Sequence

from prisonmail.sheets.drawing import (
    ARTEFACT,
    BODY,
    HAIRLINE,
    HEADING,
    MARGIN,
    RIGHT,
    RULE_GREY,
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
from prisonmail.sheets.typesetting import wrap
from prisonmail.system.record import Record

_TITLE_Y, _TOP_Y = 24.0, 24.0
"""Baselines in mm from the top: of the title, and of what is first on a later page."""
_LAST_Y = 280.0
"""Lowest baseline of a row, in mm."""
_FOOT_Y = 288.0
_LINE, _ROW = 4.5, 4.4
"""From one line below the title to the next, and from row to row, in mm."""
_BEFORE_TABLE, _BELOW_HEADING = 8.5, 5.0
"""White above a table's heading and from it to the columns' headings, in mm."""
_RULE_DROP = 1.4
"""From a baseline down to the rule below it, in mm."""
_NAMES = 62.0
"""Width of the column that names a row, in mm: the longest name of a prison."""
_FIRST_OF_TWO = 20.0
"""Width of the first of two, in mm: a day."""


class FigureTable(Record, frozen=True):
    """A table, a text for each heading in each row."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1
    """How many columns name a row, one or two; the others are numbers."""


class _Line(Record, frozen=True):
    """A line of the sheets: a table's heading, or one of its rows."""

    cells: tuple[str, ...]
    is_title: bool = False
    is_heading: bool = False
    names: int = 1

    @property
    def height(self) -> float:
        """From the baseline before it to its own, in mm."""
        return _BEFORE_TABLE if self.is_title else _BELOW_HEADING if self.is_heading else _ROW


def draw_figures(
    title: str, lines: Sequence[str], tables: Sequence[FigureTable], typeface: Typeface
) -> Iterator[Sheet]:
    """Draw tables below a title and some lines, the headings again at the top of each page."""
    face, room = typeface.regular, RIGHT - MARGIN
    lines = [each for line in lines for each in wrap(line, face, SMALL, room)]
    pages = list(_fill_pages(tables, _TITLE_Y + _LINE * len(lines)))
    for number, page in enumerate(pages, start=1):
        first = number == 1
        head = _head(title, lines) if first else Drawing()
        y = _TITLE_Y + _LINE * len(lines) if first else _TOP_Y - _BEFORE_TABLE
        yield Sheet(own=(head, _set_page(page, y, typeface), _foot(number, len(pages), typeface)))


def _fill_pages(tables: Sequence[FigureTable], y: float) -> Iterator[list[_Line]]:
    page = list[_Line]()
    for table in tables:
        top = [
            _Line((table.title,), is_title=True),
            _Line(table.headings, is_heading=True, names=table.names),
        ]
        begun = False
        for row in table.rows:
            line = _Line(row, names=table.names)
            wanted = [line] if begun else [*top, line]
            height = sum(each.height for each in wanted)
            if page and y + height > _LAST_Y:
                yield page
                page, y = [], _TOP_Y - _BEFORE_TABLE
                wanted = [*top, line]
                height = sum(each.height for each in wanted)
            page += wanted
            y += height
            begun = True
    yield page


def _set_page(page: Sequence[_Line], y: float, typeface: Typeface) -> Drawing:
    texts, rules, table = list[TextRun](), list[Box](), Tag(TagKind.TABLE)
    for line in page:
        y += line.height
        if line.is_title:
            table = Tag(TagKind.TABLE)
            heading = Tag(TagKind.HEADING)
            texts.append(TextRun(MARGIN, y, line.cells[0], BODY, bold=True, tag=heading))
            continue
        kind = TagKind.COLUMN_HEADING if line.is_heading else TagKind.CELL
        tags = tag_row(table, len(line.cells), kind)
        face = typeface.bold if line.is_heading else typeface.regular
        places = _place_columns(line)
        for place, cell, tag in zip(places, line.cells, tags, strict=True):
            is_name = place <= MARGIN + _FIRST_OF_TWO
            said = _shorten(cell, face) if is_name else cell
            x = place if is_name else place - face.measure_width(said, SMALL)
            texts.append(TextRun(x, y, said, SMALL, line.is_heading, tag=tag))
        rules.append(Box(MARGIN, y + _RULE_DROP, RIGHT - MARGIN, HAIRLINE, RULE_GREY))
    return Drawing(tuple(texts), tuple(rules))


def _place_columns(line: _Line) -> list[float]:
    """Return the left edges of the columns that name a row, and the right edges of the others."""
    names = [MARGIN, MARGIN + _FIRST_OF_TWO][: line.names]
    begin = names[-1] + _NAMES
    numbers = len(line.cells) - line.names
    ends = [begin + (RIGHT - begin) / numbers * each for each in range(1, numbers + 1)]
    return [*names, *ends]


def _shorten(name: str, face: Face) -> str:
    """Leave out the end of a name that is too long for its column."""
    if _fits(name, face):
        return name
    kept = next(n for n in range(len(name), 0, -1) if _fits(f"{name[:n]}…", face))
    return f"{name[:kept].rstrip()}…"


def _fits(text: str, face: Face) -> bool:
    return face.measure_width(text, SMALL) <= _NAMES


def _head(title: str, lines: Sequence[str]) -> Drawing:
    heading = Tag(TagKind.HEADING)
    texts = [TextRun(MARGIN, _TITLE_Y, title, HEADING, bold=True, tag=heading)]
    texts += [
        TextRun(MARGIN, _TITLE_Y + _LINE * number, line, SMALL)
        for number, line in enumerate(lines, start=1)
    ]
    return Drawing(tuple(texts))


def _foot(number: int, pages: int, typeface: Typeface) -> Drawing:
    if pages == 1:
        return Drawing()
    place = f"Page {number:,} of {pages:,}"
    x = RIGHT - typeface.regular.measure_width(place, SMALL)
    return Drawing((TextRun(x, _FOOT_Y, place, SMALL, tag=ARTEFACT),))
