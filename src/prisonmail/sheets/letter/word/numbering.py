"""The numbers and letters of lists, which a Word document has as a rule and not as text.

>>> [_letters(number) for number in (1, 26, 27, 53)], [_roman(number) for number in (4, 9, 14)]
(['a', 'z', 'aa', 'aaa'], ['iv', 'ix', 'xiv'])
"""

import re
from collections.abc import Callable

from prisonmail.sheets.letter.word.elements import Element, find, find_all, read_value
from prisonmail.sheets.letter.word.styles import Styles
from prisonmail.system.record import Record

_DOT = "•"
_LEVELS = 9
_STEP = 180
"""Twentieths of a point: lists that are set in by less than that differ by hand."""
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


class Marked(Record, frozen=True):
    """What stands before an item."""

    marker: str
    indent: int
    """How far its list is set in, in steps of an eighth of an inch."""


class Numbering:
    """The lists of one document, counted as its paragraphs are read in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {read_value(each, "numId"): each for each in find_all(root, "num")}
        self._rules = {
            read_value(each, "abstractNumId"): each for each in find_all(root, "abstractNum")
        }
        self._counts: dict[tuple[str | None, int], int] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, paragraph: Element) -> Marked | None:
        """Count a paragraph and return its marker; None if it is in no list.

        Raises ValueError, with what it is, if it is numbered in a way that is not known.
        """
        found = self._styles.find_numbering(paragraph)
        if found is None or found[0] not in self._lists:
            return None
        number, level, style = found
        name, rule = self._find_rule(number)
        if level is None:
            level = _find_level(rule, style)
        self._count(number, name, rule, level)
        marker = self._write(name, rule, level)
        indent = self._styles.read_indent(paragraph, _find_rule_of(rule, level))
        return Marked(marker, round(indent / _STEP)) if marker else None

    def _find_rule(self, number: str) -> tuple[str | None, Element | None]:
        for _ in range(5):
            name = read_value(find(self._lists.get(number), "abstractNumId"))
            rule = self._rules.get(name)
            link = read_value(find(rule, "numStyleLink"))
            linked = self._styles.follow_link(link) if link else None
            if linked is None:
                return name, rule
            number = linked
        return None, None

    def _count(self, number: str, name: str | None, rule: Element | None, level: int) -> None:
        start = self._read_start(rule, level)
        for override in find_all(self._lists[number], "lvlOverride"):
            if find(override, "lvl") is not None:
                raise ValueError("a list with a way of numbering of its own")
            anew = read_value(find(override, "startOverride"))
            if read_value(override, "ilvl") == str(level) and anew is not None:
                if (number, level) not in self._begun:
                    self._counts.pop((name, level), None)
                start = int(anew)
        self._begun.add((number, level))
        self._counts[name, level] = self._counts.get((name, level), start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            last = read_value(find(_find_rule_of(rule, deeper), "lvlRestart"))
            if last is None or level < int(last):
                self._counts.pop((name, deeper), None)

    def _read_start(self, rule: Element | None, level: int) -> int:
        return int(read_value(find(_find_rule_of(rule, level), "start")) or 1)

    def _write(self, name: str | None, rule: Element | None, level: int) -> str:
        of_level = _find_rule_of(rule, level)
        if read_value(find(of_level, "numFmt")) == "bullet":
            return _DOT

        def write(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            how = read_value(find(_find_rule_of(rule, at), "numFmt")) or "decimal"
            how = "decimal" if find(of_level, "isLgl") is not None and how in _WAYS else how
            if how not in _WAYS:
                raise ValueError(f"a list that is numbered in the way {how}")
            return _WAYS[how](self._counts.get((name, at), self._read_start(rule, at)))

        return re.sub("%([1-9])", write, read_value(find(of_level, "lvlText")) or "").strip()


def _find_rule_of(rule: Element | None, level: int) -> Element | None:
    levels = find_all(rule, "lvl")
    return next((each for each in levels if read_value(each, "ilvl") == str(level)), None)


def _find_level(rule: Element | None, style: str | None) -> int:
    """Return the level of a list that goes with a style."""
    for each in find_all(rule, "lvl"):
        if style is not None and read_value(find(each, "pStyle")) == style:
            return int(read_value(each, "ilvl") or 0)
    return 0


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


_WAYS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}
