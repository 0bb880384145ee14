"""A key revoked: its statement, and which keys count after it."""

from itertools import permutations
from pathlib import Path

import pytest

from prisonmail.errors import SignatureRefused
from prisonmail.sender.signing.key_changes import read_change, write_change
from prisonmail.sender.signing.private_keys import SigningKey, make_signing_key
from prisonmail.sender.signing.revocations import (
    KeyRevocation,
    find_accepted,
    read_revocation,
    write_revocation,
)
from prisonmail.sender.signing.signatures import Namespace, sign_message
from prisonmail.sender.signing.signed_statements import write_statement
from tests.sender.signing.conftest import Ssh

AT = "2026-11-21T12:00:00+00:00"
WHO = "eric.brown@greenstonechambers.co.uk.cjsm.net"


@pytest.fixture(scope="module")
def keys() -> tuple[SigningKey, ...]:
    return tuple(make_signing_key() for _ in range(4))


def test_openssh_verifies_a_revocation(
    keys: tuple[SigningKey, ...], tmp_path: Path, ssh_keygen: Ssh
) -> None:
    statement, signature = write_revocation(keys[0], "Laptop stolen", AT)
    assert read_revocation(statement, signature).reason == "Laptop stolen"
    (tmp_path / "revoked.json.sig").write_bytes(signature)
    (tmp_path / "signers").write_text(f"{WHO} {keys[0].public.write_line()}\n")
    verify = ("-Y", "verify", "-f", "signers", "-I", WHO, "-n", "prisonmail-key-change")
    run = ssh_keygen(*verify, "-s", "revoked.json.sig", stdin=statement)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    "changed",
    [
        {"key": "SHA256:another"},
        {"made_at": "soon"},
        {"reason": "a\u202eb"},
        {"reason": "x" * 201},
        {"format": "prisonmail-key-change"},
        {"version": 2},
    ],
    ids=str,
)
def test_nothing_else_is_a_revocation(
    keys: tuple[SigningKey, ...], changed: dict[str, object]
) -> None:
    said = {"format": "prisonmail-key-revocation", "version": 1, "made_at": AT, "reason": ""}
    said |= {"key": keys[0].public.fingerprint, **changed}
    statement = write_statement(KeyRevocation(**said))  # type: ignore[arg-type]
    with pytest.raises(SignatureRefused, match="revokes no key"):
        read_revocation(statement, sign_message(keys[0], statement, Namespace.KEY_CHANGE))


@pytest.mark.parametrize("statement", [b"", b"[" * 9_000, b"{}", b"x" * 200_000])
def test_hostile_text_ends_in_one_line(keys: tuple[SigningKey, ...], statement: bytes) -> None:
    signature = sign_message(keys[0], statement, Namespace.KEY_CHANGE)
    for read in (read_revocation, read_change):
        with pytest.raises(SignatureRefused):
            read(statement, signature)


def test_a_change_is_no_revocation_and_the_other_way_round(keys: tuple[SigningKey, ...]) -> None:
    with pytest.raises(SignatureRefused):
        read_revocation(*write_change(keys[0], keys[1].public, AT))
    with pytest.raises(SignatureRefused):
        read_change(*write_revocation(keys[0], "", AT))


def test_a_thief_gains_nothing_once_the_key_is_revoked(keys: tuple[SigningKey, ...]) -> None:
    """In whatever order the statements come: the change to the thief's key does not count."""
    first, second, thief, other = (each.public.fingerprint for each in keys)
    changes = [change(keys[0], keys[1]), change(keys[1], keys[2]), change(keys[2], keys[3])]
    gone = [read_revocation(*write_revocation(keys[1], "", AT)).key]
    for order in permutations(changes):
        assert find_accepted([first], order, []) == {first, second, thief, other}
        assert find_accepted([first], order, gone) == {first}
        assert find_accepted([first, other], order, gone) == {first, other}  # trusted itself


def change(old: SigningKey, new: SigningKey) -> tuple[str, str]:
    said = read_change(*write_change(old, new.public, AT))
    return said.old, said.new_key.fingerprint
