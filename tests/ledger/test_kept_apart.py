"""The files that a machine keeps apart from its ledgers: what is in them, and how they last."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from prisonmail.errors import OutputRefused
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.apart.kept_apart import Sighting
from prisonmail.system import output_files
from tests.systems import is_private

ID, OTHER_ID, HASH = "00112233445566aa", "ffeeddccbbaa9988", "0f" * 32
SEEN = Sighting(ID, "/home/łukasz/ledger.sqlite3", 7, HASH, "2026-11-21T12:00:00+00:00", 2, 6, "k")
LARGEST = 2**63 - 1


def test_a_note_is_text_that_a_person_can_read() -> None:
    assert kept_apart.write_sighting(SEEN)
    (path,) = kept_apart.folder().iterdir()
    assert path.parent.name == "ledgers"
    assert path.name == f"{hashlib.sha256(SEEN.place.encode()).hexdigest()[:16]}.json"
    assert path.read_text("utf-8") == (
        '{\n "ledger": "00112233445566aa",\n "place": "/home/łukasz/ledger.sqlite3",\n'
        f' "number": 7,\n "hash": "{HASH}",\n "at": "2026-11-21T12:00:00+00:00",\n "opened": 2,\n'
        ' "closed": 6,\n "closed_by": "k",\n "witness": "",\n "sealed_by": "",\n "seal": ""\n}\n'
    )
    assert kept_apart.read_sighting(SEEN.place) == SEEN
    assert kept_apart.read_sighting("elsewhere") is None


def test_the_folder_is_made_for_its_user_alone_and_no_other_is(tmp_path: Path) -> None:
    assert not kept_apart.has_keys()
    assert kept_apart.list_sightings() == []
    assert kept_apart.make_key(ID)
    assert is_private(kept_apart.folder())
    assert all(map(is_private, kept_apart.folder().iterdir()))
    assert kept_apart.has_keys()
    with pytest.raises(OutputRefused) as raised:
        kept_apart.write_witness(str(tmp_path / "none" / "head.json"), b"{}")
    assert raised.value.message.startswith(f"The witness is not kept: {tmp_path / 'none'}")
    assert raised.value.remedy == "Name a file in a folder that is there and that you may write to."
    assert not (tmp_path / "none").exists()


def test_keys_and_witnesses_outlast_a_power_failure_and_only_what_is_spoilt_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool, bool]] = []
    whole = output_files.temporary_path

    @contextmanager
    def watch(path: Path, *, replace: bool, lasting: bool) -> Iterator[Path]:
        asked.append((path.suffix, replace, lasting))
        with whole(path, replace=replace, lasting=lasting) as temporary:
            yield temporary

    monkeypatch.setattr(kept_apart, "temporary_path", watch)
    first = kept_apart.make_key(ID)
    assert kept_apart.make_key(ID) == first
    kept_apart.key_path(ID).write_text("spoilt")
    assert kept_apart.make_key(ID) not in (None, first)
    kept_apart.write_sighting(SEEN)
    witness = str(tmp_path / "head.witness")
    kept_apart.write_witness(witness, kept_apart.write_text(SEEN))
    assert kept_apart.read_witness_signature(witness) == (b"", b"")
    kept_apart.write_witness(witness, kept_apart.write_text(SEEN), b"signed")
    assert asked == [
        (".key", False, True),
        (".key", True, True),
        (".json", True, False),
        (".witness", True, True),
        (".witness", True, True),
        (".sig", True, True),
    ]
    assert kept_apart.read_witness(witness) == SEEN
    assert kept_apart.read_witness_signature(witness) == (kept_apart.write_text(SEEN), b"signed")


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OutputRefused("No.")])
def test_a_machine_that_can_keep_nothing_says_so(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(path: Path, *, replace: bool, lasting: bool) -> None:
        raise error

    monkeypatch.setattr(kept_apart, "temporary_path", refuse)
    assert kept_apart.make_key(ID) is None
    assert kept_apart.write_sighting(SEEN) is False


def test_a_key_file_holds_keys_of_any_case_in_their_order_and_nothing_else() -> None:
    kept_apart.make_key(ID)
    keys = ("ab" * 32, "CD" * 32, "0123456789abcdef" * 4)
    lines = (keys[0], "ab" * 31, keys[1], "gg" * 32, "ab" * 33, f"{keys[2]}")
    text = "\n".join(["of Łukasz and Jos\udce9:", *lines])
    kept_apart.key_path(ID).write_text(text, "utf-8", "surrogateescape")
    assert kept_apart.read_keys(ID) == tuple(bytes.fromhex(key) for key in keys)
    assert kept_apart.read_key(ID) == bytes.fromhex(keys[0])
    assert kept_apart.read_keys(OTHER_ID) == ()
    assert kept_apart.read_key(OTHER_ID) is None


@pytest.mark.parametrize("text", ["", ID[1:], f"{ID}0", ID.upper(), f"{ID}\n", "../../etc/passwd0"])
def test_only_sixteen_small_hexadecimal_digits_are_the_id_of_a_ledger(text: str) -> None:
    assert not kept_apart.is_id(text)
    with pytest.raises(ValueError, match="is not the id"):
        kept_apart.make_key(text)
    assert kept_apart.is_id(ID)


@pytest.mark.parametrize(
    ("change", "sound"),
    [
        ({}, True),
        ({"number": 0, "opened": 0, "closed": 0}, True),
        ({"number": LARGEST, "opened": LARGEST, "closed": LARGEST}, True),
        *(({name: LARGEST + 1}, False) for name in ("number", "opened", "closed")),
        *(({name: -1}, False) for name in ("number", "opened", "closed")),
        ({"hash": HASH.upper()}, False),
        ({"hash": HASH + "0"}, False),
        ({"at": "\ud800"}, False),
        ({"seal": 5}, False),
        ({"more": ""}, False),
    ],
)
def test_a_note_that_cannot_be_ours_is_none(change: dict[str, Any], sound: bool) -> None:
    kept_apart.write_sighting(SEEN)
    (path,) = kept_apart.folder().iterdir()
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")
    assert (kept_apart.read_sighting(SEEN.place) is not None) is sound


def test_places_are_known_apart_and_forgotten_one_by_one() -> None:
    for number, ledger, place in ((3, ID, "a"), (9, ID, "b"), (5, ID, "c"), (20, OTHER_ID, "d")):
        kept_apart.write_sighting(Sighting(ledger, place, number, HASH, "lately"))
    assert {each.place for each in kept_apart.list_sightings()} == set("abcd")
    furthest = kept_apart.read_elsewhere(ID)
    assert furthest is not None
    assert (furthest.place, furthest.head.number, furthest.head.hash) == ("b", 9, HASH)
    assert (furthest.opened, furthest.closed, furthest.closed_by) == (0, 0, "")
    assert (furthest.witness, furthest.sealed_by, furthest.seal) == ("", "", "")
    kept_apart.forget_sighting("b")
    kept_apart.forget_sighting("b")
    assert {each.place for each in kept_apart.list_sightings()} == set("acd")
    assert kept_apart.read_elsewhere("0" * 16) is None
