"""The outputs of a run: none is begun if one could not be written, and none is lost for good."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, groupby
from operator import attrgetter
from pathlib import Path

from prisonmail import codes
from prisonmail.errors import Interrupted, OutputRefused, WrongUsage
from prisonmail.letters.letter import Batch, Letter
from prisonmail.printing.run import Printed, volume_paths
from prisonmail.problems.problem import Problem
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.cell import clean
from prisonmail.system import ctrl_c, output_files
from prisonmail.system.csv_output import write_csv

_HEADINGS = ("code", "batch", "page")
_OF_VOLUMES = (*_HEADINGS, "file")
_PROBLEM = "Problem"
"""The heading of the first column of rejects. A list that has it is read as if it had not."""
_NO_MORE: tuple[None, Iterator[Problem]] = (None, iter(()))


def refuse_what_cannot_be_written(
    output: Path,
    letters: int,
    split: int | None,
    others: Iterable[Path],
    *,
    kept: Iterable[Path | str],
    force: bool,
) -> None:
    """Find out early whether the volumes of a PDF and other files can be written.

    No two may be one file, and what is `kept` is not replaced even by force. Raises OutputRefused,
    and WrongUsage if volumes are to go to standard output.
    """
    if output == output_files.STANDARD_OUTPUT and split:
        raise WrongUsage("Volumes cannot go to standard output.", "Give a file name with -o.")
    paths = (*volume_paths(output, letters, split), *others)
    written = [path for path in paths if path != output_files.STANDARD_OUTPUT]
    places = {path.resolve() for path in written}
    needed = [each for each in kept if Path(each).resolve() in places]  # of very many, few
    for path in written:
        output_files.refuse_if_taken(path, force=force, kept=needed)
        needed.append(path)


@contextmanager
def naming_the_reprint(
    what: str, state: str, *, split: int | None, summary: bool
) -> Iterator[None]:
    """If printing stops half way, say how things stand and with what to print a batch or code.

    Raises OutputRefused or Interrupted; a fault of our own has it as a note.
    """
    options = [f"--split {split}"] * bool(split) + ["--summary"] * summary
    command = " ".join(("prisonmail reprint", what, "-o OUT.pdf", *options))
    try:
        yield
    except OutputRefused as error:
        remedy = f"Once that is put right, print with: {command}"
        raise OutputRefused(f"{error.message} {state}", remedy) from None
    except (KeyboardInterrupt, Exception) as error:
        if not ctrl_c.is_cause_of(error):
            error.add_note(f"{state} Once it is put right, print with: {command}")
            raise
        raise Interrupted(f"Stopped. {state}", f"Print with: {command}") from None


def write_manifest(
    path: Path, checked: CheckedList, batch: Batch, letters: Iterable[Letter], printed: Printed
) -> None:
    """Write the list's own columns with code, batch, page and file, to be imported back.

    It has a row for each printed row, in the order of the list. A file is named only if the letters
    went to volumes. Raises OutputRefused.
    """
    with output_files.open_output(path) as file:
        write_csv(_manifest(checked, batch, letters, printed), file)


def write_rejects(path: Path, checked: CheckedList) -> None:
    """Write the rows that were left out, each with its problem, to be mended and read again.

    Raises OutputRefused.
    """
    with output_files.open_output(path) as file:
        write_csv(_rejects(checked), file, for_excel=True)


def _manifest(
    checked: CheckedList, batch: Batch, letters: Iterable[Letter], printed: Printed
) -> Iterator[Sequence[str]]:
    headings = checked.header.cells if checked.header else ()
    yield (*headings, *_added(headings, _OF_VOLUMES if printed.split else _HEADINGS))
    found = _in_list_order(letters, printed)
    for entry, (code, *place) in zip(checked.good_rows, found, strict=True):
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
    """Yield code, page and volume of each letter, however the sheets are sorted."""
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


def _rejects(checked: CheckedList) -> Iterator[Sequence[str]]:
    yield (_PROBLEM, *(checked.header.cells if checked.header else ()))
    wrong = groupby(checked.errors, key=attrgetter("line"))
    line, problems = next(wrong, _NO_MORE)
    for row in checked.bad_rows:
        while line is not None and line < row.line:
            line, problems = next(wrong, _NO_MORE)
        reasons = map(_reason, problems) if line == row.line else ()
        yield ("; ".join(reasons), *row.cells)


def _reason(problem: Problem) -> str:
    return f"{problem.code} {problem.message}. {problem.help}".strip()
