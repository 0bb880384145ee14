"""Finds people and tables for which the headings of a list do not stand.

Rows below other headings, or below a title such as `Files closed`, would be read as what they are
not, and people above the headings would be taken for titles and lost.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from prisonmail.prisons.matching.written import find_kinds
from prisonmail.problems.problem import Fault
from prisonmail.recipients.columns.headings import Fit, compact, guess
from prisonmail.recipients.columns.mapping import Columns, find_unread
from prisonmail.recipients.fields import dates
from prisonmail.recipients.fields.cell import clean, is_empty
from prisonmail.recipients.fields.dates import Dated
from prisonmail.recipients.fields.prison_number import read_prison_number
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.row.read_row import RowReader
from prisonmail.recipients.skipped_rows import SkippedRows
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import replace

_NAMES = (Field.NAME, Field.FORENAME, Field.SURNAME)
_OF_A_PERSON = frozenset((*_NAMES, Field.PRISON_NUMBER, Field.DATE_OF_BIRTH, Field.PRISON))
_DIGITS = compile_late(r"(?:\d\D*){3}")
"""More digits than a heading has: `Address line 1`. A prison number or a date has them."""
_PARTING = compile_late(
    r"\b(?:released|discharged|deceased|died|dead|closed|closing|former(?:ly)?|past|previous|"
    r"archived?|inactive|dormant|no (?:longer|further|more)|(?:not in|out of) custody|do not|"
    r"don['’]t|deported|absconded|escaped|transferred|moved|bail|licen[cs]e|community|liberty|"
    r"completed|concluded|finished|ended|withdrawn|acquitted|left|removed|section|appendix|annex|"
    r"schedule|part [a-z\d]+)\b",
    re.IGNORECASE,
)
"""What parts the people below a title from those above it."""
_OF_TITLES = compile_late(
    r"\b(?:clients?|prisoners?|cases|matters|files?|appeals?|remands?|remanded|sentenced|lists?|"
    r"convicted|unconvicted|custody|letters?|women|men|adults?|others?|reports?|table|group|"
    r"current|active|pending|new)\b|[:;()]",
    re.IGNORECASE,
)
_OF_LABELS = compile_late(
    r"\b(?:dates?|from|to|period|printed|created|generated|exported|filter|run|by|between|on|at)\b",
    re.IGNORECASE,
)
_HARMLESS = compile_late(
    r"(?:fee[ -]?earner|solicitor|lawyer|case ?worker|office|branch|team|department|court|prison|"
    r"establishment|location|wing|supervisor|partner)s? ?[:–—-].*",
    re.IGNORECASE,
)
"""A title of a group that says nothing about whether its people may get a letter."""
_REJECTED = compile_late(r"PM\d{3} ")
"""How the first cell begins in a list of rejected rows."""


class OtherTables:
    """Watches the rows of a list, in their order, for another table that begins below them."""

    def __init__(self, header: ListRow, columns: Columns, skipped: SkippedRows) -> None:
        self.begins: int | None = None
        """The line on which another table begins: a row of headings, or a title."""
        self._header, self._columns, self._skipped = header, columns, skipped
        self._headings = {word for word in map(compact, header.cells) if word}
        of_people = (columns.of.get(each) for each in _OF_A_PERSON)
        self._of_people = {compact(header.cells[at]) for at in of_people if at is not None}
        self._maybe: ListRow | None = None
        """The row above, if it is a title in case that headings follow."""
        self._number = header.number
        """The row above, as a spreadsheet counts."""

    def stand_above(self, row: ListRow) -> bool:
        """Return whether another table has begun above a row."""
        title, self._maybe = self._maybe, None
        if title and self._skipped.has_headings_between(title.line, row.line):
            self.begins = title.line
        return self.begins is not None

    def pass_by(self, row: ListRow) -> None:
        """Note a row that holds a person."""
        self._number = row.number

    def begin_with(self, row: ListRow) -> Fault | None:
        """Return why another table begins with a row that can be nobody's, if one does."""
        after_gap = row.number > self._number + 1
        self._number = row.number
        rejected = bool(row.cells) and _REJECTED.match(row.cells[0]) is not None
        cells = ("", *row.cells[1:]) if rejected else row.cells
        if len(cells) - cells.count("") > 2 and _has_digits(cells):
            return None  # for speed: neither headings nor a title
        filled = [(at, text) for at, text in enumerate(map(clean, cells)) if text]
        if self._are_headings([text for _, text in filled]):
            self.begins = row.line
            return _other_headings(self._header.line)
        title = _find_title(filled)
        if title is None or _is_harmless(title[1]):
            return None
        if self._parts(*title, after_gap=after_gap):
            self.begins = row.line
            return _title(title[1])
        self._maybe = row
        return None

    def describe_place(self) -> Fault:
        """Say that a row stands in another table."""
        return Fault(
            "PM406",
            f"the row stands below line {self.begins}, where another table begins",
            "It is not read, because the headings of this list may not be its own. Put the other "
            "table into a file of its own, with its headings.",
        )

    def _are_headings(self, texts: Sequence[str]) -> bool:
        """Return whether most cells are headings, and two of them name what a person has."""
        if len(texts) < 2 or _has_digits(texts):
            return False
        known = {text for text in texts if guess(text) or compact(text) in self._headings}
        named = {text for text in known if _is_of_person(text) or compact(text) in self._of_people}
        return len(named) > 1 and len(known) * 2 >= len(texts)

    def _parts(self, column: int, text: str, *, after_gap: bool) -> bool:
        """Return whether a cell alone in its row is a title that parts what stands below it."""
        about_custody = (*self._columns.status, self._columns.of.get(Field.CUSTODY))
        if column > 0 and column in about_custody:
            return False
        if _PARTING.search(text):
            return True
        words = [word for word in text.split() if word.isalpha()]
        in_name = column in [self._columns.of.get(each) for each in _NAMES]
        may_be_title = _OF_TITLES.search(text) is not None or not in_name
        return after_gap and may_be_title and bool(words)


def _has_digits(texts: Iterable[str]) -> bool:
    """Return whether a text has more digits than a heading."""
    return any(_DIGITS.search(text) for text in texts)


def _is_of_person(text: str) -> bool:
    known = guess(text)
    return known is not None and known.field in _OF_A_PERSON


def _find_title(filled: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
    """Return the column and words of a row that has one cell of words; beside it may be a count."""
    if len(filled) == 2 and filled[0][1].endswith(":"):
        return filled[0][0], f"{filled[0][1]} {filled[1][1]}"
    words = [(at, text) for at, text in filled if not text.isdecimal()]
    return words[0] if len(words) == 1 and len(filled) < 3 else None


def _is_harmless(text: str) -> bool:
    return not _PARTING.search(text) and (
        _HARMLESS.fullmatch(text) is not None or bool(find_kinds(text))
    )


def _other_headings(line: int) -> Fault:
    return Fault(
        "PM407",
        f"these headings are not the ones on line {line}: another table begins here",
        "Nothing from here on is read. Put the other table into a file of its own, with these "
        "headings above it.",
    )


def _title(text: str) -> Fault:
    return Fault(
        "PM407",
        f"`{text}` stands alone like a title: another table seems to begin here",
        "Nothing from here on is read. Put the other table into a file of its own, with its "
        "headings. If these people belong to this list, remove the title.",
    )


class SideTable:
    """The columns of a second table beside the first, of those that nothing is read from.

    Columns that are headed alike are known as those of a second person (`columns.others`).
    """

    def __init__(self, header: ListRow, columns: Columns) -> None:
        unread = find_unread(header, columns)
        self._header = header
        self._names = self._find(unread, _NAMES)
        self._others = self._find(unread, _OF_A_PERSON.difference(_NAMES))

    def _find(self, unread: Iterable[int], fields: Container[Field]) -> list[tuple[int, Field]]:
        known = ((at, guess(self._header.cells[at])) for at in unread)
        return [
            (at, it.field) for at, it in known if it and it.fit > Fit.WEAK and it.field in fields
        ]

    @property
    def may_hold_people(self) -> bool:
        """Whether there are columns of names, and of what else a person has."""
        return bool(self._names and self._others)

    def find_person(self, row: ListRow, texts: Mapping[Field, str]) -> Fault | None:
        """Return what is wrong if another person than the one of the row stands beside it.

        Two columns that say the same in other words are no second person.
        """
        if not self.may_hold_people:
            return None
        own = [texts[part] for part in _NAMES if part in texts]
        names = (at for at, _ in self._names if _names_another(_cell(row, at), own))
        others = (at for at, it in self._others if _says_else(_cell(row, at), texts.get(it, "")))
        name, other = next(names, None), next(others, None)
        if name is None or other is None:
            return None
        there = (clean(self._header.cells[at]) for at in sorted((name, other)))
        headings = " and ".join(f'"{heading}"' for heading in there)
        return Fault(
            "PM121",
            f"line {row.line} holds a second person, in the columns {headings}, who would get no "
            "letter",
            "If two tables stand side by side, put the one on the right into a file of its own.",
        )


def _cell(row: ListRow, at: int) -> str:
    return clean(row.cells[at]) if at < len(row.cells) else ""


def _says_else(text: str, own: str) -> bool:
    return not is_empty(text) and text.casefold() not in own.casefold()


def _names_another(text: str, own: Sequence[str]) -> bool:
    """Return whether a name has a word that another name lacks, and lacks one that it has."""
    if is_empty(text):
        return False
    there = re.findall(r"\w+", text.casefold())
    here = re.findall(r"\w+", " ".join(own).casefold())
    return _lacks(here, there) and _lacks(there, here)


def _lacks(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return whether one of the words wanted is missing, even as an initial."""
    return not all(
        any(word.startswith(each) or each.startswith(word) for word in words) for each in wanted
    )


def find_person_above(above: Iterable[ListRow], reader: RowReader) -> ListRow | None:
    """Find the first row above the headings that holds a person and not a title."""
    # what titles say must not weigh in how the dates of the list are read
    apart = replace(reader, evidence=set(), releases=None)
    return next((row for row in above if _is_person(row, apart)), None)


def _is_person(row: ListRow, reader: RowReader) -> bool:
    """Return whether a row has a prison number, or a prison with a name or a date of birth."""
    texts = [text for text in map(clean, row.cells) if text]
    if any(map(_is_prison_number, texts)):
        return True
    if any(text.endswith(":") or _is_of_person(text) for text in texts):
        return False  # labels, as in a row of filters: `Establishment`, `HMP Leeds`
    found = reader.read(row)
    name = found.name and not _is_label(found.name)
    if found.born and (name or found.prison):
        return True
    prisons = [text for text in texts if _is_prison(text, reader)]
    if name and found.prison and any(map(find_kinds, prisons)):
        return True
    return bool(prisons) and any(_is_birth(text, reader) for text in texts)


def _is_label(name: str) -> bool:
    return " " not in name or bool(_OF_TITLES.search(name) or _OF_LABELS.search(name))


def _is_prison_number(text: str) -> bool:
    found = read_prison_number(text)
    nearly = isinstance(found, Fault) and found.suggestion is not None
    return not isinstance(found, Fault) or (nearly and _has_digits([text]))


def _is_prison(text: str, reader: RowReader) -> bool:
    return not isinstance(reader.prisons.destinations.read(text, None), Fault)


def _is_birth(text: str, reader: RowReader) -> bool:
    born = dates.read_date_of_birth(text, reader.today, reader.options.date_order)
    return not text.isdigit() and isinstance(born, Dated)


def describe_person_above(person: ListRow, header: ListRow) -> Fault:
    """Say that the headings do not stand above all people."""
    return Fault(
        "PM120",
        f"the headings are on line {header.line}, and line {person.line} above them holds a person",
        "Move the row of headings above all people. If these are two tables, put each into a file "
        "of its own.",
    )
