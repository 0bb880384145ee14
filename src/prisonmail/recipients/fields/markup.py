r"""The markup of web pages inside cells: breaks, tags and entities.

Only tags that have no meaning of their own are taken away: a prison that is struck out stays so.

>>> strip_markup("<p>HMP Leeds<br/>2 Gloucester Terrace</p>")
'HMP Leeds\n2 Gloucester Terrace'
>>> strip_markup("HMP &amp; YOI Hull&nbsp;"), strip_markup("<del>HMP Hull</del>")
('HMP & YOI Hull\xa0', '<del>HMP Hull</del>')
>>> find_markup("Ardal<br>Finchcombe").suggestion
'Ardal Finchcombe'
"""

import re

from prisonmail.problems.problem import Fault, Mark
from prisonmail.system.late_pattern import compile_late

ENTITY = compile_late(r"&(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
"""A character as web pages write it: `&amp;`."""
_TAG = compile_late(
    r"<(?P<end>/)?(?P<name>br|p|div|li|tr|td|ul|ol|table|tbody|html|body|span|font|b|i|u|em|strong"
    r"|small|a|h[1-6]|address)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAKS = frozenset(("br", "p", "div", "li", "tr", "ul", "ol", "table", "address"))


def has_markup(text: str) -> bool:
    """Return quickly whether a text may have markup in it."""
    return "<" in text or "&" in text


def strip_markup(text: str) -> str:
    """Return a text without markup; what breaks a line on a web page breaks one here.

    Twice, because markup that was made harmless, like `&lt;br&gt;`, is markup too.
    """
    for _ in range(2):
        text = _TAG.sub(_break, ENTITY.sub(_read_entity, text))
    return text.strip("\n")


def split_lines(cell: str) -> list[str]:
    r"""Return the lines of a cell, which a web page may have broken.

    >>> split_lines("HMP Leeds<br>Leeds"), split_lines("HMP Leeds\nLeeds")
    (['HMP Leeds', 'Leeds'], ['HMP Leeds', 'Leeds'])
    """
    return (strip_markup(cell) if has_markup(cell) else cell).splitlines()


def find_tags(text: str) -> Fault | None:
    """Find tags in a cell that is printed as it stands, but not entities alone."""
    return find_markup(text) if "<" in text or "&lt;" in text else None


def find_markup(text: str) -> Fault | None:
    """Find markup in a cell that is printed as it stands."""
    found = (_TAG.search(text) or ENTITY.search(text)) if has_markup(text) else None
    plain = strip_markup(text) if found else text
    if found is None or plain == text:
        return None
    lines = [line for line in map(str.strip, plain.split("\n")) if line]
    several = len(lines) > 1 and all(" " in line for line in lines)
    meant = "" if several else " ".join(plain.split())
    return Fault(
        "PM208",
        f"`{text}` has `{found[0]}` in it, as web pages do",
        f"Did you mean `{meant}`? Correct the cell." if meant else "Correct the cell.",
        meant or None,
        Mark(found.start(), "part of a web page"),
    )


def _read_entity(entity: re.Match[str]) -> str:
    import html

    return html.unescape(entity[0])


def _break(tag: re.Match[str]) -> str:
    name = tag["name"].casefold()
    if name in _BREAKS or name[1:].isdigit():
        return "\n"
    return " " if name == "td" else ""
