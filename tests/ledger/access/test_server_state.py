"""What servers keep together: for all processes alike, until it is over, and outside the ledger."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from prisonmail.ledger.database.schema import TABLES
from prisonmail.ledger.store import Ledger, is_server, open_ledger, open_server_state
from tests.conftest import ISSUED_AT, Run
from tests.systems import is_private

SOON = ISSUED_AT + timedelta(minutes=5)


def test_what_is_kept_is_there_for_all_until_it_is_over(place: str) -> None:
    with open_server_state(place) as one, open_server_state(place) as other:
        one.keep("kind", "name", "first", ISSUED_AT, SOON)
        one.keep("kind", "name", "second", ISSUED_AT, SOON)
        assert other.find("kind", "name", ISSUED_AT) == "second"
        assert other.list_all("kind", ISSUED_AT) == {"name": "second"}
        assert other.find("other", "name", ISSUED_AT) is None
        assert other.find("kind", "name", SOON) is None
        other.keep("kind", "later", "value", SOON, SOON + timedelta(minutes=1))
        assert one.find("kind", "name", ISSUED_AT) is None  # it was dropped
        assert (one.drop("kind", "later"), one.drop("kind", "later")) == (True, False)


def test_only_what_is_kept_is_replaced(place: str) -> None:
    with open_server_state(place) as state:
        assert not state.replace("kind", "name", "value", SOON)
        state.keep("kind", "name", "first", ISSUED_AT, ISSUED_AT)
        assert state.replace("kind", "name", "second", SOON)
        assert state.list_all("kind", ISSUED_AT) == {"name": "second"}


def test_of_many_who_take_it_one_gets_it(place: str) -> None:
    with open_server_state(place) as state:
        state.keep("link", "name", "value", ISSUED_AT, SOON)

    def take(_number: int) -> str | None:
        with open_server_state(place) as state:
            return state.take("link", "name", ISSUED_AT)

    with ThreadPoolExecutor(8) as threads:
        taken = [*threads.map(take, range(16))]
    assert sorted(map(str, taken)) == ["None"] * 15 + ["value"]


def test_what_another_took_meanwhile_is_not_taken(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_server_state(place) as one, open_server_state(place) as other:
        one.keep("link", "name", "value", ISSUED_AT, SOON)
        find = one.find

        def find_and_lose(*of: Any) -> str | None:
            value = find(*of)
            assert other.take("link", "name", ISSUED_AT) == "value"
            return value

        monkeypatch.setattr(one, "find", find_and_lose)
        assert one.take("link", "name", ISSUED_AT) is None


def test_it_is_counted_what_happened_since(place: str) -> None:
    with open_server_state(place) as state, state.transaction():
        state.claim("name")
        for minute in range(4):
            state.note("miss", "name", ISSUED_AT + timedelta(minutes=minute), SOON)
        since = ISSUED_AT + timedelta(minutes=1)
        assert state.count("miss", "name", since) == 2
        state.forget("miss", "name")
        assert state.count("miss", "name", ISSUED_AT - timedelta(1)) == 0


def test_an_examination_and_a_copy_leave_it_alone(place: str, ledger: Ledger) -> None:
    with open_server_state(place) as state:
        state.keep("kind", "name", "value", ISSUED_AT, SOON)
    assert ledger.audit().faults == ()
    assert not {"server_items", "server_notes"} & set(TABLES)
    with open_ledger(place, make=True) as again:
        assert again.audit().faults == ()


def test_a_file_beside_the_ledger_is_its_owners_and_encrypted_if_that_is(
    place: str, ledger: Ledger
) -> None:
    with open_server_state(place) as state:
        state.keep("kind", "name", "a-value-to-be-found", ISSUED_AT, SOON)
    if is_server(place):
        return
    path = Path(f"{place}-serve{'-encrypted' if ledger.key else ''}")
    assert is_private(path)
    written = path.read_bytes()
    assert (b"a-value-to-be-found" in written) == (ledger.key is None)


def test_a_ledger_that_becomes_encrypted_leaves_no_plain_file_beside_it(
    prisonmail: Callable[..., Run], home: Path
) -> None:
    place = home / "ledger.sqlite3"
    with open_ledger(place, make=True), open_server_state(str(place)) as state:
        state.keep("kind", "name", "plain", ISSUED_AT, SOON)
    assert prisonmail("ledger", "encrypt").exit_code == 0
    with Path(f"{place}-serve").open("rb"), open_server_state(str(place)) as state:
        assert state.find("kind", "name", ISSUED_AT) is None
        state.keep("kind", "name", "hidden", ISSUED_AT, SOON)
    with open_server_state(str(place)) as state:
        assert state.find("kind", "name", ISSUED_AT) == "hidden"
    beside = [each for each in home.iterdir() if each.name.startswith("ledger.sqlite3-serve")]
    assert [each.name for each in beside] == ["ledger.sqlite3-serve-encrypted"]
    assert b"SQLite format" not in beside[0].read_bytes()
