"""An address that is written otherwise is the register's; another street is not."""

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.streets import (
    find_other_street,
    is_at,
    is_street,
    may_be_at,
    same_street,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2 Gloucester Terrace", "2, GLOUCESTER TERR.", True),
        ("Gloucester Terrace", "2 Gloucester Terrace", True),
        ("No. 2 Gloucester Terrace", "2 Gloucester Terrace", True),
        ("St. Loyes St", "St Loyes Street", True),
        ("Saint Loyes Street", "St Loyes Street", True),
        ("The Grove Rd", "Grove Road", True),
        ("HMP Leeds 2 Gloucester Terrace", "2 Gloucester Terrace", True),
        ("P.O. Box 50", "PO Box 50", True),
        ("p o box 50", "PO Box 50", True),
        ("PO Box 51", "PO Box 50", False),
        ("14A Prisoner’s Ln", "14a Prisoners Lane", True),
        ("14a Prisoner's Ln", "14b Prisoners Lane", False),
        ("10-12 Park Lane", "10-14 Park Lane", False),
        ("Park Lane St", "Park Lane Street", True),
        ("4 Gloucester Terrace", "2 Gloucester Terrace", False),
        ("Gloucester Road", "Gloucester Terrace", False),
        ("Other Street", "2 Gloucester Terrace", False),
        ("2 Gloucester Terrace", "No. 2 Gloucester Terrace", True),
        ("Grove Road", "The Grove Road", True),
        ("Gloucester Hill", "Gloucester View", False),
    ],
)
def test_how_a_street_is_written_makes_no_difference(one: str, other: str, same: bool) -> None:
    assert same_street(one, other) is same


@pytest.mark.parametrize(
    "line", ["A Wing", "Houseblock 3", "Leeds", "West Yorkshire", "Street", ""]
)
def test_what_is_no_street_is_not_taken_for_one(line: str) -> None:
    assert not is_street(line)


def test_no_prisons_own_address_is_strange_however_it_is_written(directory: Directory) -> None:
    for prison in directory:
        street = prison.street.replace("Road", "Rd").replace("Lane", "Ln.").upper()
        without_number = prison.street.lstrip("0123456789 ")
        for pieces in (
            (prison.name, *prison.address),
            (street, prison.town, "Anyshire", prison.postcode),
            ("C Wing", without_number, prison.town),
            (f"{prison.name} {prison.street} {prison.town} {prison.postcode}",),
        ):
            assert find_other_street(prison, pieces) is None, pieces


@pytest.mark.parametrize(
    ("code", "pieces", "strange"),
    [
        ("LEI", ["5 Other Street", "Leeds"], "5 Other Street"),
        ("LEI", ["5 Other Street Leeds LS12 2TJ"], "5 Other Street"),
        ("LEI", ["5 Other Street,Leeds"], "5 Other Street"),
        ("LEI", ["4 Gloucester Terrace"], "4 Gloucester Terrace"),
        ("HLI", ["C Wing", "Other Rd", "Hull"], "Other Rd"),
        ("LEI", ["Armley", "West Yorkshire"], None),
        ("DGI", ["Other Lane", "Uttoxeter"], None),
        ("BNI", ["Other Road", "Bicester"], None),
        ("SWI", ["200 Heol Ystumllwynarth", "Abertawe"], None),
        ("BAI", ["Western Way", "Thamesmead"], None),
    ],
)
def test_another_street_is_found(
    directory: Directory, code: str, pieces: list[str], strange: str | None
) -> None:
    prison = directory.find_by_code(code)
    assert prison is not None
    known = directory.old_streets.get(code, ())
    assert find_other_street(prison, pieces, known) == strange


@pytest.mark.parametrize(
    "kind",
    "road rd street st str lane ln avenue ave av drive dr close cl terrace terr ter crescent cres "
    "grove gr way".split(),
)
def test_every_kind_of_street_is_known(kind: str) -> None:
    assert is_street(f"Larkspur {kind}")


@pytest.mark.parametrize("kind", ["Heol", "Ffordd", "Stryd"])
def test_in_welsh_the_kind_of_street_comes_first(kind: str) -> None:
    assert is_street(f"{kind} Larkspur")
    assert not is_street(kind)


@pytest.mark.parametrize(
    ("code", "piece", "there"),
    [
        ("LEI", "2 Gloucester Terrace", True),
        ("LEI", "2 gloucester terr. Leeds LS12 2TJ", True),
        ("LEI", "Gloucester Terrace", False),
        ("LEI", "4 Gloucester Terrace", False),
        ("LEI", "2 Gloucester Terrace Hull", False),
        ("LEI", "HMP Leeds 2 Gloucester Terrace", False),
        ("HLI", "Hedon Rd", True),
        ("HLI", "1 Hedon Road", False),
        ("BNI", "P.O. Box 50", True),
        ("MTI", "Molyneaux Ave Bovingdon Hemel Hempstead", True),
        ("DGI", "", False),
        ("DGI", "Uttoxeter", False),
    ],
)
def test_an_address_is_a_prisons_only_with_its_whole_street_and_number(
    directory: Directory, code: str, piece: str, there: bool
) -> None:
    prison = directory.find_by_code(code)
    assert prison is not None
    assert is_at(prison, [piece]) is there
    assert is_at(prison, ["Flat 3", piece]) is there
    for separator in (",", ";"):
        assert may_be_at(prison, f"Flat 3{separator}{piece}{separator}Anywhere") is there


def test_every_prison_with_a_street_may_be_at_it(directory: Directory) -> None:
    for prison in directory:
        assert may_be_at(prison, prison.street.upper()) is bool(prison.street)
