"""Tables of a Word document: those of two columns become tables of a letter."""

from collections.abc import Iterator

from prisonmail.sheets.letter.word.elements import (
    Element,
    find,
    find_all,
    name_element,
    read_parts,
    read_switch,
    read_value,
)
from prisonmail.sheets.letter.word.paragraphs import ParagraphReader
from prisonmail.sheets.letter.word.styles import Styles
from prisonmail.sheets.letter.word.unkept import REFUSED, Unkept
from prisonmail.sheets.letter.wording_blocks import Block, BlockKind, Phrase, Phrases

_COLUMNS = 2
_RIGHT = ("right", "end")
_KNOWN = frozenset(
    "tblPr tblGrid tblPrEx trPr tcPr tr tc p bookmarkStart bookmarkEnd proofErr permStart permEnd "
    "commentRangeStart commentRangeEnd".split()
)

Row = tuple[Phrases, ...]


class TableReader:
    """Reads the tables of one document."""

    def __init__(self, styles: Styles, paragraphs: ParagraphReader, unkept: Unkept) -> None:
        self._styles, self._paragraphs, self._unkept = styles, paragraphs, unkept

    def read(self, table: Element) -> Block:
        """Return a table as a block; its first row has headings, if it is bold or says so."""
        self._refuse_unknown(table)
        rows = [self._read_row(each) for each in find_all(table, "tr")]
        widest = max(map(len, rows), default=0)
        if any(len(row) != _COLUMNS for row in rows) or not rows:
            self._unkept.refuse(f"a table of {widest} column{'' if widest == 1 else 's'}")
        first = next(find_all(table, "tr"), None)
        says_so = read_switch(find(first, "trPr/tblHeader"))
        heads = rows[:1] if rows and (says_so or _is_bold(rows[0])) else [((),) * _COLUMNS]
        body = rows[1:] if heads == rows[:1] else rows
        sides = tuple(_ends_at_right(table, column) for column in range(_COLUMNS))
        return Block(BlockKind.TABLE, rows=(*heads, *body), at_right=sides)

    def _read_row(self, row: Element) -> Row:
        self._refuse_unknown(row)
        return tuple(self._read_cell(each) for each in find_all(row, "tc"))

    def _read_cell(self, cell: Element) -> Phrases:
        self._refuse_unknown(cell)
        properties = find(cell, "tcPr")
        for name in ("gridSpan", "vMerge", "hMerge"):
            joined = find(properties, name)
            if joined is not None and not (name == "gridSpan" and read_value(joined) == "1"):
                self._unkept.refuse("a table with joined cells")
        return tuple(self._join_lines(cell))

    def _join_lines(self, cell: Element) -> Iterator[Phrase]:
        """Go through the text of a cell, which becomes one line."""
        begun = False
        for paragraph in find_all(cell, "p"):
            lines = self._paragraphs.read(paragraph)
            if lines and self._styles.find_numbering(paragraph):
                self._unkept.refuse("a list in a table")
            for line in lines:
                yield from [Phrase(" ")] if begun else []
                yield from line
                begun = True

    def _refuse_unknown(self, parent: Element) -> None:
        for name, _ in read_parts(parent):
            if name == "tbl":
                self._unkept.refuse("a table in a table")
            elif name not in _KNOWN:
                self._unkept.refuse_element(name)
        for kind in ("trPr", "tcPr"):
            for each in parent.iterfind(f"{{*}}{kind}/*"):
                if name_element(each) in REFUSED:
                    self._unkept.refuse_element(name_element(each))


def _is_bold(row: Row) -> bool:
    phrases = [phrase for cell in row for phrase in cell if phrase.text.strip()]
    return bool(phrases) and all(phrase.bold for phrase in phrases)


def _ends_at_right(table: Element, column: int) -> bool:
    """Return whether all that a column has below its heading ends at the right."""
    rows = [list(find_all(each, "tc")) for each in find_all(table, "tr")]
    cells = [row[column] for row in rows[1:] or rows if len(row) > column]
    sides = [
        read_value(find(paragraph, "pPr/jc"))
        for cell in cells
        for paragraph in find_all(cell, "p")
        if paragraph.find(".//{*}t") is not None
    ]
    return bool(sides) and all(side in _RIGHT for side in sides)
