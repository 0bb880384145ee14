"""The use case: the window panel of one issued letter becomes a picture file."""

from pathlib import Path

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.letter import Letter
from prisonmail.printing import picture
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.sender_lines import WindowSender
from prisonmail.system import output_files
from prisonmail.system.record import replace


def write_panel_picture(text: str, ledger: str | Path, output: Path, *, force: bool) -> None:
    """Write the panel of a code as PNG or SVG, by the ending of the file's name.

    Raises InputMissing if the code is not recorded, OutputRefused, and WrongUsage for what is no
    code, for a cancelled letter and for an address that has no room in a picture.
    """
    write = picture.WRITERS.get(output.suffix.casefold())
    if write is None:
        raise WrongUsage(f"{output} is neither .png nor .svg.", "Choose such a name with -o.")
    code = _read_code(text)
    output_files.refuse_if_taken(output, force=force, kept=[ledger])
    drawing = picture.draw_panel_picture(*_find_letter(code, ledger))
    if drawing is None:
        raise WrongUsage(
            f"The address has no room in a picture of {picture.WIDTH:g} × {picture.HEIGHT:g} mm.",
            f"Print the letter again as it was: prisonmail reprint {code}",
        )
    with output_files.new_file(output, replace=force) as file:
        write(drawing, file)


def _read_code(text: str) -> Code:
    try:
        return codes.parse(text)
    except codes.MistypedCodeError as error:
        raise WrongUsage(f"{text} is not a code: {error}.", "Type it again as printed.") from None


def _find_letter(code: Code, ledger: str | Path) -> tuple[Letter, WindowSender]:
    with open_ledger(ledger) as opened:
        found = opened.find_letter(code)
        summary = opened.find_batch(found.batch_id) if found else None
    if found is None or summary is None:
        raise InputMissing(
            "The ledger has no letter with this code.",
            "Check the code, and that it is the ledger that issued it.",
        )
    if found.cancellation:
        raise WrongUsage("This letter is cancelled.", "Issue a new one from the list.")
    batch = summary.batch
    signed_by = batch.senders[found.signatory]
    sender = Paper.of_batch(batch).name_sender(signed_by, load_roboto())
    return found.letter, replace(sender, is_needed=True)
