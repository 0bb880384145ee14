"""What is held of people, as a file: JSON, a table, or words to read."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from prisonmail.ledger.people.entry import BookEntry
from prisonmail.reports.keeping import accountability as reports
from prisonmail.system.csv_output import write_csv
from prisonmail.use_cases.accountability.holdings import Holdings

_OF_A_PERSON: Mapping[str, Callable[[Holdings, datetime], object]] = {
    ".json": reports.holdings_document,
    ".csv": reports.holdings_rows,
    ".txt": reports.holdings_lines,
}
_OF_ALL: Mapping[str, Callable[[Iterable[BookEntry]], object]] = {
    ".json": reports.address_book_document,
    ".csv": reports.address_book_rows,
}
FORMS = tuple(_OF_A_PERSON)
"""The endings of names that say what is to be written; the address book is no text."""


def write_holdings(file: BinaryIO, form: str, held: Holdings, now: datetime) -> None:
    """Write what is held of one person."""
    _write(file, form, _OF_A_PERSON[form](held, now))


def write_address_book(file: BinaryIO, form: str, entries: Iterable[BookEntry]) -> None:
    """Write the whole address book."""
    _write(file, form, _OF_ALL[form](entries))


def _write(file: BinaryIO, form: str, content: Any) -> None:  # noqa: ANN401 - by form
    if form == ".csv":
        write_csv(content, file, for_excel=True)
        return
    lines = [json.dumps(content, ensure_ascii=False, indent=2)] if form == ".json" else content
    file.write("".join(f"{line}\n" for line in lines).encode())
