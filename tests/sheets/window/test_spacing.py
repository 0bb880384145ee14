from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.sheets.drawing import Drawing
from prisonmail.sheets.envelopes import DL
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.typeface import Extent
from prisonmail.sheets.window.frames import Frames, PrisonLines
from prisonmail.sheets.window.lines import PanelLine
from prisonmail.sheets.window.spacing import (
    LEAST_WHITE,
    Spacing,
    Spacings,
    space_evenly,
    space_tightly,
)

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


@pytest.mark.parametrize(
    ("above", "bottom", "even", "tight"),
    [
        (0.75, 0.95, True, True),
        (0.75, 0.9499, False, True),
        (1.0, 1.01, True, True),
        (1.0, 1.0099, False, False),
    ],
)
def test_what_just_has_room_is_spaced(above: float, bottom: float, even: bool, tight: bool) -> None:
    """The first baseline is at 0, the last at the bottom, with 0.95 ems or the ink between."""
    lines = (Extent(0.75, 0.0), Extent(above, 0.0))
    for space, has_room in ((space_evenly, even), (space_tightly, tight)):
        expected = (0.0, bottom) if has_room else None
        assert space(lines, -0.75, bottom, 1.0) == expected


def test_lines_that_need_more_get_it_and_the_others_share_the_rest() -> None:
    lines = [Extent(above, 0.0) for above in (0.5, 0.5, 2.99, 0.5, 0.99)]
    assert space_tightly(lines, -1.0, 18.0, 2.0) == pytest.approx((0, 4, 10, 14, 18))


@pytest.mark.parametrize(
    ("width", "below", "leading", "suits"),
    [
        (5.0, 0.25, 1.01, True),
        (5.001, 0.25, 1.01, False),
        (2.0, 0.26, 1.02, True),
        (2.001, 0.26, 1.02, False),
        (5.0, 0.25, 1.009, False),
    ],
)
def test_a_spacing_suits_lines_that_just_have_room(
    width: float, below: float, leading: float, suits: bool
) -> None:
    """A whole width of 5, and 2 for a line that reaches further down than 0.25."""
    spacing = Spacing((0.0, 1.0), (0.25, 0.25), 5.0, 2.0, leading, Drawing(()))
    line, next_line = PanelLine("", width, Extent(0.75, below)), Extent(0.75, 0.0)
    assert spacing.suits([PanelLine("", 1.0, Extent(0.7, 0.0)), line], next_line) is suits


def test_the_ink_of_the_prison_needs_white_above_it() -> None:
    spacing = Spacing((0.0,), (0.5,), 5.0, 2.0, 1.0 + LEAST_WHITE, Drawing(()))
    line = PanelLine("", 1.0, Extent(0.7, 0.25))
    assert spacing.suits([line], Extent(0.75, 0.0))
    assert not spacing.suits([line], Extent(0.7501, 0.0))


def test_a_frame_is_spaced_once_for_all_names_of_as_many_lines() -> None:
    typeface = load_roboto()
    place = PrisonLines("HMP Leeds", ("2 Gloucester Terrace", "LEEDS", "LS12 2TJ"))
    _, frame = next(Frames(DL.panel, typeface).find(place))
    spacings = Spacings(DL.panel)
    marking, name = (PanelLine("", 1.0, Extent(above, 0.2)) for above in (0.75, 0.7))
    spacing = spacings.find(frame, (marking, name, name))
    assert spacing
    assert spacings.find(frame, (marking, name._replace(width=9.0), name)) is spacing
    assert spacings.find(frame, (marking, name._replace(width=99.0), name)) is None
    runs = spacing.place.texts
    assert [run.text for run in runs] == [place.name, *place.address]
    assert {(run.x, run.size, run.bold) for run in runs} == {(DL.panel.left + 0.1, 9.0, False)}
    assert runs[-1].y == frame.symbol.baseline - frame.place[-1].extent.below * frame.em
    baselines = [*spacing.baselines, *(run.y for run in runs)]
    gaps = [lower - upper for upper, lower in pairwise(baselines)]
    assert gaps == pytest.approx([spacing.leading * frame.em] * 6)
    assert baselines[0] == pytest.approx(DL.panel.top + 0.1 + 0.75 * frame.em)
    below = [(frame.symbol.white_top - y) / frame.em for y in spacing.baselines]
    assert spacing.depths == pytest.approx(below)
    widths = (frame.symbol.whole_width / frame.em, frame.symbol.beside_width / frame.em)
    assert (spacing.whole_width, spacing.beside_width) == pytest.approx(widths)


@pytest.mark.parametrize(("more", "fits"), [(-0.001, True), (0.001, False)])
def test_the_person_has_white_below_as_the_first_line_of_the_prison_needs_it(
    more: float, fits: bool
) -> None:
    place = PrisonLines("a", ("2 Gloucester Terrace", "LEEDS", "LS12 2TJ"))
    _, frame = next(Frames(DL.panel, load_roboto()).find(place))
    spacings, line = Spacings(DL.panel), PanelLine("", 1.0, Extent(0.75, 0.2))
    spacing = spacings.find(frame, (line, line, line))
    assert spacing
    below = spacing.leading - LEAST_WHITE - frame.place[0].extent.above + more
    last = line._replace(extent=Extent(0.75, below))
    assert (spacings.find(frame, (line, line, last)) is not None) is fits
