"""Decides which column of a list holds which field.

A heading that is a field's own name wins over one that only comes near it. If two fit equally well,
prisonmail does not choose: silently taking the last one is how mail goes astray.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from prisonmail.errors import WrongUsage
from prisonmail.problems.problem import CellPlace, Fault, ListRefused, Problem, name_column
from prisonmail.recipients.columns.headings import Fit, compact, find_field, guess, list_synonyms
from prisonmail.recipients.columns.stop_headings import find_stop_columns
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.fields.stop_signs import StopHeading
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field

_MANY_LIKE_CLIENT = ("client", "clientname")
"""One system puts the name under these headings and another the number: the values decide."""
_NEAR = 0.75
"""difflib's ratio above which a heading is worth suggesting."""
Choices = Sequence[tuple[Field, str]]
"""Fields and the headings that hold them."""
_OPTION = {
    Field.PRISON_NUMBER: "prison_number",
    Field.DATE_OF_BIRTH: "date_of_birth",
    Field.MIDDLE_NAME: "middle_name",
    Field.CLIENT_REFERENCE: "client_reference",
    Field.RELEASE_DATE: "release_date",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column, from 0, holds which field."""

    of: Mapping[Field, int]
    address: tuple[int, ...] = ()
    """An address may be spread over many."""
    status: tuple[int, ...] = ()
    """Several may say that a person has left: any of them can stop a letter."""
    stops: tuple[StopHeading, ...] = ()
    """The columns that say whether a person may get a letter at all."""

    @property
    def has_split_names(self) -> bool:
        """Whether forename or surname have columns of their own."""
        return Field.SURNAME in self.of or Field.FORENAME in self.of


def find_columns(
    header: ListRow, sample: Sequence[ListRow], choices: Choices, list_name: str
) -> Columns:
    """Decide which column holds which field. Raises ListRefused."""
    place = CellPlace(list_name, header.line, row=header.number)
    of = {field: _column(header, field, heading, place) for field, heading in choices}
    candidates = _candidates(header, sample, set(of.values()))
    address, status = (_all(field, of, candidates) for field in (Field.ADDRESS, Field.STATUS))
    _settle_names(candidates, of)
    for field, found in candidates.items():
        best = _best(found)
        if field in of or not best:
            continue
        if len(best) > 1 and field is Field.RELEASE_DATE:
            continue  # it only warns: not worth a list that cannot be read
        if len(best) > 1:
            raise ListRefused(_two_headings(header, field, best, place))
        of[field] = best[0]
    taken = frozenset((*of.values(), *address, *status))
    columns = Columns(of, address, status, tuple(find_stop_columns(header.cells, taken)))
    if missing := _missing(columns):
        raise ListRefused(place.join_fault(_lacking(header, columns, missing)))
    return columns


def _all(
    field: Field, chosen: dict[Field, int], candidates: dict[Field, list[tuple[int, Fit]]]
) -> tuple[int, ...]:
    """Take out all columns of a field that may have several, the one chosen by the user first."""
    first = [chosen.pop(field)] if field in chosen else []
    return (*first, *(index for index, _ in candidates.pop(field, [])))


def _settle_names(
    candidates: dict[Field, list[tuple[int, Fit]]], chosen: Mapping[Field, int]
) -> None:
    """Prefer names in parts, unless the user has chosen a column of whole names."""
    if Field.NAME in chosen:
        for part in (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME):
            candidates.pop(part, None)
    elif Field.SURNAME in {*candidates, *chosen} and len(candidates.get(Field.NAME, [])) > 1:
        del candidates[Field.NAME]


def _column(header: ListRow, field: Field, heading: str, place: CellPlace) -> int:
    found = find_column(header, heading)
    if len(found) == 1:
        return found[0]
    if found:
        raise ListRefused(_two_headings(header, field, found, place))
    fault = Fault(
        "PM001",
        f'the list has no column "{heading}", which --map names for the {field.value}',
        f"Right now it has columns called {quote_headings(header)}.",
    )
    raise ListRefused(place.join_fault(fault))


def _candidates(
    header: ListRow, sample: Sequence[ListRow], taken: set[int]
) -> dict[Field, list[tuple[int, Fit]]]:
    found: dict[Field, list[tuple[int, Fit]]] = {}
    for index, heading in enumerate(header.cells):
        known = guess(heading) if index not in taken else None
        if known is None:
            continue
        field = known.field
        if compact(heading) in _MANY_LIKE_CLIENT and _mostly_with_digits(sample, index):
            field = Field.CLIENT_REFERENCE
        found.setdefault(field, []).append((index, known.fit))
    return found


def _mostly_with_digits(sample: Sequence[ListRow], index: int) -> bool:
    values = [
        row.cells[index] for row in sample if index < len(row.cells) and row.cells[index].strip()
    ]
    with_digits = sum(any(letter.isdigit() for letter in value) for value in values)
    return with_digits * 2 > len(values)


def _best(found: list[tuple[int, Fit]]) -> tuple[int, ...]:
    top = max((fit for _, fit in found), default=None)
    return tuple(index for index, fit in found if fit == top)


def _two_headings(header: ListRow, field: Field, found: Sequence[int], place: CellPlace) -> Problem:
    second = found[1]
    heading = clean(header.cells[second])
    there = CellPlace(place.list_name, place.line, second + 1, heading, row=place.row)
    return there.join_fault(_two(header, field, found))


def _two(header: ListRow, field: Field, found: Sequence[int]) -> Fault:
    shown = " and ".join(
        f'"{clean(header.cells[index])}" (column {name_column(index + 1)})' for index in found
    )
    first = clean(header.cells[found[0]])
    alike = all(clean(header.cells[index]) == first for index in found)
    choice = name_column(found[0] + 1) if alike else first
    return Fault(
        "PM105",
        f"{'two' if len(found) == 2 else len(found)} columns look like the {field.value}: {shown}",
        f'Say which is meant, like: --map {name_option(field)}="{choice}"; or rename the other.',
    )


def _missing(columns: Columns) -> list[Field]:
    missing = []
    if Field.NAME not in columns.of and not columns.has_split_names:
        missing.append(Field.NAME)
    if Field.PRISON not in columns.of and not columns.address:
        missing.append(Field.PRISON)
    if Field.PRISON_NUMBER not in columns.of and Field.DATE_OF_BIRTH not in columns.of:
        missing.append(Field.PRISON_NUMBER)
    return missing


def _lacking(header: ListRow, columns: Columns, missing: Sequence[Field]) -> Fault:
    wanted = " and ".join(f'"{field.value}"' for field in missing)
    unused = [
        cell
        for index, cell in enumerate(header.cells)
        if clean(cell) and index not in (*columns.of.values(), *columns.address, *columns.status)
    ]
    near = _nearest(missing[0], unused)
    remedy = (
        f'Did you mean to use "{near}"? Then add: --map {name_option(missing[0])}="{near}"'
        if near
        else "Rename one, add what is missing, or say which is meant, like: --map "
        f'{name_option(missing[0])}="A heading"'
    )
    return Fault(
        "PM106",
        f"the list has no column {wanted}",
        f"Right now it has columns called {quote_headings(header)}. {remedy}",
    )


def _nearest(field: Field, headings: Sequence[str]) -> str | None:
    by_word = {compact(heading): clean(heading) for heading in headings}
    for word in list_synonyms(field):
        if near := get_close_matches(word, by_word, 1, _NEAR):
            return by_word[near[0]]
    return None


def read_choice(text: str) -> tuple[Field, str]:
    """Read `FIELD=HEADING`. Raises WrongUsage.

    >>> read_choice("dob=Born on")
    (<Field.DATE_OF_BIRTH: 'date of birth'>, 'Born on')
    """
    name, equals, heading = text.partition("=")
    found = find_field(name)
    if not equals or not heading.strip():
        raise WrongUsage(
            f"`{text}` does not say which heading.", 'Write it like: --map number="Prison Ref"'
        )
    if found is None:
        known = ", ".join(name_option(field) for field in Field)
        raise WrongUsage(f"There is no field called {name}.", f"Known: {known}.")
    return found, heading.strip()


def name_option(field: Field) -> str:
    """Return the name by which `--map` knows a field."""
    return _OPTION.get(field, field.value)


def find_column(header: ListRow, heading: str) -> tuple[int, ...]:
    """Find columns by heading: exactly, else by its letters and digits, else as a column letter."""
    exact = tuple(i for i, cell in enumerate(header.cells) if clean(cell) == clean(heading))
    if exact:
        return exact
    near = tuple(i for i, cell in enumerate(header.cells) if is_heading(heading, cell))
    if near:
        return near
    return tuple(
        index
        for index in range(len(header.cells))
        if name_column(index + 1) == heading.strip().upper()
    )


def quote_headings(header: ListRow) -> str:
    """Return the headings of a list in quotes, for a message."""
    return ", ".join(f'"{clean(cell)}"' for cell in header.cells if clean(cell))


def is_heading(heading: str, cell: str) -> bool:
    """Return whether a cell is the heading that a user names, ignoring case, spaces and dots."""
    word = compact(heading)
    return word == compact(cell) if word else clean(heading) == clean(cell)
