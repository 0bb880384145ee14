"""A text is broken at its spaces, after hyphens only if asked to, and loses nothing."""

from collections.abc import Sequence

import pytest

from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.window.lines import PanelLine, break_text, measure, split_text

FACE = load_roboto().regular


@pytest.mark.parametrize(
    ("text", "hyphens", "texts", "joints"),
    [
        ("Ann Hart-Smith", False, ("Ann", "Hart-Smith"), "  "),
        ("Ann Hart-Smith", True, ("Ann", "Hart-", "Smith"), (" ", "", " ")),
        ("Ann\u00a0Hart-", True, ("Ann\u00a0Hart-",), " "),
    ],
)
def test_a_text_in_pieces_is_as_wide_as_they_are_with_what_joins_them(
    text: str, hyphens: bool, texts: tuple[str, ...], joints: Sequence[str]
) -> None:
    pieces = split_text(text, FACE, break_hyphens=hyphens)
    assert (pieces.whole, pieces.texts, pieces.joints) == (text, texts, tuple(joints))
    assert pieces.widths == tuple(map(FACE.measure_ems, texts))
    assert pieces.gaps == tuple(map(FACE.measure_ems, joints))
    assert pieces.width == pytest.approx(FACE.measure_ems(text))
    assert pieces.join(0, len(texts)) == text
    if not hyphens:
        assert split_text(text, FACE) == pieces


def test_a_text_that_just_has_room_is_broken() -> None:
    pieces = split_text("Ann Mary Hart-Smith", FACE)
    rooms = tuple(map(FACE.measure_ems, ("Ann", "Mary Hart-Smith")))
    for widths, lines in (
        ((pieces.width,), (pieces.whole,)),
        ((pieces.width - 0.001,), None),
        (tuple(room + 0.001 for room in rooms), ("Ann", "Mary Hart-Smith")),
        ((rooms[0] + 0.001, rooms[1] - 0.001), None),
        ((pieces.width,) * 2, ("Ann Mary", "Hart-Smith")),
        ((pieces.width,) * 4, None),
    ):
        assert break_text(pieces, widths) == lines


def test_a_line_is_regular_and_none_of_the_letters_own_if_nothing_else_is_said() -> None:
    width, extent = FACE.measure_ems("Ag"), FACE.measure_extent("Ag")
    assert measure("Ag", FACE) == PanelLine("Ag", width, extent)
    assert measure("Ag", FACE) == ("Ag", width, extent, False, None)
