r"""The rows of a report that hold no person: page marks, totals, rules, and lines at its end.

A total or page mark is known by its words, wherever it stands. What else stands alone in its row
is left out only at the very end of a list, and only if nobody could be meant by it.

>>> is_footer(["Page 2 of 3"]), is_footer(["Total", "£1,204.50"]), is_footer(["Page Turner"])
(True, True, False)
>>> is_footer(["(3 rows affected)"]), is_footer(["-----", "---"]), is_footer(["*** End ***"])
(True, True, True)
>>> is_subtotal(("", "2", "HMP Leeds Count"), ("Ann Hart", "A1001XY", "HMP Leeds"))
True
>>> is_subtotal(("Ann Count", "2", ""), ("Ben Hart", "A1002XY", "HMP Leeds"))
False
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from prisonmail.recipients.columns.headings import guess
from prisonmail.recipients.columns.mapping import Choices, is_heading
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.skipped_rows import SkippedRows
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import replace

_SHORTEST_PERSON = 12
"""Characters that the cells of a person have together, at the very least: a prison number (7), a
prison's code (3) and two letters of a name. Only rows with fewer, or with many blank
cells, are searched for totals."""
_LONGEST_END = 30
"""Rows that the end of a report has at most."""
_COUNTED = r"(?:clients|matters|records|rows|cases|prisoners|people|entries|results|letters)"
_WRITTEN = "printed|generated|run|exported|created|produced|downloaded|prepared"
# After `total` only figures and words for rows may follow, so that Total Recall stays a name.
_FOOTER = compile_late(
    r"page:? -?\d+(?: ?(?:of|/) ?\d+)?|(?:grand |sub|report )?-?total\b[^a-z]*"
    rf"(?:(?:number of |no\.? of )?{_COUNTED}\b[^a-z]*)?|"
    r"grand (?:count|sum|average|max|min)\W*|"
    r"(?:(?:row|record) )?count ?:? ?\d*|end(?: of (?:report|list|file|data))?\W*|"
    r"\d+ (?:records?|rows?|clients?|matters?)"
    r"(?: (?:affected|selected|returned|in set(?: \([\d.]+ sec)?))?|"
    rf"(?:number|no\.?) of {_COUNTED}\W*\d*|"
    rf"(?:{_WRITTEN})(?: ?:| (?:by|on|at)\b).*|report (?:run|printed|generated|date)\b.*",
    re.IGNORECASE,
)
_AROUND = "*-= .()[]<>"
"""What decorates a mark: `*** End ***`, `(3 rows)`."""
_RULE = "-=_+|*—– "
_SUBTOTALS = (" Count", " Total", " Sum", " Average", " Max", " Min", " Product")
_FIGURES = compile_late(r"=.*|[£$€]?[\d,. ]+%?")
_END_MARK = compile_late(
    rf"copyright\b|©|\(c\) |(?:strictly )?(?:private|confidential)\b|(?:{_WRITTEN})\b|"
    r"applied filters?\b|filter(?:s|ed)?\b ?(?::|by|applied)|report\b|source:|notes?:|criteria\b|"
    r"parameters?\b|(?:sorted|grouped) by\b|(?:data )?as (?:at|of)\b|date (?:range|printed|run)\b|"
    r"powered by\b|user:|https?:|www\.|no filters? applied\b|elapsed:|"
    r"(?:completion |execution )?time:|(?:textbox|label)\d+$",
    re.IGNORECASE,
)
_COPYRIGHT = compile_late(r"copyright\b.*salesforce", re.IGNORECASE)
_PEOPLE = frozenset(
    (
        Field.NAME, Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME,
        Field.PRISON, Field.PRISON_NUMBER, Field.DATE_OF_BIRTH,
    )
)  # fmt: skip
"""What alone in a row may be all that a list says of a person."""
# One letter may be taken for a digit or a digit for a letter, as a slip of the person who wrote it.
_PERSONAL = compile_late(
    r"\s*[A-Z\d][\s.-]?[\dOIL]{4}[\s.-]?[A-Z\d]{2}\s*|[\d ]{1,4}[/.-][\d ]{1,3}[/.-][\d ]{1,4}|"
    r".*\b(?:HMP|HMYOI|HMPYOI|YOI|HMP/YOI)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PROSE = compile_late(
    r"(?-i:\b(?:in|of|the|for|at|to|by|not|all|as|only|with|from|is|are)\b)|"
    r"\b(?:clients?|prisoners?|custody|cases|matters|reports?|lists?)\b|[:;()@©]|\d",
    re.IGNORECASE,
)
"""What the name of a person does not have."""


def drop_report_rows(
    rows: Iterable[ListRow],
    header: ListRow,
    titles: Sequence[ListRow],
    skipped: SkippedRows,
    choices: Choices = (),
) -> Iterator[ListRow]:
    """Leave out blank rows, repeated headings and titles, totals, and the end of a report."""
    furniture = _Furniture(header, titles, choices)
    width, gap = len(header.cells), False
    held: list[ListRow] = []
    for row in rows:
        if len(row.cells) > width and not any(map(str.strip, row.cells[width:])):
            row = replace(row, cells=row.cells[:width])
        reason = furniture.find_reason(row.cells)
        if reason == _ALONE and len(held) < _LONGEST_END:
            held.append(row)
            furniture.after_gap |= gap and len(held) == 1
            continue
        if reason in (None, "heading", _ALONE) and held:
            yield from held
            held.clear()
            furniture.after_gap = False
        if reason in (None, _ALONE):
            gap, furniture.previous = False, row.cells
            yield row
        else:
            gap = gap or reason == "blank"
            skipped.add(str(reason), row.line)
    yield from furniture.drop_end(held, skipped)


_ALONE = "alone"
"""Stands for a row with one cell that may be a line at the end of a report."""


class _Furniture:
    """Knows the rows of one list that hold no person."""

    def __init__(self, header: ListRow, titles: Sequence[ListRow], choices: Choices) -> None:
        self.previous: Sequence[str] = ()
        """The row above that may hold a person."""
        self.after_gap = False
        """Whether a blank row parts the end of the report from the people."""
        self._headings = _fold(header.cells)
        self._filled_headings = tuple(filter(None, self._headings))
        self._again = {_filled(row.cells) for row in titles}
        self._people = {
            column for column, heading in enumerate(header.cells) if _is_of_person(heading, choices)
        }

    def find_reason(self, cells: Sequence[str]) -> str | None:
        """Return why a row holds no person; None if it may hold one.

        Rows with enough text for a person pass at once, for speed, unless they begin like
        the headings or a rule.
        """
        if (
            len(cells) > 2
            and cells.count("") < len(cells) // 2
            and len("".join(cells)) >= _SHORTEST_PERSON
            and cells[0][:2] not in ("--", "==", "__")
            and clean(cells[0]).casefold() != self._headings[0]
        ):
            return None
        filled = _filled(cells)
        if not filled:
            return "blank"
        if len(filled) == len(self._filled_headings) and _fold(cells) == self._headings:
            return "heading"
        if filled in self._again or is_footer(filled) or is_subtotal(cells, self.previous):
            return "footer"
        return _ALONE if _is_line(filled) else None

    def drop_end(self, held: Sequence[ListRow], skipped: SkippedRows) -> Iterator[ListRow]:
        """Leave out the lines at the end of a report; return those that may hold a person."""
        lines = [_filled(row.cells) for row in held]
        marked = [_END_MARK.match(filled[0]) is not None for filled in lines]
        somebody = any(
            _PERSONAL.fullmatch(text)
            for filled, mark in zip(lines, marked, strict=True)
            for text in filled
            if not mark
        )
        for at, row in enumerate(held):
            ends = marked[at] or self._is_end_line(row.cells, lines, at)
            if ends and not somebody:
                skipped.add_line("footer", row.line, lines[at])
            else:
                yield row

    def _is_end_line(self, cells: Sequence[str], lines: Sequence[Sequence[str]], at: int) -> bool:
        """Return whether words that no mark goes with can only be a line of a report."""
        text = lines[at][0]
        words = len(text.split())
        if not self.after_gap or words < 2 or not any(map(str.isalpha, text)):
            return False
        column = next(index for index, cell in enumerate(cells) if clean(cell))
        if column not in self._people:
            return True
        return (words > 2 and _PROSE.search(text) is not None) or _is_of_salesforce(lines, at)


def _is_of_person(heading: str, choices: Choices) -> bool:
    known = guess(heading)
    return (known is not None and known.field in _PEOPLE) or any(
        field in _PEOPLE and is_heading(chosen, heading) for field, chosen in choices
    )


def _is_line(filled: Sequence[str]) -> bool:
    """Return whether a row is one cell, or a label with what it stands for."""
    if len(filled) == 2:
        return filled[0].endswith(":") or _END_MARK.match(filled[0]) is not None
    return len(filled) == 1


def _is_of_salesforce(lines: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether a line is the name of a report or of an organisation in a Salesforce export.

    The one stands right above the copyright, the other at the end.
    """
    copyrights = [other for other, filled in enumerate(lines) if _COPYRIGHT.match(filled[0])]
    return bool(copyrights) and at in (copyrights[0] - 1, len(lines) - 1)


def is_footer(filled: Sequence[str]) -> bool:
    """Return whether the filled cells of a row are a page mark, a total, a rule or an end.

    Beside such a mark there may be figures and formulas, but no other words.
    """
    marks = [text for text in filled if _FOOTER.fullmatch(text.strip(_AROUND))]
    if not marks:
        return _is_rule(filled)
    others = (text for text in filled if text not in marks and not text.startswith("="))
    return not any(letter.isalpha() for text in others for letter in text)


def _is_rule(filled: Sequence[str]) -> bool:
    return any(len(text) > 1 for text in filled) and not any(text.strip(_RULE) for text in filled)


def is_subtotal(cells: Sequence[str], above: Sequence[str]) -> bool:
    """Return whether a row is a subtotal of Excel's: `HMP Leeds Count` below rows of HMP Leeds."""
    if not any(cell.rstrip().endswith(_SUBTOTALS) for cell in cells):
        return False
    filled = [(at, text) for at, text in enumerate(map(clean, cells)) if text]
    labels = [(at, text) for at, text in filled if not _FIGURES.fullmatch(text)]
    if len(labels) != 1 or len(filled) < 2:
        return False
    at, label = labels[0]
    return at < len(above) and clean(above[at]) == label.rpartition(" ")[0]


def _filled(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in map(clean, cells) if text)


def _fold(cells: Sequence[str]) -> tuple[str, ...]:
    """Return tidied cells in small letters, without blank ones at the end."""
    folded = [clean(cell).casefold() for cell in cells]
    while folded and not folded[-1]:
        folded.pop()
    return tuple(folded)
