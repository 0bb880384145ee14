"""Prints the letters of a batch: the same letters become the same sheets at any time."""

import os
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, ClassVar

from prisonmail.letters.letter import Batch, Letter
from prisonmail.printing import pdf
from prisonmail.printing.letter_pages import PrintRun, Volume
from prisonmail.printing.letterheads.letterhead_file import reread_letterhead
from prisonmail.sheets.batch.summary import Part
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import Grid
from prisonmail.sheets.letter.inner_labels import InnerLabels
from prisonmail.sheets.paper import Paper
from prisonmail.system import output_files
from prisonmail.system.record import Record


class Printed(Record, frozen=True):
    """What was printed."""

    withheld: ClassVar[tuple[str, ...]] = ("first_pages",)

    files: tuple[Path, ...]
    pages: int
    """Of all files together."""
    archival: bool
    """Whether the files are PDF/A."""
    first_sheet: int
    """The number of the first letter in its batch; the others follow it."""
    first_pages: "array[int]"
    """The page of its file on which each letter begins, in sheet order."""
    split: int | None = None
    """Letters in a volume; None if all are in one file."""
    without_sender: int = 0
    """How many windows have no room for who the letter is from."""

    def find_page(self, letter: Letter) -> int:
        """Return the page of its file on which a letter begins, from 1."""
        return self.first_pages[letter.sheet - self.first_sheet]

    def find_file(self, letter: Letter) -> Path:
        """Return which file a letter is in."""
        return self.files[(letter.sheet - self.first_sheet) // self.split if self.split else 0]


def print_letters(
    batch: Batch,
    letters: Iterable[Letter],
    paper: Paper,
    output: Path,
    *,
    split: int | None = None,
    summary: bool = False,
    start: int = 1,
    replace: bool = False,
    keep: bool = False,
) -> Printed:
    """Write the sheets of letters to a PDF, or to volumes of some letters each, or to `-`.

    Labels begin at the `start` of the first sheet, counted from 1.
    Files that are there stay unless `replace`; with `keep` nothing is written, and it is only found
    out what would be where. Raises OutputRefused, or InputMissing if the letterhead cannot be read.
    """
    run = PrintRun(batch, paper, reread_letterhead(paper))
    files: list[Path] = []
    pages = without_sender = 0
    first_pages = array("L")
    first, letters = _first_sheet(letters)
    for path, part, some in _cut_into_volumes(letters, output, split, batch.size):
        volume = Volume(run, part, with_summary=summary, start=1 if files else start)
        with _open_nowhere() if keep else output_files.open_output(path, replace=replace) as file:
            _write(volume, some, file)
        files.append(path)
        pages += volume.count
        without_sender += volume.without_sender
        first_pages += volume.first_pages
    paths = tuple(files)
    return Printed(paths, pages, run.archival, first, first_pages, split, without_sender)


def print_inner_labels(
    batch: Batch,
    letters: Iterable[Letter],
    paper: Paper,
    grid: Grid,
    output: Path,
    *,
    replace: bool,
) -> None:
    """Write a label for the inner envelope of each letter to a PDF. Raises OutputRefused."""
    across, down = paper.printer_offset
    title = f"Labels for inner envelopes of batch {batch.id}"
    about = pdf.About(title, batch.issued_at, offset=(-across, -down))
    with output_files.open_output(output, replace=replace) as file:
        labels = InnerLabels(grid, load_roboto(), batch.senders)
        pdf.write_sheets(labels.draw(letters), file, about)
        file.flush()


def name_volumes(output: Path, letters: int, split: int | None) -> tuple[Path, ...]:
    """Name the files that so many letters go to.

    >>> [str(path) for path in name_volumes(Path("out.pdf"), 5, 2)]
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


def _cut_into_volumes(
    letters: Iterable[Letter], output: Path, split: int | None, size: int
) -> Iterator[tuple[Path, Part | None, Iterable[Letter]]]:
    """Yield the file, the part and the letters of each volume; a batch has so many letters."""
    if split is None:
        yield output, None, letters
        return
    # one walk through the letters: a volume takes its own from the iterator as it is written,
    # and the next begins at what is left
    waiting = iter(letters)
    for number, first in enumerate(waiting, start=1):
        part = Part(number, -(-size // split), first.sheet)
        yield _volume_path(output, number), part, chain((first,), islice(waiting, split - 1))


def _open_nowhere() -> BinaryIO:
    return Path(os.devnull).open("wb")


def _write(volume: Volume, letters: Iterable[Letter], file: BinaryIO) -> None:
    run = volume.run
    title = f"Letters of batch {run.batch.id}"
    about = pdf.About(
        title, run.batch.issued_at, run.pictures, run.archival, run.offset, run.both_sides
    )
    pdf.write_sheets(volume.draw(letters), file, about, run.cutter)
    file.flush()
