"""Files that are not what they should be end a run with one sentence, whatever is in them."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, Run

Cli = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"
DEEP, LONG = "[" * 100_000, "9" * 5_000


@pytest.mark.parametrize(
    "content",
    [
        f"valid_days = {LONG}",
        f"address = {DEEP}",
        "valid_days = 9e999",
        "printer_offset = [nan, inf]",
        "organisation = 3",
        "\x00",
        "a.b = 1\na = 2",
    ],
    ids=range(7),
)
def test_a_profile(prisonmail: Cli, home: Path, content: str) -> None:
    (home / "profile.toml").write_text(content, "utf-8")
    for command in (("generate", LIST), ("profile", "check"), ("profile", "show"), ("doctor",)):
        run = prisonmail(*command)
        assert run.exit_code == (1 if command == ("doctor",) else 66)
        assert "The sender profile" in run.out + run.err


def test_a_profile_that_notepad_saved_is_read(prisonmail: Cli, profile: Path) -> None:
    profile.write_text("\ufeff" + profile.read_text("utf-8"), "utf-8")
    assert prisonmail("profile", "check").exit_code == 0


@pytest.mark.parametrize(
    "content",
    [DEEP, LONG, "[]", "7", '{"name": 7}', '{"name": ["Name"]}', '{"name": ' + DEEP, '{"no": "A"}'],
    ids=range(8),
)
def test_a_saved_mapping(prisonmail: Cli, profile: Path, home: Path, content: str) -> None:
    (home / "mappings").mkdir()
    (home / "mappings" / "firm.json").write_text(content, "utf-8")
    run = prisonmail("generate", LIST, "--mapping", "firm")
    assert (run.exit_code, "cannot be read." in run.err) == (66, True)


@pytest.mark.parametrize(
    "content",
    [
        DEEP,
        f"[{LONG}]",
        '[{"prisonId": "LEI", "active": ' + "[" * 900 + "]" * 900 + "}]",
        '[{"prisonId": ["LEI"]}]',
        '[{"prisonId": "LEI", "addresses": [7], "types": {}, "prisonName": "\\ud800"}]',
        "code,register_name,town,postcode,active\n" + "x" * 200_000,
    ],
    ids=range(6),
)
def test_a_register(prisonmail: Cli, home: Path, content: str) -> None:
    (home / "register.json").write_text(content, "utf-8")
    run = prisonmail("prisons", "import", "register.json")
    assert run.exit_code in (1, 65)
    assert "fault of its own" not in run.err
    (home / "prisons.csv").write_text(content, "utf-8")
    assert prisonmail("prisons").exit_code == 66


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("batches", "issued_at", "yesterday"),
        ("batches", "sender", DEEP),
        ("batches", "sender", '{"name": 7}'),
        ("recipients", "date_of_birth", "12/03/1980"),
        ("recipients", "additions", "7"),
        ("letters", "address", b"\xff"),
        ("events", "kind", "eaten"),
        ("events", "at", "0"),
    ],
)
def test_a_ledger(
    prisonmail: Cli, issued: dict[str, str], home: Path, table: str, column: str, cell: object
) -> None:
    with sqlite3.connect(home / "ledger.sqlite3") as ledger:
        ledger.execute(f"UPDATE {table} SET {column} = ?", (cell,))  # noqa: S608 - our own names
    ledger.close()
    looks = ("batches",), ("batches", "show", issued["batch"]), ("codes", "show", issued["1"])
    runs = [prisonmail(*look) for look in (*looks, ("verify", issued["1"]), ("ledger", "check"))]
    assert {run.exit_code for run in runs} <= {0, 1, 66}
    assert any(run.exit_code for run in runs)
    assert not any("fault of its own" in run.err for run in runs)


def test_doctor_tells_how_often_codes_were_guessed(
    prisonmail: Cli, issued: dict[str, str], later: Callable[[int], None]
) -> None:
    assert not _guesses(prisonmail)
    prisonmail("verify", "12345678901244")
    prisonmail("verify", issued["1"])
    assert _guesses(prisonmail) == [("good", "checked 1 time.")]
    prisonmail("scan", stdin="12345678901244\n12\n" * 10)
    assert _guesses(prisonmail) == [("caution", "checked 21 times.")]
    later(8)
    assert not _guesses(prisonmail)


def _guesses(prisonmail: Cli) -> list[tuple[str, str]]:
    found = json.loads(prisonmail("doctor", "--json").out)["findings"]
    return [
        (each["health"], each["message"][each["message"].index("checked") :])
        for each in found
        if each["topic"] == "guesses"
    ]
