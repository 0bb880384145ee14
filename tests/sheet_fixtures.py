"""What tests of sheets share: papers, letters and printed pages."""

from collections.abc import Callable, Iterable
from io import BytesIO

import pytest

from prisonmail.letters.letter import Draft, Letter
from prisonmail.printing import pdf
from prisonmail.printing.letter_pages import PrintRun, Volume
from prisonmail.prisons.directory import Directory
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import Sheet
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Typeface
from tests.conftest import ISSUED_AT, SENDER, batch_of, letter_of

WINDOW = Paper().name_sender(SENDER, load_roboto())
"""The sender, as the window names it."""
LONGEST = "Maximilian Bartholomew Featherstonehaugh-Cholmondeley Smythe"
HARDEST_PRISONS = ("LEI", "KVI", "PFI", "BWI", "MDI", "TSI")
"""Among them the longest names, the most lines and the longest lines of the directory."""


def written(sheets: Iterable[Sheet], offset: tuple[float, float] = (0.0, 0.0)) -> bytes:
    file = BytesIO()
    pdf.write_sheets(sheets, file, pdf.About("Letters", ISSUED_AT, offset=offset))
    return file.getvalue()


@pytest.fixture(scope="session")
def typeface() -> Typeface:
    return load_roboto()


@pytest.fixture(scope="session")
def printed(sender: Sender) -> Callable[..., bytes]:
    """Prints letters on a paper."""

    def make(
        letters: list[Letter],
        paper: Paper,
        *,
        summary: bool = False,
    ) -> bytes:
        run, file = PrintRun(batch_of(sender, len(letters)), paper), BytesIO()
        about = pdf.About("Letters", ISSUED_AT, offset=run.offset)
        pdf.write_sheets(Volume(run, with_summary=summary).draw(letters), file, about)
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def letters(drafted: Callable[..., Draft]) -> list[Letter]:
    """A letter for each hard prison, with a short name and with the longest."""
    drafts = [
        drafted(name, prison) for prison in HARDEST_PRISONS for name in ("Kai Penhallow", LONGEST)
    ]
    return [letter_of(each, sheet) for sheet, each in enumerate(drafts, start=1)]


@pytest.fixture(scope="session")
def open_prisons(directory: Directory) -> list[str]:
    return [prison.code for prison in directory if prison.active]
