"""How a prison is named and how old its entry is."""

from datetime import date, timedelta

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.law import Law
from prisonmail.prisons.prison import describe_age
from prisonmail.system.record import replace

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
    ("register_name", "name", "young", "adults", "law"),
    [
        ("Leeds (HMP)", "HMP Leeds", False, True, Law.PRISON),
        ("Altcourse (HMP & YOI)", "HMP & YOI Altcourse", False, False, Law.PRISON_AND_YOI),
        ("Wetherby (HMYOI)", "HMYOI Wetherby", True, False, Law.YOI),
        ("Isle Of Wight (HMP)", "HMP Isle of Wight", False, True, Law.PRISON),
        ("Oakhill (STC)", "Oakhill STC", False, False, Law.STC),
        ("Morton Hall (IRC)", "Morton Hall IRC", False, False, Law.REMOVAL),
        ("Leeds", "Leeds", False, False, Law.PRISON_AND_YOI),
    ],
)
def test_the_name_in_the_register_says_what_kind_of_place_it_is(
    directory: Directory, register_name: str, name: str, young: bool, adults: bool, law: Law
) -> None:
    prison = replace(next(iter(directory)), register_name=register_name, known_law=None)
    assert prison.name == name
    assert (prison.young_offenders_only, prison.adults_only, prison.law) == (young, adults, law)


def test_what_is_known_of_the_law_comes_before_what_the_name_says(directory: Directory) -> None:
    renamed = replace(next(iter(directory)), register_name="X (HMYOI)", known_law=Law.PRISON)
    assert (renamed.name, renamed.law, renamed.adults_only) == ("HMYOI X", Law.PRISON, True)


def test_the_packaged_laws_are_those_of_the_names_or_known_apart(directory: Directory) -> None:
    apart = {entry.code: entry.law for entry in directory.gazetteer.laws}
    for prison in directory:
        by_name = replace(prison, known_law=None).law
        assert prison.law is (apart.get(prison.code) or by_name), prison.code
