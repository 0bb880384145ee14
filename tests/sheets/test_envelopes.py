from hypothesis import given
from hypothesis import strategies as st

from prisonmail.sheets.drawing import Rectangle
from prisonmail.sheets.envelopes import DL


@given(st.floats(0, 10), st.floats(0, 11))
def test_what_is_always_visible_shows_wherever_the_sheet_lies(across: float, down: float) -> None:
    window = Rectangle(20 - across, 57 - down, 110 - across, 92 - down)
    always, ever = DL.always_visible, DL.ever_visible
    assert window.left <= always.left <= always.right <= window.right
    assert window.top <= always.top <= always.bottom <= window.bottom
    assert ever.left <= window.left <= window.right <= ever.right
    assert ever.top <= window.top <= window.bottom <= ever.bottom


def test_dl_is_as_designed() -> None:
    assert DL.play == (10.0, 11.0)
    assert DL.always_visible == (20.0, 57.0, 100.0, 81.0)
