"""What a newer register changes, and what of it cannot be taken."""

import json

import pytest

from prisonmail.prisons.directory import Directory
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
