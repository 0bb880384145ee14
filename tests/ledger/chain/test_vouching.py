"""What a machine vouches for by its key and by what it saw, in whole."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.chain.seals import SealKeys, begin_seal
from prisonmail.ledger.chain.vouching import Vouching, gather_keys, recall, say_missed
from prisonmail.ledger.store import Ledger, open_ledger
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
LATER = ISSUED_AT + timedelta(days=1)
FIRST, SECOND = ISSUED_AT.isoformat(), LATER.isoformat()
NO_KEY = (
    "No head is sealed by a key on this machine: that the chain was not rebuilt before this "
    "machine first saw it, nobody can say here."
)
OTHERS = "Heads that were sealed by a key that is not on this machine: {key}."
MISSED = (
    "Personal fields sealed by a key that is not on this machine ({key}): batches 2, other events "
    "2. Whether these fields were changed, nobody can say without that key."
)


def _removed(number: int) -> str:
    return f"The sealed head of event {number} was removed."


def _broken(number: int) -> str:
    return (
        f"The head of event {number} is not as it was sealed: the chain was rebuilt up to it, or "
        "the name or date of the ledger was changed."
    )


def _all_of(found: Vouching) -> tuple[object, ...]:
    assert found.signatures == ()
    return found.faults, found.since, found.until, found.remarks, found.older


@pytest.fixture
def sealed(ledger: Ledger, issue: Issue) -> Ledger:
    """A ledger of five events, the second and fourth of which issued a batch."""
    ledger.record_mistyped("12", ISSUED_AT, None, None)
    issue(1)
    ledger.record_mistyped("12", ISSUED_AT, None, None)
    issue(1, LATER)
    ledger.record_mistyped("12", LATER, "HMP Hull", None)
    return ledger


Note = dict[str, Any]
NOTHING: Note = {}
OLDER: Note = {"closed_by": ""}
"""As an older prisonmail kept it, without the name of the key."""
IN_ORDER = ((), FIRST, 4, ())
WITHOUT_KEY = (None, 0, (NO_KEY, OTHERS, MISSED))
GONE = "DELETE FROM heads WHERE number = {}"
FORGED = f"UPDATE heads SET seal = '{'0' * 64}' WHERE number = {{}}"  # noqa: S608
CASES = [
    (NOTHING, "", True, IN_ORDER),
    (NOTHING, GONE.format(2), True, ((_removed(2),), SECOND, 4, ())),
    (NOTHING, GONE.format(4), True, ((_removed(4), _removed(4)), FIRST, 2, ())),
    (NOTHING, "DELETE FROM heads", True, ((_removed(2),), None, 0, (NO_KEY,))),
    (NOTHING, FORGED.format(2), True, ((_broken(2), _removed(2)), SECOND, 4, ())),
    (NOTHING, FORGED.format(4), True, ((_broken(4), _removed(4)), FIRST, 2, ())),
    (
        NOTHING,
        f"{FORGED.format(2)} OR number = 4",
        True,
        ((_broken(2), _removed(2)), None, 0, (NO_KEY,)),
    ),
    (
        NOTHING,
        "UPDATE heads SET sealed_by = 'nobody' WHERE number = 4",
        True,
        ((_removed(4),), FIRST, 2, ()),
    ),
    (OLDER, "", True, IN_ORDER),
    (OLDER, GONE.format(2), True, ((_removed(2),), SECOND, 4, ())),
    (NOTHING, "", False, ((), *WITHOUT_KEY)),
    (NOTHING, GONE.format(2), False, ((_removed(2),), *WITHOUT_KEY)),
    (NOTHING, GONE.format(4), False, ((_removed(4), _removed(4)), *WITHOUT_KEY)),
    (OLDER, "", False, ((), *WITHOUT_KEY)),
    ({"opened": 0, "closed": 0}, "", True, IN_ORDER),
    ({"opened": 1}, "", True, ((_removed(1),), FIRST, 4, ())),
    ({"opened": 1}, "", False, ((_removed(1),), *WITHOUT_KEY)),
    ({"opened": 5, "closed": 5}, "", True, ((_removed(5),), FIRST, 4, ())),
    ({"opened": 5, "closed": 5}, "DELETE FROM heads", True, ((_removed(5),), None, 0, (NO_KEY,))),
    ({"opened": 5, "closed": 0}, "DELETE FROM heads", True, ((_removed(5),), None, 0, (NO_KEY,))),
    ({"opened": 0}, GONE.format(4), True, ((_removed(4), _removed(4)), FIRST, 2, ())),
    ({"opened": 6, "closed": 6}, "", True, IN_ORDER),
    ({"opened": 6, "closed": 6}, "DELETE FROM heads", True, ((), None, 0, (NO_KEY,))),
]


@pytest.mark.parametrize(("note", "statement", "has_key", "expected"), CASES)
def test_sealed_heads_are_compared_with_what_this_machine_sealed(
    sealed: Ledger,
    note: Note,
    statement: str,
    has_key: bool,
    expected: tuple[tuple[str, ...], str | None, int, tuple[str, ...]],
) -> None:
    (path,) = kept_apart.folder().glob("*.json")
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **note}), "utf-8")
    (key,) = sealed._database.fetch_all("SELECT DISTINCT sealed_by FROM heads")
    if statement:
        sealed._database.execute(statement)
    if not has_key:
        for each in kept_apart.folder().glob("*.key"):
            each.unlink()
    faults, since, until, remarks = expected
    said = tuple(each.format(key=key["sealed_by"]) for each in remarks)
    assert _all_of(sealed.audit().vouching) == (faults, since, until, said, False)


@pytest.mark.parametrize(
    "gone", ["DELETE FROM events WHERE number = 4", "UPDATE ledger SET events = 3"]
)
def test_what_a_witness_saw_and_the_ledger_has_not_is_told(
    sealed: Ledger, tmp_path: Path, gone: str
) -> None:
    witness = tmp_path / "head.json"
    sealed.name_witness(str(witness))
    saw_4 = json.loads(witness.read_text("utf-8")) | {"sealed_by": "another machine", "number": 4}
    (event,) = sealed._database.fetch_all("SELECT hash FROM events WHERE number = 4")
    witness.write_text(json.dumps(saw_4 | {"hash": event["hash"]}), "utf-8")
    said = f"The witness {witness} saw another event 4 than the ledger has."
    assert said not in sealed.audit().faults
    for statement in ("PRAGMA foreign_keys = OFF", gone, GONE.format(2)):
        sealed._database.execute(statement)
    assert {said, _removed(2)} <= set(sealed.audit().faults)


def test_a_ledger_that_went_back_is_told_first(sealed: Ledger) -> None:
    sealed._database.execute("UPDATE ledger SET events = 4")
    first = sealed.audit().vouching.faults[0]
    assert first.startswith(
        "The ledger has gone back: it ends with event 4, but this machine saw event 5, on "
    )


def test_any_number_of_heads_sealed_by_a_lost_key_is_in_order(sealed: Ledger, issue: Issue) -> None:
    issue(1, LATER)
    issue(1, LATER)
    for each in kept_apart.folder().glob("*.key"):
        each.unlink()
    assert sealed.audit().faults == ()


def test_a_copy_is_an_older_one_only_if_more_was_seen_elsewhere(
    sealed: Ledger, tmp_path: Path
) -> None:
    with open_ledger(tmp_path / "copy.sqlite3", make=True) as copy:
        sealed.copy_to(copy)
        assert _all_of(copy.audit().vouching) == ((), FIRST, 4, (), False)
    with open_ledger(tmp_path / "other.sqlite3", make=True) as other:
        sealed.copy_to(other)
        sealed.record_mistyped("12", LATER, None, None)
        said = (
            "This is an older copy of a ledger, such as a backup: this machine saw event 6 of it "
            "elsewhere."
        )
        assert _all_of(other.audit().vouching) == ((), FIRST, 4, (said,), True)
    assert _all_of(sealed.audit().vouching) == ((), FIRST, 4, (), False)


def test_nothing_is_vouched_for_of_what_has_no_name(sealed: Ledger) -> None:
    (key,) = sealed._database.fetch_all("SELECT DISTINCT sealed_by FROM heads")
    missed = MISSED.format(key=key["sealed_by"])
    sealed._database.execute("UPDATE ledger SET id = '../../profile'")
    said = f"The id of the ledger {sealed._database.name} was changed by hand."
    assert _all_of(sealed.audit().vouching) == ((said,), None, 0, (missed,), False)
    assert not gather_keys(sealed._database)
    memory = recall(sealed._database, sealed._watch)
    assert (memory.seen, memory.witnessed, memory.signed) == (None, None, (b"", b""))
    sealed._database.execute("DELETE FROM ledger")
    assert not gather_keys(sealed._database)
    sealed._database.execute("DROP TABLE ledger")
    memory = recall(sealed._database, sealed._watch)
    assert (memory.seen, memory.witnessed, memory.signed) == (None, None, (b"", b""))


def test_of_an_empty_ledger_there_is_nothing_to_say(ledger: Ledger) -> None:
    assert _all_of(ledger.audit().vouching) == ((), None, 0, (), False)


def test_fields_that_cannot_be_examined_are_counted_by_key_and_kind(place: str) -> None:
    keys, seals = SealKeys(), [begin_seal("00", "7", key).text for key in (b"one", b"two")]
    for seal, kind, times in (
        (seals[0], "issued", 1200),
        (seals[1], "checked", 2),
        (seals[1], "cancelled", 1),
        (seals[0], "checked", 1),
    ):
        for _ in range(times):
            assert keys.begin_again(seal, "00", "7", kind) is None
    said = list(say_missed(keys))
    names = sorted(seal.split(":")[2] for seal in seals)
    assert [name in line for name, line in zip(names, said, strict=True)] == [True, True]
    assert any("batches 1,200, other events 1." in line for line in said)
    assert any("batches 0, other events 3." in line for line in said)
