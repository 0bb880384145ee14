"""What a machine keeps apart from a ledger, and a witness on another disk."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from prisonmail.errors import InputMissing, LedgerWentBack, OutputRefused
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.chain import watch
from prisonmail.ledger.chain.events import read_position
from prisonmail.ledger.head import Head
from prisonmail.ledger.store import Ledger, find_lost, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from tests.conftest import ISSUED_AT
from tests.ledger.attacker import Attacker
from tests.ledger.conftest import Issue
from tests.systems import is_private

OTHER_HASH = "0" * 64


def _read_note() -> dict[str, Any]:
    (path,) = kept_apart.folder().glob("*.json")
    note: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return note


def _tell(ledger: Ledger) -> list[str]:
    found = ledger.audit()
    return [*found.faults, *found.vouching.remarks]


def _mistype(ledger: Ledger, times: int = 1) -> None:
    for _ in range(times):
        ledger.record_mistyped("12", ISSUED_AT, None, None)


def test_the_note_follows_each_event_and_names_the_first_and_last_head_that_were_sealed(
    ledger: Ledger, issue: Issue
) -> None:
    kept = []
    for act in (_mistype, lambda _: issue(), _mistype, lambda _: issue(), _mistype):
        act(ledger)
        note, head = _read_note(), ledger.audit().head
        assert (note["number"], note["hash"]) == (head.number, head.hash)
        assert note["place"] == ledger._database.place
        kept.append((note["number"], note["opened"], note["closed"]))
    assert kept == [(1, 0, 0), (2, 2, 2), (3, 2, 2), (4, 2, 4), (5, 2, 4)]
    vouching = ledger.audit().vouching
    assert (vouching.since, vouching.until) == (ISSUED_AT.isoformat(), 4)
    assert vouching.remarks == ()


def test_the_files_keep_their_names_or_a_newer_prisonmail_would_not_find_them(
    ledger: Ledger, issue: Issue
) -> None:
    issue()
    place = hashlib.sha256(ledger._database.place.encode()).hexdigest()
    name = read_position(ledger._database)[0].id
    files = {path.name for path in kept_apart.folder().iterdir()}
    assert files == {f"{place[:16]}.json", f"{name}.key"}
    assert kept_apart.folder().name == "ledgers"
    assert len(kept_apart.key_path(name).read_text("ascii").strip()) == 64
    with pytest.raises(ValueError, match="is not the id of a ledger"):
        kept_apart.key_path("../../profile")


def test_every_ledger_has_an_id_and_on_every_machine_a_key_of_its_own(
    drafted: Callable[..., Draft],
    sender: Sender,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A key or id that is the same everywhere would let anybody seal what they changed."""
    keys, ids = set[bytes](), set[str]()
    for number, home in enumerate(("one", "one", "two")):
        monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path / home))
        with open_ledger(tmp_path / f"{number}.sqlite3", make=True) as other:
            other.issue(Drafts([drafted()]), sender, "dl", ISSUED_AT, 28)
            name = read_position(other._database)[0].id
            assert name not in ids
            ids.add(name)
            key = kept_apart.read_key(name)
            assert key
            assert key not in keys
            keys.add(key)
            assert len(key) == 32
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path / "one"))
    with open_ledger(tmp_path / "2.sqlite3") as other:
        other.issue(Drafts([drafted()]), sender, "dl", ISSUED_AT, 28)
        key = kept_apart.read_key(name)
        assert key
        assert key not in keys
        heads = other._database.fetch_all("SELECT DISTINCT sealed_by FROM heads")
        assert len(heads) == 2


def test_a_later_note_stays_unless_one_begins_anew(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue()
    first = ledger.audit().head
    issue()
    name, last = read_position(ledger._database)
    kept = _read_note()
    monkeypatch.setattr(clock, "now", lambda: ISSUED_AT + timedelta(days=1))
    for head in (first, last):
        assert ledger._watch.keep(name, head)
        assert _read_note() == kept
    assert kept["number"] == 2
    assert ledger._watch.keep(name, first, anew=True)
    note = _read_note()
    assert (note["number"], note["opened"], note["closed"]) == (1, 0, 0)


def test_a_head_is_sealed_after_so_many_events_and_by_a_mailroom_without_a_key_by_nobody(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watch.EVENTS_OF_A_HEAD == 1000
    monkeypatch.setattr(watch, "EVENTS_OF_A_HEAD", 3)
    _mistype(ledger, 4)
    assert not list(kept_apart.folder().glob("*.key"))
    assert (_read_note()["closed"], _read_note()["closed_by"]) == (0, "")
    issue()
    _mistype(ledger, 2)
    heads = ledger._database.fetch_all("SELECT number, sealed_by, seal FROM heads ORDER BY number")
    assert [row["number"] for row in heads] == [3, 5, 6]
    assert (heads[0]["sealed_by"], heads[0]["seal"]) == ("nobody", "")
    assert len({row["sealed_by"] for row in heads[1:]}) == 1
    assert (_read_note()["opened"], _read_note()["closed"]) == (5, 6)
    found = ledger.audit()
    assert (found.faults, found.vouching.until, found.vouching.remarks) == ((), 6, ())


NO_KEY = "No head is sealed by a key on this machine: that the chain was not rebuilt before this "
NOBODY_KNOWS = "machine first saw it, nobody can say here."
UNSAID = "Whether these fields were changed, nobody can say without that key."
NEW_HERE = (
    "This machine knew no last event of this ledger: it is new to it, or what it knew was lost. "
    "From now on it has one."
)


def test_what_a_machine_cannot_vouch_for_is_told_and_of_an_empty_ledger_nothing(
    ledger: Ledger, issue: Issue
) -> None:
    assert _tell(ledger) == []
    _mistype(ledger)
    assert _tell(ledger) == [NO_KEY + NOBODY_KNOWS]
    (note,) = kept_apart.folder().glob("*.json")
    note.unlink()
    assert _tell(ledger) == [NEW_HERE, NO_KEY + NOBODY_KNOWS]
    assert _tell(ledger) == [NO_KEY + NOBODY_KNOWS]
    issue()
    assert _tell(ledger) == []
    (name,) = ledger._database.fetch_all("SELECT sealed_by FROM heads")
    (key,) = kept_apart.folder().glob("*.key")
    key.unlink()
    others = f"Heads that were sealed by a key that is not on this machine: {name['sealed_by']}."
    fields = f"Personal fields sealed by a key that is not on this machine ({name['sealed_by']})"
    missed = f"{fields}: batches 1, other events 0. {UNSAID}"
    (note,) = kept_apart.folder().glob("*.json")
    note.unlink()
    assert _tell(ledger) == [NEW_HERE, NO_KEY + NOBODY_KNOWS, others, missed]


SPOILT: list[Callable[[dict[str, Any]], object]] = [
    lambda note: [note],
    lambda note: None,
    lambda note: {**note, "number": "3"},
    lambda note: {**note, "opened": None},
    lambda note: {**note, "closed": 1.5},
    lambda note: {**note, "hash": OTHER_HASH[1:]},
    lambda note: {**note, "hash": None},
    lambda note: {**note, "more": 1},
    lambda note: {**note, "number": 2**70},
    lambda note: {**note, "number": -1},
    lambda note: {**note, "at": 5},
    lambda note: {**note, "closed_by": 5},
    lambda note: {**note, "witness": []},
    lambda note: {**note, "place": "\ud800"},
    lambda note: {key: note[key] for key in note if key != "place"},
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_note_that_this_program_cannot_have_written_counts_as_lost(
    ledger: Ledger, issue: Issue, spoil: Callable[[dict[str, Any]], object]
) -> None:
    issue()
    (path,) = kept_apart.folder().glob("*.json")
    path.write_text(json.dumps(spoil(_read_note())), "utf-8")
    assert _tell(ledger) == [NEW_HERE]
    path.write_text("[" * 100_000)
    assert _tell(ledger) == [NEW_HERE]
    assert _read_note()["number"] == 1


def test_the_furthest_of_all_places_counts_for_a_copy_and_no_other_ledger_does(
    ledger: Ledger, issue: Issue, tmp_path: Path
) -> None:
    issue()
    with (
        open_ledger(tmp_path / "one.sqlite3", make=True) as one,
        open_ledger(tmp_path / "two.sqlite3", make=True) as two,
        open_ledger(tmp_path / "another.sqlite3", make=True) as another,
    ):
        ledger.copy_to(one)
        ledger.copy_to(two)
        _mistype(ledger, 3)
        _mistype(another, 6)
        _mistype(another, 1)
        kept = one._watch.keep(*read_position(one._database))
        assert kept
        with pytest.raises(LedgerWentBack, match="ends with event 1, but this machine saw event 4"):
            _mistype(two)
        (remark,) = _tell(two)
        assert remark == (
            "This is an older copy of a ledger, such as a backup: this machine saw event 4 of it "
            "elsewhere."
        )
        assert two.audit().vouching.since == ISSUED_AT.isoformat()
        assert (two.audit().vouching.older, ledger.audit().vouching.older) == (True, False)


@pytest.fixture
def witness(ledger: Ledger, issue: Issue, tmp_path: Path) -> Path:
    """A witness of a ledger with two events, the first of which issued."""
    issue()
    _mistype(ledger)
    path = tmp_path / "other disk" / "head.json"
    path.parent.mkdir()
    assert ledger.name_witness(str(path)) == ledger.audit().head
    return path


def test_a_witness_notes_each_head_that_is_sealed_with_its_seal(
    ledger: Ledger, issue: Issue, witness: Path
) -> None:
    def read() -> dict[str, Any]:
        told: dict[str, Any] = json.loads(witness.read_text("utf-8"))
        return told

    name, last = read_position(ledger._database)
    key = kept_apart.read_key(name.id)
    assert key
    assert (read()["number"], read()["hash"]) == (2, last.hash)
    assert last.is_sealed(read()["seal"], key, name)
    assert is_private(witness)
    _mistype(ledger)
    assert (read()["number"], _read_note()["number"]) == (2, 3)
    issue()
    head = ledger.audit().head
    assert (read()["number"], read()["hash"]) == (4, head.hash)
    assert head.is_sealed(read()["seal"], key, name)
    sealed_by = ledger._database.fetch_all("SELECT sealed_by FROM heads")[0]["sealed_by"]
    assert read()["sealed_by"] == sealed_by
    assert _tell(ledger) == []
    assert [each.name for each in witness.parent.iterdir()] == ["head.json"]


def test_a_witness_that_is_gone_stops_no_letter_and_is_told(
    ledger: Ledger, issue: Issue, witness: Path
) -> None:
    witness.unlink()
    witness.parent.rmdir()
    issue()
    assert _tell(ledger) == [f"The witness {witness} is missing or holds no head."]
    witness.parent.mkdir()
    issue()
    assert _tell(ledger) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"hash": OTHER_HASH}, "The head of the witness {witness} is not as it was sealed."),
        ({"number": 1}, "The head of the witness {witness} is not as it was sealed."),
        ({"seal": OTHER_HASH}, "The head of the witness {witness} is not as it was sealed."),
        (
            {"hash": OTHER_HASH, "sealed_by": "another machine"},
            "The witness {witness} saw another event 2 than the ledger has.",
        ),
        (
            {"number": 1, "sealed_by": "another machine"},
            "The witness {witness} saw another event 1 than the ledger has.",
        ),
        (
            {"number": 9, "sealed_by": "another machine"},
            "The witness {witness} saw another event 9 than the ledger has.",
        ),
        ({"number": "2"}, "The witness {witness} is missing or holds no head."),
        ({"seal": OTHER_HASH, "sealed_by": "another machine"}, None),
    ],
)
def test_a_witness_that_does_not_agree_is_told(
    ledger: Ledger, witness: Path, told: dict[str, Any], said: str | None
) -> None:
    found = json.loads(witness.read_text("utf-8"))
    witness.write_text(json.dumps({**found, **told}), "utf-8")
    assert _tell(ledger) == ([said.format(witness=witness)] if said else [])


def test_a_machine_without_the_key_compares_what_a_witness_saw(
    ledger: Ledger, witness: Path
) -> None:
    for key in kept_apart.folder().glob("*.key"):
        key.unlink()
    assert not [each for each in _tell(ledger) if "witness" in each]
    found = json.loads(witness.read_text("utf-8"))
    witness.write_text(json.dumps({**found, "hash": OTHER_HASH}), "utf-8")
    assert f"The witness {witness} saw another event 2 than the ledger has." in _tell(ledger)


def test_a_witness_stays_when_a_ledger_that_was_put_back_goes_on(
    place: str, ledger: Ledger, issue: Issue, witness: Path
) -> None:
    backup = Attacker(place).copy()
    _mistype(ledger)
    Attacker(place).put_back(backup)
    with pytest.raises(LedgerWentBack):
        ledger.name_witness(str(witness.with_name("another.json")))
    assert not witness.with_name("another.json").exists()
    gone = _read_note()["hash"]
    head = ledger.accept_head("after a fire", ISSUED_AT)
    assert (head.number, head) == (3, ledger.audit().head)
    assert json.loads(witness.read_text("utf-8"))["hash"] == head.hash != gone
    note = _read_note()
    assert (note["opened"], note["closed"], note["witness"]) == (3, 3, str(witness))
    assert _tell(ledger) == []


def test_no_witness_is_named_of_nothing_or_if_this_machine_can_keep_nothing(
    ledger: Ledger, issue: Issue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "head.json"
    refused = (
        "This machine cannot keep the last event that it saw: its folder of settings "
        f"({kept_apart.folder()}) cannot be written to, or the ledger is empty."
    )
    with pytest.raises(OutputRefused) as raised:
        ledger.name_witness(str(path))
    assert raised.value.message == refused
    with monkeypatch.context() as locked:
        locked.setattr(kept_apart, "_write", refuse)
        issue()
        with pytest.raises(OutputRefused) as raised:
            ledger.name_witness(str(path))
        assert raised.value.message == refused
    assert not path.exists()
    ledger.name_witness(str(path))
    with pytest.raises(OutputRefused, match=r"^The witness .*\.$") as raised:
        ledger.name_witness(str(tmp_path / "missing" / "head.json"))
    assert raised.value.remedy == "Name a file in a folder that is there and that you may write to."
    assert _read_note()["witness"] == str(path)


def test_no_witness_is_named_if_what_was_seen_can_be_kept_no_more(
    ledger: Ledger, issue: Issue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue()
    monkeypatch.setattr(kept_apart, "write_sighting", lambda seen: False)
    _mistype(ledger)
    with pytest.raises(OutputRefused, match="cannot keep the last event"):
        ledger.name_witness(str(tmp_path / "head.json"))
    assert not (tmp_path / "head.json").exists()


def test_a_purge_is_sealed_with_a_new_key_if_there_is_none(ledger: Ledger, issue: Issue) -> None:
    issue()
    for key in kept_apart.folder().glob("*.key"):
        key.unlink()
    later = ISSUED_AT + timedelta(days=60)
    ledger.purge(later.date(), later)
    assert kept_apart.has_keys()
    note = _read_note()
    assert (note["number"], note["opened"], note["closed"]) == (2, 2, 2)


def test_a_head_is_read_as_it_is_written() -> None:
    assert str(Head(12, "ab")) == "12:ab"


def test_nothing_is_recorded_in_a_ledger_whose_id_was_changed(ledger: Ledger, issue: Issue) -> None:
    ledger._database.execute("UPDATE ledger SET id = '../../profile'")
    for record in (issue, lambda: ledger.accept_head("after a fire", ISSUED_AT)):
        with pytest.raises(InputMissing) as raised:
            record()
        assert raised.value.message == (
            f"The id of the ledger {ledger._database.name} was changed by hand."
        )
        assert raised.value.remedy == "Keep it as it is, and compare it with a backup."
    assert not kept_apart.has_keys()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_ledger_that_is_missing_is_known_by_its_place(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_lost(place) is None
    monkeypatch.setattr(clock, "now", lambda: ISSUED_AT)
    with open_ledger(place, make=True) as ledger:  # Windows moves no file that is open
        _mistype(ledger, 2)
    assert find_lost(place) is None
    Path(place).rename(tmp_path / "moved.sqlite3")
    monkeypatch.chdir(tmp_path)
    for named in (place, Path(place).name):
        lost = find_lost(named)
        assert isinstance(lost, LedgerWentBack)
        assert lost.message == (
            f"There is no ledger at {ledger._database.place}, but this machine saw event 2 of one "
            "there, on 21 November 2026 at 12:00."
        )
        assert lost.remedy == (
            "Put it back from a backup. If it is lost, begin a new one with: prisonmail ledger "
            "accept-head --reason TEXT"
        )
    assert find_lost("none.sqlite3") is None
    assert find_lost("postgresql://db/post") is None
