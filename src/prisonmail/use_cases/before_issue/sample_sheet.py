"""The use case: a first sheet is made for nobody, to see what letters of a profile look like."""

from datetime import datetime
from pathlib import Path

from prisonmail.codes import add_check_digits
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.printing import pdf
from prisonmail.printing.letterheads.letterhead_file import reread_letterhead
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.sender.markings import find_fitting
from prisonmail.sender.profile import Profile
from prisonmail.sender.roles import find_role
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock, output_files

_PRISON = "LEI"
_NAME = "Sample, not to be posted"


def write_sample_sheet(made: Profile, paper: Paper, now: datetime, target: Path) -> None:
    """Write a PDF of a letter's first sheet, with a code that is never issued.

    Raises OutputRefused.
    """
    sheet = next(
        LetterSheets(_make_batch(made, now), paper, load_roboto(), reread_letterhead(paper)).draw(
            Letter(add_check_digits(0), 1, _draft(made))
        )
    )
    across, down = made.printer_offset
    about = pdf.About("A sample of a first sheet", clock.issue_time(), offset=(-across, -down))
    with output_files.new_file(target, replace=True) as file:
        pdf.write_sheets([sheet], file, about)


def _make_batch(made: Profile, now: datetime) -> Batch:
    return Batch(
        id="SAMPLE",
        issued_at=now,
        expires_at=clock.expiry(now, made.valid_days),
        sender=made.particulars,
        envelope=made.envelope,
        size=1,
        random_check=made.random_check,
    )


def _draft(made: Profile) -> Draft:
    prison = next(each for each in read_packaged_directory() if each.code == _PRISON)
    return Draft(
        line=1,
        marking=find_fitting(find_role(made.role).family, prison.law)[0],
        prison=prison.code,
        prison_name=prison.name,
        address=prison.address,
        name=_NAME,
        prison_number="A0000AA",
        date_of_birth=None,
        reference="SAMPLE",
    )
