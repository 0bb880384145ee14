import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prisonmail import codes
from prisonmail.codes import Code, check_digits
from prisonmail.errors import InputMissing
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters import Draft
from prisonmail.sender.sender import Sender

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
Drafted = Callable[..., Draft]


def test_issued_codes_are_ready_once_then_duplicate(
    tmp_path: Path, drafted: Drafted, sender: Sender
) -> None:
    with open_ledger(tmp_path / "l.db", make=True) as ledger:
        batch, letters = ledger.issue([drafted(), drafted("Ann Other")], sender, "dl", NOW, 28)
        assert (batch.size, [letter.sheet for letter in letters]) == (2, [1, 2])
        code = letters[0].code
        assert ledger.peek(code, NOW).verdict is Verdict.READY
        assert ledger.check(code, NOW, "HMP Leeds", "J").verdict is Verdict.READY
        again = ledger.check(code, NOW + timedelta(hours=1), None, None)
        assert again.verdict is Verdict.DUPLICATE
        assert again.entry
        assert again.entry.first_check
        assert (again.entry.first_check.at, again.entry.first_check.location) == (NOW, "HMP Leeds")
        assert ledger.check(letters[1].code, NOW, None, None).verdict is Verdict.READY


def test_a_code_expires_after_its_last_day_and_a_late_check_uses_it_up(
    tmp_path: Path, drafted: Drafted, sender: Sender
) -> None:
    with open_ledger(tmp_path / "l.db", make=True) as ledger:
        batch, (letter,) = ledger.issue([drafted()], sender, "dl", NOW, 28)
        assert ledger.peek(letter.code, batch.expires_at).verdict is Verdict.READY
        late = batch.expires_at + timedelta(seconds=1)
        assert ledger.check(letter.code, late, None, None).verdict is Verdict.EXPIRED
        assert ledger.check(letter.code, late, None, None).verdict is Verdict.DUPLICATE


def test_a_code_that_was_never_issued_stays_unknown(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.db", make=True) as ledger:
        code = codes.mint()
        assert ledger.check(code, NOW, None, None).verdict is Verdict.NOT_ISSUED
        assert ledger.check(code, NOW, None, None).verdict is Verdict.NOT_ISSUED


def test_a_code_that_is_taken_is_never_issued_again(
    tmp_path: Path, drafted: Drafted, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, free = (Code(body + check_digits(body)) for body in ("000000000001", "000000000002"))
    drawn = iter([taken, taken, taken, free])
    monkeypatch.setattr(codes, "mint", lambda: next(drawn))
    with open_ledger(tmp_path / "l.db", make=True) as ledger:
        _, (first,) = ledger.issue([drafted()], sender, "dl", NOW, 28)
        _, (second,) = ledger.issue([drafted()], sender, "dl", NOW, 28)
    assert (first.code, second.code) == (taken, free)


def test_the_ledger_keeps_what_the_letter_said(
    tmp_path: Path, drafted: Drafted, sender: Sender
) -> None:
    path = tmp_path / "new" / "l.db"
    with open_ledger(path, make=True) as ledger:
        _, (letter,) = ledger.issue([drafted("Łukasz Oddwell")], sender, "dl", NOW, 28)
    with open_ledger(path) as ledger:
        entry = ledger.peek(letter.code, NOW).entry
    assert entry
    assert (entry.name, entry.prison_number, entry.prison, entry.organisation) == (
        "Łukasz Oddwell",
        "A1001XY",
        "LEI",
        "Greenstone Chambers",
    )
    assert "Oddwell" not in repr(entry)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [None, b"not a database at all, but long enough to be read"])
def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "l.db"
    if content:
        path.write_bytes(content * 100)
    with pytest.raises(InputMissing), open_ledger(path) as ledger:
        ledger.peek(codes.mint(), NOW)


def test_a_ledger_from_a_newer_prisonmail_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_ledger(path, make=True):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE ledger SET version = 999")
    connection.close()
    with pytest.raises(InputMissing, match="newer prisonmail"), open_ledger(path):
        pass
