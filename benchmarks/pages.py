"""Pages as plain texts and boxes, for libraries that only draw: nothing of prisonmail is loaded.

The list names the people, and a layout beside it (`benchmarks.layout`) says what is where.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Text(NamedTuple):
    """A text; x is its left edge and y its baseline, in mm from the top-left corner."""

    x: float
    y: float
    text: str
    size: float
    """In points."""
    bold: bool
    grey: float
    """From 0, black, to 1, white."""


class Rule(NamedTuple):
    """A filled rectangle, in mm; grey is from 0, black, to 1, white."""

    x: float
    y: float
    width: float
    height: float
    grey: float


class Barcode(NamedTuple):
    """A symbol of Code 128, set C, in mm."""

    x: float
    y: float
    module: float
    height: float
    digits: str


class Ink(NamedTuple):
    """What is drawn together."""

    texts: tuple[Text, ...]
    rules: tuple[Rule, ...]
    barcodes: tuple[Barcode, ...] = ()


class Page(NamedTuple):
    """A page: what it shares with others, which is one object for all of them, and its own."""

    shared: Ink
    own: Ink
    bookmark: str
    """Its entry in the outline."""


SLOTS = ("name", "identity", "reference", "code", "footer")
"""Which text a sheet has of its own, in the order of the drawing model's slots."""


def read_pages(listed: Path, layout: Path) -> Iterator[Page]:
    """Yield a page for each row of a list."""
    told = json.loads(layout.read_text(encoding="utf-8"))
    shared = Ink(
        tuple(Text(*each) for each in told["texts"]), tuple(Rule(*each) for each in told["rules"])
    )
    prisons = {name: [_read_slot(*each) for each in own] for name, own in told["prisons"].items()}
    footers = {int(length): x for length, x in told["footers"].items()}
    x, y, module, height = told["barcode"]
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=1):
        digits = number_code(number)
        texts = (
            row["Name"],
            row["Prison number"],
            row["Reference"],
            format_code(digits),
            f"sheet {number} of {len(rows)}",
        )
        own = tuple(
            text if slot is None else text._replace(text=texts[slot])
            for text, slot in prisons[row["Prison"]]
        )
        footer = own[-1]._replace(x=footers[len(texts[-1])])
        barcode = Barcode(x, y, module, height, digits)
        yield Page(shared, Ink((*own[:-1], footer), (), (barcode,)), f"{number} · {texts[3]}")


def number_code(number: int) -> str:
    """Return the code of the sheet with this number: spread out as if codes were drawn by lot."""
    body = number * 78_978_979 % 10**12
    return f"{body:012d}{98 - body * 100 % 97:02d}"


def format_code(digits: str) -> str:
    """Return a code as it is printed, in groups."""
    return f"{digits[:5]}-{digits[5:10]}-{digits[10:]}"


def _read_slot(*told: Any) -> tuple[Text, int | None]:  # noqa: ANN401 - cells of a JSON array
    *text, slot = told
    return Text(*text), slot
