"""Checking a list: every row becomes a recipient or problems, and all problems are collected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.prison import Prison
from prisonmail.recipients import cells, dates
from prisonmail.recipients.headings import Field, field_for
from prisonmail.recipients.problems import (
    Fault,
    ListUnusable,
    Place,
    Problem,
    Severity,
    column_letter,
)
from prisonmail.recipients.reading import Row, Source, rows
from prisonmail.recipients.recipient import Recipient

TEMPLATE = tuple(heading.value for heading in Field)
_REQUIRED = (Field.NAME, Field.PRISON)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list and the recipient that it gave."""

    row: Row
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A whole list, looked at from end to end."""

    name: str
    header: Row | None
    """The row of headings; None where the list could not be read so far."""
    columns: Mapping[Field, int]
    """Which column, from 0, holds which field."""
    entries: tuple[Entry, ...] = field(repr=False)
    problems: tuple[Problem, ...]
    rows_read: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep a row, or the whole list, from being printed."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def rows_bad(self) -> int:
        """How many rows cannot be printed."""
        return self.rows_read - len(self.entries)

    def place(self, wanted: Field, row: Row) -> Place:
        """Point at a row's cell for a field, or at the row where the list has no such column."""
        return _place(self.name, self.header, self.columns, wanted, row)

    def refusing(self, refused: Mapping[int, Problem]) -> "CheckedList":
        """Give the list without the entries on some lines that proved unusable, and say why."""
        kept = tuple(entry for entry in self.entries if entry.row.line not in refused)
        problems = sorted((*self.problems, *refused.values()), key=lambda p: p.line or 0)
        return replace(self, entries=kept, problems=tuple(problems))


def check(source: Source, directory: Directory, today: date) -> CheckedList:
    """Look at every row of a list. Findings are values: nothing is raised for a bad list."""
    try:
        return _check_rows(source, directory, today)
    except ListUnusable as finding:
        return CheckedList(source.name, None, {}, (), (finding.problem,), 0)


def _check_rows(source: Source, directory: Directory, today: date) -> CheckedList:
    all_rows = rows(source)
    header = next(all_rows, None)
    if header is None:
        raise ListUnusable(Place(source.name).problem(_no_rows()))
    columns = _columns(source.name, header)
    checker = _RowChecker(source.name, header, columns, directory, today)
    entries: list[Entry] = []
    problems: list[Problem] = []
    read = 0
    for row in all_rows:
        read += 1
        found = checker.check(row)
        problems.extend(found.problems)
        if found.recipient:
            entries.append(Entry(row, found.recipient))
    if not read:
        raise ListUnusable(Place(source.name, header.line).problem(_no_rows()))
    return CheckedList(source.name, header, columns, tuple(entries), tuple(problems), read)


def _no_rows() -> Fault:
    return Fault(
        "PM104",
        "the list has no rows",
        f"It needs a row of headings ({', '.join(TEMPLATE)}) and under it a row for each person.",
    )


def _columns(list_name: str, header: Row) -> dict[Field, int]:
    columns: dict[Field, int] = {}
    for index, heading in enumerate(header.cells):
        found = field_for(heading)
        if found in columns:
            raise ListUnusable(_two_headings(list_name, header, found, columns[found], index))
        if found:
            columns[found] = index
    missing = [wanted for wanted in _REQUIRED if wanted not in columns]
    if Field.PRISON_NUMBER not in columns and Field.DATE_OF_BIRTH not in columns:
        missing.append(Field.PRISON_NUMBER)
    if missing:
        raise ListUnusable(_missing(list_name, header, missing))
    return columns


def _two_headings(list_name: str, header: Row, wanted: Field, first: int, second: int) -> Problem:
    shown = " and ".join(
        f'"{header.cells[index].strip()}" (column {column_letter(index + 1)})'
        for index in (first, second)
    )
    place = Place(list_name, header.line, second + 1, header.cells[second].strip())
    return place.problem(
        Fault(
            "PM105",
            f"two columns look like the {wanted.value}: {shown}",
            "Rename or remove the one that is not meant.",
        )
    )


def _missing(list_name: str, header: Row, missing: list[Field]) -> Problem:
    wanted = " and ".join(f'"{item.value}"' for item in missing)
    there = ", ".join(f'"{cell.strip()}"' for cell in header.cells if cell.strip())
    return Place(list_name, header.line).problem(
        Fault(
            "PM106",
            f"the list has no column {wanted}",
            f"Right now it has columns called {there}. Rename one, or add what is missing.",
        )
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    recipient: Recipient | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _RowChecker:
    list_name: str
    header: Row
    columns: Mapping[Field, int]
    directory: Directory
    today: date

    def check(self, row: Row) -> _Outcome:
        values: dict[Field, object] = {}
        problems: list[Problem] = []
        for wanted in Field:
            value = self._value(wanted, row)
            if isinstance(value, Fault):
                problems.append(self._place(wanted, row).problem(value))
            elif value is not None:
                values[wanted] = value
        problems += self._row_problems(row, values, problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            return _Outcome(None, tuple(problems))
        return _Outcome(_recipient(values), tuple(problems))

    def _value(self, wanted: Field, row: Row) -> object:
        text = self._text(wanted, row)
        if cells.is_empty(text):
            return None
        match wanted:
            case Field.NAME:
                return cells.name(text)
            case Field.PRISON_NUMBER:
                return cells.prison_number(text)
            case Field.DATE_OF_BIRTH:
                return dates.date_of_birth(text, self.today)
            case Field.PRISON:
                return _prison(text, self.directory)
            case Field.REFERENCE:
                return cells.reference(text)
            case Field.MARKING:
                return cells.marking(text)

    def _row_problems(
        self, row: Row, values: Mapping[Field, object], found: list[Problem]
    ) -> Iterator[Problem]:
        faulty = {problem.heading for problem in found}
        for wanted, code in ((Field.NAME, "PM201"), (Field.PRISON, "PM302")):
            if wanted not in values and self._heading(wanted) not in faulty:
                fault = Fault(code, f"there is no {wanted.value}", "Fill in this cell.")
                yield self._place(wanted, row).problem(fault)
        identities = (Field.PRISON_NUMBER, Field.DATE_OF_BIRTH)
        if not any(i in values or self._heading(i) in faulty for i in identities):
            yield self._place(self._identity_column(), row).problem(_NO_IDENTITY)
        extra = [
            index
            for index in range(len(self.header.cells), len(row.cells))
            if row.cells[index].strip()
        ]
        if extra:
            place = Place(self.list_name, row.line, extra[0] + 1, None, row.cells[extra[0]].strip())
            yield place.problem(_TOO_MANY_CELLS)

    def _identity_column(self) -> Field:
        return Field.PRISON_NUMBER if Field.PRISON_NUMBER in self.columns else Field.DATE_OF_BIRTH

    def _text(self, wanted: Field, row: Row) -> str:
        return _text(self.columns.get(wanted), row)

    def _heading(self, wanted: Field) -> str | None:
        return _heading(self.columns.get(wanted), self.header)

    def _place(self, wanted: Field, row: Row) -> Place:
        return _place(self.list_name, self.header, self.columns, wanted, row)


def _text(index: int | None, row: Row) -> str:
    return "" if index is None or index >= len(row.cells) else cells.clean(row.cells[index])


def _heading(index: int | None, header: Row | None) -> str | None:
    return None if index is None or header is None else cells.clean(header.cells[index])


def _place(
    list_name: str, header: Row | None, columns: Mapping[Field, int], wanted: Field, row: Row
) -> Place:
    index = columns.get(wanted)
    column = None if index is None else index + 1
    return Place(list_name, row.line, column, _heading(index, header), _text(index, row))


_NO_IDENTITY = Fault(
    "PM205",
    "there is neither a prison number nor a date of birth",
    "The prison needs one of them to find the person. Fill one in.",
)
_TOO_MANY_CELLS = Fault(
    "PM401",
    "the row has more cells than there are headings",
    "A comma inside a cell may have split it. Put quotes round that cell, or remove the comma.",
)


def _prison(text: str, directory: Directory) -> Prison | Fault:
    found = directory.named(text)
    if len(found) > 1:
        choices = " or ".join(f"{prison.code} ({prison.name})" for prison in found)
        return Fault("PM303", f"`{text}` could be more than one prison", f"Write {choices}.")
    if not found:
        near = directory.like(text)
        asked = " or ".join(f"{prison.name} ({prison.code})" for prison in near)
        return Fault(
            "PM302",
            f"there is no prison called `{text}`",
            f"Did you mean {asked}?" if near else "Look it up with: prisonmail prisons",
            near[0].name if len(near) == 1 else None,
        )
    if not found[0].active:
        return Fault(
            "PM301",
            f"{found[0].name} is not open according to the prison register",
            "Find where the person is now: https://www.gov.uk/find-prisoner",
        )
    return found[0]


def _recipient(values: Mapping[Field, object]) -> Recipient:
    known = {_ATTRIBUTES[wanted]: value for wanted, value in values.items()}
    return Recipient(**known)  # type: ignore[arg-type]


_ATTRIBUTES = {
    Field.NAME: "name",
    Field.PRISON_NUMBER: "prison_number",
    Field.DATE_OF_BIRTH: "date_of_birth",
    Field.PRISON: "prison",
    Field.REFERENCE: "reference",
    Field.MARKING: "marking",
}
