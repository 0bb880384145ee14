"""Writing rows as CSV that a spreadsheet opens and does not run.

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
    """Put an apostrophe before a cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_RUN_BY_SPREADSHEETS) else cell


def write_csv(rows: Iterable[Sequence[str]], file: BinaryIO, *, for_excel: bool = False) -> int:
    """Write rows as CSV: UTF-8, comma, CRLF; for Excel with the mark by which it knows UTF-8.

    Return the number of rows, headings included.
    """
    encoding = "utf-8-sig" if for_excel else "utf-8"
    text = io.TextIOWrapper(file, encoding, newline="")
    writer, count = csv.writer(text), 0
    try:
        for count, row in enumerate(rows, start=1):  # noqa: B007 - returned
            writer.writerow([escape_formula(cell) for cell in row])
    finally:
        text.detach()  # or it would close the file, which may be standard output
    file.flush()
    return count
