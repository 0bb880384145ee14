"""One person on several rows: what is wrong, and which good rows another row puts in doubt.

>>> seen = Duplicates()
>>> seen.add(2, RowReading({}, name="Ann Hart", prison_number="A1001XY"))
>>> seen.add(5, RowReading({}, name="Ben Hart", prison_number="A1001XY"))
>>> [(line, fault.code) for line, _, fault in seen.find_faults(())]
[(2, 'PM402'), (5, 'PM402')]
"""

import unicodedata
from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from heapq import merge
from itertools import chain, pairwise
from typing import ClassVar, NamedTuple

from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import GoodRow
from prisonmail.recipients.fields import custody
from prisonmail.recipients.fields.name import is_same_person
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.row.row_reading import RowReading
from prisonmail.system.record import Workpiece, field

_DEPARTED = ("PM213", "PM307")
_GONE = "says that the person has gone"
_OTHER_TABLE = "stands in another table, and is about this person too"
_NO_PRISON = "has this person without a prison that can be read"
_OTHER_NUMBER = "has the same name and date of birth, and another prison number"


class _Seen(NamedTuple):
    line: int
    name: str | None
    prison_number: str | None
    born: date | None
    prison: Prison | None
    is_good: bool = True
    only_doubts: bool = False
    """Whether the row is not compared with others, but can put them in doubt."""
    says: str | None = None
    """What the row says that puts all others of its person in doubt."""
    left_out: bool = False
    """Whether the user leaves such rows out, so that nothing else would stop the list."""

    @property
    def birth(self) -> tuple[str, date] | None:
        """Name and date of birth, which together only one person has."""
        return (_fold(self.name), self.born) if self.name and self.born else None

    @property
    def keys(self) -> Iterator[Hashable]:
        """What only one person has: a prison number, and name and date of birth together."""
        return filter(None, (self.prison_number, self.birth))


def _fold(name: str) -> str:
    """Return a name as it is compared: `SEAN O'DOWD` and `Seán O’Dowd` are one."""
    folded = name.casefold().replace("’", "'")
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    return "".join([letter for letter in parts if not unicodedata.combining(letter)])


def _make_hashes() -> "array[int]":
    return array("q")


class Duplicates(Workpiece):
    """Remembers the people of a list in little memory.

    Of each person it keeps the hashes of their keys, eight bytes each; of a bad row also who it is,
    because only good rows can be read again. Keys with equal hashes are compared in full at the
    end.
    """

    withheld: ClassVar[tuple[str, ...]] = ("doubts", "_numbers", "_births", "_bad")

    doubts: Mapping[int, Fault] = field(default_factory=dict)
    """Why a row is not certain although nothing is wrong with it, by line. Complete when all that
    `find_faults` returns has been read."""
    _numbers: "array[int]" = field(default_factory=_make_hashes)
    _births: "array[int]" = field(default_factory=_make_hashes)
    _bad: list[_Seen] = field(default_factory=list)

    def add(self, line: int, found: RowReading, *, left_out: bool = False) -> None:
        """Add a row that has been read.

        One that is left out only puts others in doubt, and not if it is just a case that has ended.
        """
        if found.recipient is None or left_out:
            self._add_bad(line, found, left_out=left_out)
            return
        if found.prison_number:
            self._numbers.append(hash(found.prison_number))
        if found.name and found.born:
            self._births.append(hash((_fold(found.name), found.born)))

    def _add_bad(self, line: int, found: RowReading, *, left_out: bool) -> None:
        if left_out and not _has_departed(found):
            return
        number = found.prison_number or _suggested_number(found)
        says = _GONE if found.says_gone else None
        unsure = says is not None or found.name is None or number != found.prison_number
        person = (found.name, number, found.born, found.prison)
        self._remember(_Seen(line, *person, False, unsure, says, left_out))

    def add_unread(self, line: int, prison_number: str) -> None:
        """Add a row of another table, which must not be read, by the number that stands in it."""
        person = (None, prison_number, None, None)
        self._remember(_Seen(line, *person, is_good=False, only_doubts=True, says=_OTHER_TABLE))

    def _remember(self, seen: _Seen) -> None:
        birth = seen.birth
        if seen.prison_number:
            self._numbers.append(hash(seen.prison_number))
        if birth:
            self._births.append(hash(birth))
        if seen.prison_number or birth:
            self._bad.append(seen)

    def find_faults(self, good_rows: Iterable[GoodRow]) -> Iterator[tuple[int, Field, Fault]]:
        """Return what is wrong, with its line and field. The good rows are read once more."""
        # Most lists have no duplicates: then this is all, and no row is read again.
        again = _find_equal(self._numbers) | _find_equal(self._births)
        if not again:
            return
        comparison = _Comparison()
        for seen in merge(map(_seen, good_rows), self._bad, key=lambda seen: seen.line):
            if any(hash(key) in again for key in seen.keys):
                at = Field.PRISON_NUMBER if seen.prison_number else Field.NAME
                yield from ((line, at, fault) for line, fault in comparison.add(seen))
        doubtful = comparison.find_doubtful()
        yield from ((line, Field.NAME, fault) for line, fault in doubtful.items())
        self.doubts = comparison.find_doubts()


def _has_departed(found: RowReading) -> bool:
    """Return whether a row says that the person has left prison; on bail one may be for a case."""
    prison = found.texts.get(Field.PRISON, "")
    return any(fault.code in _DEPARTED for _, fault in found.faults) or (
        custody.find_departure(prison) is not None
    )


def _suggested_number(found: RowReading) -> str | None:
    """Return the number that a slip such as A1O01XY stands for: not enough to print it."""
    return next((fault.suggestion for _, fault in found.faults if fault.code == "PM204"), None)


def _find_equal(hashes: "array[int]") -> set[int]:
    return {one for one, other in pairwise(sorted(hashes)) if one == other}


def _seen(good: GoodRow) -> _Seen:
    who = good.recipient
    return _Seen(good.row.line, who.name, who.prison_number, who.date_of_birth, who.prison)


class _Namesakes(Workpiece):
    """The rows with one prison number, or with one name and date of birth."""

    first: _Seen | None = None
    lines: list[int] = field(default_factory=list)
    rival: _Seen | None = None
    """The first of them that is for a different person; from then on none of these rows is good."""
    number: str | None = None
    """The first prison number of those with one name and date of birth."""
    prison: Prison | None = None
    """The first prison."""
    doubt: tuple[_Seen, str] | None = None
    """The row that puts the others in doubt, and why."""

    def weigh(self, seen: _Seen) -> None:
        """Note whether a row puts the others of its person in doubt."""
        why = seen.says
        self.prison = self.prison or seen.prison
        if why is None and not seen.is_good and seen.prison is None:
            why = _NO_PRISON
        elif why is None and seen.prison and self.prison and seen.prison.code != self.prison.code:
            why = f"has this person at {seen.prison.name}"
        if why and (self.doubt is None or (seen.says and not self.doubt[0].says)):
            self.doubt = (seen, why)

    def find_doubted(self, *, warn: bool) -> Iterator[tuple[int, Fault]]:
        """Return the lines of the rows in doubt, and why: as a warning, or as a reason to skip."""
        if self.doubt is None:
            return
        cause, why = self.doubt
        code = "PW621" if warn and not cause.left_out else "PM408"
        fault = _doubt(code, cause.line, why)  # one for all of them: there may be very many
        yield from ((line, fault) for line in self.lines if line != cause.line)
        if why is _OTHER_NUMBER and self.first:
            yield cause.line, _doubt(code, self.first.line, why)


class _Comparison(Workpiece):
    """Compares rows that may be the same person, in the order of the list."""

    withheld: ClassVar[tuple[str, ...]] = ("_by_number", "_by_birth")

    _by_number: dict[str, _Namesakes] = field(default_factory=dict)
    _by_birth: dict[tuple[str, date], _Namesakes] = field(default_factory=dict)

    def add(self, seen: _Seen) -> Iterator[tuple[int, Fault]]:
        """Add a row; return the faults that it causes, with their line, which may be earlier."""
        if seen.prison_number:
            same_number = self._by_number.setdefault(seen.prison_number, _Namesakes())
            same_number.weigh(seen)
            if not seen.only_doubts:
                yield from _add_by_number(same_number, seen)
        if seen.birth:
            same_birth = self._by_birth.setdefault(seen.birth, _Namesakes())
            same_birth.weigh(seen)
            if not seen.only_doubts:
                yield from _add_by_birth(same_birth, seen)

    def find_doubtful(self) -> Mapping[int, Fault]:
        """Return what to say of rows in doubt even if no row is to be skipped, by line."""
        return {
            line: fault
            for group in self._groups
            if group.doubt and (group.doubt[0].says or group.doubt[1] is _OTHER_NUMBER)
            for line, fault in group.find_doubted(warn=True)
        }

    def find_doubts(self) -> Mapping[int, Fault]:
        """Return why rows are in doubt, by line."""
        found = (group.find_doubted(warn=False) for group in self._groups)
        return dict(chain.from_iterable(found))

    @property
    def _groups(self) -> Iterator[_Namesakes]:
        return chain(self._by_birth.values(), self._by_number.values())


def _add_by_number(others: _Namesakes, seen: _Seen) -> list[tuple[int, Fault]]:
    first = others.first = others.first or seen
    if others.rival or not is_same_person(first.name or "", seen.name or ""):
        return _disputed(others, first, seen)
    others.lines.append(seen.line)
    return _compare_prisons(first, seen)


def _add_by_birth(others: _Namesakes, seen: _Seen) -> list[tuple[int, Fault]]:
    """Add a row to those with its name and date of birth; the same number is compared elsewhere."""
    first = others.first = others.first or seen
    others.lines.append(seen.line)
    number = others.number = others.number or seen.prison_number
    if seen.prison_number and seen.prison_number != number:
        if others.doubt is None or not others.doubt[0].says:
            others.doubt = (seen, _OTHER_NUMBER)
        return []
    if seen.prison_number and seen.prison_number == first.prison_number:
        return []
    return _compare_prisons(first, seen)


def _compare_prisons(first: _Seen, seen: _Seen) -> list[tuple[int, Fault]]:
    if first is seen or first.prison is None or seen.prison is None:
        return []
    if first.prison.code != seen.prison.code:
        return [
            (first.line, _elsewhere_later(seen.line, seen.prison.name)),
            (seen.line, _two_prisons(first.line, first.prison.name)),
        ]
    return [(seen.line, _again(first.line))]


def _disputed(others: _Namesakes, first: _Seen, seen: _Seen) -> list[tuple[int, Fault]]:
    number, faults = seen.prison_number, []
    if others.rival is None:
        others.rival = seen
        faults = [(line, _two_people(number, seen.line)) for line in others.lines]
    same = is_same_person(first.name or "", seen.name or "")
    other = others.rival if same else first
    return [*faults, (seen.line, _two_people(number, other.line))]


def _doubt(code: str, other: int, why: str) -> Fault:
    return Fault(
        code,
        f"line {other} puts this row in doubt: it {why}",
        "Find out which of the two is right, and correct or remove the other. --skip-bad leaves "
        "both out.",
    )


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
        "Find out where the person is now. The later row is refused, and --skip-bad leaves out "
        "this one too.",
    )


def _again(other: int) -> Fault:
    return Fault(
        "PW603",
        f"this person is on line {other} too, at the same prison",
        "Two letters will be printed. Remove one row if one is enough.",
    )
