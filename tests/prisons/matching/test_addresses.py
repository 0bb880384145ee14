"""Addresses: what names a prison is taken, and a town never is."""

from datetime import date

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.addresses import AddressReader, says_prison
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import (
    Ambiguous,
    Closed,
    Found,
    Match,
    NotAPrison,
    NotInCustody,
    OutOfArea,
    Uncertain,
    Unknown,
)
from tests.prisons.conftest import found


@pytest.fixture(scope="module")
def reader(matcher: Matcher, directory: Directory) -> AddressReader:
    return AddressReader(matcher, directory)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["HMP Leeds", "2 Gloucester Terrace", "Leeds"], "LEI"),
        (["c/o The Governor, HMP Leeds, 2 Gloucester Terrace, Leeds LS12 2TJ"], "LEI"),
        (["C/O HMP Send", "Ripley Road", "Woking", "GU23 7LJ"], "SDI"),
        (["A1023XY Dunwiddy", "Healthcare Wing", "HMP Hull", "Hedon Road", "Hull"], "HLI"),
        (["A1023XY, B Wing, HMP Leeds, 2 Gloucester Terrace"], "LEI"),
        (["The Governor", "HMP Leeds"], "LEI"),
        (["The Governor / HMP Leeds"], "LEI"),
        (["Governor of HMP Leeds"], "LEI"),
        (["FAO The Governor: HMP Leeds"], "LEI"),
        (["Ardal Finchcombe c/o HMP Leeds"], "LEI"),
        (["Ardal Finchcombe A1021XY HMP Leeds"], "LEI"),
        (["B Wing HMP Leeds"], "LEI"),
        (["C4-12 HMP Leeds"], "LEI"),
        (["H.M.Prison Leeds"], "LEI"),
        (["H.M. Prison, Hedon Road, Hull"], "HLI"),
        (["HM Prison", "Wandsworth", "PO Box 757"], "WWI"),
        (["HMP", "2 Gloucester Terrace", "Leeds", "LS12 2TJ"], "LEI"),
        (["HMP Leeds 2 Gloucester Terrace Leeds LS12 2TJ"], "LEI"),
        (["Her Majesty’s Prison Leeds"], "LEI"),
        (["His Majesty's Young Offender Institution, Wetherby"], "WYI"),
        (["HMYOI Wetherby", "York Road"], "WYI"),
        (["Carchar Abertawe, Abertawe"], "SWI"),
        (["Leeds Prison", "Leeds"], "LEI"),
        (["Oakhill Secure Training Centre"], "STC3"),
        (["LEI"], "LEI"),
        (["c/o LEI"], "LEI"),
        (["2 Gloucester Terrace, Leeds LS12 2TJ"], "LEI"),
        (["2 GLOUCESTER TERR.", "leeds", "ls122tj"], "LEI"),
        (["Hedon Rd Hull HU9 5LS"], "HLI"),
        (["HMP FOREST BANK", "MANCHESTER"], "FBI"),
        (["lei", "HMP Hull"], "HLI"),
        (["HMP Garth Leyland"], "GHI"),
    ],
)
def test_a_prison_is_found_wherever_it_stands(
    reader: AddressReader, lines: list[str], code: str
) -> None:
    assert found(reader.read(lines)).prison.code == code


@pytest.mark.parametrize(
    "lines",
    [
        ["17 Larkspur Close", "Exeter"],
        ["Leeds"],
        ["Durham", "County Durham"],
        ["Leeds Road, Durham"],
        ["HMP Road, Leeds"],
        ["17 Prison Lane, Leeds"],
        ["Prison Street", "Bedford"],
        ["Old Gaol House, Exeter"],
        ["The Prison, Exeter"],
        ["Prison", "Leeds"],
        ["The Prison", "Leeds"],
        ["HM Prison", "Old Wing", "2 Gloucester Terrace", "Leeds"],
        ["1 High Street", "Leeds LS1 1AA"],
        ["near HMP Leeds"],
        ["next door to HMP Leeds"],
        ["mother works at HMP Leeds"],
        ["12 HMP Close, Leeds"],
        ["1 Wandsworth Prison Cottages, London"],
        ["HM Prison", "High Street", "Exeter"],
        ["Opposite", "HMP Leeds"],
        ["Formerly of", "HMP Leeds"],
        ["2 Gloucester Terrace, Leeds"],
        ["LS12 2TJ"],
        ["4 Gloucester Terrace, Leeds LS12 2TJ"],
        ["14 Hedon Road, Hull HU9 5LS"],
        ["Strangeways, Manchester"],
        ["Mr Dai Hart", "Send"],
        ["HM Revenue and Customs, Leeds"],
        [],
        ["", " , "],
    ],
)
def test_what_is_near_a_prison_or_called_like_one_is_none(
    reader: AddressReader, lines: list[str]
) -> None:
    said = reader.read(lines)
    assert said is None or isinstance(said, Unknown)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["HMP Leeds", "HMP Hull"], Ambiguous),
        (["HMP Leeds, Leeds", "LEI", "HLI"], Ambiguous),
        (["Saville Road, Peterborough PE3 7PD"], Ambiguous),
        (["HMP Holloway", "Parkhurst Road"], Closed),
        (["HMP Leeds", "HMP Holloway"], Closed),
        (["HMP Perth, Edinburgh Road"], OutOfArea),
        (["Brook House IRC, Gatwick"], NotAPrison),
        (["HMP Leeds?"], Uncertain),
        (["HMP Leeds", "(TBC)"], Uncertain),
        (["Released from HMP Leeds"], NotInCustody),
        (["HMP Wormwood Scrubbs", "Du Cane Road"], Unknown),
    ],
)
def test_what_cannot_be_taken_is_said(
    reader: AddressReader, lines: list[str], kind: type[Match]
) -> None:
    assert isinstance(reader.read(lines), kind)


def test_all_prisons_that_an_address_names_are_asked_about(reader: AddressReader) -> None:
    said = reader.read(["HMP Leeds", "HMP Hull"])
    assert isinstance(said, Ambiguous)
    assert [prison.code for prison in said.prisons] == ["LEI", "HLI"]


def test_the_words_that_make_an_address_doubtful_are_told(reader: AddressReader) -> None:
    assert reader.read(["HMP Leeds", "(TBC)"]) == Uncertain("TBC")


def test_a_date_of_birth_counts_in_an_address_too(reader: AddressReader) -> None:
    said = found(reader.read(["HMP Feltham", "Bedfont Road"], date(2012, 1, 1)))
    assert "the date of birth is of someone under 18" in said.note


def test_every_open_prison_is_found_by_street_and_postcode_alone(
    reader: AddressReader, directory: Directory
) -> None:
    for prison in directory:
        said = reader.read(prison.address)
        if not prison.street or prison.code == "DAI":
            assert not isinstance(said, Found)
        elif isinstance(said, Ambiguous):
            assert prison in said.prisons
            assert len({each.postcode for each in said.prisons}) == 1
        else:
            assert found(said).prison == prison


@pytest.mark.parametrize("text", ["HMP X", "h.m.p. X", "HM Prison", "Y.O.I. X", "STC", "CEM X"])
def test_what_says_prison_is_known_at_a_look(text: str) -> None:
    assert says_prison(text)


@pytest.mark.parametrize("text", ["12 High Street, Leeds", "Prisoners’ Families Helpline", ""])
def test_what_only_sounds_like_it_says_no_prison(text: str) -> None:
    assert not says_prison(text)


def test_of_names_that_are_not_known_the_one_that_is_like_a_prisons_is_told(
    directory: Directory,
) -> None:
    reader = AddressReader(Matcher(directory), directory)
    for lines in (["HMP Xyzzyplugh", "HMP Leedss"], ["HMP Leedss", "HMP Xyzzyplugh"]):
        said = reader.read(lines)
        assert isinstance(said, Unknown)
        assert "LEI" in [prison.code for prison in said.suggestions]
