import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.register_file import read_register, write_register_name
from prisonmail.prisons.register_update import compare

TODAY = date(2026, 11, 21)
HEADINGS = "code,register_name,address_line1,address_line2,town,postcode,active"
ADDRESS = {"addressLine1": "1 Road", "town": "Leeds", "postcode": "ls122tj", "country": "England"}


def entry(**more: object) -> dict[str, object]:
    return {"prisonId": "LEI", "prisonName": "Leeds (HMP)", "active": True} | more


def faults(document: object) -> tuple[str, ...]:
    return read_register(json.dumps(document), TODAY).faults


def test_a_csv_of_the_packaged_shape_is_read() -> None:
    text = f"{HEADINGS},as_of\nLEI,Leeds (HMP),1 Road,,Leeds,LS12 2TJ,t,2026-10-01\n"
    (read,) = read_register(text, TODAY).entries
    assert (read.place, read.code) == ("line 2", "LEI")
    assert read.given["as_of"] == date(2026, 10, 1)
    assert read.given["street"] == "1 Road"
    assert read.given["active"] is True


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADINGS},county\r\nLEI,Leeds (HMP),1 Road,,Leeds,LS12 2TJ,TRUE,x\r\n\r\n,,,,,,,\r\n",
        "active,postcode,town,register_name,Code\nyes,LS122TJ,Leeds,HMP Leeds,lei\n",
    ],
)
def test_columns_may_be_more_or_in_another_order(text: str) -> None:
    (read,) = read_register(text, TODAY).entries
    assert (read.code, read.given["postcode"], read.given["active"]) == ("LEI", "LS12 2TJ", True)
    assert read.given["register_name"] == "Leeds (HMP)"


def test_the_registers_json_is_read_with_fields_missing_and_more() -> None:
    document = [
        entry(addresses=[{"town": "Leeds"}, ADDRESS, {"postcode": "YO1 1AA"}], operators=[1]),
        {"prisonId": "SWI", "addresses": None, "active": None, "prisonName": None},
        entry(prisonId="HLI", addresses=[], male=True),
    ]
    read = read_register(json.dumps(document), TODAY)
    assert read.faults == ()
    leeds, swansea, hull = read.entries
    assert leeds.given["postcode"] == "LS12 2TJ"
    assert leeds.given["locality"] == ""
    assert swansea.given == {}
    assert "postcode" not in hull.given


@pytest.mark.parametrize(
    ("name", "types", "written"),
    [
        ("Leeds (HMP)", "", "Leeds (HMP)"),
        ("Leeds HMP", "", "Leeds (HMP)"),
        ("HMP Leeds", "", "Leeds (HMP)"),
        ("HM Prison Leeds", "", "Leeds (HMP)"),
        ("Styal (HMP/YOI)", "", "Styal (HMP & YOI)"),
        ("HMP & YOI Styal", "", "Styal (HMP & YOI)"),
        ("HMYOI Feltham", "", "Feltham (HMYOI)"),
        ("Feltham Young Offender Institution", "", "Feltham (HMYOI)"),
        ("Oakhill Secure Training Centre", "", "Oakhill (STC)"),
        ("Millsike", "HMP", "Millsike (HMP)"),
        ("Parc", "YCS+YOI", "Parc (HMYOI)"),
        ("Parc", "HMP+YOI", "Parc (HMP & YOI)"),
        ("Millsike", "", "Millsike"),
    ],
)
def test_names_take_the_registers_form(name: str, types: str, written: str) -> None:
    assert write_register_name(name, types) == written


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ([], "the file has no prisons."),
        ({"prisons": []}, "the JSON must be a list of prisons: [{“prisonId”: …}, …]."),
        ([1], "entry 1: this is not a prison."),
        ([{}], "entry 1: there is no code, such as LEI."),
        ([entry(prisonId=7)], "entry 1: code is not text."),
        ([entry(prisonId="L!\x1b[1m")], "entry 1: `L! [1M` is not a code."),
        ([entry(active="\x1b\ud800 x")], "entry 1 (LEI): active is `x`: write t or f."),
        ([entry(active="maybe")], "entry 1 (LEI): active is `maybe`: write t or f."),
        ([entry(active=3)], "entry 1 (LEI): active is `3`: write t or f."),
        ([entry(prisonName=["x"])], "entry 1 (LEI): name is not text."),
        ([entry(prisonName="x" * 101)], "entry 1 (LEI): name is longer than 100 characters."),
        (
            [entry(addresses=[ADDRESS | {"postcode": "LS12"}])],
            "entry 1 (LEI): `LS12` is not a postcode: write it like LS12 2TJ.",
        ),
        (
            [entry(addresses=[ADDRESS | {"town": 4}])],
            "entry 1 (LEI): town is not text.",
        ),
        ([entry(), entry()], "entry 2 (LEI): entry 1 has this code too: keep one of them."),
        (
            [entry(prisonId="LE", prisonName="Leeds")],
            "entry 1 (LE): `LE` is no prison’s code, such as LEI: take it out of the file.",
        ),
        (
            [entry(prisonId="LEEDCC", prisonName="Leeds Crown Court")],
            "entry 1 (LEEDCC): `Leeds Crown Court` is a court, not a prison: take it out of the "
            "file.",
        ),
        (
            [entry(prisonId="RAM", prisonName="Rampton Hospital")],
            "entry 1 (RAM): `Rampton Hospital` is a hospital, not a prison: take it out of the "
            "file.",
        ),
        (
            [entry(prisonId="NPS", prisonName="North Probation Area")],
            "entry 1 (NPS): `North Probation Area` is a probation office, not a prison: take it "
            "out of the file.",
        ),
        (
            [entry(prisonId="LXX", prisonName="Leeds", types=[{"code": "CRT"}])],
            "entry 1 (LXX): its type is `CRT`, not that of a prison: take it out of the file.",
        ),
    ],
)
def test_every_fault_is_named_with_where_it_is(document: object, fault: str) -> None:
    assert faults(document) == (fault,)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: there is no column code"),
        ("a,b\n1,2\n", "line 1: there is no column code and no column register_name"),
        (f"{HEADINGS}\nLEI,Leeds\n", "line 2: it has 2 cells under 7 headings."),
        (f'{HEADINGS}\n"LEI,Leeds\n', "this is not CSV"),
        (
            f"{HEADINGS},as_of\nLEI,Leeds (HMP),,,Leeds,LS12 2TJ,t,soon\n",
            "line 2 (LEI): as_of is `soon`",
        ),
        (
            f"{HEADINGS},as_of\nLEI,Leeds (HMP),,,Leeds,LS12 2TJ,t,2027-01-01\n",
            "line 2 (LEI): as_of is 2027-01-01, which is in the future.",
        ),
        ("[{", "line 1: this is not JSON."),
        ("[" * 100_000, "JSON"),
    ],
)
def test_what_is_no_register_is_told(text: str, fault: str) -> None:
    read = read_register(text, TODAY)
    assert read.entries == ()
    assert fault in read.faults[0]


def test_all_faults_are_found_at_once() -> None:
    assert len(faults([entry(active=9), {}, entry(prisonId="HLI", prisonName=1)])) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "prisonId prisonName prisonNameInWelsh active addresses types code town postcode "
                "addressLine1 country".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4) | JSON)
def test_any_json_is_listings_or_faults(directory: Directory, document: object) -> None:
    read = read_register(json.dumps(document), TODAY)
    assert read.entries or read.faults
    update = compare(directory, read.entries, TODAY)
    assert len(update.prisons) + update.older + len(update.faults) == len(read.entries)


@given(st.text() | st.text().map(lambda text: f"{HEADINGS}\n{text}"))
def test_any_text_is_listings_or_faults(text: str) -> None:
    read = read_register(text, TODAY)
    assert read.entries or read.faults
