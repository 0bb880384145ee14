"""A table of objects is the same whether its oldest entries were packed meanwhile or not."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.printing.objects import object_table
from prisonmail.printing.objects.object_table import ObjectTable

Late = bool
"""Whether an entry is placed at the very end only."""


def make_table(entries: list[Late]) -> ObjectTable:
    table, late = ObjectTable(), []
    for is_late in entries:
        number = table.reserve()
        if is_late:
            late.append(number)
        else:
            table.place(number, 1 << 56 | number)
        table.pack()
    for number in late:
        table.place(number, 2 << 56 | number)
    return table


def decompress(table: ObjectTable) -> bytes:
    return zlib.decompress(b"".join(table.compress()))


@given(st.lists(st.booleans(), max_size=80))
def test_packed_entries_are_written_as_they_are(entries: list[Late]) -> None:
    as_it_is = make_table(entries)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(object_table, "_SLICE", 4)
        patch.setattr(object_table, "_OPEN", 8)
        packed = make_table(entries)
        assert len(packed) == len(as_it_is) == len(entries) + 1
        assert (packed.reserve(), as_it_is.reserve()) == (len(entries) + 1,) * 2
        assert decompress(packed) == decompress(as_it_is)


def test_entries_that_follow_each_other_are_added_at_once() -> None:
    table = ObjectTable()
    assert table.add(2 << 56 | 7 << 16, 3) == 1
    written = decompress(table)
    entries = [written[at : at + 8].hex() for at in range(0, len(written), 8)]
    assert entries[1:] == ["0200000000070000", "0200000000070001", "0200000000070002"]
