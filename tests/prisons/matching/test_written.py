"""What is no prison of England and Wales, and who is in none."""

import pytest
from hypothesis import given

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import NotAPrison, NotInCustody, OutOfArea, Uncertain
from prisonmail.prisons.matching.written import (
    find_kinds,
    find_out_of_custody,
    find_uncertainty,
    normalise,
)
from tests.prisons.conftest import CELLS


@pytest.mark.parametrize(
    ("written", "where"),
    [
        *(
            (name, "Scotland")
            for name in (
                "HMP Addiewell|Barlinnie|Bella Centre|Castle Huntly|HMP Dumfries|HMP Edinburgh"
                "|HMP Glasgow|Glenochil|HMP Grampian|HMP Greenock|HMP Highland|HMP Inverness"
                "|HMP Highland/Inverness|HMP Kilmarnock|Lilias Centre|Low Moss|HMP Perth"
                "|HMYOI Polmont|HMP Shotts|HMP & YOI Stirling"
            ).split("|")
        ),
        ("HMP Maghaberry", "Northern Ireland"),
        ("Magilligan", "Northern Ireland"),
        ("Hydebank Wood", "Northern Ireland"),
        ("HMP Perth, 3 Edinburgh Road, Perth PH2 8AT", "Scotland"),
    ],
)
def test_prisons_under_other_law_are_told(matcher: Matcher, written: str, where: str) -> None:
    said = matcher.match(written)
    assert isinstance(said, OutOfArea)
    assert said.where.split(",")[0] == where


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Leeds Magistrates' Court", "court"),
        ("Leeds, Crown Court", "court"),
        ("Old Bailey", "court"),
        ("Durham Police Station", "police station"),
        ("Durham, Police Station", "police station"),
        ("Rampton", "hospital"),
        ("Broadmoor Hospital", "hospital"),
        ("Ashworth", "hospital"),
        ("Yarl's Wood IRC", "removal centre"),
        ("Leeds IRC", "removal centre"),
        ("Oasis Restore", "secure school"),
        ("c/o Wife", "private address"),
        ("C/O Mrs Hart, 1 High Street, Leeds LS1 1AA", "private address"),
        ("Home", "private address"),
        ("Home address", "private address"),
        ("mother’s house", "private address"),
        ("Approved Premises, Leeds", "hostel"),
        ("Leeds Probation Office", "probation office"),
    ],
)
def test_other_places_are_told_for_what_they_are(matcher: Matcher, written: str, kind: str) -> None:
    assert matcher.match(written) == NotAPrison(kind)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Bail", "Bail"),
        ("On bail", "On bail"),
        ("conditional bail", "conditional bail"),
        ("NFA", "NFA"),
        ("N.F.A.", "N.F.A"),
        ("No Fixed Abode", "No Fixed Abode"),
        ("Released", "Released"),
        ("Released from HMP Leeds 3/4/26", "Released"),
        ("HMP Leeds (released)", "released"),
        ("RUI", "RUI"),
        ("Released under investigation", "Released under investigation"),
        ("TAGGED", "TAGGED"),
        ("Not in custody", "Not in custody"),
        ("Deceased", "Deceased"),
        ("HMP Leeds (died 2024)", "died"),
        ("Absconded", "Absconded"),
        ("Deported", "Deported"),
        ("at liberty", "at liberty"),
    ],
)
def test_words_that_say_the_person_is_not_in_prison(
    matcher: Matcher, written: str, word: str
) -> None:
    assert matcher.match(written) == NotInCustody(word)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("HMP Leeds?", "?"),
        ("HMP Leeds ??", "?"),
        ("HMP Leeds (?)", "?"),
        ("LEI?", "?"),
        ("HMP Leeds tbc", "tbc"),
        ("HMP Leeds (T.B.C.)", "T.B.C"),
        ("HMP Leeds - TBA", "TBA"),
        ("HMP Leeds, to be confirmed", "to be confirmed"),
        ("possibly HMP Leeds", "possibly"),
        ("HMP Leeds (not confirmed)", "not confirmed"),
        ("HMP Leeds - check", "check"),
        ("Believed HMP Leeds", "Believed"),
        ("HMP Leeds, moved to HMP Wakefield", "moved to"),
        ("HMP Leeds, transferred to Hull", "transferred to"),
        ("HMP Leeds (awaiting transfer)", "awaiting transfer"),
        ("HMP Leeds, last known", "last known"),
        ("no longer at HMP Leeds", "no longer"),
        ("HMP Leeds, has left", "has left"),
        ("HMP Leeds, until 3 December", "until"),
        ("HMP Leeds, now Hull", "now"),
        ("HMP Leeds (is now at HMP Hull)", "is now at"),
        ("HMP Leeds, do not write", "do not write"),
    ],
)
def test_a_prison_that_is_not_certain_is_not_taken(
    matcher: Matcher, written: str, word: str
) -> None:
    assert matcher.match(written) == Uncertain(word)


def test_no_name_that_is_known_says_that_it_is_uncertain_or_empty(directory: Directory) -> None:
    gazetteer = directory.gazetteer
    entries = (*gazetteer.aliases, *gazetteer.closed, *gazetteer.elsewhere)
    names = [*(entry.written for entry in entries), *(prison.name for prison in directory)]
    assert not [name for name in names if find_uncertainty(name) or find_out_of_custody(name)]


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("Leeds", set()),
        ("HM Prison Leeds", {"hmp"}),
        ("HMYOI Wetherby", {"yoi"}),
        ("STI Wetherby", {"yoi"}),
        ("HMP/YOI Hull", {"hmp", "yoi"}),
        ("YOI and HMP Hull", {"hmp", "yoi"}),
        ("Oakhill Secure Training Centre", {"stc"}),
        ("Morton Hall IRC", {"irc"}),
    ],
)
def test_kinds_of_place_are_found_however_they_are_written(written: str, kinds: set[str]) -> None:
    assert find_kinds(written) == kinds


@given(CELLS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(CELLS)
def test_what_kind_of_place_is_written_survives_capitals_and_space(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii())
    assert find_kinds(plain.upper()) == find_kinds(f"  {plain} ")


def test_every_prison_keeps_a_name_when_it_is_normalised(directory: Directory) -> None:
    for prison in directory:
        once = normalise(prison.register_name)
        assert normalise(once) == once
        assert once
