"""The use case: a sheet is printed to hold against an envelope, or a sheet of labels."""

from pathlib import Path

from prisonmail.printing import pdf
from prisonmail.sender.profile import Profile
from prisonmail.sheets.calibration import draw_envelope_sheet, draw_label_sheet
from prisonmail.sheets.drawing import Sheet
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.known_envelopes import find_envelope
from prisonmail.sheets.labels import LABELS, find_grid
from prisonmail.system import clock, output_files


def draw_trial(name: str, profile: Profile | None) -> Sheet:
    """Draw the sheet of an envelope or a grid of labels. Raises WrongUsage, or InputMissing."""
    if name.casefold().startswith(LABELS):
        return draw_label_sheet(find_grid(name), load_roboto())
    return draw_envelope_sheet(find_envelope(name, profile), load_roboto())


def write_trial(
    sheet: Sheet, name: str, profile: Profile | None, target: Path, *, replace: bool
) -> None:
    """Write the sheet of an envelope to a PDF, for the printer of a profile.

    Raises OutputRefused.
    """
    across, down = profile.printer_offset if profile else (0.0, 0.0)
    title, made_at = f"Test sheet for {name}", clock.issue_time()
    with output_files.open_output(target, replace=replace) as file:
        pdf.write_sheets([sheet], file, pdf.About(title, made_at, offset=(-across, -down)))
