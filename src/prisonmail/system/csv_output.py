"""Writes rows as CSV that a spreadsheet opens and does not run.

>>> escape_formula("=1+1"), escape_formula("C/1201")
("'=1+1", 'C/1201')
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet runs: a formula, or white space that it drops before one."""


def escape_formula(cell: str) -> str:
    """Return a cell, after an apostrophe if a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(_RUN_BY_SPREADSHEETS) else cell


def write_csv(
    rows: Iterable[Sequence[str]], file: BinaryIO, *, for_excel: bool = False, handling: str = ""
) -> int:
    """Write rows as CSV (UTF-8, comma, CRLF); return their number, headings included.

    A marking of how they are to be handled, if there is one, is the last column of each.
    Excel takes a file for UTF-8 only if it begins with a byte order mark.
    """
    encoding = "utf-8-sig" if for_excel else "utf-8"
    text = io.TextIOWrapper(file, encoding, newline="")
    writer, count = csv.writer(text), 0
    try:
        for count, row in enumerate(rows, start=1):
            mark = ("handling" if count == 1 else handling,) if handling else ()
            writer.writerow([escape_formula(cell) for cell in (*row, *mark)])
    finally:
        text.detach()  # or it would close the file, which may be standard output
    file.flush()
    return count
