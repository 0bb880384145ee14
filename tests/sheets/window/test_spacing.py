from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from prisonmail.sheets.typeface import Extent
from prisonmail.sheets.window.spacing import space_evenly, space_tightly

ROWS = st.lists(
    st.builds(Extent, above=st.floats(0.5, 1.0), below=st.floats(0.0, 0.3)),
    min_size=2,
    max_size=9,
)
TOP, BOTTOM, EM = 57.0, 81.0, 3.0


@given(ROWS)
def test_ink_never_touches_and_fills_the_height(rows: list[Extent]) -> None:
    for spaced in (space_evenly, space_tightly):
        baselines = spaced(rows, TOP, BOTTOM, EM)
        if baselines is None:
            continue
        assert abs(baselines[0] - rows[0].above * EM - TOP) < 1e-6
        assert abs(baselines[-1] + rows[-1].below * EM - BOTTOM) < 1e-6
        for (upper, y), (lower, next_y) in pairwise(zip(rows, baselines, strict=True)):
            assert y + upper.below * EM < next_y - lower.above * EM


@given(ROWS)
def test_lines_that_need_no_more_are_evenly_spaced(rows: list[Extent]) -> None:
    even = space_evenly(rows, TOP, BOTTOM, EM)
    tight = space_tightly(rows, TOP, BOTTOM, EM)
    if even:
        assert tight
        assert all(abs(a - b) < 1e-6 for a, b in zip(even, tight, strict=True))


@given(ROWS)
def test_only_lines_without_room_for_their_ink_are_refused(rows: list[Extent]) -> None:
    ink = sum(row.above + row.below for row in rows) * EM
    assert (space_tightly(rows, TOP, BOTTOM, EM) is None) == (
        ink + 0.01 * EM * (len(rows) - 1) > BOTTOM - TOP + 1e-9
    )
