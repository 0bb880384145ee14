"""What only the whole list shows: one person twice, and dates that others of their column explain.

>>> seen = Duplicates()
>>> seen.add(2, RowReading({}, name="Ann Hart", prison_number="A1001XY"))
>>> seen.add(5, RowReading({}, name="Ben Hart", prison_number="A1001XY"))
>>> [(line, fault.code) for line, _, fault in seen.find_faults(())]
[(2, 'PM402'), (5, 'PM402')]
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import merge
from itertools import pairwise
from typing import NamedTuple

from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import GoodRow
from prisonmail.recipients.fields import date_order, dates
from prisonmail.recipients.fields.date_order import Evidence
from prisonmail.recipients.fields.dates import Dated
from prisonmail.recipients.fields.name import is_same_person
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.read_row import RowReader, RowReading
from prisonmail.recipients.recipient import Field


class _Seen(NamedTuple):
    line: int
    name: str
    prison_number: str | None
    born: date | None
    prison: Prison | None

    @property
    def key(self) -> Hashable:
        """What only one person has: a prison number, else name and date of birth together."""
        return self.prison_number or (self.name.casefold(), self.born)


@dataclass(slots=True)
class Duplicates:
    """Remembers the people of a list in little memory.

    Of each person it keeps the hash of their key, eight bytes; of a bad row also who it is, because
    only good rows can be read again. Keys with equal hashes are compared in full at the end.
    """

    _hashes: "array[int]" = field(default_factory=lambda: array("q"), repr=False)
    _bad: list[_Seen] = field(default_factory=list, repr=False)

    def add(self, line: int, found: RowReading) -> None:
        """Add a row that has been read."""
        if not found.name or not (found.prison_number or found.born):
            return
        seen = _Seen(line, found.name, found.prison_number, found.born, found.prison)
        self._hashes.append(hash(seen.key))
        if found.recipient is None:
            self._bad.append(seen)

    def find_faults(self, good_rows: Iterable[GoodRow]) -> Iterator[tuple[int, Field, Fault]]:
        """Return what is wrong, with its line and field. The good rows are read once more."""
        # Most lists have no duplicates: then this is all, and no row is read again.
        ordered = sorted(self._hashes)
        again = {one for one, other in pairwise(ordered) if one == other}
        if not again:
            return
        comparison = _Comparison()
        for seen in merge(map(_seen, good_rows), self._bad, key=lambda seen: seen.line):
            if hash(seen.key) in again:
                at = Field.PRISON_NUMBER if seen.prison_number else Field.NAME
                yield from ((line, at, fault) for line, fault in comparison.add(seen))


def _seen(good: GoodRow) -> _Seen:
    who = good.recipient
    return _Seen(good.row.line, who.name, who.prison_number, who.date_of_birth, who.prison)


@dataclass(slots=True)
class _Namesakes:
    """The rows with one prison number, or with one name and date of birth."""

    first: _Seen
    lines: list[int]
    rival: _Seen | None = None
    """The first of them that is for a different person; from then on none of these rows is good."""


@dataclass(slots=True)
class _Comparison:
    """Compares rows that may be the same person, in the order of the list."""

    _all: dict[Hashable, _Namesakes] = field(default_factory=dict, repr=False)

    def add(self, seen: _Seen) -> list[tuple[int, Fault]]:
        """Add a row; return the faults that it causes, with their line, which may be earlier."""
        others = self._all.setdefault(seen.key, _Namesakes(seen, []))
        first = others.first
        if others.rival or not is_same_person(first.name, seen.name):
            return self._disputed(others, seen)
        others.lines.append(seen.line)
        if first is seen or first.prison is None or seen.prison is None:
            return []
        if first.prison.code != seen.prison.code:
            return [
                (first.line, _elsewhere_later(seen.line, seen.prison.name)),
                (seen.line, _two_prisons(first.line, first.prison.name)),
            ]
        return [(seen.line, _again(first.line))]

    def _disputed(self, others: _Namesakes, seen: _Seen) -> list[tuple[int, Fault]]:
        number, faults = seen.prison_number, []
        if others.rival is None:
            others.rival = seen
            faults = [(line, _two_people(number, seen.line)) for line in others.lines]
        same = is_same_person(others.first.name, seen.name)
        other = others.rival if same else others.first
        return [*faults, (seen.line, _two_people(number, other.line))]


def _two_people(number: str | None, other: int) -> Fault:
    return Fault(
        "PM402",
        f"prison number `{number}` is also on line {other}, for a different person",
        "A number is one person’s alone. Correct the row that is wrong.",
    )


def _two_prisons(other: int, prison_name: str) -> Fault:
    return Fault(
        "PM403",
        f"this person is on line {other} too, at {prison_name}",
        "Find out where the person is now, and remove the other row.",
    )


def _elsewhere_later(other: int, prison_name: str) -> Fault:
    return Fault(
        "PW613",
        f"this person is on line {other} too, at {prison_name}",
        "Find out where the person is now before you post this letter. The later row is refused.",
    )


def _again(other: int) -> Fault:
    return Fault(
        "PW603",
        f"this person is on line {other} too, at the same prison",
        "Two letters will be printed. Remove one row if one is enough.",
    )


Late = Mapping[int, Sequence[tuple[Field, Fault]]]
"""Faults that only the whole list shows, by line."""


def find_duplicates(duplicates: Duplicates, good_rows: Iterable[GoodRow]) -> Late:
    """Find rows with one person twice, or with one number for two people."""
    late = defaultdict(list)
    for line, wanted, fault in duplicates.find_faults(good_rows):
        late[line].append((wanted, fault))
    return late


def find_month_first(reader: RowReader, good_rows: Iterable[GoodRow]) -> Late:
    """Find dates of birth that may have the month first, as others of their column have."""
    return {
        line: [(Field.DATE_OF_BIRTH, dates.describe_month_first(text))]
        for line, text, born in _births(reader, (good.row for good in good_rows))
        if born.evidence is Evidence.EITHER
    }


def find_swapped(reader: RowReader, rows: Iterable[ListRow]) -> Mapping[int, date]:
    """Find dates of birth, by line, whose day and month a spreadsheet may have swapped."""
    order = reader.options.date_order
    doubted = {each for each in Evidence if date_order.is_swapped(each, reader.evidence, order)}
    if doubted.isdisjoint(reader.evidence):
        return {}
    return {line: born.day for line, _, born in _births(reader, rows) if born.evidence in doubted}


def describe_swapped(reader: RowReader, swapped: Mapping[int, date]) -> Late:
    """Describe dates that may have been swapped."""
    return {
        line: [(Field.DATE_OF_BIRTH, dates.describe_swapped(day, reader.evidence))]
        for line, day in swapped.items()
    }


def spell_out_births(
    reader: RowReader, rows: Iterable[ListRow], swapped: Mapping[int, date]
) -> Iterator[ListRow]:
    """Return rows whose dates of birth say, outside their list too, what they say in it.

    Rows that are put aside are read again by themselves. Then nothing would show that a date may
    have been swapped, or that a number counts days from 1904.
    """
    column = reader.columns.of.get(Field.DATE_OF_BIRTH, 0)
    for row in rows:
        day = swapped.get(row.line)
        text = date_order.describe_both(day) if day else _since_1904(reader, row)
        cells = row.cells
        yield replace(row, cells=(*cells[:column], text, *cells[column + 1 :])) if text else row


def _since_1904(reader: RowReader, row: ListRow) -> str | None:
    for _, _, born in _births(reader, [row] if reader.from_1904 else ()):
        if born.warning and born.warning.code == "PW601":
            return born.day.isoformat()
    return None


def find_past_releases(reader: RowReader, good_rows: Iterable[GoodRow]) -> Late:
    """Find release dates that have passed."""
    return {
        line: [(Field.RELEASE_DATE, doubt)]
        for line, text in _texts(reader, good_rows, Field.RELEASE_DATE)
        if reader.releases and (doubt := reader.releases.doubt(text))
    }


def _births(reader: RowReader, rows: Iterable[ListRow]) -> Iterator[tuple[int, str, Dated]]:
    """Return the dates of birth that can be read, with their line and text."""
    for row in rows:
        text = reader.tidy(row).get(Field.DATE_OF_BIRTH)
        born = reader.read_date_of_birth(row, text) if text else None
        if text and isinstance(born, Dated):
            yield row.line, text, born


def _texts(
    reader: RowReader, good_rows: Iterable[GoodRow], wanted: Field
) -> Iterator[tuple[int, str]]:
    for good in good_rows:
        if text := reader.tidy(good.row).get(wanted):
            yield good.row.line, text
