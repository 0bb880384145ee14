import pytest

from prisonmail.sender.markings import Marking, find_fitting, parse_marking
from prisonmail.sender.roles import Family

ADULT, YOUNG, OTHER = (
    Marking.PRISON_RULE_39,
    Marking.YOI_RULE_17,
    Marking.CONFIDENTIAL_ACCESS,
)


@pytest.mark.parametrize("family", [Family.LEGAL_ADVISER, Family.COURT])
@pytest.mark.parametrize(
    ("young_only", "adults_only", "markings"),
    [
        (False, True, (ADULT,)),
        (True, False, (YOUNG,)),
        (False, False, (ADULT, YOUNG)),
    ],
)
def test_for_advisers_and_courts_the_prison_decides(
    family: Family, young_only: bool, adults_only: bool, markings: tuple[Marking, ...]
) -> None:
    assert find_fitting(family, young_only=young_only, adults_only=adults_only) == markings


@pytest.mark.parametrize("young_only", [False, True])
def test_confidential_access_has_one_marking_everywhere(young_only: bool) -> None:
    assert find_fitting(Family.CONFIDENTIAL_ACCESS, young_only=young_only) == (OTHER,)


@pytest.mark.parametrize(
    ("written", "marking"),
    [
        ("Rule 39", ADULT),
        ("prison rule 39", ADULT),
        ("R.39", ADULT),
        ("YOI Rule 17", YOUNG),
        ("17", YOUNG),
        ("CONFIDENTIAL ACCESS", OTHER),
        ("legal mail", None),
        ("", None),
    ],
)
def test_a_marking_is_read_as_people_write_it(written: str, marking: Marking | None) -> None:
    assert parse_marking(written) is marking
