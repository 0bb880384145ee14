from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.system import packed_sequence
from prisonmail.system.packed_sequence import PackedSequence


class Pairs(PackedSequence[tuple[int, str | None]]):
    def _pack(self, value: tuple[int, str | None]) -> tuple[Any, ...]:
        return value

    def _unpack(self, packed: tuple[Any, ...]) -> tuple[int, str | None]:
        return packed[0], packed[1]


PAIRS = st.lists(st.tuples(st.integers(), st.none() | st.text(max_size=3)), max_size=9)


@pytest.fixture
def _small_parcels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_sequence, "_PARCEL", 2)


@given(PAIRS, PAIRS)
@pytest.mark.usefixtures("_small_parcels")
def test_values_come_back_in_their_order_as_often_as_they_are_read(
    first: list[tuple[int, str | None]], more: list[tuple[int, str | None]]
) -> None:
    kept = Pairs(first)
    assert (len(kept), list(kept)) == (len(first), first)
    for value in more:
        kept.append(value)
    assert (len(kept), list(kept), list(kept)) == (len(first + more), first + more, first + more)
    assert list(kept.iter_packed()) == first + more
    assert all(value in kept for value in first + more)
