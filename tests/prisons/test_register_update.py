"""What a newer register changes, and what of it cannot be taken."""

import json

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import match
from prisonmail.prisons.matching.outcomes import Found
from prisonmail.prisons.register_file import read_register
from prisonmail.prisons.register_update import ChangeKind, compare
from tests.prisons.conftest import TODAY
from tests.prisons.test_register_file import ADDRESS, HEADINGS, entry


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, ()),
        ({"active": False}, (ChangeKind.CLOSED,)),
        ({"prisonName": "Leeds (HMP & YOI)"}, (ChangeKind.NEW_NAME,)),
        ({"prisonNameInWelsh": "Carchar Leeds"}, (ChangeKind.NEW_NAME,)),
        ({"addresses": [ADDRESS]}, (ChangeKind.NEW_ADDRESS,)),
        ({"addresses": [ADDRESS], "active": False}, (ChangeKind.CLOSED, ChangeKind.NEW_ADDRESS)),
        (
            {"prisonId": "XMI", "prisonName": "Exmere (HMP)", "addresses": [ADDRESS]},
            (ChangeKind.OPENED, ChangeKind.NEW_ADDRESS),
        ),
        (
            {"prisonId": "NEI", "prisonName": "HMP Nether Exe", "addresses": [ADDRESS]},
            (ChangeKind.NEW,),
        ),
        (
            {"prisonId": "AKI", "prisonName": "Acklington", "active": False},
            (ChangeKind.NEW_NOT_OPEN,),
        ),
    ],
)
def test_what_changes_is_named(
    larger_directory: Directory, change: dict[str, object], kinds: tuple[ChangeKind, ...]
) -> None:
    read = read_register(json.dumps([entry(**change)]), TODAY)
    update = compare(larger_directory, read.entries, TODAY)
    assert update.faults == ()
    assert [found.kinds for found in update.changes] == ([kinds] if kinds else [])
    assert update.unchanged == (0 if kinds else 1)
    assert all(prison.imported for prison in update.prisons)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"prisonId": "NEI", "addresses": []}, "it is open, but has no town and no postcode."),
        ({"prisonId": "NEI", "prisonName": None, "active": False}, "there is no name."),
        (
            {"prisonName": "Leeds"},
            "the name `Leeds` does not say what kind of place it is: write it like `Leeds (HMP)`.",
        ),
        (
            {"prisonId": "LEEDS", "addresses": [ADDRESS]},
            "`LEEDS` is no prison’s code, such as LEI: take it out of the file.",
        ),
    ],
)
def test_an_open_prison_without_what_a_letter_needs_is_a_fault(
    directory: Directory, change: dict[str, object], fault: str
) -> None:
    read = read_register(json.dumps([entry(**change)]), TODAY)
    (told,) = compare(directory, read.entries, TODAY).faults
    assert told.endswith(fault)


def test_an_entry_older_than_what_is_known_is_left(directory: Directory) -> None:
    text = f"{HEADINGS},as_of\nLEI,Leeds (HMP),1 Road,,Leeds,LS12 2TJ,t,2020-10-01\n"
    update = compare(directory, read_register(text, TODAY).entries, TODAY)
    assert (update.older, update.prisons, update.changes) == (1, (), ())


def test_an_entry_of_no_place_is_left_alone_if_it_is_not_open(directory: Directory) -> None:
    ghost = entry(prisonId="ZZGHI", prisonName="Ghost Holding Establishment", active=False)
    update = compare(directory, read_register(json.dumps([ghost]), TODAY).entries, TODAY)
    assert update.faults == ()


@pytest.mark.parametrize(
    ("name", "welsh", "street", "printed"),
    [
        ("Leeds (HMP)", "", "HMP Leeds", ""),
        ("Leeds (HMP)", "", "Leeds (HMP)", ""),
        ("Leeds (HMP)", "", "H.M. Prison Leeds", ""),
        ("Leeds (HMP)", "Carchar Leeds", "Carchar Leeds", ""),
        ("Forest Bank (HMP)", "", "Forest Bank", "Forest Bank"),
        ("Leeds (HMP)", "", "2 Prison Road", "2 Prison Road"),
    ],
)
def test_a_line_that_is_the_name_is_dropped(
    directory: Directory, name: str, welsh: str, street: str, printed: str
) -> None:
    address = ADDRESS | {"addressLine1": street, "addressLine2": street}
    given = entry(prisonName=name, prisonNameInWelsh=welsh, addresses=[address])
    (after,) = compare(directory, read_register(json.dumps([given]), TODAY).entries, TODAY).prisons
    assert (after.street, after.locality) == (printed, printed)


@pytest.mark.parametrize("heading", ["welsh_name", "prison_name_in_welsh"])
def test_a_welsh_name_is_taken_and_known_in_lists(directory: Directory, heading: str) -> None:
    text = f"{HEADINGS},{heading}\nLEI,Leeds (HMP),1 Road,,Leeds,LS12 2TJ,t,Carchar Newydd\n"
    (after,) = compare(directory, read_register(text, TODAY).entries, TODAY).prisons
    assert after.welsh_name == "Carchar Newydd"
    assert match("Carchar Newydd", Directory((after,))) == Found(after)
