import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.apart.cipher_keys import read_key_file
from prisonmail.ledger.database import postgres, sqlite
from prisonmail.ledger.database.schema import TABLES
from prisonmail.ledger.database.sqlite import SqliteDatabase
from prisonmail.ledger.store import Ledger, is_encrypted, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from tests.conftest import ISSUED_AT
from tests.ledger.clear_bytes import read_clear
from tests.ledger.conftest import Issue
from tests.ledger_fixtures import KEY_FILE_NAME
from tests.soundness import FORKS, started

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
    assert ledger.check(letter.code, LATER).verdict == Verdict.DUPLICATE
    assert ledger.check(unchecked.code, LATER).verdict == Verdict.CANCELLED
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


HIDDEN = (b"Quillfeather", b"A7007QQ", b"C/7007/ZZ", b"Nesbitt", b"digest-of-a-list")
"""What is erased; the other batch of `erasable` has none of it."""


@pytest.fixture
def erasable(ledger: Ledger, drafted: Callable[..., Draft], sender: Sender, issue: Issue) -> Ledger:
    """A ledger with a batch that a purge erases, with checks of it, and one that stays."""
    person = {"prison_number": "A7007QQ", "reference": "C/7007/ZZ"}
    drafts = Drafts(drafted(f"Quillfeather {n}", **person) for n in range(1500))
    _, letters = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28, "digest-of-a-list")
    for letter in tuple(letters)[:20]:
        ledger.check(letter.code, ISSUED_AT, "HMP Hull", "Nesbitt")
    issue(300, LATER)
    return ledger


def _found_in_files(place: str) -> set[bytes]:
    """Look for what is erased in all files of a ledger: on a server, those of its tables."""
    if not place.startswith("postgresql:"):
        if is_encrypted(place):
            content = read_clear(Path(place), read_key_file(Path(place).with_name(KEY_FILE_NAME)))
            return {word for word in HIDDEN if word in content}
        files = Path(place).parent.glob(f"{Path(place).name}*")
        return {word for path in files for word in HIDDEN if word in path.read_bytes()}
    import psycopg

    with psycopg.connect(place, autocommit=True) as server:
        server.execute("CHECKPOINT")
        (folder,) = server.execute("SHOW data_directory").fetchone() or ("",)
        rows = server.execute(
            "SELECT pg_relation_filepath(oid) FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i', 't')"
        )
        files = (Path(folder, name) for (name,) in rows if name)
        return {word for path in files for word in HIDDEN if word in path.read_bytes()}


def test_nothing_erased_is_left_in_the_files_of_the_tables(place: str, erasable: Ledger) -> None:
    if place.startswith("postgresql:") or is_encrypted(place):
        assert _found_in_files(place) == set(HIDDEN)
    assert erasable.purge(LATER.date(), LATER).done
    assert _found_in_files(place) == set()
    assert erasable.audit().faults == ()


def test_a_purge_says_what_somebody_who_reads_keeps_it_from(
    place: str, erasable: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_TRIES", 1)
    monkeypatch.setattr(sqlite, "_PURGE_SECONDS", 0)
    with open_ledger(place) as reader, reader.snapshot():
        reader.count_batches()
        next(reader.read_letters(erasable.list_batches(5)[-1].batch.id))
        done = erasable.purge(LATER.date(), LATER)
        assert done.letters == 1500
        assert not done.done
        reasons = [each.reason for each in done.rewritten if not each.done]
        assert all("again" in reason for reason in reasons), reasons
    again = erasable.purge(LATER.date(), LATER)
    assert (again.letters, again.done) == (0, True)
    assert _found_in_files(place) == set()


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
def test_somebody_who_only_has_an_old_view_keeps_old_copies_of_rows_and_that_is_said(
    place: str, erasable: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_TRIES", 1)
    with open_ledger(place) as reader, reader.snapshot():
        reader._database.fetch_all("SELECT version FROM ledger")  # not one of the tables
        done = erasable.purge(LATER.date(), LATER)
        assert [each.done for each in done.rewritten] == [False, False, False, True, True]
        assert "Somebody still reads" in done.rewritten[0].reason
    assert erasable.purge(LATER.date(), LATER).done
    assert _found_in_files(place) == set()


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
def test_while_a_purge_waits_for_a_table_others_are_answered(
    place: str, erasable: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_TRIES", 3)
    with (
        open_ledger(place) as reader,
        open_ledger(place) as desk,
        ThreadPoolExecutor(1) as pool,
        reader.snapshot(),
    ):
        letter = next(reader.read_letters(erasable.list_batches(1)[0].batch.id))
        purge = pool.submit(erasable.purge, LATER.date(), LATER)
        took, begun = [], time.perf_counter()
        while not purge.done():
            start = time.perf_counter()
            desk.check(letter.code, LATER)
            took.append(time.perf_counter() - start)
            time.sleep(0.01)
        whole = time.perf_counter() - begun
        assert not purge.result().done
    assert len(took) > 10
    assert max(took) < whole / 2


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
def test_a_user_who_may_not_rewrite_tables_is_told(place: str, erasable: Ledger) -> None:
    schema = place.rpartition("%3D")[2]
    user = f"desk_{schema}"
    erasable._database.execute(f"CREATE ROLE {user} LOGIN")
    erasable._database.execute(f"GRANT USAGE ON SCHEMA {schema} TO {user}")
    erasable._database.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {user}")
    with open_ledger(place.replace("clerk@", f"{user}@")) as desk:
        done = desk.purge(LATER.date(), LATER)
        assert desk.audit().faults == ()
    assert [each.done for each in done.rewritten] == [False] * 5
    assert "VACUUM FULL" in done.rewritten[0].reason
    erasable._database.execute(f"DROP OWNED BY {user}")
    erasable._database.execute(f"DROP ROLE {user}")
    assert erasable.purge(LATER.date(), LATER).done


def _purge(place: str, begins: Event) -> None:
    with open_ledger(place) as ledger:
        begins.set()
        ledger.purge(LATER.date(), LATER)


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08])
def test_a_purge_that_was_killed_is_finished_by_the_next(
    place: str, erasable: Ledger, seconds: float
) -> None:
    begins = FORKS.Event()
    killed = started(_purge, place, begins)
    assert begins.wait(300)
    killed.join(seconds)
    killed.kill()
    killed.join()
    assert erasable.purge(LATER.date(), LATER).done
    assert _found_in_files(place) == set()
    assert erasable.audit().faults == ()


@pytest.mark.parametrize("place", ["sqlite", "encrypted"], indirect=True)
def test_the_file_loses_its_free_pages(place: str, erasable: Ledger) -> None:
    before = Path(place).stat().st_size
    erasable.purge(LATER.date(), LATER)
    (row,) = erasable._database.fetch_all("PRAGMA freelist_count")
    assert row["freelist_count"] == 0
    assert Path(place).stat().st_size < before or before < 100_000
    assert Path(f"{place}-wal").stat().st_size == 0


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_row_is_overwritten_as_soon_as_it_is_erased(
    place: str, erasable: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nothing is left even if the file cannot be rewritten."""
    assert _found_in_files(place) == set(HIDDEN)
    monkeypatch.setattr(SqliteDatabase, "rewrite", lambda self, tables: iter(()))
    erasable.purge(LATER.date(), LATER)
    erasable._database.fetch_all("PRAGMA wal_checkpoint(TRUNCATE)")
    assert _found_in_files(place) == set()


def test_every_seal_has_a_key_of_its_own(ledger: Ledger, issue: Issue) -> None:
    issue(1)
    issue(1)
    for _ in range(3):
        ledger.record_mistyped("12", ISSUED_AT, "HMP Hull", "A. Patel")
    keys = [row["key"] for row in ledger._database.fetch_all("SELECT key FROM remarks")]
    assert len(set(keys)) == len(keys) == 5
    assert {len(key) for key in keys} == {32}


def _seen(ledger: Ledger) -> set[str]:
    rows = [row for table in TABLES for row in ledger._database.fetch_all(f"SELECT * FROM {table}")]  # noqa: S608
    text = "\n".join(str(tuple(row[key] for key in row.keys())) for row in rows)  # noqa: SIM118
    return {word for word in PERSONAL if word in text}
