"""Ledgers that are new, older, newer, or no ledgers."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, LedgerMissing, PrisonmailError
from prisonmail.ledger import store
from prisonmail.ledger.database import accountability_statements, docket_statements, schema
from prisonmail.ledger.database.sqlite_file import open_database
from prisonmail.ledger.store import Ledger, open_ledger
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

NEXT = ("ALTER TABLE batches ADD COLUMN note TEXT", "UPDATE batches SET note = 'older'")
NEWER = len(schema.STEPS) + 1


def test_an_older_ledger_is_brought_up_to_date(
    place: str, ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, letters = issue(2)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    with open_ledger(place, upgrade=True) as upgraded:
        assert upgraded._database.fetch_all("SELECT version FROM ledger")[0]["version"] == NEWER
        assert upgraded._database.fetch_all("SELECT note FROM batches")[0]["note"] == "older"
        assert tuple(upgraded.read_letters(batch.id)) == letters
        assert upgraded.audit().faults == ()
    with open_ledger(place) as again:
        assert again.count_batches() == 1


def test_an_upgrade_that_fails_changes_nothing(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = schema.STEPS
    monkeypatch.setattr(schema, "STEPS", (*before, (*NEXT, "ALTER TABLE nowhere ADD x TEXT")))
    with pytest.raises(PrisonmailError), open_ledger(place, upgrade=True):
        pass
    monkeypatch.setattr(schema, "STEPS", before)
    with open_ledger(place) as old:
        row = old._database.fetch_all("SELECT * FROM ledger")[0]
        assert row["version"] == NEWER - 1
        old.record_mistyped("12", ISSUED_AT, None, None)


def test_processes_that_upgrade_at_once_do_it_once(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))

    def version(_: int) -> int:
        with open_ledger(place, upgrade=True) as opened:
            return int(opened._database.fetch_all("SELECT version FROM ledger")[0]["version"])

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(version, range(6))) == {NEWER}


def test_an_older_ledger_on_a_server_is_asked_for_and_a_file_is_told_of(
    place: str,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    monkeypatch.setattr(store, "STEPS", schema.STEPS)
    with pytest.raises(InputMissing) if place.startswith("postgresql:") else nullcontext() as found:
        open_ledger(place).__enter__()
    if found:
        assert "desks that still have the older one are shut out" in found.value.message
        assert "prisonmail ledger check --upgrade-ledger" in found.value.remedy
        assert ledger._database.fetch_all("SELECT version FROM ledger")[0]["version"] == NEWER - 1
    else:
        assert f"brought up from version {NEWER - 1} to {NEWER}" in capsys.readouterr().err
    with open_ledger(place, upgrade=True):
        pass
    with open_ledger(place):
        assert not capsys.readouterr().err or found


def test_a_newer_ledger_is_refused(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger._database.execute("UPDATE ledger SET version = 99")
    with pytest.raises(InputMissing, match=r"newer prisonmail \(ledger version 99") as raised:
        open_ledger(place).__enter__()
    assert "s3cret" not in raised.value.message
    assert raised.value.remedy.startswith("Install the newer")


def test_a_ledger_that_lost_its_only_row_is_refused(place: str, ledger: Ledger) -> None:
    ledger._database.execute("DELETE FROM ledger")
    with pytest.raises(PrisonmailError), open_ledger(place, upgrade=True):
        pass
    assert ledger._database.fetch_all("SELECT * FROM ledger") == []


def test_a_ledger_that_is_not_there_is_not_made_by_looking(place: str) -> None:
    with pytest.raises(InputMissing, match="There is no ledger"), open_ledger(place):
        pass
    assert place.startswith("postgresql:") or not Path(place).exists()


def test_a_purge_rewrites_each_table_that_it_erases_from() -> None:
    erasing = [accountability_statements.ERASE_RECIPIENTS, accountability_statements.ERASE_REMARKS]
    erasing += [accountability_statements.ERASE_DIGESTS, accountability_statements.ERASE_PEOPLE]
    erasing += [docket_statements.ERASE_ADDRESSEES]
    erased = [each.split()[2 if "DELETE" in each else 1] for each in erasing]
    assert erased == list(schema.PERSONAL_TABLES)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_other_desks_use_is_brought_up_only_if_that_is_wanted(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a server: a file of our own is brought up by whoever opens it."""
    opened = ledger._database
    monkeypatch.setattr(opened, "own_file", False, raising=False)
    with monkeypatch.context() as stopped:
        stopped.setattr(opened, "exclusive", lambda: pytest.fail("takes a lock that it needs not"))
        assert schema.prepare(opened, make=False) == NEWER - 1
    with monkeypatch.context() as late:  # another desk has just brought it up
        late.setattr(schema, "_is_current", lambda database: False)
        assert schema.prepare(opened, make=False) == NEWER - 1
        opened.execute("UPDATE ledger SET version = 1")
        with pytest.raises(InputMissing, match="ledger version 1; this"):
            schema.prepare(opened, make=False)
        opened.execute("UPDATE ledger SET version = :now", {"now": NEWER - 1})
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    for make in (False, True):
        with pytest.raises(InputMissing) as raised:
            schema.prepare(opened, make=make)
        assert raised.value.message == (
            f"The ledger {place} was made by an older prisonmail (ledger version {NEWER - 1}; this "
            f"one has {NEWER}). If it is brought up to date, desks that still have the older one "
            "are shut out."
        )
        assert raised.value.remedy == (
            "Install this prisonmail on all desks, then run once: prisonmail ledger check "
            "--upgrade-ledger"
        )
    assert schema.prepare(opened, make=False, upgrade=True) == NEWER - 1
    assert schema.prepare(opened, make=False) == NEWER


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("table", "own_file", "said"),
    [
        ("cases", False, None),
        (None, False, None),
        (None, True, None),
        ("cases", True, "holds tables of another program"),
        ("letters", False, "holds tables of another program"),
        ("heads", True, "holds tables of another program"),
    ],
)
def test_tables_are_made_beside_those_of_others_only_where_others_belong(
    place: str, table: str | None, own_file: bool, said: str | None
) -> None:
    with open_database(Path(place), make=True) as opened:
        opened.own_file = own_file
        if table:
            opened.execute(f"CREATE TABLE {table} (id INTEGER)")
        with pytest.raises(LedgerMissing, match=r"There is no ledger in .* yet"):
            schema.prepare(opened, make=False)
        if said:
            with pytest.raises(InputMissing, match=said):
                schema.prepare(opened, make=True)
            assert opened.list_tables() == {table}
            return
        assert schema.prepare(opened, make=True) == 0
        assert opened.list_tables() - {table} == set(schema.TABLES)
        (row,) = opened.fetch_all("SELECT version, events, head, LENGTH(id) AS size FROM ledger")
        assert dict(row) == {"version": NEWER - 1, "events": 0, "head": "", "size": 16}
