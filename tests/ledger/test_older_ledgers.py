"""A ledger that an earlier prisonmail wrote is read, examined and carried on."""

import json
from datetime import date
from pathlib import Path

import pytest

from prisonmail.codes import Code
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Enclosure
from prisonmail.use_cases import ledger_copies
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

EXPORT = Path(__file__).parent / "version1.jsonl"
"""Made by `ledger export`: a batch of three, the first checked twice, the second cancelled."""
VERSION_2 = Path(__file__).parent / "version2.jsonl"
"""The same brought up to version 2 by the prisonmail of that time, and a batch of one more."""
BATCH = "20261121-S8GP"
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
    assert untouched.enclosure == Enclosure("/lists/a.pdf", 3, "0" * 64)


@pytest.mark.parametrize("export", [EXPORT, VERSION_2], ids=lambda path: path.stem)
def test_it_leaves_as_it_came(export: Path, place: str, tmp_path: Path) -> None:
    ledger_copies.import_json(export, place)
    ledger_copies.export_json(place, tmp_path / "again.jsonl", force=False)
    first, ledger, *rows = (tmp_path / "again.jsonl").read_text("utf-8").splitlines()
    was, older, *older_rows = export.read_text("utf-8").splitlines()
    no_barcode = ', "barcode": null}'
    assert [row.replace(no_barcode, "}") for row in rows] == older_rows
    recipients = sum('"table": "recipients"' in row for row in rows)
    assert sum(no_barcode in row for row in rows) == recipients
    assert json.loads(first) == {**json.loads(was), "version": 3}
    own = json.loads(ledger)
    assert own == {"id": own["id"], **json.loads(older), "version": 3}


def test_one_of_version_2_is_in_order_and_has_no_barcodes(place: str) -> None:
    ledger_copies.import_json(VERSION_2, place)
    with open_ledger(place) as ledger:
        assert ledger.audit().faults == ()
        assert [each.barcode for each in ledger.read_issued(BATCH)] == [None] * 3
        assert ledger.check(Code("95373466439564"), ISSUED_AT, draw=lambda: 99).verdict.deliver


def test_one_of_version_2_is_brought_up_where_it_lies(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    batch, letters = issue(3)
    ledger._database.execute("DROP INDEX recipients_of_barcode")
    ledger._database.execute("ALTER TABLE recipients DROP COLUMN barcode")
    ledger._database.execute("UPDATE ledger SET version = 2")
    with open_ledger(place, upgrade=True) as upgraded:
        assert tuple(upgraded.read_letters(batch.id)) == letters
        assert upgraded.audit().faults == ()
