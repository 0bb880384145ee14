"""The use case: the barcodes in the PDF of the Ministry's service become a list, in page order."""

from collections.abc import Iterable
from pathlib import Path

from prisonmail.errors import UnusableList
from prisonmail.letters.hmpps_barcode import Barcode, format_barcode
from prisonmail.printing.barcode_reading import read_pages
from prisonmail.system import output_files
from prisonmail.system.csv_output import write_csv
from prisonmail.system.standard_output import is_stdout

_HEADINGS = ("page", "barcode")


def list_barcodes(pdf: Path, output: Path, *, force: bool) -> int:
    """Write the barcode of each page as CSV; return how many there are.

    They are written in groups, so that no spreadsheet makes numbers of them. Raises InputMissing,
    OutputRefused, and UnusableList if a page has none, several, or that of a page before it: a list
    with a gap would give people the barcodes of others.
    """
    if not is_stdout(output):
        output_files.refuse_if_taken(output, force=force, kept=[pdf])
    found = _take_one_each(read_pages(pdf), pdf)
    rows = ((str(page), format_barcode(each)) for page, each in enumerate(found, start=1))
    with output_files.open_output(output, replace=force) as file:
        write_csv((_HEADINGS, *rows), file)
    return len(found)


def _take_one_each(pages: Iterable[tuple[Barcode, ...]], pdf: Path) -> list[Barcode]:
    first_pages: dict[Barcode, int] = {}
    for page, found in enumerate(pages, start=1):
        if len(found) != 1:
            number = "more than one barcode" if found else "no barcode"
            raise _refuse(pdf, f"page {page} has {number} of HMPPS that can be read")
        if found[0] in first_pages:
            raise _refuse(pdf, f"page {page} has the barcode of page {first_pages[found[0]]}")
        first_pages[found[0]] = page
    return list(first_pages)


def _refuse(pdf: Path, why: str) -> UnusableList:
    return UnusableList(
        f"{pdf}: {why}. Nothing was written.",
        "Each page must have one of its own. Save the PDF from the Ministry’s service again, as it "
        "comes and with nothing else in it; a scan or a picture of a screen is too coarse.",
    )
