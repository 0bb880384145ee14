"""The styles of a Word document: what holds for a paragraph or a run, wherever it is said.

It is said at the paragraph or run itself, else in its style, else in one that this is based on,
else for the whole document (ECMA-376-1, 17.7.2).
"""

from collections.abc import Iterator

from prisonmail.sheets.letter.word.elements import (
    Element,
    find,
    find_all,
    read_switch,
    read_value,
)

_AUTOMATIC = 280
"""Twentieths of a point: the space that Word leaves if it is to choose."""


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element) -> None:
        self._by_name = {read_value(each, "styleId"): each for each in find_all(root, "style")}
        self._defaults = find(root, "docDefaults")
        self._usual = next(
            (
                name
                for name, each in self._by_name.items()
                if read_value(each, "type") == "paragraph"
                and read_value(each, "default") in ("1", "true", "on")
            ),
            None,
        )

    def is_heading(self, paragraph: Element) -> bool:
        """Return whether a paragraph is a heading or title."""
        level = self._find(paragraph, "outlineLvl")
        if level is not None and read_value(level) != "9":
            return True
        names = (read_value(find(each, "name")) or "" for each in self._list_styles(paragraph))
        return any(name.casefold().startswith(("heading", "title", "subtitle")) for name in names)

    def is_on(self, name: str, run: Element, paragraph: Element) -> bool:
        """Return whether a run of a paragraph has a property such as b, for bold."""
        own = read_switch(find(run, f"rPr/{name}"))
        if own is not None:
            return own
        chain = self._follow(read_value(find(run, "rPr/rStyle")))
        by_run = _read_first(chain, f"rPr/{name}")
        by_paragraph = _read_first(self._list_styles(paragraph), f"rPr/{name}")
        if by_run is None and by_paragraph is None:
            return bool(read_switch(find(self._defaults, f"rPrDefault/rPr/{name}")))
        return bool(by_run) != bool(by_paragraph)  # one of two that are on turns the other off

    def find_in_run(self, name: str, run: Element, paragraph: Element) -> Element | None:
        """Return a property of a run of a paragraph, or None."""
        styles = (*self._follow(read_value(find(run, "rPr/rStyle"))), *self._list_styles(paragraph))
        found = (find(each, f"rPr/{name}") for each in (run, *styles))
        return next((each for each in found if each is not None), None)

    def measure_gap(self, upper: Element, lower: Element) -> int:
        """Measure the space between two paragraphs, in twentieths of a point."""
        alike = self._name_style(upper) == self._name_style(lower)
        below, above = (
            0 if alike and self._is_contextual(each) else self._read_space(each, side)
            for each, side in ((upper, "after"), (lower, "before"))
        )
        return max(below, above)

    def find_numbering(self, paragraph: Element) -> tuple[str, int | None, str | None] | None:
        """Return the list of a paragraph, its level if it has one, and the style that says so."""
        styles = [None, *self._list_styles(paragraph)]
        for style in styles:
            found = find(style if style is not None else paragraph, "pPr/numPr")
            number = read_value(find(found, "numId"))
            if number is not None:
                level = read_value(find(found, "ilvl"))
                said_by = None if style is None else read_value(style, "styleId")
                return number, None if level is None else int(level), said_by
        return None

    def read_indent(self, paragraph: Element, level: Element | None) -> int:
        """Return how far an item is set in, at a level of its list, in twentieths of a point."""
        styles = self._list_styles(paragraph)
        by_hand = find(paragraph, "pPr/numPr") is not None
        for each in (paragraph, *([level] if by_hand else []), *styles, level):
            indent = find(each, "pPr/ind")
            left = read_value(indent, "left") or read_value(indent, "start")
            if left is not None:
                return int(float(left))
        return 0

    def follow_link(self, name: str | None) -> str | None:
        """Return the list that a style of lists stands for."""
        return read_value(find(self._by_name.get(name), "pPr/numPr/numId"))

    def _name_style(self, paragraph: Element) -> str | None:
        return read_value(find(paragraph, "pPr/pStyle")) or self._usual

    def _list_styles(self, paragraph: Element) -> tuple[Element, ...]:
        return tuple(self._follow(self._name_style(paragraph)))

    def _follow(self, name: str | None) -> Iterator[Element]:
        """Go through a style and those that it is based on."""
        seen: set[str | None] = set()
        while name in self._by_name and name not in seen:
            seen.add(name)
            yield self._by_name[name]
            name = read_value(find(self._by_name[name], "basedOn"))

    def _find(self, paragraph: Element, name: str) -> Element | None:
        said = [paragraph, *self._list_styles(paragraph), find(self._defaults, "pPrDefault")]
        found = (find(each, f"pPr/{name}") for each in said)
        return next((each for each in found if each is not None), None)

    def _is_contextual(self, paragraph: Element) -> bool:
        return bool(read_switch(self._find(paragraph, "contextualSpacing")))

    def _read_space(self, paragraph: Element, side: str) -> int:
        """Return the space before or after a paragraph; each attribute is said for itself."""
        said = [paragraph, *self._list_styles(paragraph), find(self._defaults, "pPrDefault")]
        for each in said:
            spacing = find(each, "pPr/spacing")
            if read_value(spacing, f"{side}Autospacing") in ("1", "true", "on"):
                return _AUTOMATIC
            space = read_value(spacing, side) or read_value(spacing, f"{side}Lines")
            if space is not None:
                return int(float(space))
        return 0


def _read_first(styles: Iterator[Element] | tuple[Element, ...], path: str) -> bool | None:
    found = (read_switch(find(each, path)) for each in styles)
    return next((each for each in found if each is not None), None)
