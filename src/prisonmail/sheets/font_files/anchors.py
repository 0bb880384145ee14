"""Places marks by the anchors that Roboto itself has for them (its table GPOS).

Most letters with a mark are characters of their own; Ọ̀ and Ụ́ are not. Loaded only for such.

>>> [(piece.text, piece.up > 0.1) for piece in place_marks("Ọ̀ṣun", bold=False)]
[('Ọ', False), ('̀', True), ('ṣun', False)]
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont

from prisonmail.sheets.font_files.measuring import locate_font
from prisonmail.sheets.typeface import MARKS, Piece

_NAMES = {"mark": ("Mark", "Base"), "mkmk": ("Mark1", "Mark2")}
"""What a lookup of a kind calls its marks and what they are put on: a letter, or another mark
(ISO 14496-22, table GPOS)."""
_DOTLESS = {"i": "ı", "j": "ȷ"}
"""Letters that lose their dot to a mark above them."""
_ABOVE = 230
"""Unicode's class of marks above."""

_Key = tuple[int, int]
"""The lookup and the class that a mark and what it is put on have in common."""


class _Point(NamedTuple):
    x: float
    y: float


class _Anchors(NamedTuple):
    """Points of marks, and of what they can be put on, each by character and key."""

    marks: dict[str, dict[_Key, _Point]]
    places: dict[str, dict[_Key, _Point]]


class _FontAnchors(NamedTuple):
    on_letters: _Anchors
    on_marks: _Anchors
    advances: dict[str, float]


def place_marks(text: str, *, bold: bool) -> tuple[Piece, ...]:
    """Split a text so that each mark is a piece that stands where the font wants it.

    A mark that the font has no anchors for stays where the pen is.
    """
    font, pieces, plain = _read_anchors(bold=bold), [], ""
    for cluster in _cluster(text):
        letter, marks = cluster[0], cluster[1:]
        plain += letter
        if marks:
            pieces += [Piece(plain), *_place(letter, marks, font)]
            plain = ""
    return (*pieces, Piece(plain)) if plain else tuple(pieces)


def find_unplaced(text: str) -> str | None:
    """Return the first letter and mark of a text that the font has no anchors for, or None."""
    font = _read_anchors(bold=False)
    for cluster in _cluster(text):
        letter, marks = cluster[0], cluster[1:]
        for number, mark in enumerate(marks):
            if _find_origin(mark, letter, marks[:number], [_Point(0, 0)] * number, font) is None:
                return letter + mark
    return None


def _cluster(text: str) -> Iterator[list[str]]:
    """Yield each letter with its marks."""
    cluster: list[str] = []
    for character in text:
        if cluster and character not in MARKS:
            yield _lose_dot(cluster)
            cluster = []
        cluster.append(character)
    if cluster:
        yield _lose_dot(cluster)


def _lose_dot(cluster: list[str]) -> list[str]:
    letter, *own = list(unicodedata.normalize("NFD", cluster[0]))
    above = any(unicodedata.combining(mark) == _ABOVE for mark in cluster[1:])
    had_one = any(unicodedata.combining(mark) == _ABOVE for mark in own)
    if letter in _DOTLESS and above and not had_one:
        return [_DOTLESS[letter], *own, *cluster[1:]]
    return cluster


def _place(letter: str, marks: Sequence[str], font: _FontAnchors) -> Iterator[Piece]:
    advance = font.advances[letter]
    origins: list[_Point] = []
    for number, mark in enumerate(marks):
        found = _find_origin(mark, letter, marks[:number], origins, font)
        origins.append(found or _Point(advance, 0.0))
        yield Piece(mark, origins[-1].x - advance, origins[-1].y)


def _find_origin(
    mark: str,
    letter: str,
    earlier: Sequence[str],
    origins: Sequence[_Point],
    font: _FontAnchors,
) -> _Point | None:
    """Find where a mark is drawn from, in ems from its letter's: on a mark, else on the letter."""
    for below, origin in zip(reversed(earlier), reversed(origins), strict=True):
        shift = _join(mark, below, font.on_marks)
        if shift:
            return _Point(origin.x + shift.x, origin.y + shift.y)
    return _join(mark, letter, font.on_letters)


def _join(mark: str, place: str, anchors: _Anchors) -> _Point | None:
    points = anchors.places.get(place, {})
    for key, own in anchors.marks.get(mark, {}).items():
        if key in points:
            return _Point(points[key].x - own.x, points[key].y - own.y)
    return None


@cache
def _read_anchors(*, bold: bool) -> _FontAnchors:
    with TTFont(locate_font(bold=bold)) as font:
        characters: dict[str, list[str]] = defaultdict(list)
        for number, glyph in font.getBestCmap().items():
            characters[glyph].append(chr(number))
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        advances = {
            each: round(metrics[glyph][0] * 1000 / em) / 1000
            for glyph, some in characters.items()
            for each in some
        }
        table = font["GPOS"].table
        on_letters = _read_lookups(table, "mark", characters, em)
        return _FontAnchors(on_letters, _read_lookups(table, "mkmk", characters, em), advances)


def _read_lookups(table: Any, kind: str, characters: dict[str, list[str]], em: int) -> _Anchors:  # noqa: ANN401 - fontTools has no types
    anchors = _Anchors(defaultdict(dict), defaultdict(dict))
    numbers = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == kind
        for number in record.Feature.LookupListIndex
    }
    for number in sorted(numbers):
        for subtable in table.LookupList.Lookup[number].SubTable:
            plain = getattr(subtable, "ExtSubTable", subtable)
            _read_subtable(plain, kind, number, anchors, characters, em)
    return anchors


def _read_subtable(
    subtable: Any,  # noqa: ANN401 - as above
    kind: str,
    number: int,
    anchors: _Anchors,
    characters: dict[str, list[str]],
    em: int,
) -> None:
    marks, places = _NAMES[kind]
    for character, record in _records(subtable, marks, "Mark", characters):
        point = _Point(record.MarkAnchor.XCoordinate / em, record.MarkAnchor.YCoordinate / em)
        anchors.marks[character][number, record.Class] = point
    for character, record in _records(subtable, places, places, characters):
        for group, anchor in enumerate(getattr(record, f"{places}Anchor")):
            if anchor:
                point = _Point(anchor.XCoordinate / em, anchor.YCoordinate / em)
                anchors.places[character][number, group] = point


def _records(
    subtable: Any,  # noqa: ANN401 - as above
    name: str,
    of: str,
    characters: dict[str, list[str]],
) -> Iterator[tuple[str, Any]]:
    """Yield the characters that a subtable covers under a name, each with its record."""
    records = getattr(getattr(subtable, f"{name}Array"), f"{of}Record")
    glyphs = getattr(subtable, f"{name}Coverage").glyphs
    for glyph, record in zip(glyphs, records, strict=True):
        for character in characters.get(glyph, ()):
            yield character, record
