from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.letters.letter import Draft
from prisonmail.prisons.directory import Directory
from prisonmail.problems.problem import Fault
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.sender.markings import Marking
from prisonmail.sender.roles import find_role
from prisonmail.sheets.envelopes import C5
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.use_cases.before_issue.draft_checks import (
    WordingFields,
    check_characters,
    check_marking,
    check_marks,
    check_printable,
    draft_for,
    read_enclosure_cell,
)

LEEDS = "LEI"


@pytest.fixture
def recipient(directory: Directory) -> Callable[..., Recipient]:
    def make(prison: str, marking: Marking | None = None) -> Recipient:
        found = directory.find_by_code(prison)
        assert found
        return Recipient(name="Ann Hart", prison=found, prison_number="A1001XY", marking=marking)

    return make


@pytest.mark.parametrize(
    ("key", "prison", "asked_for", "marking"),
    [
        ("barrister", LEEDS, None, Marking.PRISON_RULE_39),
        ("barrister", LEEDS, Marking.YOI_RULE_17, Marking.YOI_RULE_17),
        ("samaritans", LEEDS, None, Marking.CONFIDENTIAL_ACCESS),
        ("solicitor", "WYI", None, Marking.YOI_RULE_17),
        ("solicitor", "CKI", None, Marking.PRISON_RULE_39),
        ("solicitor", "STC3", None, Marking.STC_RULE_14),
        ("court", "STC3", None, Marking.STC_RULE_14),
        ("solicitor", "EXI", None, Marking.PRISON_RULE_39),
    ],
)
def test_the_lists_marking_comes_before_the_usual_one(
    recipient: Callable[..., Recipient],
    key: str,
    prison: str,
    asked_for: Marking | None,
    marking: Marking,
) -> None:
    assert draft_for(recipient(prison, asked_for), 2, find_role(key)).marking is marking


@pytest.mark.parametrize(
    ("key", "asked_for", "message"),
    [
        ("barrister", None, None),
        ("barrister", Marking.PRISON_RULE_39, None),
        ("barrister", Marking.YOI_RULE_17, "usual marking for HMP Leeds is Prison Rule 39"),
        (
            "barrister",
            Marking.CONFIDENTIAL_ACCESS,
            "usual marking for the role Barrister is Prison Rule 39",
        ),
        (
            "samaritans",
            Marking.PRISON_RULE_39,
            "usual marking for the role Samaritans is Confidential access",
        ),
    ],
)
def test_a_marking_that_does_not_fit_is_doubted_with_the_reason(
    recipient: Callable[..., Recipient], key: str, asked_for: Marking | None, message: str | None
) -> None:
    doubt = check_marking(recipient(LEEDS, asked_for), find_role(key))
    assert (doubt.message.partition(", and the ")[2] if doubt else None) == message


@pytest.mark.parametrize(
    ("key", "prison", "asked_for", "code"),
    [
        ("solicitor", "STC3", None, None),
        ("solicitor", "STC3", Marking.STC_RULE_14, None),
        ("solicitor", "STC3", Marking.PRISON_RULE_39, "PW611"),
        ("solicitor", LEEDS, Marking.STC_RULE_14, "PW611"),
        ("samaritans", "STC3", None, "PW628"),
        ("samaritans", "STC3", Marking.CONFIDENTIAL_ACCESS, "PW628"),
        ("samaritans", LEEDS, None, None),
    ],
)
def test_a_secure_training_centre_has_a_marking_of_its_own(
    recipient: Callable[..., Recipient],
    key: str,
    prison: str,
    asked_for: Marking | None,
    code: str | None,
) -> None:
    doubt = check_marking(recipient(prison, asked_for), find_role(key))
    assert (doubt and doubt.code) == code


@pytest.mark.parametrize(
    ("name", "reference", "found"),
    [
        ("Ann Hart", "C/1", None),
        ("Ann 字", "C/1", (Field.NAME, "PM501")),
        ("Ann Hart", "C/字", (Field.REFERENCE, "PM501")),
        ("W" * 60, "C/1", (Field.NAME, "PM502")),
    ],
)
def test_what_cannot_be_printed_is_found_at_its_field(
    drafted: Callable[..., Draft],
    typeface: Typeface,
    name: str,
    reference: str,
    found: tuple[Field, str] | None,
) -> None:
    draft = drafted(name, reference=reference)
    unprintable = check_printable(draft, Compositor(C5.panel, typeface), "the window")
    assert (unprintable and (unprintable[0], unprintable[1].code)) == found


def test_an_invisible_character_is_named_by_its_number_alone(typeface: Typeface) -> None:
    fault = check_characters("name", "Ann\x07", typeface)
    assert fault
    assert "the name has U+0007," in fault.message


def test_a_cell_without_a_pdf_is_a_warning_and_one_that_is_wrong_an_error(tmp_path: Path) -> None:
    for cell, code in (("", "PW610"), ("n/a", "PW610"), ("papers.pdf", "PM503")):
        (fault,) = read_enclosure_cell(cell, tmp_path)
        assert isinstance(fault, Fault)
        assert fault.code == code


def test_a_column_that_a_short_row_does_not_reach_is_blank() -> None:
    fields = WordingFields("{Matter} {name} {reference}", ("Name", "Matter"))
    assert fields.take_values(("Ann Hart",)) == {"matter": ""}
    ((column, fault),) = fields.find_faults({"matter": ""})
    assert (column, fault.code) == (1, "PM504")


def test_a_field_that_the_recipient_does_not_have_is_a_gap(drafted: Callable[..., Draft]) -> None:
    draft = drafted(prison_number=None, reference="")
    named = WordingFields("{Prison_Number} {reference}", ())
    assert [field for field, _ in named.find_gaps(draft)] == [Field.PRISON_NUMBER, Field.REFERENCE]
    assert list(WordingFields("{name}", ()).find_gaps(draft)) == []


def test_a_mark_that_the_typeface_has_no_place_for_is_warned_of(
    drafted: Callable[..., Draft],
) -> None:
    assert not list(check_marks(drafted("Ọ̀ṣun Ụ́zọma")))
    ((field, fault),) = check_marks(drafted("Ƣ̣"))
    assert (field, fault.code) == (Field.NAME, "PW632")
    assert "`Ƣ̣`" in fault.message
