"""How a prison is named and how old its entry is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.prison import describe_age

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (TODAY, "today"),
        (TODAY + timedelta(days=3), "today"),
        (TODAY - timedelta(days=1), "1 day old"),
        (TODAY - timedelta(days=60), "60 days old"),
        (TODAY - timedelta(days=245), "8 months old"),
        (TODAY - timedelta(days=800), "2 years old"),
    ],
)
def test_ages_are_told_in_words(as_of: date, words: str) -> None:
    assert describe_age(as_of, TODAY) == words


@pytest.mark.parametrize(
    ("register_name", "name", "young", "adults", "rules"),
    [
        ("Leeds (HMP)", "HMP Leeds", False, True, True),
        ("Altcourse (HMP & YOI)", "HMP & YOI Altcourse", False, False, True),
        ("Wetherby (HMYOI)", "HMYOI Wetherby", True, False, True),
        ("Isle Of Wight (HMP)", "HMP Isle of Wight", False, True, True),
        ("Oakhill (STC)", "Oakhill STC", False, False, False),
        ("Morton Hall (IRC)", "Morton Hall IRC", False, False, False),
        ("Leeds", "Leeds", False, False, True),
    ],
)
def test_the_name_in_the_register_says_what_kind_of_place_it_is(
    directory: Directory, register_name: str, name: str, young: bool, adults: bool, rules: bool
) -> None:
    prison = replace(next(iter(directory)), register_name=register_name)
    assert prison.name == name
    said = (prison.young_offenders_only, prison.adults_only, prison.under_prison_rules)
    assert said == (young, adults, rules)
