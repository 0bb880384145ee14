from prisonmail.errors import ExitCode
from prisonmail.prisons.register_update import Change, ChangeKind, Update
from prisonmail.reports import register_updates
from prisonmail.system.record import replace
from tests.reports.test_prisons import HULL, LEEDS

MOVED = replace(LEEDS, street="3 New Road", welsh_name="Lîds")
UPDATE = Update(
    (
        Change(HULL, replace(HULL, active=False), (ChangeKind.CLOSED,)),
        Change(LEEDS, MOVED, (ChangeKind.NEW_NAME, ChangeKind.NEW_ADDRESS)),
        Change(None, replace(HULL, code="ZZI"), (ChangeKind.NEW,)),
        Change(None, replace(HULL, code="YYI"), (ChangeKind.OPENED, ChangeKind.NEW_ADDRESS)),
    ),
    (HULL, LEEDS),
    unchanged=1,
    older=2,
)


def test_changes_are_said_kind_by_kind() -> None:
    said = [str(line) for line in register_updates.words(UPDATE)]
    assert said == [
        "opened         YYI   HMP Hull",
        "                     2 Gloucester Terrace, LEEDS, LS12 2TJ",
        "closed         HLI   HMP Hull",
        "new            ZZI   HMP Hull",
        "                     2 Gloucester Terrace, LEEDS, LS12 2TJ",
        "new name       LEI   HMP Leeds",
        "                     was HMP Leeds",
        "                     now HMP Leeds (Lîds)",
        "new address    LEI   HMP Leeds",
        "                     was 2 Gloucester Terrace, LEEDS, LS12 2TJ",
        "                     now 3 New Road, LEEDS, LS12 2TJ",
        "4 prisons changed, 1 prison as before, 2 left, as what is known is newer.",
    ]


def test_nothing_new_is_said_in_one_line() -> None:
    (line,) = register_updates.words(Update((), (), unchanged=3, older=0))
    assert str(line) == "3 prisons as before."


def test_changes_as_json() -> None:
    document = register_updates.document(UPDATE, taken=False, code=ExitCode.NO)
    assert {key: value for key, value in document.items() if key != "changes"} == {
        "version": 1,
        "taken": False,
        "unchanged": 1,
        "older": 2,
        "exit": 1,
    }
    changes = document["changes"]
    assert isinstance(changes, list)
    assert [change["code"] for change in changes] == ["HLI", "LEI", "ZZI", "YYI"]
    assert changes[1]["kinds"] == ["new name", "new address"]
    assert changes[2]["before"] is None
    assert changes[1]["after"] == {
        "name": "HMP Leeds",
        "welsh_name": "Lîds",
        "address": ["3 New Road", "LEEDS", "LS12 2TJ"],
        "open": True,
        "as_of": "2026-11-21",
    }
