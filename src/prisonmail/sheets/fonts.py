"""The measures of Roboto, the typeface that comes with the package font-roboto.

They are a plate: taken from the font files once (`just plates`), so that no run has to read those.
"""

from functools import cache

from prisonmail.sheets.typeface import Face, Measures, Typeface
from prisonmail.system.plate_files import read_plate_file

PLATE = (__file__, "roboto.plate")


@cache
def load_roboto() -> Typeface:
    """Return the measures of both weights."""
    measures = read_plate_file(*PLATE)
    if measures is None:
        from prisonmail.sheets.font_measuring import measure_roboto

        measures = measure_roboto()
    return _read_typeface(measures)


def _read_typeface(measures: Measures) -> Typeface:
    characters, em = measures["characters"], measures["em"]
    regular, bold = (
        Face(
            advances=_by_character(characters, face["advances"], 1000),
            tops=_by_character(characters, face["tops"], em),
            bottoms=_by_character(characters, face["bottoms"], em),
            capital_height=face["capital_height"] / em,
        )
        for face in measures["faces"]
    )
    return Typeface(regular, bold)


def _by_character(characters: str, values: list[int], em: int) -> dict[str, float]:
    return dict(zip(characters, [value / em for value in values], strict=True))
