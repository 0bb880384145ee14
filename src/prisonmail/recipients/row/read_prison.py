"""The prison of a row: from its own cell, or from an address that names one beyond doubt.

A town is no prison. A column that may hold something else, such as `Location`, counts only if its
cell says HMP or the like, and so does an address.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault, Severity
from prisonmail.recipients.columns.headings import Fit, compact, guess
from prisonmail.recipients.columns.mapping import Choices, Columns
from prisonmail.recipients.fields.cell import clean, find_excel_error, is_not_there
from prisonmail.recipients.fields.destination import Destination, Destinations, doubt_age
from prisonmail.recipients.fields.markup import split_lines
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import Record, Workpiece, field

_OF_A_PRISON = ("prison", "establishment", "hmp")
"""How a heading begins if the address under it is meant to be the prison's."""
_SAYS_MORE = frozenset("PM306 PM307 PM308 PM302".split())
"""What a cell may say although it names no prison: that nobody is there, that it is not certain, or
that it is a court."""
Found = tuple[Field, Fault]


class PrisonColumns(Record, frozen=True):
    """The columns that may say which prison it is."""

    own: tuple[int, ...] = ()
    """Those with the address of a prison, by their heading."""
    other: tuple[int, ...] = ()
    """Those with an address that may be a home's."""
    doubtful: str = ""
    """The heading of the prison's column if it may hold something else: `Location`."""
    is_certain: bool = True
    """Whether there is a column for the prison and nothing else."""
    all_headings: tuple[str, ...] = ()
    """The headings of all, for a message."""

    @property
    def has_address(self) -> bool:
        """Whether there is any address."""
        return bool(self.own or self.other)


def find_prison_columns(header: ListRow, columns: Columns, choices: Choices) -> PrisonColumns:
    """Look at the headings of the columns that may say which prison it is."""
    headings = {index: header.cells[index] for index in columns.address}
    own = tuple(i for i, heading in headings.items() if compact(heading).startswith(_OF_A_PRISON))
    index = columns.of.get(Field.PRISON)
    doubtful = ""
    if index is not None and not any(chosen is Field.PRISON for chosen, _ in choices):
        known = guess(header.cells[index])
        doubtful = clean(header.cells[index]) if known and known.fit is Fit.WEAK else ""
    named = [index] if index is not None else []
    return PrisonColumns(
        own=own,
        other=tuple(i for i in columns.address if i not in own),
        doubtful=doubtful,
        is_certain=index is not None and not doubtful,
        all_headings=tuple(clean(header.cells[i]) for i in (*named, *columns.address)),
    )


class PrisonReading(Workpiece):
    """What a row says about the prison."""

    withheld: ClassVar[tuple[str, ...]] = ("prison", "faults")

    prison: Prison | None = None
    faults: list[Found] = field(default_factory=list)
    is_unsaid: bool = False
    """Whether nothing in the row says that it is a prison."""


class PrisonReader(Record, frozen=True):
    """Reads the prisons of one list."""

    columns: PrisonColumns
    destinations: Destinations
    today: date

    def read(self, row: ListRow, text: str | None, born: date | None) -> PrisonReading:
        """Read the prison, and compare it with the person's age and with the address.

        `text` is the tidied cell of the prison's own column; None if it is empty.
        """
        damage = find_excel_error(text) if text else None
        if damage:
            return PrisonReading(faults=[(Field.PRISON, damage)])
        if text and not (self.columns.doubtful and not self.destinations.names_prison(text)):
            return self._read_cell(row, text, born)
        return self._read_address(row, text, born)

    def _read_cell(self, row: ListRow, text: str, born: date | None) -> PrisonReading:
        found = self.destinations.read(text, born)
        if isinstance(found, Fault):
            return PrisonReading(faults=[(Field.PRISON, found)])
        reading = self._accept(found, Field.PRISON, born)
        for fault in self.destinations.compare_cell(found.prison, text):
            reading.faults.append((Field.PRISON, fault))
        if self.columns.has_address and not _has_error(reading.faults):
            reading.faults += self._compare_address(found.prison, row)
        return reading

    def _read_address(self, row: ListRow, text: str | None, born: date | None) -> PrisonReading:
        """Read the prison from an address, with a cell that may be a town before it."""
        own, other = _lines(row, self.columns.own), _lines(row, self.columns.other)
        lines = (*((text,) if text else ()), *own, *other)
        found = self.destinations.read_address(lines, born) if lines else None
        if found is None:
            return self._report_unsaid(text, born)
        place = Field.ADDRESS if own or other else Field.PRISON
        if isinstance(found, Fault):
            return PrisonReading(faults=[(place, found)])
        reading = self._accept(found, place, born)
        reading.faults += self._compare_address(found.prison, row)
        if not _has_error(reading.faults):
            reading.faults.append((place, _from_address(found.prison)))
        return reading

    def _report_unsaid(self, text: str | None, born: date | None) -> PrisonReading:
        if text is None:
            return PrisonReading(is_unsaid=True)
        said = self.destinations.read(text, born)
        if isinstance(said, Fault) and said.code in _SAYS_MORE:
            return PrisonReading(faults=[(Field.PRISON, said)], is_unsaid=said.code == "PM302")
        return PrisonReading(
            faults=[(Field.PRISON, _may_be_a_town(text, self.columns.doubtful))], is_unsaid=True
        )

    def _accept(self, found: Destination, named_in: Field, born: date | None) -> PrisonReading:
        reading = PrisonReading(found.prison)
        if found.warning:
            reading.faults.append((named_in, found.warning))
        elif born and (unlikely := doubt_age(born, found.prison, self.today)):
            reading.faults.append((Field.DATE_OF_BIRTH, unlikely))
        return reading

    def _compare_address(self, prison: Prison, row: ListRow) -> Iterator[Found]:
        for columns, own in ((self.columns.own, True), (self.columns.other, False)):
            lines = _lines(row, columns)
            for fault in self.destinations.compare_address(prison, lines, own) if lines else ():
                yield _place(fault), fault


def _place(fault: Fault) -> Field:
    return Field.PRISON if fault.severity is Severity.ERROR else Field.ADDRESS


def _lines(row: ListRow, columns: Sequence[int]) -> tuple[str, ...]:
    cells = (row.cells[index] for index in columns if index < len(row.cells))
    lines = (clean(line) for cell in cells for line in split_lines(cell))
    return tuple(text for text in lines if not is_not_there(text))


def _has_error(faults: Sequence[Found]) -> bool:
    return any(fault.severity is Severity.ERROR for _, fault in faults)


def _from_address(prison: Prison) -> Fault:
    return Fault(
        "PW608",
        f"the prison is taken from the address: {prison.name}",
        "If that is wrong, fill in the prison.",
    )


def _may_be_a_town(text: str, heading: str) -> Fault:
    return Fault(
        "PM310",
        f"`{text}` does not say that it is a prison: it may be a town",
        f'If it is one, write HMP before its name, or its code. If all under "{heading}" are '
        "prisons, call that column Prison.",
    )
