"""Headings become fields, as firms write them; what only looks alike does not."""

import pytest

from prisonmail.recipients.columns.headings import Fit, find_field, guess, name_option
from prisonmail.recipients.recipient import TEMPLATE, Field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("PRISON_number", Field.PRISON_NUMBER),
        (" Prison  Number ", Field.PRISON_NUMBER),
        ("Prison No.", Field.PRISON_NUMBER),
        ("NOMS No", Field.PRISON_NUMBER),
        ("Prison Number (NOMS)", Field.PRISON_NUMBER),
        ("Client's Prison Number", Field.PRISON_NUMBER),
        ("CLIENT_DATE_OF_BIRTH", Field.DATE_OF_BIRTH),
        ("Date of Birth (dd/mm/yyyy)", Field.DATE_OF_BIRTH),
        ("Prison / Remand Centre", Field.PRISON),
        ("Current Prison", Field.PRISON),
        ("Location", Field.PRISON),
        ("CLIENT_FORENAME", Field.FORENAME),
        ("Family Name", Field.SURNAME),
        ("M.I.", Field.MIDDLE_NAME),
        ("Latest prison", Field.PRISON),
        ("New prison no.", Field.PRISON_NUMBER),
        ("Our Ref", Field.REFERENCE),
        ("CASE_REF_NUMBER", Field.REFERENCE),
        ("Address Line 3", Field.ADDRESS),
        ("business_postal_code", Field.ADDRESS),
        ("Prison Address", Field.ADDRESS),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, field: Field) -> None:
    found = guess(heading)
    assert found is not None
    assert found.field is field


@pytest.mark.parametrize(
    "heading",
    "Number|No|ID|UCN|UFN|MAAT_ID|URN|PNC ID|NI Number|CRN|CRO No|Court|Police Station|Maiden name|"
    "Former surname|Alias|Salutation|Letter Dear|Matter Description|Company|Firm|job_title|Title|"
    "Matter Title|Open Date|Date created|Date of offence|Hearing date|Fee earner surname|"
    "Solicitor name|Problem|Prison officer|Next of kin".split("|"),
)
def test_a_heading_that_only_looks_alike_is_left_alone(heading: str) -> None:
    assert guess(heading) is None


def test_every_heading_of_the_template_is_known_as_its_own_field() -> None:
    for heading in TEMPLATE:
        assert guess(heading.value) == (heading, Fit.EXACT)


def test_every_field_can_be_named_in_an_option() -> None:
    assert [find_field(name_option(field)) for field in Field] == list(Field)
