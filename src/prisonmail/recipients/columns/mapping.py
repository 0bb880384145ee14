"""Decides which column of a list holds which field.

A heading that is a field's own name wins over one that only comes near it. If two fit equally well,
prisonmail does not choose: silently taking the last one is how mail goes astray.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from prisonmail.errors import WrongUsage
from prisonmail.problems.problem import CellPlace, Fault, ListRefused, Problem, name_column
from prisonmail.recipients.columns.headings import (
    Fit,
    compact,
    find_field,
    list_synonyms,
    name_option,
)
from prisonmail.recipients.columns.name_columns import find_lost_part, settle_names
from prisonmail.recipients.columns.numbered import NAME_FIELDS
from prisonmail.recipients.columns.second_sets import (
    Candidates,
    OtherColumn,
    describe_two_people,
    names_second,
    split_sets,
)
from prisonmail.recipients.columns.signatory_column import find_signatory_columns
from prisonmail.recipients.columns.stop_headings import find_stop_columns
from prisonmail.recipients.columns.telling import find_telling, quote_headings
from prisonmail.recipients.columns.wording import find_leading_part, speaks_of_other
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.fields.name_parts import is_prefix, is_suffix
from prisonmail.recipients.fields.stop_signs import StopHeading
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.sender.signatories import Signatories
from prisonmail.system.record import Record, replace

_MANY_LIKE_CLIENT = ("client", "clientname")
"""One system puts the name under these headings and another the number: the values decide."""
_BESIDE_NAMES = {"suffix": is_suffix, "prefix": is_prefix, "nameprefix": is_prefix}
"""Headings that may be about something else than a name, with what tells."""
_NEAR = 0.75
"""difflib's ratio above which a heading is worth suggesting."""
Choices = Sequence[tuple[Field, str]]
"""Fields and the headings that hold them."""


class Columns(Record, frozen=True):
    """Which column, from 0, holds which field."""

    of: Mapping[Field, int]
    address: tuple[int, ...] = ()
    """An address may be spread over many."""
    status: tuple[int, ...] = ()
    """Several may say that a person has left: any of them can stop a letter."""
    forenames: tuple[int, ...] = ()
    """Columns of further forenames, in order: they come after the first."""
    others: tuple[OtherColumn, ...] = ()
    """Columns that a second person may stand in."""
    telling: tuple[int, ...] = ()
    """Columns that are not read, and look as if they mattered."""
    leading: Field | None = None
    """Whether surname or forename comes first in whole names, if their heading says so."""
    stops: tuple[StopHeading, ...] = ()
    """The columns that say whether a person may get a letter at all."""

    @property
    def has_split_names(self) -> bool:
        """Whether forename or surname have columns of their own."""
        return Field.SURNAME in self.of or Field.FORENAME in self.of

    @property
    def used(self) -> frozenset[int]:
        """All columns that are read."""
        others = (column.index for column in self.others)
        stops = (stop.column for stop in self.stops)
        own = (*self.of.values(), *self.address, *self.status, *self.forenames)
        return frozenset({*own, *others, *stops})


def find_columns(
    header: ListRow,
    sample: Sequence[ListRow],
    choices: Choices,
    list_name: str,
    signatories: Signatories | None = None,
    knows_people: Callable[[], bool] = lambda: False,
) -> Columns:
    """Decide which column holds which field. Raises ListRefused.

    Prison numbers are enough if somebody `knows_people` by them.
    """
    place = CellPlace(list_name, header.line, row=header.number)
    of = {field: _column(header, field, heading, place) for field, heading in choices}
    names_are_chosen = not of.keys().isdisjoint(NAME_FIELDS)
    sets = split_sets({i: clean(each) for i, each in enumerate(header.cells) if each}, of)
    candidates = _weigh_values(header, sample, sets.own)
    address, status = (_all(field, of, candidates) for field in (Field.ADDRESS, Field.STATUS))
    settle_names(candidates, of)
    _choose(header, candidates, of, place)
    columns = Columns(
        of=of,
        address=address,
        status=status,
        forenames=sets.forenames if Field.FORENAME in of or Field.SURNAME in of else (),
        others=tuple(
            replace(each, own=of.get(each.field))
            for each in sets.others
            if each.field is not Field.NAME or not _mostly(sample, each.index, _is_reference)
        ),
        leading=find_leading_part(header.cells[of[Field.NAME]]) if Field.NAME in of else None,
    )
    columns = replace(columns, stops=tuple(find_stop_columns(header.cells, columns.used)))
    if Field.SIGNATORY not in of and signatories:
        signed = find_signatory_columns(header, sample, columns.used, signatories)
        _choose(header, {Field.SIGNATORY: [(each, Fit.EXACT) for each in signed]}, of, place)
    columns = replace(columns, telling=find_telling(header, sample, columns.used))
    missing = _missing(columns, names_are_chosen)
    if _are_numbers_enough(of, missing) and knows_people():
        missing = []
    _refuse(header, sample, columns, sets.numbered, missing, place)
    if not names_are_chosen and (lost := find_lost_part(header, sample, of, columns.used)):
        index, fault = lost
        there = replace(place, column=index + 1, heading=clean(header.cells[index]))
        raise ListRefused(there.join_fault(fault))
    return columns


def _refuse(
    header: ListRow,
    sample: Sequence[ListRow],
    columns: Columns,
    numbered: bool,
    missing: Sequence[Field],
    place: CellPlace,
) -> None:
    """Refuse columns from which somebody would get no letter."""
    if numbered and (second := next(_name_second(columns, sample), None)):
        fault = describe_two_people(columns.others, header, second.cells)
        raise ListRefused(place.join_fault(fault))
    if missing:
        raise ListRefused(place.join_fault(_lacking(header, sample, columns, missing)))


def _name_second(columns: Columns, sample: Sequence[ListRow]) -> Iterator[ListRow]:
    return (row for row in sample if names_second(columns.others, row.cells))


def _choose(
    header: ListRow, candidates: Candidates, of: dict[Field, int], place: CellPlace
) -> None:
    """Take the column whose heading fits a field best. Raises ListRefused if two fit as well."""
    for field, found in candidates.items():
        best = _best(found)
        if field in of or not best:
            continue
        if len(best) > 1 and field is Field.RELEASE_DATE:
            continue  # it only warns: not worth a list that cannot be read
        if len(best) > 1:
            raise ListRefused(_two_headings(header, field, best, place))
        of[field] = best[0]


def _all(field: Field, chosen: dict[Field, int], candidates: Candidates) -> tuple[int, ...]:
    """Take out all columns of a field that may have several, the one chosen by the user first."""
    first = [chosen.pop(field)] if field in chosen else []
    return (*first, *(index for index, _ in candidates.pop(field, [])))


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


def _weigh_values(header: ListRow, sample: Sequence[ListRow], own: Candidates) -> Candidates:
    """Let the values decide what the columns are whose headings can mean two things."""
    found: Candidates = {}
    for field, columns in own.items():
        for index, fit in columns:
            word = compact(header.cells[index])
            if word in _BESIDE_NAMES and not _mostly(sample, index, _BESIDE_NAMES[word]):
                continue
            with_digits = word in _MANY_LIKE_CLIENT and _mostly(sample, index, _is_reference)
            meant = Field.CLIENT_REFERENCE if with_digits else field
            found.setdefault(meant, []).append((index, fit))
    return found


def _mostly(sample: Sequence[ListRow], index: int, holds: Callable[[str], bool]) -> bool:
    values = [
        row.cells[index] for row in sample if index < len(row.cells) and row.cells[index].strip()
    ]
    return sum(map(holds, values)) * 2 > len(values)


def _is_reference(value: str) -> bool:
    """Return whether a value has digits, and no two words without any that can be a name."""
    words = [word for word in value.split() if not any(letter.isdigit() for letter in word)]
    return len(words) < len(value.split()) and len(words) < 2


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


def _missing(columns: Columns, names_are_chosen: bool) -> list[Field]:
    missing = []
    if Field.NAME not in columns.of and not columns.has_split_names:
        missing.append(Field.NAME)
    elif not names_are_chosen and columns.of.keys() & set(NAME_FIELDS) == {Field.FORENAME}:
        missing.append(Field.SURNAME)
    if Field.PRISON not in columns.of and not columns.address:
        missing.append(Field.PRISON)
    if Field.PRISON_NUMBER not in columns.of and Field.DATE_OF_BIRTH not in columns.of:
        missing.append(Field.PRISON_NUMBER)
    return missing


def _are_numbers_enough(of: Mapping[Field, int], missing: Sequence[Field]) -> bool:
    """Check whether all that a list lacks is known of people by their numbers."""
    unnamed = Field.NAME in missing and set(missing) <= {Field.NAME, Field.PRISON}
    return unnamed and Field.PRISON_NUMBER in of


def _lacking(
    header: ListRow, sample: Sequence[ListRow], columns: Columns, missing: Sequence[Field]
) -> Fault:
    wanted = " and ".join(f'"{field.value}"' for field in missing)
    unused = [header.cells[index] for index in find_unread(header, columns)]
    unused = [cell for cell in unused if not speaks_of_other(cell)]
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
        f"Right now it has columns called {quote_headings(header, sample)}. {remedy}",
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


def find_unread(header: ListRow, columns: Columns) -> list[int]:
    """Return the columns, from 0, that have a heading and are not read."""
    return [i for i, cell in enumerate(header.cells) if clean(cell) and i not in columns.used]


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


def is_heading(heading: str, cell: str) -> bool:
    """Return whether a cell is the heading that a user names, ignoring case, spaces and dots."""
    word = compact(heading)
    return word == compact(cell) if word else clean(heading) == clean(cell)
