"""The page of a docket for people: letters on their way, to be compared and ticked at a counter.

>>> _WIDTHS[0] + sum(_WIDTHS[1:]) == RIGHT - MARGIN
True
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.dockets.docket import Docket, DocketLetter
from prisonmail.letters.hmpps_barcode import format_barcode
from prisonmail.sender.roles import name_role
from prisonmail.sheets.drawing import (
    ARTEFACT,
    BODY,
    EMPTY,
    HAIRLINE,
    LABEL_GREY,
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
    combine,
    tag_row,
)
from prisonmail.sheets.typeface import Face, Typeface
from prisonmail.sheets.typesetting import wrap, wrap_whole
from prisonmail.system import clock
from prisonmail.system.record import Record, Workpiece, field

_HEADINGS = ("", "Name", "Number or birth", "Marking", "Code", "Last day")
_WIDTHS = (8.0, 48.0, 27.0, 26.0, 41.0, 20.0)
"""Of the columns in mm: the first has a box to tick."""
_CELL_GAP = 2.5
_TITLE, _CODE = 16.0, 12.0
"""Points: a code is large enough to be compared with that of a letter in the other hand."""
_STYLES = ((BODY, True), (BODY, False), (BODY, False), (_CODE, True), (BODY, False))
"""Size and weight of each column but the first; below a code stands its barcode, small."""
_TITLE_Y, _COUNT_Y, _FACTS_Y, _FACT_STEP = 26.0, 33.5, 43.0, 11.0
_ASIDE = MARGIN + 88.0
"""Left edge of the second column of facts, in mm."""
_LINE = 4.4
_NOTE_LINE = 4.0
_ABOVE_NOTE, _ABOVE_TABLE = 1.5, 7.0
_FOLLOWING_TOP = 26.0
"""The baseline of the table's headings on following pages, in mm."""
_ROW = 9.0
"""From the baseline of a row that has one line down to that of the next, in mm."""
_RULE_DROP = 3.0
_TICK = 4.2
"""The side of a box to tick, in mm."""
_LAST_Y, _FOOT_Y = 274.0, 286.0
_BAD_GAP, _BAD_NOTE, _BAD_ROW = 13.0, 5.5, 6.6
"""Above the heading of codes that went bad, below it, and between their rows, in mm."""
_BAD_ACROSS = 4
_CANNOT_PROVE = (
    "This page alone proves nothing: anybody could have printed it. Who sent it is proved by the "
    "file {name}.json and its signature, with a key that you have compared with the sender. A code "
    "is good for one letter: a second letter with a code that is ticked is a copy."
)
_BAD_HEADING = "Cancelled: do not deliver these unopened"
_BAD_SAID = "All codes sent to this prison that are still in date and must no longer be delivered."


class _Entry(Record, frozen=True):
    letter: DocketLetter
    cells: tuple[tuple[str, ...], ...]

    @property
    def more(self) -> float:
        """How much higher it is than a row that has one line, in mm."""
        return _LINE * (max(map(len, self.cells)) - 1)


class _Page(Workpiece):
    top: float
    y: float
    """The lowest baseline so far, in mm."""
    entries: list[_Entry] = field(default_factory=list)
    bad: list[tuple[Code, ...]] = field(default_factory=list)
    begins_bad: bool = False


class DocketPage(Record, frozen=True):
    """Draws what a docket says, for a prison of some name."""

    docket: Docket
    prison_name: str
    typeface: Typeface

    def draw(self) -> Iterator[Sheet]:
        """Draw its pages."""
        head, top = self._head()
        pages = list(self._fill_pages(top))
        for number, page in enumerate(pages, start=1):
            place = f"Page {number:,} of {len(pages):,}"
            body = (_table(page), _list_bad(page), self._foot(place))
            yield Sheet(own=(head, *body) if number == 1 else body)

    def _fill_pages(self, top: float) -> Iterator[_Page]:
        page = _Page(top, top)
        for letter in sorted(self.docket.letters, key=_surname_first):
            entry = _Entry(letter, tuple(self._break_into_lines(letter)))
            if page.y + _ROW + entry.more > _LAST_Y:
                yield page
                page = _Page(_FOLLOWING_TOP, _FOLLOWING_TOP)
            page.entries.append(entry)
            page.y += _ROW + entry.more
        yield from self._fill_bad(page)

    def _fill_bad(self, page: _Page) -> Iterator[_Page]:
        bad, begins = self.docket.cancelled, True
        for start in range(0, len(bad), _BAD_ACROSS):
            needed = _BAD_ROW + (_BAD_GAP + _BAD_NOTE) * begins
            if page.y + needed > _LAST_Y:
                yield page
                page = _Page(_FOLLOWING_TOP, _FOLLOWING_TOP)
            page.begins_bad = page.begins_bad or begins
            page.bad.append(bad[start : start + _BAD_ACROSS])
            page.y += needed
            begins = False
        yield page

    def _break_into_lines(self, letter: DocketLetter) -> Iterator[tuple[str, ...]]:
        yield ()
        born = letter.date_of_birth
        number = letter.prison_number or (_short_day(born) if born else "")
        regular, bold = self.typeface.regular, self.typeface.bold
        texts = ((letter.name, bold), (number, regular), (letter.marking.value, regular))
        for (text, face), width in zip(texts, _WIDTHS[1:4], strict=True):
            yield _break(text, face, width - _CELL_GAP)
        barcode = (f"HMPPS {format_barcode(letter.barcode)}",) if letter.barcode else ()
        yield (codes.format_code(letter.code), *barcode)
        yield (_short_day(clock.uk_date(letter.good_until)),)

    def _head(self) -> tuple[Drawing, float]:
        """Return what stands above the table on the first page, and where its headings go."""
        docket, sender = self.docket, self.docket.sender
        person = f"{sender.sender}, {name_role(sender.role)}"
        left = (("From", sender.organisation), ("Sent by", person))
        below = (("Made", _say_when(docket)), ("Key that signs it", docket.key))
        right = (("Telephone", sender.telephone), ("CJSM address", sender.cjsm_address))
        at_left, bottom = self._facts(left, MARGIN, _FACTS_Y, _ASIDE - MARGIN - _CELL_GAP)
        at_right, other = self._facts(right, _ASIDE, _FACTS_Y, RIGHT - _ASIDE)
        at_foot, y = self._facts(below, MARGIN, max(bottom, other), RIGHT - MARGIN)
        y += _ABOVE_NOTE
        said = _CANNOT_PROVE.format(name=docket.name)
        lines = wrap_whole(said, self.typeface.regular, SMALL, RIGHT - MARGIN)
        note = Drawing(tuple(_stack(lines, MARGIN, y, SMALL, _NOTE_LINE)))
        drawn = combine((self._title(), at_left, at_right, at_foot, note))
        return drawn, y + _NOTE_LINE * len(lines) + _ABOVE_TABLE

    def _title(self) -> Drawing:
        title = f"Docket {self.docket.serial} for {self.prison_name}"
        heading = TextRun(MARGIN, _TITLE_Y, title, _TITLE, True, tag=Tag(TagKind.HEADING))
        count = TextRun(MARGIN, _COUNT_Y, _count(self.docket), BODY, tag=Tag())
        return Drawing((heading, count))

    def _facts(
        self, facts: Iterable[tuple[str, str]], x: float, y: float, width: float
    ) -> tuple[Drawing, float]:
        """Set labels, each over its value, and return where the next one would go."""
        texts = list[TextRun]()
        for label, value in facts:
            lines = wrap_whole(value, self.typeface.regular, BODY, width)
            texts.append(TextRun(x, y, label, SMALL, grey=LABEL_GREY, tag=Tag()))
            texts += _stack(lines, x, y + _LINE, BODY, _LINE)
            y += _FACT_STEP + _LINE * (len(lines) - 1)
        return Drawing(tuple(texts)), y

    def _foot(self, place: str) -> Drawing:
        face: Face = self.typeface.regular
        x = RIGHT - face.measure_width(place, SMALL)
        said = (
            TextRun(MARGIN, _FOOT_Y, self.docket.name, SMALL, grey=LABEL_GREY, tag=ARTEFACT),
            TextRun(x, _FOOT_Y, place, SMALL, grey=LABEL_GREY, tag=ARTEFACT),
        )
        return Drawing(said)


def _break(text: str, face: Face, width: float) -> tuple[str, ...]:
    """Break a text at spaces and after hyphens, and anywhere if a part is still too wide."""
    if face.measure_width(text, BODY) <= width:
        return (text,)
    parted = wrap(text.replace("-", "- "), face, BODY, width)
    lines = [line.replace("- ", "-") for line in parted]
    if all(face.measure_width(line, BODY) <= width for line in lines):
        return tuple(lines)
    return tuple(filter(None, wrap_whole(text, face, BODY, width)))


def _surname_first(letter: DocketLetter) -> tuple[str, str]:
    words = letter.name.casefold().split()
    return words[-1], letter.name.casefold()


def _stack(lines: Iterable[str], x: float, y: float, size: float, step: float) -> Iterator[TextRun]:
    tag = Tag()
    for number, line in enumerate(lines):
        yield TextRun(x, y + step * number, line, size, tag=tag)


def _say_when(docket: Docket) -> str:
    after = f", after docket {docket.serial - 1}" if docket.previous else ""
    return f"{clock.long_time(docket.made_at)}{after}"


def _count(docket: Docket) -> str:
    number, bad = len(docket.letters), len(docket.cancelled)
    letters = "1 letter is" if number == 1 else f"{number:,} letters are"
    cancelled = "1 code is" if bad == 1 else f"{bad:,} codes are"
    said = [f"{letters} on the way to you."] if number else []
    return " ".join((*said, *([f"{cancelled} cancelled."] if bad else [])))


def _short_day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _table(page: _Page) -> Drawing:
    if not page.entries:
        return EMPTY
    table = Tag(TagKind.TABLE)
    tags = tag_row(table, len(_HEADINGS) - 1, TagKind.COLUMN_HEADING)
    titled = zip(_lefts()[1:], _HEADINGS[1:], tags, strict=True)
    texts = [TextRun(x, page.top, title, SMALL, True, tag=tag) for x, title, tag in titled]
    boxes, y = [_rule(page.top)], page.top
    for entry in page.entries:
        y += _ROW
        texts += _row(entry, y, tag_row(table, len(_HEADINGS) - 1))
        boxes += _tick(y)
        y += entry.more
        boxes.append(_rule(y))
    return Drawing(tuple(texts), tuple(boxes))


def _row(entry: _Entry, y: float, tags: Sequence[Tag]) -> Iterator[TextRun]:
    styles = zip(_lefts()[1:], entry.cells[1:], tags, _STYLES, strict=True)
    for x, lines, tag, (size, bold) in styles:
        for number, line in enumerate(lines):
            set_small = number and size > BODY
            style = (SMALL, False) if set_small else (size, bold)
            joins = line.endswith("-") and line is not lines[-1]
            yield TextRun(x, y + _LINE * number, line, *style, tag=tag, joins=joins)


def _lefts() -> tuple[float, ...]:
    return tuple(MARGIN + sum(_WIDTHS[:column]) for column in range(len(_WIDTHS)))


def _tick(y: float) -> Iterator[Box]:
    """Draw a box to tick, beside a line of text."""
    top = y - _TICK + 0.7
    for x, height, width in ((MARGIN, _TICK, HAIRLINE), (MARGIN + _TICK, _TICK, HAIRLINE)):
        yield Box(x, top, width, height)
    for edge in (top, top + _TICK):
        yield Box(MARGIN, edge, _TICK + HAIRLINE, HAIRLINE)


def _list_bad(page: _Page) -> Drawing:
    if not page.bad:
        return EMPTY
    y = page.y - _BAD_ROW * (len(page.bad) - 1)
    texts = []
    if page.begins_bad:
        said, heading = y - _BAD_ROW, Tag(TagKind.SUBHEADING)
        at = said - _BAD_NOTE + 1.0
        texts.append(TextRun(MARGIN, at, _BAD_HEADING, _CODE, True, tag=heading))
        texts.append(TextRun(MARGIN, said, _BAD_SAID, SMALL, tag=Tag()))
    table, width = Tag(TagKind.TABLE), (RIGHT - MARGIN) / _BAD_ACROSS
    for number, row in enumerate(page.bad):
        for at, (code, tag) in enumerate(zip(row, tag_row(table, len(row)), strict=True)):
            place = (MARGIN + width * at, y + _BAD_ROW * number)
            texts.append(TextRun(*place, codes.format_code(code), _CODE, tag=tag))
    return Drawing(tuple(texts))


def _rule(y: float) -> Box:
    return Box(MARGIN, y + _RULE_DROP, RIGHT - MARGIN, HAIRLINE, RULE_GREY)
