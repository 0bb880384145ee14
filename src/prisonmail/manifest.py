"""The manifest: the list's own columns with code, batch, page and file, to import back."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, count

from prisonmail import codes
from prisonmail.letters import Batch, Letter
from prisonmail.printing import Printed
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.cell import clean

_HEADINGS = ("code", "batch", "page")
_OF_VOLUMES = (*_HEADINGS, "file")


def manifest(
    checked: CheckedList, batch: Batch, letters: Iterable[Letter], printed: Printed
) -> Iterator[Sequence[str]]:
    """Give headings and a row for each printed row of the list, in the order of the list.

    A file is named only where the letters went to volumes.
    """
    headings = checked.header.cells if checked.header else ()
    yield (*headings, *_added(headings, _OF_VOLUMES if printed.split else _HEADINGS))
    found = _in_list_order(letters, printed)
    for entry, (code, *place) in zip(checked.entries, found, strict=True):
        cells = entry.row.cells[: len(headings)]
        blank = ("",) * (len(headings) - len(cells))
        yield (*cells, *blank, code, batch.id, *place)


def _added(headings: Sequence[str], wanted: Iterable[str]) -> Iterator[str]:
    """Name the columns that the list has not; an import needs headings that differ."""
    taken = {clean(heading).casefold() for heading in headings}
    return (_free(heading, taken) for heading in wanted)


def _free(heading: str, taken: Collection[str]) -> str:
    longer = f"prisonmail {heading}"
    names = chain((heading, longer), (f"{longer} {number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _in_list_order(letters: Iterable[Letter], printed: Printed) -> Iterator[tuple[str, ...]]:
    """Give code, page and volume of each letter, however the sheets are sorted."""
    lines, numbers, pages, volumes = array("L"), array("Q"), array("L"), array("L")
    number_of = {path: number for number, path in enumerate(printed.files)}
    for letter in letters:
        lines.append(letter.draft.line)
        numbers.append(int(letter.code))
        pages.append(printed.page_of(letter))
        volumes.append(number_of[printed.file_of(letter)])
    for at in sorted(range(len(lines)), key=lines.__getitem__):
        file = (printed.files[volumes[at]].name,) if printed.split else ()
        yield f"{numbers[at]:0{codes.CODE_DIGITS}d}", str(pages[at]), *file
