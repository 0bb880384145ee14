import pytest

from prisonmail.prisons.law import Law
from prisonmail.sender.markings import Marking, find_fitting, parse_marking
from prisonmail.sender.roles import Family

ADULT, YOUNG, OTHER, TRAINEE = (
    Marking.PRISON_RULE_39,
    Marking.YOI_RULE_17,
    Marking.CONFIDENTIAL_ACCESS,
    Marking.STC_RULE_14,
)


@pytest.mark.parametrize("family", [Family.LEGAL_ADVISER, Family.COURT])
@pytest.mark.parametrize(
    ("law", "markings"),
    [
        (Law.PRISON, (ADULT,)),
        (Law.YOI, (YOUNG,)),
        (Law.PRISON_AND_YOI, (ADULT, YOUNG)),
        (Law.STC, (TRAINEE,)),
        (Law.REMOVAL, ()),
    ],
)
def test_for_advisers_and_courts_the_law_of_the_place_decides(
    family: Family, law: Law, markings: tuple[Marking, ...]
) -> None:
    assert find_fitting(family, law) == markings


@pytest.mark.parametrize("law", [law for law in Law if law is not Law.REMOVAL])
def test_confidential_access_has_one_marking_everywhere(law: Law) -> None:
    assert find_fitting(Family.CONFIDENTIAL_ACCESS, law) == (OTHER,)


@pytest.mark.parametrize(
    ("written", "marking"),
    [
        ("Rule 39", ADULT),
        ("prison rule 39", ADULT),
        ("R.39", ADULT),
        ("YOI Rule 17", YOUNG),
        ("17", YOUNG),
        ("CONFIDENTIAL ACCESS", OTHER),
        ("STC Rule 14", TRAINEE),
        ("S.T.C. r.14", TRAINEE),
        ("Secure Training Centre Rule 14", TRAINEE),
        ("Rule 14", None),
        ("YOI Rule 14", None),
        ("legal mail", None),
        ("", None),
    ],
)
def test_a_marking_is_read_as_people_write_it(written: str, marking: Marking | None) -> None:
    assert parse_marking(written) is marking
