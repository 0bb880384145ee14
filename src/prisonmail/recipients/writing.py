"""Writing rows back as CSV that a spreadsheet opens and does not run.

>>> harmless("=1+1"), harmless("C/1201")
("'=1+1", 'C/1201')
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_RUN_BY_SPREADSHEETS) else cell


def write_csv(rows: Iterable[Sequence[str]], file: BinaryIO, *, for_excel: bool = False) -> None:
    """Write rows as CSV: UTF-8, comma, CRLF; for Excel with the mark by which it knows UTF-8."""
    encoding = "utf-8-sig" if for_excel else "utf-8"
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    finally:
        text.detach()  # or it would close the file, which may be standard output
    file.flush()
