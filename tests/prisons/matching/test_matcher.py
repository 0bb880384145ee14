"""Cells that are accepted: names as people write them, other names, and doubts."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.prisons.directory import Directory, is_same_site
from prisonmail.prisons.matching.index import Index, OpenPrisons
from prisonmail.prisons.matching.matcher import Matcher, match, read_meaning
from prisonmail.prisons.matching.outcomes import (
    Ambiguous,
    Closed,
    Found,
    NotAPrison,
    OutOfArea,
    Unknown,
    describe,
)
from prisonmail.prisons.matching.written import find_kinds, normalise, read_cell
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison
from prisonmail.system.record import replace
from tests.prisons.conftest import CELLS, found

TODAY = date(2026, 11, 21)
DIRECTORY = read_packaged_directory()
MATCHER = Matcher(DIRECTORY, TODAY)
OPEN = [prison for prison in DIRECTORY if prison.code not in ("DAI",)]


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
        ("c/o HMP Leeds", "LEI"),
        ("c/o The Governor, HMP Leeds", "LEI"),
        ("Care of the Governor of H.M.P. Leeds", "LEI"),
        ("C/O: Governor\nHM Prison Leeds\n2 Gloucester Terrace", "LEI"),
        ("The Director, HMP & YOI Parc", "PRI"),
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
        ("HM Prison\nIsle of\nWight", "IWI"),
        ("HMP (LEI), Leeds", "LEI"),
        ("HMP Leeds - 2 Gloucester Terrace Leeds", "LEI"),
        ("HM Leeds", "LEI"),
        ("YOI & HMP Leeds", "LEI"),
        ("HMP\u200b Le\u00adeds", "LEI"),
        ("ＨＭＰ Ｌｅｅｄｓ", "LEI"),
        ("HMP Sheppey ME12 4DZ", "EYI"),
        ("HMP Sheppey Prisons Cluster, HMP Elmley", "EYI"),
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
        ("HMP Peterborough (F), Saville Road", "PFI"),
        ("HMP Peterborough (Male)", "PBI"),
        ("HMP Peterborough (M)", "PBI"),
        ("Parc YOI", "PYI"),
        ("HMYOI Parc", "PYI"),
        ("HM YOI Parc", "PYI"),
        ("Parc juvenile unit", "PYI"),
        ("Parc (YP)", "PYI"),
        ("HMP Parc", "PRI"),
        ("HMP & YOI Parc", "PRI"),
        ("Prison and YOI Parc", "PRI"),
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
        ("Sefydliad Troseddwyr Ifanc Wetherby", "WYI"),
        ("Carchar y Wetherby", "WYI"),
        ("Carchar Prescoed", "UPI"),
        ("Morton Hall IRC", "MHI"),
        ("The Verne Immigration Removal Centre", "VEI"),
        ("Lindholme IRC", "LHI"),
        ("Five Wells", "FWI"),
        ("Oakhill STC", "STC3"),
        ("Oakhill Secure Training Centre", "STC3"),
        ("HMP Oakhill", "STC3"),
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
        ("HMP Walton, Hornby Road", "LPI", "check that it is meant"),
        ("Armley", "LEI", "check that it is meant"),
        ("Horfield", "BLI", "check that it is meant"),
        ("Old Elvet", "DMI", "check that it is meant"),
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


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("HMP Wormwood Scrubbs", ["WSI"]),
        ("Whatten", ["WTI"]),
        ("HMP Leeds (bail refused)", ["LEI"]),
        ("Barlinie", []),
        ("Newton", None),
        ("LEBM", None),
        ("HMP Gartree 2", None),
        ("HMP Leeds (was HMP Hull)", ["LEI", "HLI"]),
        ("HMP Leeds (was Hull)", ["LEI", "HLI"]),
        ("HMP Leeds was Hull", ["LEI", "HLI"]),
        ("HMP Leeds (ex-Hull)", ["LEI", "HLI"]),
        ("HMP Leeds (was Holloway)", []),
        ("HMP Leeds was Hull was Bedford", ["LEI", "HLI", "BFI"]),
        ("HMP Leeds was Hull was Bedford was Garth", []),
        ("Leeds STC", ["LEI", "LWI"]),
        ("HMP Leeds (was Barlinnie)", []),
        ("c/o Mrs Hart, HMP Leeds", None),
        ("The Governor, Leeds", None),
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
        assert ([prison.code for prison in said.suggestions], said.closed) == (codes, None)


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
        ("HMP Holloway, Leeds", "in May 2016"),
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


@pytest.mark.parametrize(
    ("written", "name", "closed", "codes"),
    [
        ("HMP Holoway", "HMP Holloway", "in May 2016", []),
        ("Hollaway", "HMP Holloway", "in May 2016", []),
        ("Dorchestr", "HMP Dorchester", "in December 2013", []),
        ("Dorchestre, Dorset", "HMP Dorchester", "in December 2013", []),
        ("HMP Lancastr", "HMP Lancaster (Castle)", "in March 2011", ["LFI"]),
        ("Dartmor", "HMP Dartmoor", "temporarily in July 2024", []),
        ("Glen Prava", "HMYOI Glen Parva", "", []),
    ],
)
def test_a_name_like_that_of_a_closed_prison_is_said_to_be_like_it(
    matcher: Matcher, written: str, name: str, closed: str, codes: list[str]
) -> None:
    said = matcher.match(written)
    assert isinstance(said, Unknown)
    assert said.closed
    assert (said.closed.name, said.closed.closed) == (name, closed)
    assert [prison.code for prison in said.suggestions] == codes


def test_a_closed_prison_tells_what_stands_there_now(matcher: Matcher) -> None:
    said = matcher.match("HMP Wellingborough")
    assert isinstance(said, Closed)
    assert said.name == "HMP Wellingborough"
    assert "Five Wells, a different prison" in said.help
    dartmoor = matcher.match("Dartmoor")
    assert isinstance(dartmoor, Closed)
    assert "register still lists it as open" in dartmoor.help


@pytest.mark.parametrize("written", ["XMI", "HMP Exmere", "Exmere (HMP)"])
def test_a_prison_that_is_not_open_is_not_taken(larger_directory: Directory, written: str) -> None:
    said = Matcher(larger_directory, TODAY).match(written)
    assert isinstance(said, Closed)
    assert (said.name, said.closed) == ("HMP Exmere", "")
    assert said.help == "It is reported to have opened."
    assert Matcher(larger_directory, TODAY).match("HMP Exmeer") == Unknown((), closed=said)


def test_a_prison_newer_than_the_register_is_known_to_be_missing(
    larger_directory: Directory,
) -> None:
    said = Matcher(larger_directory, TODAY).match("HMP Nether Exe")
    assert isinstance(said, Unknown)
    assert said.suggestions == ()
    assert said.help == "HMP Nether Exe is new."


@pytest.mark.parametrize("written", ["HMP Hull", "HLI"])
def test_a_remark_on_an_open_prison_goes_with_it(larger_directory: Directory, written: str) -> None:
    said = found(Matcher(larger_directory, TODAY).match(written))
    assert said.note == "taken as HMP & YOI Hull; check the marking"
    assert found(Matcher(larger_directory, TODAY).match("HMP Leeds")).note == ""


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("HMP Millsike", ("Moor Lane", "Full Sutton", "YORK", "YO41 1FZ")),
        ("Fosse Way (HMP & YOI)", ("Wigston", "LEICESTER", "LE18 4TN")),
        ("BWI", ("Bridge Road", "Wrexham Industrial Estate", "WREXHAM", "LL13 9QE")),
        ("Chelmsford", ("200 Springfield Road", "CHELMSFORD", "CM2 6LQ")),
        ("HMYOI Aylesbury", ("Bierton Road", "AYLESBURY", "HP20 1EH")),
        ("Cookham Wood", ("Sir Evelyn Road", "ROCHESTER", "ME1 3LU")),
        ("Guys Marsh", ("SHAFTESBURY", "SP7 0AH")),
        ("Bullingdon", ("PO Box 50", "BICESTER", "OX25 1PZ")),
        ("Lowdham Grange", ("Old Epperstone Road", "Lowdham", "NOTTINGHAM", "NG14 7DA")),
    ],
)
def test_what_has_changed_since_the_register_of_2022_is_known(
    matcher: Matcher, written: str, address: tuple[str, ...]
) -> None:
    said = found(matcher.match(written))
    assert (said.prison.address, said.note) == (address, "")


@given(CELLS, st.none() | st.dates(date(1920, 1, 1), TODAY))
def test_every_cell_has_an_answer_and_only_open_prisons_are_taken(
    text: str, born: date | None
) -> None:
    said = MATCHER.match(text, born)
    assert said == Matcher(DIRECTORY, TODAY).match(text, born)
    if isinstance(said, Found):
        assert said.prison in OPEN
        assert said.prison.address
    if isinstance(said, Ambiguous):
        assert len(said.prisons) > 1
    if isinstance(said, Unknown | Closed):
        assert len(said.suggestions) <= 3


@pytest.mark.parametrize("prison", OPEN, ids=lambda prison: prison.code)
def test_every_open_prison_is_found_by_each_of_its_own_names(prison: Prison) -> None:
    names = (prison.name, prison.register_name, prison.code, prison.welsh_name)
    for name in filter(None, names):
        for written in (name, name.upper(), name.lower(), f" {name}\n", name.replace(" & ", "/")):
            said = MATCHER.match(written)
            assert isinstance(said, Found), written
            assert said.prison == prison, written


@pytest.mark.parametrize("prison", OPEN, ids=lambda prison: prison.code)
def test_every_open_prison_is_found_by_its_printed_address(prison: Prison) -> None:
    for separator in ("\n", ", "):
        said = MATCHER.match(separator.join((prison.name, *prison.address)))
        assert isinstance(said, Found)
        assert said.prison == prison


def test_no_closed_or_distant_name_is_ever_taken_for_a_prison(directory: Directory) -> None:
    known = directory.gazetteer
    for entry in (*known.closed, *known.elsewhere):
        for written in (entry.written, f"HMP {entry.written}", f"HM Prison, {entry.written}"):
            said = MATCHER.match(written)
            assert isinstance(said, Closed | OutOfArea | NotAPrison), written


def near_misses(name: str, step: int) -> Iterator[str]:
    for at in range(len(name) % step, len(name), step):
        yield name[:at] + name[at + 1 :]
        yield from (name[:at] + other + name[at + 1 :] for other in "aps /")


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.soak)])
def test_a_name_with_one_wrong_letter_is_never_taken_for_another_prison(step: int) -> None:
    """Every third letter, which is another one of each name, and all of them."""
    index = Index(DIRECTORY)
    names = {name: p for p in OPEN for name in (p.name, p.register_name, p.place)}
    misses = ((miss, p) for name, p in names.items() for miss in near_misses(name, step))
    for written, prison in misses:
        meaning = index.look_up_code(written) or read_meaning(read_cell(written), index)
        if not isinstance(meaning, OpenPrisons) or not all(
            is_same_site(prison, p) for p in meaning.prisons
        ):
            others = (
                meaning.prisons
                if isinstance(meaning, OpenPrisons) and len(meaning.prisons) == 1
                else ()
            )
            assert all(normalise(written) == normalise(other.place) for other in others), written
        elif meaning.prisons != (prison,) and len(meaning.prisons) == 1:
            assert find_kinds(written) == find_kinds(meaning.prisons[0].kind), written


def test_a_cell_means_what_the_directory_at_hand_has(larger_directory: Directory) -> None:
    assert found(match("HMP Leeds", DIRECTORY)).prison.code == "LEI"
    assert match("HMP Leeds", DIRECTORY) is match("HMP Leeds", DIRECTORY)
    assert isinstance(match("XMI", DIRECTORY), Unknown)
    assert isinstance(match("XMI", larger_directory), Closed)


def test_a_prison_without_a_street_is_not_where_an_address_has_only_a_number() -> None:
    prisons = (replace(p, street="") if p.code == "HLI" else p for p in DIRECTORY)
    said = found(Matcher(Directory(tuple(prisons))).match("HMP Leeds, 3, Hull"))
    assert said.note == "taken as HMP Leeds; HMP & YOI Hull is another prison"


def test_an_age_is_that_of_today_if_no_day_is_said() -> None:
    assert found(Matcher(DIRECTORY).match("Feltham", date(1990, 1, 1))).prison.code == "FMI"


def test_a_cell_that_comes_again_is_not_read_again() -> None:
    for cell in ("HMP Leeds", "HMP Wormwood Scrubbs", "Bail", "HMP Holloway"):
        assert MATCHER.match(cell) is MATCHER.match(cell)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Brook House", "removal centre"),
        ("Brook House IRC", "removal centre"),
        ("Yarl's Wood Immigration Removal Centre, Clapham", "removal centre"),
        ("HMP Colnbrook", "removal centre"),
        ("Derwentside IRC", "removal centre"),
        ("Campsfield House", "removal centre"),
        ("Dungavel House", "removal centre"),
        ("Larne House", "removal centre"),
        ("Nowhere Detention Centre", "removal centre"),
        ("Aldine House", "secure children’s home"),
        ("Clayfields House Secure Children's Home", "secure children’s home"),
        ("Some Secure Unit", "secure children’s home"),
        ("Medium Secure Unit", "hospital"),
        ("Oasis Restore", "secure school"),
    ],
)
def test_places_under_no_rule_for_prisons_are_named(
    matcher: Matcher, written: str, kind: str
) -> None:
    said = matcher.match(written)
    assert isinstance(said, NotAPrison)
    assert said.kind == kind
    assert "find-prisoner" not in describe(written, said).advice or kind == "hospital"


@pytest.mark.parametrize(
    ("written", "name", "where"),
    [
        ("HMP La Moye", "HMP La Moye", "Jersey"),
        ("Jersey Prison", "HMP La Moye", "Jersey"),
        ("Isle of Man Prison", "Isle of Man Prison", "the Isle of Man"),
        ("Jurby", "Isle of Man Prison", "the Isle of Man, as far as is known"),
        ("HMP Perth", "HMP Perth", "Scotland"),
    ],
)
def test_prisons_under_other_rules_are_named_with_where_they_are(
    matcher: Matcher, written: str, name: str, where: str
) -> None:
    assert matcher.match(written) == OutOfArea(name, where)


def test_a_place_that_closed_and_may_have_opened_again_is_told_so(matcher: Matcher) -> None:
    said = matcher.match("Haslar IRC")
    assert isinstance(said, Closed)
    assert said.help.startswith("It may have opened again since, as a removal centre")
