"""The manifest: the list's own columns with code, batch and page, to import back."""

from collections.abc import Iterable, Iterator, Sequence

from prisonmail.letters import Batch, Letter
from prisonmail.printing import Printed
from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.writing import as_csv


def manifest_csv(
    checked: CheckedList, batch: Batch, letters: Iterable[Letter], printed: Printed
) -> bytes:
    """Write a row for each printed row of the list, in the order of the list."""
    return as_csv(_rows(checked, batch, letters, printed))


def _rows(
    checked: CheckedList, batch: Batch, letters: Iterable[Letter], printed: Printed
) -> Iterator[Sequence[str]]:
    headings = checked.header.cells if checked.header else ()
    yield (*headings, "code", "batch", "page")
    by_line = {letter.draft.line: letter for letter in letters}
    for entry in checked.entries:
        letter = by_line[entry.row.line]
        cells = entry.row.cells[: len(headings)]
        blank = ("",) * (len(headings) - len(cells))
        yield (*cells, *blank, letter.code, batch.id, str(printed.page_of(letter)))
