"""Everything is tried, from the best on, and what was worked out for a prison is kept."""

from itertools import product

import pytest

from prisonmail.sheets.envelopes import C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.window.frames import (
    ARRANGEMENTS,
    WAYS,
    Arrangement,
    Frames,
    PrisonLines,
    _room,
)
from prisonmail.sheets.window.panel import INSET, place_symbol

LEEDS = PrisonLines("HMP Leeds", ("2 Gloucester Terrace", "Armley", "LEEDS", "LS12 2TJ"))


def test_every_arrangement_is_tried_but_broken_hyphens_before_a_joined_street() -> None:
    order = [
        Arrangement(joined, beside, hyphens)
        for beside, hyphens, joined in product([False, True], repeat=3)
        if (beside, hyphens, joined) != (False, True, False)
    ]
    assert list(ARRANGEMENTS) == order


def test_an_arrangement_is_tried_in_all_sizes_before_the_next_and_uneven_lines_come_last() -> None:
    even = list(product(ARRANGEMENTS, product((9.0, 8.5, 8.0), range(4), (8, 6))))
    tight = list(product(ARRANGEMENTS, product((8.0,), range(4), (8, 6))))
    short = [(each, style) for each, style in tight if style[1]]
    assert [(each, style[:3]) for each, style in WAYS] == even + tight + short
    assert [style.tight for _, style in WAYS] == [False] * len(even) + [True] * len(tight + short)
    assert [style.short for _, style in WAYS] == [False] * len(even + tight) + [True] * len(short)


def test_the_frames_of_a_prison_are_made_once_and_no_log_shows_them() -> None:
    frames = Frames(DL.panel, load_roboto())
    first = next(frames.find(LEEDS))
    assert next(frames.find(LEEDS)) is first
    assert list(frames.find(LEEDS)) == list(frames.find(LEEDS))
    assert "Leeds" not in repr(frames)
    assert list(Frames(DL.panel, load_roboto()).find(LEEDS)) != list(frames.find(LEEDS))


def test_a_frame_has_rows_for_the_name_above_all_lines_of_the_prison() -> None:
    """In DL seven lines of 9 points have room, in C5 only beside the narrower symbol."""
    arrangement, frame = next(Frames(DL.panel, load_roboto()).find(LEEDS))
    assert arrangement == ARRANGEMENTS[0]
    assert [line.text for line in frame.place] == ["HMP Leeds", *LEEDS.address]
    assert not any(line.bold for line in frame.place)
    assert len(frame.name_rooms) == 1
    assert frame.symbol == place_symbol(DL.panel, 8, load_roboto())
    assert frame.em == pytest.approx(9 * 25.4 / 72)
    assert frame.bottom == frame.symbol.baseline
    assert next(Frames(C5.panel, load_roboto()).find(LEEDS))[1].style.module_dots == 6


@pytest.mark.parametrize("envelope", [DL, C5], ids=lambda each: each.name)
def test_only_a_short_frame_leaves_rows_empty_and_it_has_one_for_the_name(
    envelope: Envelope,
) -> None:
    face, area = load_roboto().bold, envelope.panel
    found = list(Frames(area, load_roboto()).find(LEEDS))
    assert {frame.style.short for _, frame in found} == {False, True}
    for arrangement, frame in found:
        rows = 1 + len(LEEDS.set_out(joined=arrangement.street_joined)) + frame.style.breaks
        empty = rows - len(frame.name_rooms) - len(frame.place)
        assert (empty > 0) is frame.style.short
        assert len(frame.name_rooms) == 1 or not frame.style.short
        top = area.top + INSET + face.capital_height * frame.em
        leading = (frame.symbol.baseline - top) / (rows - arrangement.identity_beside_marking + 1)
        assert frame.bottom == pytest.approx(frame.symbol.baseline - empty * leading)
        assert frame.style.tight or leading >= 0.95 * frame.em
        rooms = [room * frame.em for room in frame.name_rooms]
        lower = [top + leading * row > frame.symbol.white_top for row in range(1, 1 + len(rooms))]
        widths = [(frame.symbol.whole_width, frame.symbol.beside_width)[each] for each in lower]
        assert rooms == pytest.approx(widths)


def test_a_line_on_the_upper_edge_of_the_white_has_the_whole_width() -> None:
    symbol = place_symbol(C5.panel, 6, load_roboto())
    widths = [_room(symbol, symbol.white_top + lower) for lower in (0.0, 0.001)]
    assert widths == [symbol.whole_width, symbol.beside_width]
