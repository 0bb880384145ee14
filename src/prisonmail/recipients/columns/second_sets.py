"""Columns for a second person, or a second prison, in one row: nobody may be lost in them.

`split_sets` tells the columns of the person who gets the letter from those of others. A row that
has something in the others is stopped, because a letter goes to one person at one prison.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from prisonmail.problems.problem import Fault, name_column
from prisonmail.recipients.columns.headings import Fit, compact
from prisonmail.recipients.columns.numbered import (
    ANOTHER,
    NAME_FIELDS,
    WHO_AND_WHERE,
    Meaning,
    read_heading,
)
from prisonmail.recipients.columns.telling import quote_some
from prisonmail.recipients.fields.cell import clean, is_empty
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import Record

_FORENAMES = {Field.FORENAME, Field.MIDDLE_NAME}
_NOBODY = frozenset("no n 0 nil nobody false".split())
"""What cells under a heading like `Second client` say if there is none."""
Candidates = dict[Field, list[tuple[int, Fit]]]
"""For each field the columns that may hold it, and how well each heading fits."""


class OtherColumn(Record, frozen=True):
    """A column that a second person or a second value may stand in."""

    index: int
    """From 0."""
    heading: str
    field: Field
    number: int
    own: int | None = None
    """The column, from 0, that holds this field of the person who gets the letter."""

    def says_more(self, cells: Sequence[str]) -> bool:
        """Return whether a row has another value here than in the person's own column."""
        text = clean(cells[self.index]).casefold() if self.index < len(cells) else ""
        if not text or text in _NOBODY or is_empty(text):
            return False
        own = cells[self.own] if self.own is not None and self.own < len(cells) else ""
        return text != clean(own).casefold()


class Sets(Record, frozen=True):
    """The columns of a list, by whom they are about."""

    own: Candidates
    """Columns that may be about the person who gets the letter."""
    forenames: tuple[int, ...]
    """Columns of second and third forenames, in order."""
    others: tuple[OtherColumn, ...]
    numbered: bool
    """Whether the person's own columns say that they are those of the first: `Client 1 Name`."""


def split_sets(headings: Mapping[int, str], chosen: Mapping[Field, int]) -> Sets:
    """Tell the columns of the person who gets the letter from those of a second one.

    The person's own are those that the user has chosen, else those without a number, else those
    with number 1.
    """
    meanings = dict(_number_repeated(headings))
    own_numbers = _find_own_numbers(meanings, chosen)
    by_number: dict[int, set[Field]] = {}
    for each in meanings.values():
        by_number.setdefault(each.number, set()).add(each.field)
    own: Candidates = {}
    forenames: list[tuple[int, int]] = []
    others: list[OtherColumn] = []
    for index, (field, fit, number) in meanings.items():
        if index in chosen.values() or (fit is Fit.WEAK and number < own_numbers.get(field, 0)):
            continue
        if field not in WHO_AND_WHERE or number == own_numbers.get(field):
            own.setdefault(field, []).append((index, fit))
        elif number < ANOTHER and by_number[number] <= _FORENAMES:
            forenames.append((number, index))
        elif not _is_only_mentioned(headings[index], number, by_number[number]):
            others.append(OtherColumn(index, headings[index], field, number))
    numbered = any(own_numbers.get(field) == 1 for field in NAME_FIELDS)
    return Sets(own, tuple(index for _, index in sorted(forenames)), tuple(others), numbered)


def _number_repeated(headings: Mapping[int, str]) -> Iterator[tuple[int, Meaning]]:
    """Read headings; if a name comes twice, word for word, number the second of each that does."""
    found = {index: known for index, each in headings.items() if (known := read_heading(each))}
    words = Counter(compact(headings[index]) for index in found)
    twice = {each.field for index, each in found.items() if words[compact(headings[index])] > 1}
    twice &= set(WHO_AND_WHERE)
    second_person = not twice.isdisjoint(NAME_FIELDS)
    seen: Counter[str] = Counter()
    for index, known in found.items():
        word = compact(headings[index])
        seen[word] += 1
        is_second = second_person and known.field in twice and seen[word] > 1
        yield index, known._replace(number=seen[word]) if is_second else known


def _find_own_numbers(
    meanings: Mapping[int, Meaning], chosen: Mapping[Field, int]
) -> dict[Field, int]:
    """Find, for each field, the number of the columns that are the person's own.

    `Prison` and `Prison 1` are a first and a second, as some programs rename headings; then 1 is
    nowhere the person's own.
    """
    numbers: dict[Field, set[int]] = {}
    for known in sorted(meanings.values(), key=lambda known: -known.fit):
        if known.fit is not Fit.WEAK or known.field not in numbers:
            numbers.setdefault(known.field, set()).add(known.number)
    first = 0 if any({0, 1} <= each for each in numbers.values()) else 1
    own = {field: min(each) for field, each in numbers.items() if min(each) <= first}
    picked = {field: meanings[index].number for field, index in chosen.items() if index in meanings}
    return own | picked


def _is_only_mentioned(heading: str, number: int, fields: set[Field]) -> bool:
    """Return whether a column names co-defendants with nothing to write to them by."""
    word = compact(heading)
    mentions = word.endswith(("defendant", "defendants", "accused")) and "name" not in word
    return number == ANOTHER and fields == {Field.NAME} and mentions


def find_second(others: Sequence[OtherColumn], cells: Sequence[str]) -> tuple[int, Fault] | None:
    """Find a second person or a second value in a row: its column, from 0, and what is wrong."""
    filled = [column for column in others if column.says_more(cells)]
    if not filled:
        return None
    people = {column.number for column in others if column.field in NAME_FIELDS}
    persons = [column for column in filled if column.number in people]
    if persons:
        return persons[0].index, _second_person(persons, cells)
    return filled[0].index, _two_values(filled)


def names_second(others: Sequence[OtherColumn], cells: Sequence[str]) -> bool:
    """Return whether a row names a second person."""
    return any(column.field in NAME_FIELDS and column.says_more(cells) for column in others)


def describe_two_people(
    others: Sequence[OtherColumn], header: ListRow, cells: Sequence[str]
) -> Fault:
    """Say that a list has columns for more than one person in each row, as one row shows."""
    own = [clean(header.cells[column.own]) for column in others if column.own is not None]
    return Fault(
        "PM117",
        f"a row has columns for more than one person: {quote_some(own)}, and beside them "
        f"{quote_some([column.heading for column in others])}",
        "Give each person a row of their own, with one column for each of name, prison number and "
        f"prison.{_as_parts(others, cells)}",
    )


def _second_person(filled: Sequence[OtherColumn], cells: Sequence[str]) -> Fault:
    others = " If these are not your clients, remove the column from the list."
    may_be_others = compact(filled[0].heading).startswith(("codefendant", "coaccused"))
    return Fault(
        "PM404",
        f"a second person stands in the {_columns(filled)}, and would get no letter",
        f"Give each person a row of their own.{_as_parts(filled, cells)}"
        f"{others if may_be_others else ''}",
    )


def _as_parts(others: Sequence[OtherColumn], cells: Sequence[str]) -> str:
    """Return how to say that two columns are parts of one name; empty if they are more."""
    first, *more = others
    if first.own is None or more or first.field is not Field.NAME:
        return ""
    if any(" " in clean(cells[index]) for index in (first.own, first.index)):
        return ""
    return (
        " If they are parts of one name, say so, like: --map "
        f"forename={name_column(first.own + 1)} --map surname={name_column(first.index + 1)}"
    )


def _two_values(filled: Sequence[OtherColumn]) -> Fault:
    field = filled[0].field.value
    return Fault(
        "PM405",
        f"a second {field} stands in the {_columns(filled)}, and a letter needs one",
        "If it is a second person's, give each a row of their own. If it is an earlier one, rename "
        f'the column, like: "Previous {field}"',
    )


def _columns(filled: Sequence[OtherColumn]) -> str:
    plural = "s" if len(filled) > 1 else ""
    return f"column{plural} {quote_some([column.heading for column in filled])}"
