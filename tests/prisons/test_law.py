"""The rules are named as they are called."""

import pytest

from prisonmail.prisons.law import Law


@pytest.mark.parametrize(
    ("law", "rules"),
    [
        (Law.PRISON, "the Prison Rules 1999"),
        (Law.YOI, "the Young Offender Institution Rules 2000"),
        (
            Law.PRISON_AND_YOI,
            "the Prison Rules 1999 and the Young Offender Institution Rules 2000",
        ),
        (Law.STC, "the Secure Training Centre Rules 1998"),
        (Law.REMOVAL, "the Detention Centre Rules 2001"),
    ],
)
def test_the_rules_of_a_place_are_named(law: Law, rules: str) -> None:
    assert law.in_words == rules


def test_the_words_of_registers_stay_as_they_are() -> None:
    assert [str(law) for law in Law] == ["prison", "yoi", "prison and yoi", "stc", "removal"]
