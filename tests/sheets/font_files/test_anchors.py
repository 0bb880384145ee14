"""Marks stand where HarfBuzz puts them, which reads the same anchors of the font."""

from collections.abc import Callable

import pypdfium2
import pytest

from prisonmail.letters.letter import Draft
from prisonmail.sheets.font_files.anchors import find_unplaced, place_marks
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.paper import Paper
from tests.conftest import letter_of

HARFBUZZ = [
    ("Ọ̀", False, [(1237, 313)]),
    ("Ọ̀", True, [(1247, 310)]),
    ("Ụ́", False, [(1233, 311)]),
    ("Ẹ̀", True, [(1176, 313)]),
    ("N̄", False, [(1304, 318)]),
    ("m̀", False, [(1441, 0)]),
    ("ị̀", False, [(782, -2)]),
    ("ị̀", True, [(821, -15)]),
    ("M̃́", False, [(1427, 345), (1456, 653)]),
    ("M̃́", True, [(1463, 344), (1431, 711)]),
]
"""What hb-shape 0.57 says of Roboto: each mark's place from its letter's, of 2048 to the em."""


@pytest.mark.parametrize(("text", "bold", "expected"), HARFBUZZ)
def test_marks_stand_where_the_fonts_anchors_meet(
    text: str, bold: bool, expected: list[tuple[int, int]]
) -> None:
    letter, *marks = place_marks(f"a{text}b", bold=bold)[:-1]
    advance = load_roboto().choose(bold=bold).measure_ems(letter.text.removeprefix("a"))
    places = [((advance + mark.across) * 2048, mark.up * 2048) for mark in marks[-len(expected) :]]
    assert places == [pytest.approx(place, abs=1.5) for place in expected]


def test_a_letter_with_a_dot_loses_it_to_a_mark_above() -> None:
    pieces = place_marks("ị́", bold=False)
    assert [piece.text for piece in pieces] == ["ı", "\u0323", "\u0301"]


@pytest.mark.parametrize(
    ("text", "unplaced"),
    [("Ọ̀ṣun", None), ("Ann", None), ("Ƣ̣a", "Ƣ̣"), ("\u0300Ann", None), ("", None)],
)
def test_a_mark_without_a_place_is_found(text: str, unplaced: str | None) -> None:
    assert find_unplaced(text) == unplaced
    assert "".join(piece.text for piece in place_marks(text, bold=False)) == text


def test_a_mark_is_part_of_how_far_ink_reaches() -> None:
    face = load_roboto().regular
    assert face.measure_extent("Ọ̀").above > face.measure_extent("O\u0323").above + 0.1
    assert face.measure_extent("Ọ̀").below == face.measure_extent("Ọ").below
    assert face.measure_ems("Ọ̀") == face.measure_ems("Ọ")


def test_on_paper_a_mark_stands_above_its_letter(
    drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    letters = [letter_of(drafted(name), sheet) for sheet, name in ((1, "Ann"), (2, "Ọ̀ṣun"))]
    with pypdfium2.PdfDocument(printed(letters, Paper())) as document:
        page = document[1].get_textpage()
        text = page.get_text_range()
        places = [place for place, character in enumerate(text) if character == "\u0300"]
        assert len(places) == 2
        for place in places:
            left, _, right, top = page.get_charbox(place - 1)
            mark_left, mark_bottom, mark_right, _ = page.get_charbox(place)
            assert left < mark_left < mark_right < right
            assert mark_bottom > top
