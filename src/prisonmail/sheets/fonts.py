"""The measures of Roboto, whose files lie in `font_files/`.

They are a plate: taken from the font files once (`just plates`), so that no run has to read those.
"""

from functools import cache, lru_cache, partial

from prisonmail.sheets.typeface import MARKS, Face, Measures, Piece, Typeface
from prisonmail.system.plate_files import read_plate_file

PLATE = (__file__, "roboto.plate")


@cache
def load_roboto() -> Typeface:
    """Return the measures of both weights."""
    measures = read_plate_file(*PLATE)
    if measures is None:
        from prisonmail.sheets.font_files.measuring import measure_roboto

        measures = measure_roboto()
    return _read_typeface(measures)


def _read_typeface(measures: Measures) -> Typeface:
    characters, em = measures["characters"], measures["em"]
    regular, heavy = (
        Face(
            advances=_by_character(characters, face["advances"], 1000),
            tops=_by_character(characters, face["tops"], em),
            bottoms=_by_character(characters, face["bottoms"], em),
            capital_height=face["capital_height"] / em,
            place_marks=partial(_place_marks, bold=bold),
        )
        for face, bold in zip(measures["faces"], (False, True), strict=True)
    )
    return Typeface(regular, heavy)


def find_unplaced(text: str) -> str | None:
    """Return the first letter of a text with a mark that Roboto has no place for on it, or None."""
    if MARKS.isdisjoint(text):
        return None
    from prisonmail.sheets.font_files import anchors

    return anchors.find_unplaced(text)


@lru_cache(1_000)
def _place_marks(text: str, *, bold: bool) -> tuple[Piece, ...]:
    from prisonmail.sheets.font_files.anchors import place_marks

    return place_marks(text, bold=bold)


def _by_character(characters: str, values: list[int], em: int) -> dict[str, float]:
    return dict(zip(characters, [value / em for value in values], strict=True))
