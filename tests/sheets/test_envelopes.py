import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prisonmail.sheets.drawing import Rectangle
from prisonmail.sheets.envelopes import C4, C5, DL, ENVELOPES, Envelope, Fold, Play
from prisonmail.system.record import replace

sizes = st.floats(0, 1)


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    fold = draw(st.sampled_from(Fold))
    width = 210 + 40 * draw(sizes)
    height = fold.value + 40 * draw(sizes)
    window_width = 71 + 40 * draw(sizes)
    window_height = 21.5 + 40 * draw(sizes)
    left = (width - window_width) * draw(sizes)
    up = (height - window_height) * draw(sizes)
    return Envelope("any", width, height, left, up, window_width, window_height, fold)


def window_at(envelope: Envelope, across: float, down: float) -> Rectangle:
    """The part of the sheet that the window shows when the sheet has slid so far."""
    top = envelope.height - envelope.window_up - envelope.window_height - down
    left = envelope.window_left - across
    return Rectangle(left, top, left + envelope.window_width, top + envelope.window_height)


def inside(inner: Rectangle, outer: Rectangle, slack: float = 1e-6) -> bool:
    return (
        inner.left >= outer.left - slack
        and inner.top >= outer.top - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


@given(envelopes(), sizes, sizes)
def test_what_always_shows_is_in_the_window_in_every_position(
    envelope: Envelope, across: float, down: float
) -> None:
    window = window_at(envelope, across * envelope.play.across, down * envelope.play.up)
    assert inside(envelope.always_visible, window)
    assert inside(window, envelope.ever_visible)


@given(envelopes(), sizes, sizes)
def test_the_panel_is_in_the_window_through_the_play_it_survives(
    envelope: Envelope, across: float, down: float
) -> None:
    assume(min(envelope.survived) >= 0)
    rest = [
        (whole - kept) / 2 for whole, kept in zip(envelope.play, envelope.survived, strict=True)
    ]
    window = window_at(
        envelope,
        rest[0] + across * envelope.survived.across,
        rest[1] + down * envelope.survived.up,
    )
    assert inside(envelope.panel, window)
    assert envelope.panel.width >= 71 - 1e-6
    assert envelope.panel.height >= 21.5 - 1e-6


@pytest.mark.parametrize(
    ("envelope", "panel", "survived"),
    [
        (DL, Rectangle(20, 57, 100, 81), Play(10, 11)),
        (C5, Rectangle(20, 44, 91, 65.5), Play(19, 13.5)),
        (C4, Rectangle(24, 62.25, 95, 83.75), Play(19, 13.5)),
    ],
    ids=["dl", "c5", "c4"],
)
def test_the_known_envelopes(envelope: Envelope, panel: Rectangle, survived: Play) -> None:
    assert envelope.panel == panel
    assert envelope.survived == survived
    assert envelope.find_faults() == ()
    assert ENVELOPES[envelope.name] is envelope


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"width": 200.0}, "it is 200 × 110 mm, and the folded sheet is 210 × 99 mm"),
        (
            {"window_left": 140.0},
            "its window, 140 to 230 mm from the left and 18 to 53 mm up, is not inside its "
            "220 × 110 mm",
        ),
        (
            {"window_width": 70.0},
            "its window is 70 × 35 mm, and the panel takes 71 × 21.5 mm",
        ),
        ({"window_left": 100.0}, "its window can show the sheet from 90 to 190 mm across"),
        ({"window_up": 60.0}, "across and 4 to 50 mm down, and the letter leaves room"),
    ],
)
def test_an_envelope_that_cannot_be_used_is_refused_with_its_figures(
    changes: dict[str, float], fault: str
) -> None:
    (found,) = replace(DL, **changes).find_faults()
    assert fault in found
