"""The key of an encrypted ledger on paper: shown once, typed back, and typed in elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.ledger.apart.written_key import spell_key
from prisonmail.system import clock
from prisonmail.use_cases.keeping.ledger_encryption import find_ledger_key
from tests.conftest import Run
from tests.terminals import type_at

Cli = Callable[..., Run]
EXPORT = ("ledger", "key", "export")
CLEARED = "\x1b[H\x1b[2J\x1b[3J"
NEW_ROW = "  Not yet: a row has 3 groups, each of four letters and two digits.\n"


@pytest.fixture
def rows(home: Path, issued: dict[str, str], prisonmail: Cli) -> list[str]:
    """The rows of the key, as they are written down."""
    assert prisonmail("ledger", "encrypt").exit_code == 0
    groups = spell_key(find_ledger_key(str(home / "ledger.sqlite3"), clock.now())[0])
    return [" ".join(groups[first : first + 3]) for first in range(0, len(groups), 3)]


def type_rows(*rows: str) -> str:
    return "".join(f"{row}\n" for row in ("", *rows))


def is_noted(prisonmail: Cli) -> bool:
    return "Its key was written down on" in prisonmail("doctor").out


def test_a_key_is_shown_cleared_away_and_typed_back(prisonmail: Cli, rows: list[str]) -> None:
    screen, code = type_at(*EXPORT, typed=type_rows(*rows))
    assert code == 0, screen
    shown, _, after = screen.partition(CLEARED)
    assert all(group in shown for row in rows for group in row.split())
    asked = [f"Groups {3 * at + 1}-{3 * at + 3}: {row}\n" for at, row in enumerate(rows)]
    assert after.removeprefix("\n") == (
        f"Type it back from the paper.\n{''.join(asked)}"
        "That is the key. Keep the paper in a safe, and away from this computer.\n"
    )
    assert is_noted(prisonmail)


@pytest.mark.parametrize(
    ("misread", "said"),
    [
        (lambda row: row[:-1], "  Not yet, and wrong: group 6.\n"),
        (lambda row: row.split()[0], NEW_ROW),
        (lambda row: f"{row} AAAA-11", NEW_ROW),
        (lambda row: swap(row, 0), "  Not yet, and wrong: group 4.\n"),
        (lambda row: swap(row, 0, -1), "  Not yet, and wrong: group 4 and group 6.\n"),
        (lambda row: row.lower(), ""),
        (lambda row: row.replace("-", ""), ""),
    ],
    ids=["cut off", "one group", "four groups", "one wrong", "two wrong", "small", "no hyphens"],
)
def test_a_row_that_was_misread_is_asked_for_again(
    rows: list[str], misread: Callable[[str], str], said: str
) -> None:
    typed = misread(rows[1])
    rest = rows[1:] if said else rows[2:]
    screen, code = type_at(*EXPORT, typed=type_rows(rows[0], typed, *rest))
    assert (code, screen.splitlines()[-1][:16]) == (0, "That is the key."), screen
    assert f"Groups 4-6: {typed}\n{said}Groups {'4-6' if said else '7-9'}: " in screen


def swap(row: str, *places: int) -> str:
    """Misread letters or figures at places of a row."""
    written = list(row)
    for place in places:
        first, second = ("1", "2") if written[place].isdigit() else ("A", "B")
        written[place] = second if written[place] == first else first
    return "".join(written)


@pytest.mark.parametrize("typed", ["", "\n", "\nAAAA-11\n"])
def test_a_key_that_is_not_typed_back_does_not_count_as_written_down(
    prisonmail: Cli, rows: list[str], typed: str
) -> None:
    screen, code = type_at(*EXPORT, typed=typed)
    assert (code, screen[-9:]) == (1, "Aborted.\n")
    assert CLEARED in screen
    assert not is_noted(prisonmail)


def test_a_key_is_typed_in_on_another_computer(
    home: Path,
    issued: dict[str, str],
    prisonmail: Cli,
    rows: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = home / "other"
    other.mkdir()
    monkeypatch.setenv("PRISONMAIL_HOME", str(other))
    place = ("--ledger", home / "ledger.sqlite3")
    for wrong in (rows[1:], []):
        stopped, code = type_at("ledger", "key", "import", *place, typed=type_rows(*wrong)[1:])
        assert (code, prisonmail("verify", issued["1"], *place).exit_code) == (1, 66), stopped
    screen, code = type_at("ledger", "key", "import", *place, typed=type_rows(*rows)[1:])
    assert code == 0, screen
    assert screen.startswith("Type the key from the paper.\nGroups 1-3: ")
    assert screen.endswith(f", and opens {home / 'ledger.sqlite3'}.\n")
    assert prisonmail("verify", issued["1"], *place).exit_code == 0
