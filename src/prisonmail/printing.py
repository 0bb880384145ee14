"""Prints the letters of a batch: the same sheets for the same letters at any time."""

import sys
from array import array
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from prisonmail import publishing
from prisonmail.letters import Batch, Letter
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.letterhead_file import read_letterhead
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.volume import Volume

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed."""

    files: tuple[Path, ...]
    pages: int
    """Of all files together."""
    archival: bool
    """Whether the files are PDF/A."""
    first_sheet: int
    """The number of the first letter in its batch; the others follow it."""
    first_pages: "array[int]" = field(repr=False)

    def page_of(self, letter: Letter) -> int:
        """Say on which page of its file a letter begins, from 1."""
        return self.first_pages[letter.sheet - self.first_sheet]


def print_letters(
    batch: Batch,
    letters: Iterable[Letter],
    paper: Paper,
    output: Path,
    *,
    split: int | None = None,
    summary: bool = False,
) -> Printed:
    """Write the sheets of letters to a PDF, or to volumes of some letters each, or to `-`.

    Raises OutputRefused, or InputMissing where the letterhead cannot be read.
    """
    letterhead = read_letterhead(paper.letterhead)
    archival = not (letterhead.under or paper.encloses)
    files: list[Path] = []
    pages = 0
    first_pages = array("L")
    first, letters = _first_sheet(letters)
    for path, some in _volumes(letters, output, split):
        volume = Volume(batch, paper, roboto(), letterhead)
        with _target(path) as file:
            _write(volume, some, file, archival=archival, summary=summary)
        files.append(path)
        pages += volume.pages
        first_pages += volume.first_pages
    return Printed(tuple(files), pages, archival, first, first_pages)


def volume_paths(output: Path, letters: int, split: int | None) -> tuple[Path, ...]:
    """Name the files that so many letters go to.

    >>> [str(path) for path in volume_paths(Path("out.pdf"), 5, 2)]
    ['out-001.pdf', 'out-002.pdf', 'out-003.pdf']
    """
    if split is None:
        return (output,)
    return tuple(_volume_path(output, number) for number in range(1, -(-letters // split) + 1))


def _first_sheet(letters: Iterable[Letter]) -> tuple[int, Iterable[Letter]]:
    waiting = iter(letters)
    first = next(waiting)
    return first.sheet, chain((first,), waiting)


def _volume_path(output: Path, number: int) -> Path:
    return output.with_name(f"{output.stem}-{number:03d}{output.suffix}")


def _volumes(
    letters: Iterable[Letter], output: Path, split: int | None
) -> Iterator[tuple[Path, Iterable[Letter]]]:
    if split is None:
        yield output, letters
        return
    waiting = iter(letters)
    for number, first in enumerate(waiting, start=1):
        yield _volume_path(output, number), chain((first,), islice(waiting, split - 1))


def _target(path: Path) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdout.buffer) if path == STANDARD_OUTPUT else publishing.published(path)


def _write(
    volume: Volume, letters: Iterable[Letter], file: BinaryIO, *, archival: bool, summary: bool
) -> None:
    from prisonmail.sheets import pdf

    across, down = volume.paper.printer_offset
    finished = file if archival else BytesIO()
    pdf.write(
        volume.sheets(letters, with_summary=summary),
        finished,
        title=f"Letters of batch {volume.batch.id}",
        made_at=volume.batch.issued_at,
        offset=(-across, -down),
        archival=archival,
    )
    if not archival:
        from prisonmail.sheets.overlay import lay_under

        lay_under(finished, volume.under, file)
    file.flush()
