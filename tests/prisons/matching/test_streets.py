"""An address that is written otherwise is the register's; another street is not."""

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.streets import find_other_street, is_street, same_street


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
        ("4 Gloucester Terrace", "2 Gloucester Terrace", False),
        ("Gloucester Road", "Gloucester Terrace", False),
        ("Other Street", "2 Gloucester Terrace", False),
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
