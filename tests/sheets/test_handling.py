"""How a letter is to be handled stands at the foot of each sheet, and in no window."""

import pytest

from prisonmail.errors import InputMissing
from prisonmail.letters.letter import Letter
from prisonmail.sender.profile_faults import find_faults
from prisonmail.sender.store import load
from prisonmail.sheets.drawing import Sheet, TextRun, combine
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope, Fold
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.sender_fit import find_overlaps
from prisonmail.system.record import replace
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions, choose_paper
from tests.conftest import EXAMPLES, SENDER, batch_of

MARK = "OFFICIAL-SENSITIVE"
REGULATED = replace(SENDER, regulator_line="Regulated by nobody at all, as far as is known. " * 4)
ENVELOPES = [
    *(DL, C5, C4),
    Envelope("low", 220.0, 110.0, 20.0, 5.0, 90.0, 35.0, Fold.THIRDS),
    Envelope("flat, low", 215.0, 300.0, 20.0, 195.0, 85.0, 60.0, Fold.NONE),
    Envelope("roomy", 230.0, 110.0, 25.0, 15.0, 90.0, 40.0, Fold.THIRDS),
]
WORDING = "Please wait for our next letter.\n\n" * 60


def drawn(letter: Letter, envelope: Envelope, handling: str) -> list[Sheet]:
    batch = batch_of(replace(REGULATED, handling=handling), 1)
    paper = Paper(envelope, wording=WORDING)
    return list(LetterSheets(batch, paper, load_roboto(), Letterhead()).draw(letter))


def texts_of(sheet: Sheet) -> list[TextRun]:
    plain = sheet.draw_out()
    return list(combine((plain.shared, *plain.own)).texts)


@pytest.mark.parametrize("envelope", ENVELOPES, ids=lambda each: each.name)
def test_it_is_at_the_foot_of_every_sheet_and_in_no_window(
    envelope: Envelope, letters: list[Letter]
) -> None:
    assert envelope.find_faults() == ()
    for letter in letters:
        sheets, without = drawn(letter, envelope, MARK), drawn(letter, envelope, "")
        assert len(sheets) == len(without) > 2
        for sheet in sheets:
            marked = [text for text in texts_of(sheet) if MARK in text.text]
            assert len(marked) == 1
            assert marked[0].y - 5 > max(envelope.ever_visible.bottom, 270)
        shown, before = (
            [text[:5] for text in texts_of(each[0]) if text.y < 270] for each in (sheets, without)
        )
        assert shown == before  # all else is as it was, the window among it


def test_it_touches_nothing(letters: list[Letter]) -> None:
    for letter in letters[:2]:
        for sheet in drawn(letter, DL, "W" * 20):
            assert not list(find_overlaps(texts_of(sheet), load_roboto()))


@pytest.mark.parametrize(
    ("handling", "fault"),
    [("", "it is empty"), ("a\u202eb", "cannot be printed"), ("x" * 41, "room for 40")],
)
def test_it_is_one_short_line(handling: str, fault: str) -> None:
    (found,) = (each for each in find_faults({"handling": handling}) if each.field == "handling")
    assert fault in found.message


@pytest.mark.parametrize(
    ("handling", "said"), [("W" * 30, "too long for the foot"), ("字", "typeface has no U\\+5B57")]
)
def test_what_has_no_room_or_letters_is_refused(handling: str, said: str) -> None:
    profile = replace(load(EXAMPLES / "profile.toml"), handling=handling)
    with pytest.raises(InputMissing, match=said):
        choose_paper(profile, EXAMPLES, None, PrintOptions())
