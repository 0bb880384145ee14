"""A ledger that an earlier prisonmail wrote is read, examined and carried on."""

import json
from datetime import date
from pathlib import Path

from prisonmail.codes import Code
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Enclosure
from prisonmail.use_cases import ledger_copies
from tests.conftest import ISSUED_AT

EXPORT = Path(__file__).parent / "version1.jsonl"
"""Made by `ledger export`: a batch of three, the first checked twice, the second cancelled."""
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


def test_it_leaves_as_it_came(place: str, tmp_path: Path) -> None:
    ledger_copies.import_json(EXPORT, place)
    ledger_copies.export_json(place, tmp_path / "again.jsonl", force=False)
    first, ledger, *rows = (tmp_path / "again.jsonl").read_text("utf-8").splitlines()
    was, older, *older_rows = EXPORT.read_text("utf-8").splitlines()
    assert rows == older_rows
    assert json.loads(first) == {**json.loads(was), "version": 2}
    own = json.loads(ledger)
    assert own == {**json.loads(older), "version": 2, "id": own["id"]}
