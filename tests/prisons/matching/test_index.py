"""Prisons that share a name or a gate: pairs, ages, and what has to be asked."""

from datetime import date

import pytest

from prisonmail.certainty import Certainty
from prisonmail.prisons.directory import Alias, Directory
from prisonmail.prisons.law import Law
from prisonmail.prisons.matching.index import group_by_name
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import FIND_PERSON, Ambiguous, Closed, NotAPrison
from prisonmail.system.record import replace
from tests.prisons.conftest import found

CHILD, ADULT = date(2009, 11, 22), date(1990, 1, 1)


@pytest.mark.parametrize(
    ("written", "code", "other"),
    [
        ("Peterborough", "PBI", "HMP & YOI Peterborough Female is at the same gate"),
        ("HMP Peterborough", "PBI", "HMP & YOI Peterborough Female is at the same gate"),
        ("Parc", "PRI", "HMYOI Parc is at the same gate"),
        ("HMP Grendon/Spring Hill", "GNI", "HMP Spring Hill is at the same gate"),
        ("Grendon Springhill", "GNI", "HMP Spring Hill is at the same gate"),
        ("HMP Grendon & Spring Hill", "GNI", "HMP Spring Hill is at the same gate"),
        ("Feltham", "FMI", "a date of birth tells them apart"),
        ("HMP & YOI Feltham", "FMI", "a date of birth tells them apart"),
    ],
)
def test_a_pair_is_accepted_with_a_warning(
    matcher: Matcher, written: str, code: str, other: str
) -> None:
    said = found(matcher.match(written))
    assert (said.prison.code, said.pair) == (code, True)
    assert said.note.startswith(f"taken as {said.prison.name}; ")
    assert other in said.note


@pytest.mark.parametrize(
    ("written", "born", "code", "pair", "note"),
    [
        ("Feltham", CHILD, "FYI", False, ""),
        ("Feltham", ADULT, "FMI", False, ""),
        ("Feltham", date(2008, 11, 21), "FMI", False, ""),
        ("Feltham", date(2008, 11, 22), "FYI", False, ""),
        ("HMYOI Feltham", CHILD, "FYI", False, ""),
        ("HMP Feltham", CHILD, "FMI", False, "someone under 18"),
        ("HMYOI Feltham", ADULT, "FYI", False, "an adult"),
        ("Parc", CHILD, "PYI", True, "HMP & YOI Parc is at the same gate"),
        ("Parc", ADULT, "PRI", True, "HMYOI Parc is at the same gate"),
        ("Peterborough", CHILD, "PBI", True, "at the same gate"),
        ("Leeds", CHILD, "LEI", False, ""),
    ],
)
def test_a_date_of_birth_tells_the_young_from_adults(
    matcher: Matcher, written: str, born: date, code: str, pair: bool, note: str
) -> None:
    said = found(matcher.match(written, born))
    assert (said.prison.code, said.pair) == (code, pair)
    assert note in said.note
    assert bool(note) == bool(said.note)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("HMP Usk/Prescoed", ["UKI", "UPI"]),
        ("HMP Usk, HMP Prescoed", ["UKI", "UPI"]),
        ("HMP Sheppey", ["EYI", "EHI", "SLI"]),
        ("Sheppey Cluster", ["EYI", "EHI", "SLI"]),
        ("Leeds/Hull", ["LEI", "HLI"]),
        ("Leeds, Hull", ["LEI", "HLI"]),
        ("HMP Leeds or HMP Hull", ["LEI", "HLI"]),
        ("HMP Leeds (HLI)", ["LEI", "HLI"]),
        ("HMP Manchester (Forest Bank)", ["MRI", "FBI"]),
        ("HMP Frankland, Brasside, Durham DH1 5YA", ["FKI", "LNI"]),
        ("Elmley & Swaleside", ["EYI", "SLI"]),
        ("Downview/High Down", ["DWI", "HOI"]),
        ("HMP Swaleside, Elmley", ["SLI", "EYI"]),
        ("HMP Leeds, Hedon Road, Hull", ["LEI", "HLI"]),
        ("HMP Hull, Gloucester Terrace, Leeds", ["HLI", "LEI"]),
        ("Frankland/Low Newton", ["FKI", "LNI"]),
        ("HMP Leeds, HMP Bedford", ["LEI", "BFI"]),
        ("HMP Hull, 2 Gloucester Terrace, Leeds", ["HLI", "LEI"]),
    ],
)
def test_what_could_be_several_prisons_is_asked_about(
    matcher: Matcher, written: str, codes: list[str]
) -> None:
    said = matcher.match(written)
    assert isinstance(said, Ambiguous)
    assert [prison.code for prison in said.prisons] == codes


@pytest.fixture(scope="module")
def newer(directory: Directory) -> Matcher:
    """A register that lists Dartmoor as closed, and a removal centre; and a name of each."""
    dartmoor = directory.find_by_code("DAI")
    assert dartmoor
    closed = replace(dartmoor, active=False)
    named = {"code": "XRI", "register_name": "Exmere House (IRC)", "known_law": Law.REMOVAL}
    centre = replace(dartmoor, **named)
    known = (Certainty.REPORTED, "a report", date(2026, 11, 21))
    names = [Alias("Princetown", *known, ("DAI",)), Alias("Exmere", *known, ("XRI", "DAI"))]
    others = [prison for prison in directory if prison != dartmoor]
    gazetteer = replace(directory.gazetteer, aliases=tuple(names))
    return Matcher(Directory((*others, closed, centre), gazetteer))


@pytest.mark.parametrize("written", ["Dartmoor", "DAI", "Princetown"])
def test_a_prison_that_the_register_lists_as_closed_has_no_remark_on_the_register(
    newer: Matcher, written: str
) -> None:
    assert newer.match(written) == Closed("HMP Dartmoor", "temporarily in July 2024", FIND_PERSON)


@pytest.mark.parametrize("written", ["XRI", "Exmere House", "HMP Exmere House", "Exmere"])
def test_a_removal_centre_of_the_register_is_no_prison(newer: Matcher, written: str) -> None:
    assert newer.match(written) == NotAPrison("removal centre")


def test_what_sort_of_place_it_is_is_hedged_if_it_is_not_confirmed(matcher: Matcher) -> None:
    hedged = NotAPrison("secure children’s home", ", as far as is known")
    assert matcher.match("Barton Moss") == hedged


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("LEI", {("leeds", frozenset[str]())}),
        ("STC", {("oakhill", frozenset[str]()), ("oakhill", frozenset({"stc"}))}),
    ],
)
def test_only_a_kind_that_must_fit_belongs_to_a_name(
    code: str, names: set[tuple[str, frozenset[str]]], directory: Directory
) -> None:
    """HMP and YOI are mixed up too often to be a part of it."""
    prison = next(
        each
        for each in directory.prisons
        if each.code == code or (each.place, code) == ("Oakhill", "STC")
    )
    assert set(group_by_name([prison])) == names


def test_a_name_takes_in_who_is_at_its_gate_under_a_longer_one(directory: Directory) -> None:
    one, other = pair = [each for each in directory.prisons if each.code in ("PBI", "PFI")]
    without_kind = frozenset[str]()
    assert group_by_name(pair) == {
        ("peterborough", without_kind): (one, other),
        ("peterborough female", without_kind): (other,),
    }
