from collections.abc import Callable

import pytest

from prisonmail.codes import format_code
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import Picture, SourcePage, Span, combine
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.sender_fit import find_overlaps
from prisonmail.system.record import replace
from tests.conftest import BORN, SENDER, batch_of, letter_of
from tests.pages import texts, words
from tests.sheet_fixtures import LONGEST


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_the_sheet_says_what_a_mailroom_asks_for(
    envelope: Envelope, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:1], Paper(envelope))
    said = words(pdf)
    for wanted in (
        "For the mailroom: please deliver unopened",
        "protected by Prison Rule 39.",
        "Sent to Kai Penhallow",
        "Prison number A1001XY",
        "Our reference C/1201/JE",
        f"Code {format_code(letters[0].code)}",
        "Good until 19 December 2026",
        "Greenstone House, 14 Park Square, Leeds, LS1 2NE",
        "0113 496 0000",
        "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "Signature",
        "Sent by Eric Brown Barrister, Greenstone Chambers",
        "Prison HMP Leeds",
        "sheet 1 of 1",
    ):
        assert wanted in said
    assert max(x.bottom for x in texts(pdf)) < 290
    assert max(x.right for x in texts(pdf)) < 191


@pytest.mark.parametrize("marking", Marking)
def test_the_heading_does_not_repeat_the_marking_of_the_window(
    marking: Marking, drafted: Callable[..., Draft]
) -> None:
    sheets = LetterSheets(batch_of(SENDER, 1), Paper(), load_roboto(), Letterhead())
    shared = next(sheets.draw(letter_of(drafted(marking=marking)))).shared
    headings = [run.text for run in shared.texts if run.size == 13.0]
    assert headings == ["Greenstone Chambers", "For the mailroom: please deliver unopened"]


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_each_fact_is_said_once_outside_the_window(
    envelope: Envelope, letters: list[Letter]
) -> None:
    sheets = LetterSheets(batch_of(SENDER, 1), Paper(envelope), load_roboto(), Letterhead())
    sheet = next(sheets.draw(letters[1]))
    window = envelope.ever_visible
    outside = " ".join(
        run.text
        for run in combine((sheet.shared, *sheet.own)).texts
        if not window.top < run.y < window.bottom
    )
    code, until = format_code(letters[1].code), "19 December 2026"
    said = ("14 Park Square", SENDER.telephone, SENDER.cjsm_address, "Eric Brown", "C/1201/JE")
    for fact in (*said, "A1001XY", "HMP Leeds", code, until):
        assert outside.count(fact) == 1, fact


def test_a_sheet_has_three_sizes_of_type_and_its_text_is_in_line_with_the_panel(
    letters: list[Letter],
) -> None:
    for envelope in (DL, C5, C4):
        sheets = LetterSheets(batch_of(SENDER, 1), Paper(envelope), load_roboto(), Letterhead())
        texts = next(sheets.draw(letters[0])).shared.texts
        assert {run.size for run in texts} == {13.0, 10.0, 8.5}
        assert min(run.x for run in texts) == envelope.printed_panel.left
        assert not [
            run for run in texts if run.grey and run.text in (SENDER.name, SENDER.telephone)
        ]


@pytest.mark.parametrize(
    "head",
    [
        Letterhead(under=SourcePage("head.pdf")),
        Letterhead(picture=Picture(20.0, 10.0, 50.0, 15.0, "head.png")),
    ],
    ids=["page", "picture"],
)
def test_a_letterhead_without_type_leaves_the_address_to_the_particulars(
    head: Letterhead, letters: list[Letter]
) -> None:
    sheets = LetterSheets(batch_of(SENDER, 1), Paper(), load_roboto(), head)
    said = [run.text for run in next(sheets.draw(letters[0])).shared.texts]
    assert said.count("Return address") == 1
    assert said.count("Greenstone House, 14 Park Square, Leeds, LS1 2NE") == 1


@pytest.mark.parametrize("top", [60, 110])
@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_a_long_reference_keeps_clear_of_the_text_below_a_letterhead(
    envelope: Envelope, top: int, drafted: Callable[..., Draft]
) -> None:
    head = Letterhead(under=SourcePage("head.pdf"), free=Span(top, 280))
    paper = Paper(envelope, wording="Please sign.")
    sheets = LetterSheets(batch_of(SENDER, 1), paper, load_roboto(), head)
    for length in (4, 9, 14, 19, 29, 59):
        reference = ("W" * length + " ") * (60 // (length + 1))
        draft = replace(drafted(), reference=reference.strip())
        for sheet in sheets.draw(letter_of(draft)):
            alike = (each for stencil in sheet.stencils for each in stencil.drawings)
            texts = combine((sheet.shared, *alike, *sheet.own)).texts
            assert not list(find_overlaps(texts, load_roboto()))
            set_apart = "".join(run.text for run in texts if run.text.startswith("W"))
            assert set_apart.count("W") >= reference.count("W")


def test_long_particulars_are_printed_whole_and_push_down_what_follows(
    drafted: Callable[..., Draft],
) -> None:
    sheets = LetterSheets(batch_of(SENDER, 1), Paper(), load_roboto(), Letterhead())
    places = []
    for name in ("Al", LONGEST.upper()):
        draft = replace(drafted(name), reference="A " * 60 + "end")
        sheet = next(sheets.draw(letter_of(draft)))
        drawing = combine((sheet.shared, *sheet.own))
        assert not list(find_overlaps(drawing.texts, load_roboto()))
        said = "".join(run.text for run in drawing.texts).replace(" ", "")
        assert draft.name.replace(" ", "") in said
        assert draft.reference.replace(" ", "") in said
        places += [run.y for run in drawing.texts if run.text == "How to check"]
    assert places[1] > places[0] + 8


def test_without_a_prison_number_the_date_of_birth_stands_in_its_row(
    drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    draft = drafted(prison_number=None, date_of_birth=BORN, reference="")
    said = words(printed([letter_of(draft)], Paper()))
    assert "Date of birth 12-03-1980" in said
    assert "Prison number" not in said
    assert "Our reference" not in said


@pytest.mark.parametrize(
    ("marking", "said"),
    [
        (
            Marking.PRISON_RULE_39,
            "protected by Prison Rule 39. It may be opened only on reasonable cause to believe "
            "that it is not from the sender named below or has something illicit in it, or, so far "
            "as that rule allows it, that its contents endanger prison security or the safety of "
            "others or are otherwise of a criminal nature; with the governor’s authority, and in "
            "front of the person addressed.",
        ),
        (Marking.YOI_RULE_17, "or, so far as that rule allows it, that its contents endanger"),
        (
            Marking.CONFIDENTIAL_ACCESS,
            "or, so far as the rule on such mail allows it, that its contents endanger",
        ),
        (
            Marking.STC_RULE_14,
            "protected by rule 14 of the Secure Training Centre Rules 1998. It may be opened only "
            "on reasonable cause to believe that it is not from the sender named below or has "
            "something illicit in it, or that its contents endanger security in the centre or the "
            "safety of others or are otherwise of a criminal nature; with the director’s authority",
        ),
    ],
)
def test_both_grounds_for_opening_are_named_the_unconfirmed_one_with_a_reserve(
    marking: Marking, said: str, drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    assert said in words(printed([letter_of(drafted(marking=marking))], Paper()))


@pytest.mark.parametrize("marking", Marking)
def test_a_sheet_with_a_barcode_says_where_it_is_checked_and_reaches_no_lower(
    marking: Marking, drafted: Callable[..., Draft]
) -> None:
    sheets = LetterSheets(batch_of(SENDER, 1), Paper(), load_roboto(), Letterhead())
    draft = replace(drafted("Kai Penhallow"), marking=marking)
    without, with_barcode = (
        combine((sheet.shared, *sheet.own, *(d for s in sheet.stencils for d in s.drawings))).texts
        for barcode in (None, Barcode("123456789012"))
        for sheet in sheets.draw(letter_of(replace(draft, barcode=barcode)))
    )
    said = " ".join(run.text for run in with_barcode)
    assert "Check the barcode in the window in Send Legal Mail" in said
    assert "1234-5678-9012" in said
    assert "It is not in the barcode service" not in said
    foot = max(run.y for run in without)
    lowest = (max(run.y for run in runs if run.y < foot) for runs in (with_barcode, without))
    assert next(lowest) <= next(lowest)
