"""The keys that seal a ledger: of several desks, lost, come back, and not there at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.use_cases.keeping import ledger_copies
from tests.conftest import ISSUED_AT
from tests.dockets.samples import DOCKET
from tests.ledger.conftest import Issue

MONTHS_LATER = ISSUED_AT + timedelta(days=60)
Sit = Callable[[str], None]


@pytest.fixture
def sit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Sits down at a desk with settings of its own."""

    def sit(desk: str) -> None:
        monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path / desk))

    return sit


def _id(ledger: Ledger) -> str:
    (row,) = ledger._database.fetch_all("SELECT id FROM ledger")
    return str(row["id"])


def _key(ledger: Ledger) -> Path:
    return kept_apart.key_path(_id(ledger))


def _remarks(ledger: Ledger) -> str:
    """What is told of fields that cannot be examined, in a ledger in order."""
    found = ledger.audit()
    assert found.faults == ()
    return " ".join(each for each in found.vouching.remarks if "Personal fields" in each)


def _kinds(ledger: Ledger) -> str:
    """The first digit of each seal's kind, and 1 for the first, in the order of events."""
    rows = ledger._database.fetch_all("SELECT seal FROM events ORDER BY number")
    return "".join("2" if row["seal"].startswith("2:") else "1" for row in rows if row["seal"])


def test_desks_with_keys_of_their_own_examine_what_they_can_and_all_once_they_share(
    ledger: Ledger, issue: Issue, sit: Sit
) -> None:
    sit("one")
    _, (letter,) = issue(1)
    sit("two")
    issue(2)
    ledger.check(letter.code, ISSUED_AT, "HMP Leeds")
    two = _key(ledger).read_text()
    sit("mailroom")
    ledger.check(letter.code, ISSUED_AT, "HMP Leeds")
    assert _kinds(ledger) == "2221"
    assert not _key(ledger).exists()
    assert _remarks(ledger).count("not on this machine") == 2
    sit("one")
    assert "batches 1, other events 1" in _remarks(ledger)
    assert two.strip() not in _remarks(ledger)
    one = _key(ledger).read_text()
    _key(ledger).write_text(one + two)
    assert _remarks(ledger) == ""
    assert ledger.audit().vouching.until == 2
    issue(1)
    sit("two")
    assert "batches 2, other events 0" in _remarks(ledger)  # the first key of a file seals


def test_a_desk_that_issues_nothing_seals_the_people_of_a_docket_with_a_key_of_its_own(
    ledger: Ledger,
) -> None:
    ledger.check(DOCKET.letters[0].code, ISSUED_AT, "HMP Leeds")
    assert not _key(ledger).exists()
    ledger.received_dockets.receive(DOCKET, "0" * 64, "HMP Leeds", ISSUED_AT)
    ledger.check(DOCKET.letters[0].code, ISSUED_AT, "HMP Leeds")
    assert _kinds(ledger) == "122"
    assert _remarks(ledger) == ""


def test_a_key_that_was_lost_stops_nothing_and_vouches_again_when_it_comes_back(
    ledger: Ledger, issue: Issue
) -> None:
    _, (letter,) = issue(1)
    lost = _key(ledger).read_text()
    _key(ledger).unlink()
    ledger.check(letter.code, ISSUED_AT, "HMP Leeds")
    assert "batches 1, other events 0" in _remarks(ledger)
    issue(1)
    assert _kinds(ledger) == "212"
    assert "batches 1, other events 0" in _remarks(ledger)
    _key(ledger).write_text(lost + _key(ledger).read_text())
    assert _remarks(ledger) == ""
    assert ledger.audit().vouching.since == ISSUED_AT.isoformat()


def test_a_key_that_was_replaced_is_told_of_and_stops_nothing(ledger: Ledger, issue: Issue) -> None:
    issue(1)
    own = _key(ledger).read_text()
    _key(ledger).write_text("ab" * 32)
    assert "batches 1, other events 0" in _remarks(ledger)
    assert ledger.audit().vouching.since is None
    issue(1)
    assert "batches 1, other events 0" in _remarks(ledger)
    assert ledger.audit().vouching.until == 2
    _key(ledger).write_text(own)
    assert "batches 1, other events 0" in _remarks(ledger)
    assert ledger.audit().vouching.until == 1


def test_a_head_that_is_removed_is_found_without_the_key_that_sealed_it(
    ledger: Ledger, issue: Issue
) -> None:
    issue(1)
    _key(ledger).unlink()
    assert ledger.audit().faults == ()
    ledger._database.execute("UPDATE heads SET sealed_by = 'forged'")
    assert ledger.audit().faults == ("The sealed head of event 1 was removed.",)


@pytest.mark.parametrize("spoilt", ["", "no key\n", "ab\n", "\udce9"])
def test_a_file_without_a_key_is_replaced_and_one_with_other_lines_kept(
    ledger: Ledger, issue: Issue, spoilt: str
) -> None:
    issue(1)
    whole = _key(ledger).read_text()
    _key(ledger).write_bytes(spoilt.encode("utf-8", "surrogateescape"))
    issue(1)
    assert len(_key(ledger).read_text()) == len(whole)
    _key(ledger).write_text(f"{spoilt.isascii() and spoilt}\n{whole}")
    issue(1)
    assert _key(ledger).read_text().endswith(whole)


def test_processes_that_make_a_key_at_once_all_get_the_one_that_is_kept(ledger: Ledger) -> None:
    name, barrier, made = _id(ledger), Barrier(8), set[bytes | None]()

    def make() -> None:
        barrier.wait()
        made.add(kept_apart.make_key(name))

    threads = [Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == {kept_apart.read_key(name)}
    assert len(list(kept_apart.folder().iterdir())) == 1


def test_a_key_that_another_process_makes_just_then_is_not_replaced(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, whole, others = _id(ledger), kept_apart.read_keys, list[bytes | None]()

    def read(ledger_id: str) -> tuple[bytes, ...]:
        found = whole(ledger_id)
        monkeypatch.setattr(kept_apart, "read_keys", whole)
        others.append(kept_apart.make_key(ledger_id))
        return found

    monkeypatch.setattr(kept_apart, "read_keys", read)
    assert [kept_apart.make_key(name)] == others


def test_a_purge_leaves_nothing_to_examine_with_or_without_a_key(
    ledger: Ledger, issue: Issue, sit: Sit
) -> None:
    _, (letter,) = issue(1)
    ledger.check(letter.code, ISSUED_AT, "HMP Leeds")
    ledger.purge(MONTHS_LATER.date(), MONTHS_LATER)
    assert ledger._database.fetch_all("SELECT key FROM remarks WHERE event < 3") == []
    sit("another")
    assert "batches 0, other events 1" in _remarks(ledger)  # who purged


def test_copies_carry_seals_as_they_are(
    ledger: Ledger, issue: Issue, place: str, other_place: str, tmp_path: Path, sit: Sit
) -> None:
    _, (letter,) = issue(1)
    key, name = _key(ledger), _key(ledger).name
    sit("another")
    ledger.check(letter.code, ISSUED_AT, "HMP Leeds")
    ledger_copies.export_json(place, tmp_path / "all.jsonl", force=False)
    ledger_copies.import_json(tmp_path / "all.jsonl", other_place)
    ledger_copies.back_up(place, tmp_path / "copy.sqlite3", force=False)
    for copy, kinds in ((other_place, "211"), (str(tmp_path / "copy.sqlite3"), "2111")):
        with open_ledger(copy) as opened:
            assert _kinds(opened) == kinds
            assert "batches 1, other events 0" in _remarks(opened)
    (kept_apart.folder() / name).write_bytes(key.read_bytes())
    with open_ledger(other_place) as opened:
        assert _remarks(opened) == ""


def test_the_reason_for_going_on_is_sealed_on_a_machine_that_had_no_key(
    ledger: Ledger, issue: Issue, sit: Sit, tmp_path: Path, place: str
) -> None:
    _, (letter,) = issue(1)
    sit("mailroom")
    ledger_copies.back_up(place, tmp_path / "copy.sqlite3", force=False)
    ledger.check(letter.code, ISSUED_AT)
    with _set_back(ledger), pytest.raises(Exception, match="gone back"):
        ledger.check(letter.code, ISSUED_AT)
    with _set_back(ledger):
        ledger.accept_head("after a fire", ISSUED_AT)
        assert _kinds(ledger) == "22"


@contextmanager
def _set_back(ledger: Ledger) -> Iterator[None]:
    """Undo all events but the first."""
    for statement in (
        "UPDATE letters SET first_check = NULL",
        "DELETE FROM heads WHERE number > 1",
        "DELETE FROM remarks WHERE event > 1",
        "DELETE FROM events WHERE number > 1",
        "UPDATE ledger SET events = 1, head = (SELECT hash FROM events)",
    ):
        ledger._database.execute(statement)
    yield
