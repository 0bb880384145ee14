from datetime import date, timedelta
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.database.schema import TABLES
from prisonmail.ledger.store import Ledger
from prisonmail.ledger.verdicts import Verdict
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

LATER = ISSUED_AT + timedelta(days=60)
PERSONAL = ("Łukasz", "A1001XY", "C/1201", "Patel", "HMP Hull desk", "enclosure", "list-digest")


def test_a_purge_erases_people_and_keeps_codes_dates_and_verdicts(
    ledger: Ledger, issue: Issue
) -> None:
    batch, (letter, unchecked) = issue(2, list_digest="list-digest")
    ledger.check(letter.code, ISSUED_AT, "HMP Hull desk", "A. Patel")
    found = ledger.find_letter(unchecked.code)
    assert found
    ledger.cancel_letter(found, "wrong enclosure", ISSUED_AT)
    kept, _ = issue(1, LATER)

    ledger.purge(date(2026, 12, 25), LATER)

    entry = ledger.find_letter(letter.code)
    assert entry
    assert (entry.name, entry.prison_number, entry.reference) == (None, None, None)
    assert entry.first_check
    assert (entry.first_check.at, entry.first_check.location) == (ISSUED_AT, None)
    assert ledger.check(letter.code, LATER).verdict is Verdict.DUPLICATE
    assert ledger.check(unchecked.code, LATER).verdict is Verdict.CANCELLED
    assert next(ledger.read_letters(kept.id)).draft.name.startswith("Łukasz")
    with pytest.raises(InputMissing, match="erased"):
        next(ledger.read_letters(batch.id))
    assert ledger.audit().faults == ()


def test_nothing_personal_is_left_in_any_row(ledger: Ledger, issue: Issue) -> None:
    _, (letter, other) = issue(2, list_digest="list-digest")
    ledger.check(letter.code, ISSUED_AT, "HMP Hull desk", "A. Patel")
    found = ledger.find_letter(other.code)
    assert found
    ledger.cancel_letter(found, "wrong enclosure", ISSUED_AT)
    assert _seen(ledger) == set(PERSONAL)
    ledger.purge(LATER.date(), LATER)
    assert _seen(ledger) == set()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_nothing_personal_is_left_in_the_file(place: str, ledger: Ledger, issue: Issue) -> None:
    issue(500, list_digest="list-digest")
    ledger.record_mistyped("HMP Hull desk", ISSUED_AT, None, "A. Patel")
    ledger.purge(LATER.date(), LATER)
    ledger.check(issue(1, LATER)[1][0].code, LATER)
    for path in Path(place).parent.iterdir():
        content = path.read_bytes()
        assert b"Patel" not in content
        assert "Łukasz “2”".encode() not in content


def test_a_purge_refuses_letters_that_are_still_good(ledger: Ledger, issue: Issue) -> None:
    batch, _ = issue(2)
    with pytest.raises(WrongUsage, match="21 November 2026 are still good") as raised:
        ledger.purge(date(2026, 12, 1), ISSUED_AT + timedelta(days=28))
    assert raised.value.remedy.endswith("--before 2026-11-21")
    assert len(list(ledger.read_letters(batch.id))) == 2
    assert ledger.audit().head.number == 1


def _seen(ledger: Ledger) -> set[str]:
    rows = [row for table in TABLES for row in ledger._database.fetch_all(f"SELECT * FROM {table}")]  # noqa: S608
    text = "\n".join(str(tuple(row[key] for key in row.keys())) for row in rows)  # noqa: SIM118
    return {word for word in PERSONAL if word in text}
