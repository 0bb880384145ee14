"""Explanations: a page for each problem code.

>>> read_explanations()["PM204"].title
'Not a prison number'
"""

import tomllib
from functools import cache
from importlib.resources import files

from prisonmail.system.record import Record


class Explanation(Record, frozen=True):
    """What a code means. The meaning of a code never changes."""

    title: str
    meaning: str
    example: str
    remedy: str


@cache
def read_explanations() -> dict[str, Explanation]:
    """Read the pages that come with the package, in the order of their codes."""
    source = files("prisonmail.problems").joinpath("explanations.toml")
    pages = tomllib.loads(source.read_text(encoding="utf-8"))
    return {code: Explanation(**pages[code]) for code in sorted(pages)}
