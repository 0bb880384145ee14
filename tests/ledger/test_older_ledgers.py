"""A ledger that an earlier prisonmail wrote is read, examined and carried on."""

import json
from datetime import date
from pathlib import Path

import pytest

from prisonmail.codes import Code
from prisonmail.errors import InputMissing
from prisonmail.ledger.database.schema import STEPS
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Enclosure
from prisonmail.use_cases.keeping import ledger_copies
from tests.conftest import ISSUED_AT

EXPORT = Path(__file__).parent / "version1.jsonl"
"""Made by `ledger export`: a batch of three, the first checked twice, the second cancelled."""
VERSION_2 = Path(__file__).parent / "version2.jsonl"
"""The same brought up to version 2 by the prisonmail of that time, and a batch of one more."""
VERSION_3 = Path(__file__).parent / "version3.jsonl"
"""By the prisonmail of version 3: a batch of three, one with a barcode, checked, one cancelled."""
VERSION_4 = Path(__file__).parent / "version4.jsonl"
"""The same with a key of the order, and with who was at the keyboard."""
BACK = {
    4: (
        "ALTER TABLE letters DROP COLUMN signatory",
        "DROP INDEX people_of_birth",
        "DROP INDEX people_of_event",
        "DROP TABLE withdrawals",
        "DROP TABLE addressees",
        "DROP TABLE announced",
        "DROP TABLE dockets",
        "DROP INDEX events_of_sender",
        "DROP INDEX events_of_kind",
    ),
    3: (
        "DROP INDEX recipients_of_birth",
        "DROP INDEX recipients_of_number",
        "DROP INDEX batches_of_order",
        "ALTER TABLE batches DROP COLUMN order_key",
        "DROP TABLE people",
        "ALTER TABLE remarks DROP COLUMN machine",
        "ALTER TABLE remarks DROP COLUMN operator",
    ),
    2: ("DROP INDEX recipients_of_barcode", "ALTER TABLE recipients DROP COLUMN barcode"),
}
"""What leads back to a version from the one after it."""
BATCH = "20261121-S8GP"
BATCHES = {2: BATCH, 3: "20261121-VPYX", 4: "20261121-PE82"}
HEAD = "6:07075b326709bc64df101ab93703387163725f276abece716fe547bd5022ec71"


def test_its_chain_holds_and_goes_on(place: str) -> None:
    ledger_copies.import_json(EXPORT, place)
    with open_ledger(place) as ledger:
        examined = ledger.audit()
        assert (examined.faults, str(examined.head)) == ((), HEAD)
        assert ledger.check(Code("26212881802779"), ISSUED_AT, draw=lambda: 99).verdict.deliver
        assert ledger.audit().faults == ()


def test_its_letters_and_what_became_of_them_are_read(place: str) -> None:
    ledger_copies.import_json(EXPORT, place)
    with open_ledger(place) as ledger:
        checked, cancelled, untouched = ledger.read_issued(BATCH)
        assert [checked, cancelled] == [
            ledger.find_letter(checked.code),
            ledger.find_letter(cancelled.code),
        ]
    assert checked.first_check
    assert (checked.first_check.verdict, checked.first_check.by) == (Verdict.READY, "A. Patel")
    assert cancelled.cancellation
    assert (cancelled.cancellation.reason, cancelled.first_check) == ("wrong enclosure", None)
    assert cancelled.date_of_birth == date(1980, 3, 12)
    assert (untouched.first_check, untouched.cancellation) == (None, None)
    assert untouched.name == "Łukasz “Quill” O'Fennimore"
    assert untouched.columns == {"hearing": "12 März"}
    assert untouched.enclosures == (Enclosure("/lists/a.pdf", 3, "0" * 64),)


@pytest.mark.parametrize(
    "export", [EXPORT, VERSION_2, VERSION_3, VERSION_4], ids=lambda path: path.stem
)
def test_it_leaves_as_it_came(export: Path, place: str, tmp_path: Path) -> None:
    ledger_copies.import_json(export, place)
    with open_ledger(place) as ledger, (tmp_path / "again.jsonl").open("wb") as file:
        ledger.export(file)
    first, own, *rows = map(json.loads, (tmp_path / "again.jsonl").read_text("utf-8").splitlines())
    was, older, *older_rows = map(json.loads, export.read_text("utf-8").splitlines())
    for row, old in zip(rows, older_rows, strict=True):
        added = row.keys() - old.keys()
        assert {each: row[each] for each in row if each not in added} == old
        assert [row[each] for each in added] == [None] * len(added)
    assert first == {**was, "version": len(STEPS)}
    assert own == {**older, "version": len(STEPS), "id": own["id"]}
    assert own["id"] == older.get("id", own["id"])


def test_one_of_version_3_is_in_order_and_says_who_goes_on_with_it(place: str) -> None:
    ledger_copies.import_json(VERSION_3, place)
    with open_ledger(place, by="A. Clerk") as ledger:
        assert ledger.audit().faults == ()
        assert ledger.check(Code("68908416864163"), ISSUED_AT, draw=lambda: 99).verdict.deliver
        assert ledger.audit().faults == ()
        with ledger.snapshot():
            happened = list(ledger.read_log(Selection()))
    assert [each.operator for each in happened] == [None] * 4 + ["A. Clerk"]


@pytest.mark.parametrize(("export", "version"), [(VERSION_2, 2), (VERSION_3, 3), (VERSION_4, 4)])
def test_it_is_brought_up_where_it_lies_and_keeps_its_chain(
    export: Path, version: int, place: str
) -> None:
    ledger_copies.import_json(export, place)
    with open_ledger(place) as ledger:
        head, letters = ledger.audit().head, list(ledger.read_issued(BATCHES[version]))
        for undone in (
            each for step in range(len(STEPS) - 1, version - 1, -1) for each in BACK[step]
        ):
            ledger._database.execute(undone)
        ledger._database.execute("UPDATE ledger SET version = :version", {"version": version})
    if place.startswith("postgresql:"):
        with pytest.raises(InputMissing, match="desks that still have the older one"):
            open_ledger(place).__enter__()
    with open_ledger(place, upgrade=True) as upgraded:
        assert list(upgraded.read_issued(BATCHES[version])) == letters
        assert (upgraded.audit().faults, upgraded.audit().head) == ((), head)
