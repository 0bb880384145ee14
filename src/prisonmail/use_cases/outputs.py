"""The files of a run: refused before anything is begun, written, and what to do if that fails."""

import heapq
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, groupby
from operator import attrgetter
from pathlib import Path

from prisonmail import codes
from prisonmail.errors import Interrupted, OutputRefused, PrisonmailError, WrongUsage
from prisonmail.letters.letter import Batch, Letter
from prisonmail.printing import pdf
from prisonmail.printing.run import Printed, name_volumes
from prisonmail.problems.problem import Problem
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.cell import clean
from prisonmail.sheets.batch.post_book import HEADINGS, PostBook, read_entry
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.paper import Paper
from prisonmail.system import ctrl_c, output_files
from prisonmail.system.csv_output import write_csv
from prisonmail.system.places.command_words import quote
from prisonmail.system.standard_output import is_stdout

_HEADINGS = ("code", "batch", "page")
_OF_VOLUMES = (*_HEADINGS, "file")
_OF_ENCLOSURES = "enclosures"
_PDF = ".pdf"
_PROBLEM = "Problem"
"""The heading of the first column of rejects. It is left out when the list is read again."""


def refuse_what_cannot_be_written(
    output: Path,
    letters: int,
    split: int | None,
    others: Iterable[Path],
    *,
    kept: Iterable[Path | str],
    force: bool,
) -> None:
    """Refuse at once what could not be written: the volumes of a PDF and the other files.

    No two may be one file, and what is `kept` is not replaced even by force. Raises OutputRefused,
    and WrongUsage if volumes are to go to standard output.
    """
    if is_stdout(output) and split:
        raise WrongUsage("Volumes cannot go to standard output.", "Give a file name with -o.")
    paths = (*name_volumes(output, letters, split), *others)
    written = [path for path in paths if not is_stdout(path)]
    for path in written:
        output_files.refuse_name(path)
    needed = output_files.find_needed(kept, written)  # of very many, few
    earlier: set[Path] = set()
    for path in written:
        twice = [path] if path.resolve() in earlier else []
        output_files.refuse_if_taken(path, force=force, kept=(*needed, *twice))
        earlier.add(path.resolve())


@contextmanager
def naming_the_reprint(
    what: str,
    state: str,
    *,
    split: int | None,
    summary: bool,
    start: int = 1,
    post_book: Path | None = None,
    batch: str | None = None,
) -> Iterator[None]:
    """If printing stops half way, say how things stand and how to print the batch or code again.

    Raises OutputRefused or Interrupted; a fault of our own gets both as a note.
    """
    options = [f"--split {split}"] * bool(split) + ["--summary"] * summary
    options += [f"--start-at {start}"] * (start > 1)
    options += [f"--post-book {quote(str(post_book))}"] * bool(post_book)
    command = " ".join(("prisonmail reprint", what, "-o OUT.pdf", *options))
    try:
        yield
    except OutputRefused as error:
        remedy = f"Once that is corrected, print with: {command}"
        raise OutputRefused(f"{error.message} {state}", remedy, batch=batch) from None
    except (KeyboardInterrupt, Exception) as error:
        if not ctrl_c.is_cause_of(error):
            error.add_note(f"{state} Once that is corrected, print with: {command}")
            raise
        raise Interrupted(f"Stopped. {state}", f"Print with: {command}", batch=batch) from None


@contextmanager
def saying_paper_is_good(batch: Batch, output: Path, failed: str) -> Iterator[None]:
    """If something fails after printing, say that the letters can be posted all the same."""
    try:
        yield
    except PrisonmailError as error:
        name = "The PDF" if is_stdout(output) else output
        raise OutputRefused(
            f"{name} is printed and good, and its codes are recorded as batch {batch.id}. "
            f"{failed}: {error.message}",
            error.remedy or f"See its codes with: prisonmail batches show {batch.id}",
            batch=batch.id,
        ) from None


def write_manifest(
    path: Path,
    checked: CheckedList,
    batch: Batch,
    letters: Iterable[Letter],
    printed: Printed,
    *,
    replace: bool,
) -> None:
    """Write the list's own columns with code, batch, page and file, to be imported back.

    It has a row for each printed row, in the order of the list. A file is named only if the letters
    went to volumes, and enclosures are counted only if there may be some. Raises OutputRefused.
    """
    with output_files.open_output(path, replace=replace) as file:
        rows = _manifest_rows(checked, batch, letters, printed)
        write_csv(rows, file, handling=batch.sender.handling)


def write_rejects(path: Path, checked: CheckedList, *, replace: bool) -> None:
    """Write the rows that were left out, each with its problem, to be mended and read again.

    Raises OutputRefused.
    """
    with output_files.open_output(path, replace=replace) as file:
        write_csv(_reject_rows(checked), file, for_excel=True)


def write_list_to_fix(path: Path, checked: CheckedList, *, replace: bool) -> None:
    """Write a list of which nothing was printed, its bad rows with their problems, to be mended.

    It has the good rows too, since it will be read instead of the list. Raises OutputRefused.
    """
    with output_files.open_output(path, replace=replace) as file:
        write_csv(_rows_to_fix(checked), file, for_excel=True)


def check_post_book(path: Path | None) -> None:
    """Raise WrongUsage if a post book's name does not say whether it is a PDF or a CSV."""
    if path and not is_stdout(path) and path.suffix.casefold() not in (_PDF, ".csv"):
        raise WrongUsage(
            f"{path} does not say what kind of post book to write.",
            "Give it a name that ends in .pdf or .csv.",
        )


def write_post_book(
    path: Path, batch: Batch, read: Callable[[], Iterable[Letter]], *, replace: bool
) -> None:
    """Write one line for each letter read: a PDF, or else a CSV. Raises OutputRefused."""
    with output_files.open_output(path, replace=replace) as file:
        if path.suffix.casefold() != _PDF:
            entries = (read_entry(each, batch) for each in read())
            rows = chain((HEADINGS,), entries)
            write_csv(rows, file, for_excel=True, handling=batch.sender.handling)
            return
        book = PostBook(batch, load_roboto())
        sheets = book.draw(read(), book.count_pages(read()))
        about = pdf.About(f"Post book of batch {batch.id}", batch.issued_at, lying=True)
        pdf.write_sheets(sheets, file, about)


def _manifest_rows(
    checked: CheckedList, batch: Batch, letters: Iterable[Letter], printed: Printed
) -> Iterator[Sequence[str]]:
    headings = checked.header.cells if checked.header else ()
    encloses = Paper.of_batch(batch).encloses
    own = (*(_OF_VOLUMES if printed.split else _HEADINGS), *([_OF_ENCLOSURES] * encloses))
    yield (*headings, *_name_columns(headings, own))
    found = _in_list_order(letters, printed)
    for entry, (code, *place, enclosed) in zip(checked.good_rows, found, strict=True):
        cells = entry.row.cells[: len(headings)]
        blank = ("",) * (len(headings) - len(cells))
        yield (*cells, *blank, code, batch.id, *place, *([enclosed] * encloses))


def _name_columns(headings: Sequence[str], names: Iterable[str]) -> Iterator[str]:
    """Name columns so that the list has none of that name; an import needs headings that differ."""
    taken = {clean(heading).casefold() for heading in headings}
    return (_free(heading, taken) for heading in names)


def _free(heading: str, taken: Collection[str]) -> str:
    longer = f"prisonmail {heading}"
    names = chain((heading, longer), (f"{longer} {number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _in_list_order(letters: Iterable[Letter], printed: Printed) -> Iterator[tuple[str, ...]]:
    """Yield code, page, volume and enclosures of each letter, however the sheets are sorted."""
    # numbers and not objects, since the manifest of a million letters has to be put in order
    lines, numbers, pages, volumes = array("L"), array("Q"), array("L"), array("L")
    enclosed = array("H")
    number_of = {path: number for number, path in enumerate(printed.files)}
    for letter in letters:
        lines.append(letter.draft.line)
        numbers.append(int(letter.code))
        pages.append(printed.find_page(letter))
        volumes.append(number_of[printed.find_file(letter)])
        enclosed.append(len(letter.draft.enclosures))
    for at in sorted(range(len(lines)), key=lines.__getitem__):
        file = (printed.files[volumes[at]].name,) if printed.split else ()
        yield f"{numbers[at]:0{codes.CODE_DIGITS}d}", str(pages[at]), *file, str(enclosed[at])


def _reject_rows(checked: CheckedList) -> Iterator[Sequence[str]]:
    """Yield the bad rows, each after its problems: both are in order of lines, so one walk does."""
    yield (_PROBLEM, *(checked.header.cells if checked.header else ()))
    wrong = groupby(checked.errors, key=attrgetter("line"))
    for row in checked.bad_rows:
        problems = next(found for line, found in wrong if line == row.line)
        yield ("; ".join(map(_reason, problems)), *row.cells)


def _rows_to_fix(checked: CheckedList) -> Iterator[Sequence[str]]:
    """Yield the rows in the order of the list, those that are good without a problem."""
    headings, *bad = _reject_rows(checked)
    problems = zip((row.line for row in checked.bad_rows), bad, strict=True)
    good = ((each.row.line, ("", *each.row.cells)) for each in checked.good_rows)
    yield headings
    for _, cells in heapq.merge(problems, good):
        yield cells


def _reason(problem: Problem) -> str:
    return f"{problem.code} {problem.message}. {problem.help}".strip()
