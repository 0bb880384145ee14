import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import (
    FIRST_BASELINE,
    LAST_BASELINE,
    count_together,
    flow,
    share_evenly,
    wrap,
    wrap_anywhere,
)

LEADING, GAP, ENDING = 5.0, 2.0, 29.0


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.floats(40.0, 270.0))
@example([1] * 6, 213.0)
def test_no_line_of_a_paragraph_is_left_alone_and_the_ending_has_room(
    lengths: list[int], top: float
) -> None:
    paragraphs = [[f"{number}" for _ in range(count)] for number, count in enumerate(lengths)]
    flowed = flow(paragraphs, top, LEADING, GAP, ENDING)
    assert [line.text for line in flowed.lines] == [line for each in paragraphs for line in each]
    for number, count in enumerate(lengths):
        pages = [line.page for line in flowed.lines if line.text == f"{number}"]
        if count > 1:
            assert all(pages.count(page) > 1 for page in pages)
    for upper, lower in zip(flowed.lines, flowed.lines[1:], strict=False):
        assert (upper.page, upper.y) < (lower.page, lower.y)
    assert all(line.y <= LAST_BASELINE + 1e-6 for line in flowed.lines)
    assert all(line.y >= FIRST_BASELINE for line in flowed.lines if line.page)
    assert flowed.page == flowed.lines[-1].page
    last = flowed.lines[-1].y
    assert last + ENDING <= LAST_BASELINE + 1e-6


@pytest.mark.parametrize(
    ("lines", "room", "kept"), [(4, 4, 4), (4, 3, 2), (4, 2, 2), (4, 1, 0), (3, 2, 0), (1, 0, 0)]
)
def test_at_least_two_lines_stay_on_each_side_of_a_break(lines: int, room: int, kept: int) -> None:
    assert count_together(lines, room) == kept


@given(
    st.lists(st.floats(0.5, 9.0), min_size=1, max_size=6),
    st.lists(st.floats(1.0, 20.0), min_size=1, max_size=3),
)
def test_pieces_are_shared_out_over_all_lines_and_none_is_too_wide(
    widths: list[float], rooms: list[float]
) -> None:
    gaps = [0.2] * len(widths)
    ends = share_evenly(widths, gaps, rooms)
    if ends is None:
        return
    assert len(ends) == len(rooms)
    assert ends[-1] == len(widths)
    for begin, end, room in zip((0, *ends), ends, rooms, strict=False):
        assert begin < end
        assert sum(widths[begin:end]) + sum(gaps[begin : end - 1]) <= room + 1e-6


def test_text_breaks_at_spaces_only(typeface: Typeface) -> None:
    face = typeface.regular
    lines = wrap("Greenstone House, 14 Park Square, Leeds", face, 10.0, 30.0)
    assert " ".join(lines) == "Greenstone House, 14 Park Square, Leeds"
    assert len(lines) > 1
    assert wrap("W" * 90, face, 10.0, 30.0) == ("W" * 90,)


def test_an_address_without_spaces_breaks_after_its_at_sign(typeface: Typeface) -> None:
    face = typeface.regular
    address = "eric.brown@greenstonechambers.co.uk.cjsm.net"
    lines = wrap_anywhere(address, face, 8.5, 45.0)
    assert lines[0] == "eric.brown@"
    assert "".join(lines) == address
    assert all(face.measure_width(line, 8.5) <= 45.0 for line in lines)
    long = "".join(wrap_anywhere("w" * 90 + "@x", face, 8.5, 45.0))
    assert long == "w" * 90 + "@x"
