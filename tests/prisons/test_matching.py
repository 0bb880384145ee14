from datetime import date

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching import (
    Ambiguous,
    Closed,
    Found,
    Match,
    Matcher,
    NotAPrison,
    NotInCustody,
    OutOfArea,
    Unknown,
    contradicts,
    match,
    prisons_at,
)

TODAY = date(2026, 11, 21)
CHILD, ADULT = date(2009, 11, 22), date(1990, 1, 1)


@pytest.fixture(scope="module")
def matcher(directory: Directory) -> Matcher:
    return Matcher(directory, TODAY)


def found(said: Match) -> Found:
    assert isinstance(said, Found), said
    return said


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
        ("Oakhill STC", "STC3", "not confirmed that the Prison Rules hold"),
        ("Oakhill Secure Training Centre", "STC3", "check the marking"),
        ("HMP Oakhill", "STC3", "check the marking"),
    ],
)
def test_what_is_doubtful_is_accepted_with_a_note(
    matcher: Matcher, written: str, code: str, note: str
) -> None:
    said = found(matcher.match(written))
    assert said.prison.code == code
    assert said.note.startswith(f"taken as {said.prison.name}; ")
    assert note in said.note


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
        ("Frankland/Low Newton", ["FKI", "LNI"]),
    ],
)
def test_what_could_be_several_prisons_is_asked_about(
    matcher: Matcher, written: str, codes: list[str]
) -> None:
    said = matcher.match(written)
    assert isinstance(said, Ambiguous)
    assert [prison.code for prison in said.prisons] == codes


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
    ],
)
def test_words_that_say_the_person_is_not_in_prison(
    matcher: Matcher, written: str, word: str
) -> None:
    assert matcher.match(written) == NotInCustody(word)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("HMP Wormwood Scrubbs", ["WSI"]),
        ("Whatten", ["WTI"]),
        ("HMP Leeds, moved to HMP Wakefield", None),
        ("HMP Leeds (bail refused)", None),
        ("Dorchestr", []),
        ("Dorchestre, Dorset", []),
        ("Barlinie", []),
        ("Newton", None),
        ("LEBM", None),
        ("HMP Gartree 2", None),
        ("HMP Leeds (was HMP Hull)", None),
        ("c/o HMP Leeds", None),
        ("Hill", None),
        ("HMP", []),
        ("", []),
        (" ,;\n", []),
        ("PO30 5NX", []),
        ("LS12 2TJ", []),
        ("xyzzy", []),
    ],
)
def test_a_near_miss_is_suggested_and_never_taken(
    matcher: Matcher, written: str, codes: list[str] | None
) -> None:
    said = matcher.match(written)
    assert isinstance(said, Unknown)
    assert len(said.suggestions) <= 3
    if codes is not None:
        assert [prison.code for prison in said.suggestions] == codes


def test_matching_freely_is_the_matcher(directory: Directory) -> None:
    assert match("Feltham", directory, date_of_birth=CHILD, today=TODAY) == Matcher(
        directory, TODAY
    ).match("Feltham", CHILD)
    assert isinstance(match("Feltham", directory, date_of_birth=ADULT), Found)


@pytest.mark.parametrize(
    ("postcode", "codes"),
    [
        ("ls122tj", ["LEI"]),
        ("PE3 7PD", ["PBI", "PFI"]),
        ("CF35 6AP", ["PRI", "PYI"]),
        ("HP18 0TL", ["GNI", "SPI"]),
        ("TW13 4ND", ["FMI"]),
        ("TW13 4NP", ["FYI"]),
        ("PO30 5RS", ["IWI"]),
        ("PO30 5NX", ["IWI"]),
        ("PO30 5PB", ["IWI"]),
        ("LS1 2NE", []),
        ("", []),
        ("not a postcode", []),
    ],
)
def test_prisons_are_found_at_a_postcode(
    directory: Directory, postcode: str, codes: list[str]
) -> None:
    assert [prison.code for prison in prisons_at(postcode, directory)] == codes


@pytest.mark.parametrize(
    ("code", "postcode", "others"),
    [
        ("FKI", "DH1 5YA", ["LNI"]),
        ("LNI", "DH1 5YD", ["FKI"]),
        ("EYI", "ME12 4AX", ["SLI"]),
        ("EHI", "ME12 4DZ", ["EYI"]),
        ("DWI", "SM2 5PJ", ["HOI"]),
        ("LEI", "LS12 2TJ", []),
        ("LEI", "LS1 2NE", []),
        ("LEI", "", []),
        ("PBI", "PE3 7PD", []),
        ("FMI", "TW13 4NP", []),
        ("FYI", "TW13 4ND", []),
        ("SPI", "HP18 0TL", []),
        ("IWI", "PO30 5PB", []),
    ],
)
def test_a_postcode_contradicts_only_where_it_is_another_prisons(
    directory: Directory, code: str, postcode: str, others: list[str]
) -> None:
    prison = directory.by_code(code)
    assert prison is not None
    assert [other.code for other in contradicts(prison, postcode, directory)] == others
