"""Sheets as prisonmail lays them out, for other libraries to draw."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from benchmarks.pages import number_code
from benchmarks.people import invent_people

from prisonmail.codes import Code
from prisonmail.letters.letter import Batch, Letter
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.store import load
from prisonmail.sheets.drawing import Sheet
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock
from prisonmail.use_cases.before_issue.draft_checks import draft_for

DIFFERENT = 500
"""How many sheets differ; then they come round again, so that making them stays quick."""

_ISSUED_AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_PROFILE = Path(__file__).parent.parent / "examples" / "profile.toml"


def lay_out_sheets(rows: int) -> Iterator[Sheet]:
    """Lay out sheets; all of them are ready before the first is yielded."""
    made = list(draw_sheets(make_letters(min(rows, DIFFERENT)), rows))
    return islice(cycle(made), rows)


def draw_sheets(letters: Iterable[Letter], size: int) -> Iterator[Sheet]:
    """Draw the sheets of letters in a batch of this size."""
    sender, expires_at = load(_PROFILE).particulars, clock.expiry(_ISSUED_AT, 28)
    batch = Batch("20261121-7F3K", _ISSUED_AT, expires_at, sender, "dl", size=size)
    letter_sheets = LetterSheets(batch, Paper(), load_roboto(), Letterhead())
    for letter in letters:
        yield from letter_sheets.draw(letter)


def make_letters(rows: int) -> Iterator[Letter]:
    """Make letters to invented people, with the same codes each time."""
    sender = load(_PROFILE).particulars
    prisons = {prison.name: prison for prison in read_packaged_directory()}
    for sheet, (name, number, _, prison, reference) in enumerate(invent_people(rows), start=1):
        recipient = Recipient(
            name=name, prison=prisons[prison], prison_number=number, reference=reference
        )
        draft = draft_for(recipient, sheet + 1, sender.role_in_full)
        yield Letter(Code(number_code(sheet)), sheet, draft)
