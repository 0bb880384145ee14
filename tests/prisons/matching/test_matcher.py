"""Cells that are accepted: names as people write them, other names, and doubts."""

import pytest

from prisonmail.prisons.matching.matcher import Matcher
from tests.prisons.conftest import found


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("lei", "LEI"),
        (" LEI ", "LEI"),
        ("H.M.P. Leeds", "LEI"),
        ("H M P Leeds", "LEI"),
        ("Her Majesty’s Prison Leeds", "LEI"),
        ("HM Prison\nWandsworth", "WWI"),
        ("HM Prison, Leeds, 2 Gloucester Terrace", "LEI"),
        ("HMP Leeds\r\n2 Gloucester Terrace\r\nLeeds\r\nLS12 2TJ", "LEI"),
        ("HMP Isle\nof Wight", "IWI"),
        ("HMP Leeds, C Wing", "LEI"),
        ("HMP Leeds - C Wing", "LEI"),
        ("HMP Leeds (C wing), cell C4-12", "LEI"),
        ("HMP Leeds Houseblock 3", "LEI"),
        ("HMP Leeds HB3", "LEI"),
        ("HMP Leeds (LEI)", "LEI"),
        ("HMP Leeds LS12 2TJ", "LEI"),
        ("HMP Forest Bank (Sodexo)", "FBI"),
        ("HMP Forest Bank, Manchester", "FBI"),
        ("HMP Forest Bank (Manchester)", "FBI"),
        ("HMP Birmingham G4S", "BMI"),
        ("HMP Dovegate - Serco", "DGI"),
        ("HMP Eastwood Park (F)", "EWI"),
        ("HMP Huntercombe (FNP)", "HCI"),
        ("HMP Maidstone (FNP)", "MSI"),
        ("HMP Chelmsford (YP)", "CDI"),
        ("HMP Leeds social visits", "LEI"),
        ("HMP Altcourse, Higher Lane, Liverpool L9 7LH", "ACI"),
        ("HMP Lindholme, Bawtry Road, Hatfield Woodhouse, Doncaster", "LHI"),
        ("HMP Five Wells (Wellingborough)", "FWI"),
        ("HMP Liverpool, Walton, Liverpool", "LPI"),
        ("HMP Kirkham, Preston", "KMI"),
        ("HMP Garth, Ulnes Walton Lane, Leyland, Preston PR26 8NE", "GHI"),
        ("HMP Swaleside, Isle of Sheppey", "SLI"),
    ],
)
def test_a_cell_is_read_as_people_write_it(matcher: Matcher, written: str, code: str) -> None:
    said = found(matcher.match(written))
    assert (said.prison.code, said.note, said.pair) == (code, "", False)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Albany", "IWI"),
        ("HMP Parkhurst", "IWI"),
        ("HMP Isle of Wight - Albany", "IWI"),
        ("Isle of Wight (Parkhurst)", "IWI"),
        ("HMP Isle of Wight - Albany/Parkhurst", "IWI"),
        ("IOW", "IWI"),
        ("Albany Barracks", "IWI"),
        ("Highpoint North", "HPI"),
        ("HMP Highpoint South", "HPI"),
        ("Edmunds Hill", "HPI"),
        ("Feltham A", "FYI"),
        ("Feltham A (under 18)", "FYI"),
        ("HMP/YOI Feltham B", "FMI"),
        ("HMP Peterborough (F)", "PFI"),
        ("HMP Peterborough Female", "PFI"),
        ("Peterborough (Women)", "PFI"),
        ("HMP Peterborough (Male)", "PBI"),
        ("HMP Peterborough (M)", "PBI"),
        ("Parc YOI", "PYI"),
        ("HMYOI Parc", "PYI"),
        ("Parc juvenile unit", "PYI"),
        ("Parc (YP)", "PYI"),
        ("HMP Parc", "PRI"),
        ("HMP & YOI Parc", "PRI"),
        ("HMP/YOI Parc (Bridgend)", "PRI"),
        ("Springhill", "SPI"),
        ("Highdown", "HOI"),
        ("Stanford Hill", "EHI"),
        ("Kirklevington", "KVI"),
        ("Mount", "MTI"),
        ("Verne", "VEI"),
        ("Wormwood", "WSI"),
        ("The Scrubs", "WSI"),
        ("Sheppey Cluster (Elmley)", "EYI"),
        ("HMP Swaleside (Sheppey Cluster)", "SLI"),
        ("Sheppey Cluster - Standford Hill", "EHI"),
        ("Moorland Closed", "MDI"),
        ("Moorland Open", "HDI"),
        ("Hatfield Open", "HDI"),
        ("Hatfield Lakes", "HDI"),
        ("Thorp Arch", "WEI"),
        ("Rudgate", "WEI"),
        ("Acklington", "NLI"),
        ("HMYOI Castington", "NLI"),
        ("Everthorpe", "HMI"),
        ("The Wolds", "HMI"),
        ("Strangeways", "MRI"),
        ("HMP Winson Green", "BMI"),
        ("Usk", "UKI"),
        ("HMP Prescoed", "UPI"),
        ("Carchar Abertawe", "SWI"),
        ("CEM Caerdydd", "CFI"),
        ("Carchar Brynbuga", "UKI"),
        ("Carchar y Berwyn", "BWI"),
        ("Carchar Parc", "PRI"),
        ("STI y Parc", "PYI"),
        ("Sefydliad Troseddwyr Ifanc y Parc", "PYI"),
        ("Carchar Prescoed", "UPI"),
        ("Morton Hall IRC", "MHI"),
        ("The Verne Immigration Removal Centre", "VEI"),
        ("Lindholme IRC", "LHI"),
        ("Five Wells", "FWI"),
    ],
)
def test_other_names_are_accepted(matcher: Matcher, written: str, code: str) -> None:
    said = found(matcher.match(written))
    assert (said.prison.code, said.note) == (code, "")


@pytest.mark.parametrize(
    ("written", "code", "note"),
    [
        ("Blakenhurst", "HEI", "Blakenhurst merged into it in June 2008"),
        ("HMP Hewell Grange", "HEI", "merged into it in June 2008"),
        ("HMP Walton", "LPI", "check that it is meant"),
        ("Armley", "LEI", "check that it is meant"),
        ("Horfield", "BLI", "check that it is meant"),
        ("Old Elvet", "DMI", "check that it is meant"),
        ("Cookham Wood", "CKI", "check the marking"),
        ("CKI", "CKI", "check the marking"),
        ("HMYOI Aylesbury", "AYI", "category C prison with older men since October 2022"),
        ("Oakhill STC", "STC3", "not confirmed that the Prison Rules hold"),
        ("Oakhill Secure Training Centre", "STC3", "check the marking"),
        ("HMP Oakhill", "STC3", "check the marking"),
        ("HMP Leeds, Hull", "LEI", "HMP & YOI Hull is another prison"),
        ("HMP Garth, Leyland, Preston", "GHI", "HMP & YOI Preston is another prison"),
    ],
)
def test_what_is_doubtful_is_accepted_with_a_note(
    matcher: Matcher, written: str, code: str, note: str
) -> None:
    said = found(matcher.match(written))
    assert said.prison.code == code
    assert said.note.startswith(f"taken as {said.prison.name}; ")
    assert note in said.note
