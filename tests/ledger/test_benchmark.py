import pytest
from benchmarks.ledger import measure


def test_recording_and_checking_are_measured_on_both_databases(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_TEST_POSTGRES", postgres)
    heading, _, sqlite, server = measure(batch=30, batches=2, rounds=1)
    assert heading == "| ledger on | recording 30 codes | a check among 60 codes |"
    for row, name in ((sqlite, "SQLite"), (server, "PostgreSQL")):
        assert row.startswith(f"| {name} | 0.")
        assert row.count("(") == 2
