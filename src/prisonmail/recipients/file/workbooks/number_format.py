r"""Number formats: what a cell shows of its value is what is read, but dates are written as ISO.

>>> read_format('"C/"00000').show(2101), read_format(r"000\-000").show(123456)
(('C/02101', False), ('123-456', False))
>>> read_format("dd/mm/yyyy").show(31242), read_format("General").show(12.5)
(('1985-07-14', True), ('12.5', False))
>>> read_format('"Ref "@').show_text("7/1")
'Ref 7/1'
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite

from prisonmail.recipients.file.workbooks.day_count import show_day
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0", 42: "#,##0;-#,##0",
    43: "#,##0.00;-#,##0.00", 44: "#,##0.00;-#,##0.00", 46: "[h]:mm:ss", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_TOKEN = compile_late(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>[<>=]+-?[\d.]+)\]|\[[^\]]*\]"
    r"|(?P<general>General)|(?P<date>AM/PM|A/P|[dmyhs]|e(?![+-]))|(?P<odd>E[+-]|/(?=\s*[\d?#]))"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTIONS = compile_late(r'(?:"[^"]*"?|\\.|[_*].|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)|^(?=;)', re.DOTALL)
_DIGITS_OF_A_DOUBLE = 15
_PRECISE = Context(prec=1000)
"""A format has up to 255 characters, each of which may ask for a digit or two."""


class _Section(Record, frozen=True):
    """One of the parts of a format: for positive and negative numbers, zero and text."""

    tokens: tuple[tuple[str, str], ...]
    kinds: frozenset[str]

    @property
    def is_general(self) -> bool:
        """Whether the value is shown as it is, perhaps with text beside it."""
        return bool(self.kinds & {"general", "text"})

    def show(self, value: float) -> str:
        """Show a number that is not negative."""
        if self.kinds & {"odd", "elapsed", "date"}:
            return show_plainly(value)
        if self.is_general or "digit" not in self.kinds:
            return self.fill(show_plainly(value))
        kinds = [kind for kind, _ in self.tokens]
        number = Decimal(repr(value)) * 100 ** kinds.count("percent")
        last = len(kinds) - kinds[::-1].index("digit")
        thousands = kinds[last:].count("comma")
        return self._place(number / 1000**thousands, "comma" in kinds[:last])

    def fill(self, text: str) -> str:
        """Put a text in the place of the value."""
        return "".join(
            text if kind in ("general", "text") else shown
            for kind, shown in self.tokens
            if kind in ("general", "text", "literal", "percent", "point", "comma")
        )

    def _place(self, number: Decimal, grouped: bool) -> str:
        """Put the digits of a number in the places of this section."""
        kinds = [kind for kind, _ in self.tokens]
        point = kinds.index("point") if "point" in kinds else len(kinds)
        places = [mark for kind, mark in self.tokens[point:] if kind == "digit"]
        rounded = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, _PRECISE)
        whole, _, part = f"{rounded:f}".partition(".")
        left = _place_whole(self.tokens[:point], whole if whole != "0" else "", grouped)
        return left + _place_decimals(self.tokens[point:], part)


def _place_whole(tokens: tuple[tuple[str, str], ...], digits: str, grouped: bool) -> str:
    """Place digits from the right; the first place takes all that are left."""
    shown: list[str] = []
    places = sum(kind == "digit" for kind, _ in tokens)
    placed = 0
    for kind, mark in reversed(tokens):
        if kind != "digit":
            shown.extend((mark,) if kind in ("literal", "percent") else ())
            continue
        places -= 1
        rest = len(digits) - placed
        for _ in range(max(rest, 1) if places == 0 else 1):
            digit = digits[-placed - 1] if placed < len(digits) else {"0": "0", "?": " "}.get(mark)
            if digit is None:
                continue
            if grouped and placed and placed % 3 == 0:
                shown.append(",")
            shown.append(digit)
            placed += 1
    return "".join(reversed(shown))


def _place_decimals(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    optional = len(digits.rstrip("0"))
    shown, placed = [], 0
    for kind, mark in tokens:
        if kind == "digit":
            placed += 1
            shown.append(digits[placed - 1] if mark == "0" or placed <= optional else "")
        elif kind in ("literal", "percent", "point"):
            shown.append(mark)
    return "".join(shown)


class NumberFormat(Record, frozen=True):
    """How a cell shows its value."""

    sections: tuple[_Section, ...]
    is_plain: bool
    """Whether a whole number is shown as its digits, which saves showing it."""
    text_section: _Section | None = None

    def show(self, value: float, *, from_1904: bool = False) -> tuple[str, bool]:
        """Return what a number shows, and whether it is a date, which is written as ISO."""
        if not isfinite(value):
            return "#NUM!", False
        section, sign = self._choose(value)
        if section.kinds & {"date", "elapsed"}:
            return show_day(value, from_1904=from_1904, elapsed="elapsed" in section.kinds)
        if abs(value) >= 10**_DIGITS_OF_A_DOUBLE:
            return show_plainly(value), False
        return sign + section.show(abs(value)).strip(), False

    def show_text(self, text: str) -> str:
        """Return what a text shows."""
        return self.text_section.fill(text) if self.text_section else text

    def _choose(self, value: float) -> tuple[_Section, str]:
        """Choose the section for a number, by conditions or else by its sign, and its own sign."""
        conditions = [_condition(section) for section in self.sections]
        if any(conditions):
            for section, condition in zip(self.sections, conditions, strict=True):
                if condition is None or _meets(value, *condition):
                    return section, "-" if value < 0 else ""
            return self.sections[-1], "-" if value < 0 else ""
        numbers = self.sections[:3]
        if value == 0 and len(numbers) == 3:
            return numbers[2], ""
        if value < 0 and len(numbers) > 1:
            return numbers[1], ""
        return numbers[0], "-" if value < 0 else ""


def _condition(section: _Section) -> tuple[str, float] | None:
    for kind, text in section.tokens:
        if kind == "condition":
            sign = text.rstrip("0123456789.-")
            return sign, float(text[len(sign) :])
    return None


def _meets(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }.get(sign, False)


def find_built_in(number: int) -> str:
    """Return the format that every workbook knows by a number."""
    return "yyyy-mm-dd" if number in _BUILT_IN_DATES else _BUILT_IN.get(number, "General")


@lru_cache(maxsize=1000)
def read_format(code: str) -> NumberFormat:
    """Read the code of a format."""
    sections = tuple(_read_section(part) for part in _SECTIONS.findall(code)) or (
        _read_section("General"),
    )
    only = sections[0]
    text = sections[3] if len(sections) > 3 else None
    if text is None and "text" in sections[-1].kinds:
        text = sections[-1]
    says_more = text and (len(sections) > 3 or any(kind == "literal" for kind, _ in text.tokens))
    is_plain = len(sections) == 1 and only.is_general and len(only.tokens) == 1
    return NumberFormat(sections, is_plain, text if says_more else None)


def _read_section(code: str) -> _Section:
    tokens = []
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup, found[found.lastgroup or 0]
        if kind in ("quoted", "escaped", "currency"):
            kind = "literal"
        if kind and text:
            tokens.append((kind, text))
    return _Section(tuple(tokens), frozenset(kind for kind, _ in tokens))


def show_plainly(value: float) -> str:
    """Show a number without a format.

    >>> show_plainly(2101.0), show_plainly(0.1 + 0.2), show_plainly(1234567890123456.0)
    ('2101', '0.3', '1.23457E+15')
    """
    if abs(value) >= 10**_DIGITS_OF_A_DOUBLE:
        # Excel itself has rounded here, and the digits of an int would be invented.
        return f"{value:.5E}"
    return str(int(value)) if value == int(value) else f"{value:.{_DIGITS_OF_A_DOUBLE}g}"
