"""The short way through a list and the long one say the same of each row, whatever it holds."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.prisons.directory import Directory
from prisonmail.recipients.columns.mapping import find_columns
from prisonmail.recipients.fields.destination import Destinations
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.options import DateOrder, ListOptions
from prisonmail.recipients.row.read_prison import PrisonReader, find_prison_columns
from prisonmail.recipients.row.read_row import RowReader
from prisonmail.recipients.row.row_reading import RowReading
from prisonmail.recipients.row.usual_rows import UsualRows

TODAY = date(2026, 11, 21)
NAMES = [
    "Ann Hart", "ann hart", "Siân Ó Briain", "Hart, Ann", "Mr Ann Hart", "Ann Hart (deceased)",
    "Ann", "Hart", "O'Dowd", "Ann and Ben Hart", "Ann aka Jo Hart", "NULL", "Null", "4nn", "ZoÃ«",
    "\u0410nn", " Ann  Hart", "Ann\nHart", "R v Hart", "Xxx", "unknown", "Jr", "van der Merle", "",
    "An\u202en", "Ann Hart RIP", "Hart Ann Ms", "\ufb01nn", "Ann*",
]  # fmt: skip
NUMBERS = ["A1001XY", "B2002CD", "", "a1001xy", "A1O01XY", "tbc", "A1001XY ", "٣", "'A1001XY", "0"]
BIRTHS = [
    "12/03/1980", "1980-03-12", "03/04/1991", "31/12/1985", "12/31/1985", "12/03/80", "12-3-2010",
    "1/2/2012", "31/02/1980", "29292", "00/01/1900", "12 March 1980", "", "tbc", "0-0-0", "1/1/1",
    "12/03/2009", " 12/03/1980", "12/03/1980 00:00", "12/03/1980 23:00", "1/1/1850", "12/03/2030",
    "12-Mar-1980", "12 March  1980", "29292.5", "0", "#N/A", "0.00",
]  # fmt: skip
PRISONS = [
    "HMP Leeds", "LEI", "HMYOI Wetherby", "Feltham", "HMP Feltham", "Holloway", "Narnia", "Bail",
    "HMP Leeds, LS12 2TJ", "HMP Leeds, LS1 1AA", "HMP Leeds?", "", "Leeds", "HMP Leeds &amp; Hull",
    "HMP/YOI Moorland", "Oakhill STC", "HMP Leeds\nArmley",
]  # fmt: skip
REFERENCES = ["C/1201/JE", "", "12-Mar", "1.5E+11", "n/a", "0", "x" * 61, "<b>x</b>", "#N/A", "é-1"]
SAID = ["", "Yes", "No", "Released", "Active", "Closed", "Rule 39", "Rule 17", "39?", "Deceased"]
ADDRESSES = ["", "2 Gloucester Terrace, Leeds, LS12 2TJ", "1 High Street, Hull", "HMP Hull", "tbc"]
LISTS = {
    "Name": {"Name": NAMES, "Prison number": NUMBERS, "DOB": BIRTHS, "Prison": PRISONS},
    "names in parts": {
        "Forename": NAMES, "Middle name": NAMES, "Surname": NAMES, "Prison number": NUMBERS,
        "Prison": PRISONS,
    },
    "both names": {"Name": NAMES, "Surname": NAMES, "DOB": BIRTHS, "Prison": PRISONS},
    "prefixes": {
        "Forename": NAMES, "Surname prefix": ["", "van", "Mr"], "Surname": NAMES,
        "Name suffix": ["", "Jr"], "Prison number": NUMBERS, "Prison": PRISONS,
    },
    "surname first": {"Surname and forename": NAMES, "DOB": BIRTHS, "Prison": PRISONS},
    "references": {
        "Name": NAMES, "Client ref": REFERENCES, "Our ref": REFERENCES, "DOB": BIRTHS,
        "Prison": PRISONS,
    },
    "custody": {
        "Ref": REFERENCES, "Name": NAMES, "Prison number": NUMBERS, "Prison": PRISONS,
        "In custody": SAID, "Status": SAID, "Marking": SAID, "Deceased": SAID,
    },
    "addresses": {
        "Name": NAMES, "DOB": BIRTHS, "Establishment": PRISONS, "Prison address": ADDRESSES,
        "Release date": BIRTHS,
    },
    "town": {"Name": NAMES, "Prison number": NUMBERS, "DOB": BIRTHS, "Location": PRISONS},
    "second people": {
        "Name 1": NAMES, "Prison number": NUMBERS, "Prison": PRISONS, "Second client": NAMES,
        "Forename 2": NAMES,
    },
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _rules_are_asked() -> Iterator[None]:
    """Reads names in full, if a row is not usual."""
    with pytest.MonkeyPatch.context() as apart:
        apart.setattr("prisonmail.recipients.row.read_name.is_plain_name", lambda _: False)
        yield


@lru_cache
def read_destinations(directory: Directory) -> Destinations:
    return Destinations(directory, TODAY)


def make_reader(
    directory: Directory, headings: tuple[str, ...], order: DateOrder | None
) -> RowReader:
    header = ListRow(1, headings)
    columns = find_columns(header, [], (), "list")
    prison_columns = find_prison_columns(header, columns, ())
    prisons = PrisonReader(prison_columns, read_destinations(directory), TODAY)
    options = ListOptions(date_order=order)
    return RowReader(columns, len(header.cells), prisons, TODAY, options)


def tell(found: RowReading) -> tuple[object, ...]:
    """Return all that a row says, but not how its cells are tidied."""
    said = {name: getattr(found, name) for name in found.__struct_fields__ if name != "texts"}
    return tuple(said.items())


def invent_rows(columns: Sequence[Sequence[str]], chance: Random) -> Iterator[ListRow]:
    """Invent rows of whatever the columns may hold, more often of the first of it."""
    for line in range(2, 26):
        row = [chance.choice(each[: chance.choice((2, 2, len(each)))]) for each in columns]
        cells = chance.choice((row, row, row, row, row[:-1], [*row, "x"]))
        dated = chance.choice(((), (), tuple(range(len(row)))))
        yield ListRow(line, tuple(cells), line, dated)


@pytest.mark.parametrize("kind", LISTS)
@given(seed=st.integers(0), order=st.sampled_from([None, *DateOrder]))
def test_both_ways_say_the_same(
    directory: Directory, kind: str, seed: int, order: DateOrder | None
) -> None:
    headings = LISTS[kind]
    long, short = (make_reader(directory, tuple(headings), order) for _ in range(2))
    usual = UsualRows(short)
    for row in invent_rows(list(headings.values()), Random(seed)):  # noqa: S311
        assert tell(usual.read(row)) == tell(long.read(row)), row.cells
    assert short.evidence == long.evidence


@pytest.mark.parametrize("kind", sorted(set(LISTS) - {"both names", "surname first"}))
def test_usual_rows_are_not_read_in_full(
    directory: Directory, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = UsualRows(make_reader(directory, tuple(LISTS[kind]), None))
    cells = {"Surname prefix": "", "Name suffix": "", "Second client": "", "Forename 2": ""}
    cells |= dict.fromkeys(("Client ref", "Release date", "Deceased"), "")
    row = ListRow(2, tuple(cells.get(each, may[0]) for each, may in LISTS[kind].items()))
    first = usual.read(row)
    with monkeypatch.context() as apart:
        apart.delattr(RowReader, "read")
        assert tell(usual.read(row)) == tell(first)
    assert first.recipient
