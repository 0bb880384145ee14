"""Heads signed with the firm's key: made where heads are sealed, and what an examination says."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from prisonmail.errors import SignatureRefused
from prisonmail.ledger.chain.events import read_position
from prisonmail.ledger.chain.signed_heads import HeadSignatures, verify_head, write_head
from prisonmail.ledger.head import Head, LedgerName
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.sender.signing import firm_key
from prisonmail.sender.signing.own_keys import KeyOrigin
from prisonmail.sender.signing.private_keys import make_signing_key
from prisonmail.sender.signing.signatures import Namespace, sign_message
from prisonmail.sender.signing.store import find_key_path
from tests.conftest import ISSUED_AT

WORDS = "correct horse battery staple"
Issue = Callable[..., Head]


@pytest.fixture
def key(tmp_path: Path) -> firm_key.FirmKey:
    return firm_key.make_key(find_key_path(), "")


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with open_ledger(place, make=True) as opened:
        yield opened


@pytest.fixture
def issue(place: str, ledger: Ledger, drafted: Callable[..., Draft], sender: Sender) -> Issue:
    """Issues a batch as another run does, and returns the head after it."""

    def run(at: datetime = ISSUED_AT) -> Head:
        with open_ledger(place) as anew:
            anew.issue(Drafts([drafted()]), sender, "dl", at, 28)
            return read_position(anew._database)[1]

    return run


def examine(place: str) -> tuple[list[str], list[str], list[tuple[str, KeyOrigin, int]]]:
    with open_ledger(place) as anew:
        found = anew.audit()
    signed = [(each.key, each.origin, each.until) for each in found.vouching.signatures]
    return list(found.faults), list(found.vouching.remarks), signed


def test_each_head_that_is_sealed_is_signed_once_there_is_a_key(
    ledger: Ledger, place: str, issue: Issue
) -> None:
    issue()
    assert examine(place) == ([], [], [])
    key = firm_key.make_key(find_key_path(), "").public.fingerprint
    issue()
    head = issue()
    assert examine(place) == ([], [], [(key, KeyOrigin.OWN, head.number)])
    rows = ledger._database.fetch_all("SELECT * FROM heads WHERE sealed_by = :key", {"key": key})
    assert [row["number"] for row in rows] == [head.number - 1, head.number]
    name = read_position(ledger._database)[0]
    assert verify_head(name, head, rows[-1]["seal"]) == key
    ledger.record_mistyped("12", ISSUED_AT, None, None)
    assert examine(place)[2] == [(key, KeyOrigin.OWN, head.number)]


@pytest.mark.parametrize("change", ["ledger", "number", "hash", "made_at", "key", "text"])
def test_a_signature_is_of_one_head_of_one_ledger(
    ledger: Ledger, place: str, issue: Issue, key: firm_key.FirmKey, change: str
) -> None:
    head = issue()
    name = read_position(ledger._database)[0]
    signer = make_signing_key() if change == "key" else firm_key.open_key(key.path, str)
    other = write_head(
        LedgerName(
            "0" * 16 if change == "ledger" else name.id,
            "2026" if change == "made_at" else name.made_at,
        ),
        Head(head.number + (change == "number"), "0" * 64 if change == "hash" else head.hash),
    )
    made = sign_message(signer, other, Namespace.LEDGER_HEAD).decode()
    its = {"seal": "Łukasz" if change == "text" else made, "key": key.public.fingerprint}
    ledger._database.execute("UPDATE heads SET seal = :seal WHERE sealed_by = :key", its)
    faults, _, signed = examine(place)
    assert signed == []
    assert faults == [
        f"The head of event 1 is not as it was signed by {key.public.fingerprint}: the chain was "
        "rebuilt up to it, or the signature was changed."
    ]


def test_a_signature_that_is_no_text_is_refused() -> None:
    with pytest.raises(SignatureRefused):
        verify_head(LedgerName("0" * 16, "2026"), Head(1, "ab"), "\ud800")


def test_the_first_and_the_last_head_that_a_key_has_signed_are_told(
    ledger: Ledger, issue: Issue, key: firm_key.FirmKey
) -> None:
    for days in range(3):
        issue(ISSUED_AT + timedelta(days=days))
    signed = HeadSignatures(key.public.fingerprint, KeyOrigin.OWN, ISSUED_AT.isoformat(), 3)
    assert ledger.audit().vouching.signatures == (signed,)


def test_what_is_signed_is_written_for_good() -> None:
    name = LedgerName("0011223344556677", "2026-11-21T09:00:00+00:00")
    assert write_head(name, Head(7, "ab12")) == (
        b'{\n "format": "prisonmail-ledger-head",\n "version": 1,\n'
        b' "ledger": "0011223344556677",\n "made_at": "2026-11-21T09:00:00+00:00",\n'
        b' "number": 7,\n "hash": "ab12"\n}\n'
    )


def test_a_key_that_this_machine_does_not_know_is_told(
    place: str, issue: Issue, key: firm_key.FirmKey
) -> None:
    issue()
    key.path.unlink()
    its = key.public.fingerprint
    faults, remarks, signed = examine(place)
    assert (faults, signed) == ([], [(its, KeyOrigin.UNKNOWN, 1)])
    assert remarks == [
        f"Heads are signed by a key that this machine does not know: {its}. Compare it with the "
        "firm."
    ]


def test_keys_that_were_changed_and_revoked_are_told_apart(
    ledger: Ledger, place: str, issue: Issue, key: firm_key.FirmKey, tmp_path: Path
) -> None:
    issue()
    first = key.public.fingerprint
    second = firm_key.rotate_key(key.path, str, ISSUED_AT).now.public.fingerprint
    issue()
    assert examine(place)[1:] == (
        [],
        [(first, KeyOrigin.EARLIER, 1), (second, KeyOrigin.OWN, 2)],
    )
    witness = tmp_path / "head.json"
    ledger.name_witness(str(witness))
    firm_key.revoke_key(key.path, "", tmp_path / "revoked.json", str, ISSUED_AT, force=False)
    assert examine(place)[1][-1] == (
        f"The witness {witness} is signed by a key that was revoked: {second}."
    )
    issue()  # nothing is signed with it any more
    faults, remarks, signed = examine(place)
    assert (faults, signed[1:]) == ([], [(second, KeyOrigin.REVOKED, 2)])
    assert remarks == [f"Heads are signed by a key that was revoked and proves nothing: {second}."]
    third = firm_key.make_key(key.path, "").public.fingerprint
    issue()
    assert {key: origin for key, origin, _ in examine(place)[2]} == {
        first: KeyOrigin.UNKNOWN,  # only the revoked key has said that it is the same firm's
        second: KeyOrigin.REVOKED,
        third: KeyOrigin.OWN,
    }


def test_a_key_with_a_passphrase_signs_only_where_it_was_opened(
    ledger: Ledger, place: str, issue: Issue, tmp_path: Path
) -> None:
    key = firm_key.make_key(find_key_path(), WORDS)
    issue()
    head = issue()
    said = (
        "No head after event 0 is signed, since the firm's key has a passphrase. To sign the last "
        "one: prisonmail ledger witness FILE"
    )
    assert examine(place) == ([], [said], [])
    witness, opened = tmp_path / "head.json", firm_key.open_key(key.path, lambda: WORDS)
    for _ in range(2):
        ledger.name_witness(str(witness), opened)
    assert examine(place) == ([], [], [(key.public.fingerprint, KeyOrigin.OWN, head.number)])
    assert Path(f"{witness}.sig").exists()
    issue()
    assert not Path(f"{witness}.sig").exists()
    assert examine(place)[:2] == ([], [said.replace("event 0", f"event {head.number}")])


def test_a_witness_is_signed_anew_with_each_head(
    ledger: Ledger, place: str, issue: Issue, key: firm_key.FirmKey, tmp_path: Path
) -> None:
    issue()
    witness = tmp_path / "head.json"
    signature = Path(f"{witness}.sig")
    ledger.name_witness(str(witness))
    before = signature.read_bytes()
    issue()
    assert signature.read_bytes() != before
    assert examine(place)[:2] == ([], [])
    signature.write_bytes(before)  # as if the computer had failed between the two files
    anew = f"Sign it again with: prisonmail ledger witness {witness}"
    said = f"The witness {witness} is not as it was signed."
    assert examine(place)[:2] == ([], [f"{said} {anew}"])
    told = json.loads(witness.read_text("utf-8")) | {"sealed_by": "another machine"}
    witness.write_text(json.dumps(told), "utf-8")
    assert examine(place)[:2] == ([said], [])
    witness.write_text(json.dumps(told | {"hash": "00" * 32}), "utf-8")
    another = f"The witness {witness} saw another event {told['number']} than the ledger has."
    assert examine(place)[:2] == ([another], [])
    witness.write_text(json.dumps(told), "utf-8")
    signature.write_bytes(
        sign_message(make_signing_key(), witness.read_bytes(), Namespace.LEDGER_HEAD)
    )
    faults, (remark,), _ = examine(place)
    assert (faults, remark.rpartition(": ")[0]) == (
        [],
        f"The witness {witness} is signed by a key that this machine does not know",
    )


def test_of_an_older_copy_it_is_told_who_signed_its_heads(
    ledger: Ledger, issue: Issue, key: firm_key.FirmKey, tmp_path: Path
) -> None:
    issue()
    with open_ledger(tmp_path / "copy.sqlite3", make=True) as copy:
        ledger.copy_to(copy)
        issue()
        found = copy.audit().vouching
    assert found.older
    assert [(each.key, each.until) for each in found.signatures] == [(key.public.fingerprint, 1)]


def test_without_the_library_nothing_stops_and_nothing_is_signed(
    ledger: Ledger,
    place: str,
    issue: Issue,
    key: firm_key.FirmKey,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    issue()
    ledger.name_witness(str(tmp_path / "head.json"))
    monkeypatch.setitem(sys.modules, "cryptography", None)
    for name in [each for each in sys.modules if each.startswith("cryptography.")]:
        monkeypatch.setitem(sys.modules, name, None)
    for _ in range(2):
        faults, (remark,), signed = examine(place)
        assert (faults, signed) == ([], [])
        assert "pip install 'prisonmail[keys]'" in remark
        issue()
