from collections.abc import Callable

import pytest

from prisonmail.letters.letter import Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.paper import Paper
from tests.conftest import BORN, letter_of
from tests.pages import texts, words


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_the_sheet_says_what_a_mailroom_asks_for(
    envelope: Envelope, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:1], Paper(envelope))
    said = words(pdf)
    for wanted in (
        "Prison Rule 39: please deliver unopened",
        "For Kai Penhallow",
        "Prison number A1001XY",
        "Our reference C/1201/JE",
        "Code 00000-00009-9717",
        "Good until 19 December 2026",
        "Greenstone House, 14 Park Square, Leeds, LS1 2NE",
        "0113 496 0000",
        "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "Signed",
        "Barrister, Greenstone Chambers",
        "sheet 1 of 1",
    ):
        assert wanted in said
    assert max(x.bottom for x in texts(pdf)) < 290
    assert max(x.right for x in texts(pdf)) < 191


@pytest.mark.parametrize(
    ("marking", "heading"),
    [
        (Marking.PRISON_RULE_39, "Prison Rule 39: please deliver unopened"),
        (Marking.YOI_RULE_17, "YOI Rule 17: please deliver unopened"),
        (Marking.CONFIDENTIAL_ACCESS, "Confidential access: please deliver unopened"),
        (Marking.STC_RULE_14, "STC Rule 14: please deliver unopened"),
    ],
)
def test_each_marking_has_its_heading(
    marking: Marking, heading: str, drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    assert heading in words(printed([letter_of(drafted(marking=marking))], Paper()))


def test_without_a_prison_number_the_date_of_birth_stands_in_its_row(
    drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    draft = drafted(prison_number=None, date_of_birth=BORN, reference="")
    said = words(printed([letter_of(draft)], Paper()))
    assert "Date of birth 12-03-1980" in said
    assert "Prison number" not in said
    assert "Our reference –" in said


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
