"""Prisons that take no letters, or that the register does not have yet."""

import pytest

from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import Closed, Unknown


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("HMP Ashwell", "in March 2011"),
        ("HMP Lancaster", "in March 2011"),
        ("Lancaster Castle", "in March 2011"),
        ("HMP Lancaster (Castle)", "in March 2011"),
        ("Latchmere House", "in September 2011"),
        ("HMP Brockhill", "in 2011"),
        ("HMP Hewell (Brockhill)", "in 2011"),
        ("Wellingborough", "in December 2012"),
        ("Bullwood Hall", "in January 2013"),
        ("Shepton Mallet", "in February 2013"),
        ("Canterbury", "in March 2013"),
        ("Kingston", "in March 2013"),
        ("Shrewsbury", "in March 2013"),
        ("HMP Gloucester", "in March 2013"),
        ("Camp Hill", "in 2013"),
        ("HMP Isle of Wight - Camp Hill", "in 2013"),
        ("HMP Isle of Wight (Camp Hill)", "in 2013"),
        ("Blundeston", "in September 2013"),
        ("HMYOI Reading", "in November 2013"),
        ("HMP Dorchester", "in December 2013"),
        ("Northallerton", "in December 2013"),
        ("Blantyre House", "in 2015"),
        ("Dover IRC", "in 2015"),
        ("Haslar", "in 2015"),
        ("HMP Holloway", "in May 2016"),
        ("HMP Holloway, Parkhurst Road, London N7 0NU", "in May 2016"),
        ("Kennet", "in December 2016"),
        ("HMYOI Glen Parva", ""),
        ("HMP The Weare", "in 2006"),
        ("Medway STC", ""),
        ("Rainsbrook STC", "in 2021"),
        ("HMP Dartmoor", "temporarily in July 2024"),
        ("DAI", "temporarily in July 2024"),
    ],
)
def test_closed_prisons_are_told_and_no_look_alike_is_named(
    matcher: Matcher, written: str, closed: str
) -> None:
    said = matcher.match(written)
    assert isinstance(said, Closed)
    assert said.closed == closed
    assert "https://www.gov.uk/find-prisoner" in said.help
    assert [p.code for p in said.suggestions] == (["LFI"] if "Lancaster" in written else [])


def test_a_closed_prison_tells_what_stands_there_now(matcher: Matcher) -> None:
    said = matcher.match("HMP Wellingborough")
    assert isinstance(said, Closed)
    assert "Five Wells, a different prison" in said.help
    dartmoor = matcher.match("Dartmoor")
    assert isinstance(dartmoor, Closed)
    assert "register still lists it as open" in dartmoor.help


@pytest.mark.parametrize("written", ["FEI", "HMP Fosse Way", "Fosse Way (HMP & YOI)"])
def test_a_prison_that_the_register_has_without_an_address_is_not_taken(
    matcher: Matcher, written: str
) -> None:
    said = matcher.match(written)
    assert isinstance(said, Closed)
    assert (said.name, said.closed) == ("HMP & YOI Fosse Way", "")
    assert "prisonmail prisons import" in said.help


def test_a_prison_newer_than_the_register_is_known_to_be_missing(matcher: Matcher) -> None:
    said = matcher.match("HMP Millsike")
    assert isinstance(said, Unknown)
    assert said.suggestions == ()
    assert "prisonmail prisons import" in said.help
