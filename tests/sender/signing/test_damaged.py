"""Damaged and hostile keys and signatures: refused in one line, and nothing else."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.errors import SignatureRefused
from prisonmail.sender.signing.key_changes import read_change, write_change
from prisonmail.sender.signing.private_keys import (
    SigningKey,
    make_signing_key,
    read_head,
    read_key_text,
    write_key_text,
)
from prisonmail.sender.signing.public_keys import parse_public_line
from prisonmail.sender.signing.signatures import Namespace, sign_message, verify_message
from prisonmail.sender.signing.wire import WireReader, pack, pack_number, read_armour, write_armour

KEY, OTHER = make_signing_key(), make_signing_key()
MESSAGE = b"a docket"
SIGNATURE = sign_message(KEY, MESSAGE, Namespace.DOCKET)
KEY_TEXT = write_key_text(KEY, "")
PRIVATE, PUBLIC = "OPENSSH PRIVATE KEY", b"ssh-ed25519"
MADE_AT = "2026-11-26T12:00:00+00:00"


def signature_of(*fields: bytes, version: int = 1) -> bytes:
    return write_armour("SSH SIGNATURE", b"SSHSIG" + pack_number(version) + pack(*fields))


INNER = pack(PUBLIC, bytes(64))
BLOB, NAMESPACE = KEY.public.blob, b"prisonmail-docket"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "does not begin and end"),
        (b"\0" * 100, "does not begin and end"),
        (SIGNATURE[:-30], "does not begin and end"),
        (SIGNATURE.replace(b"SSH SIGNATURE", b"PGP SIGNATURE"), "does not begin and end"),
        (SIGNATURE * 2, "text is damaged"),
        (SIGNATURE * 100, "too long"),
        (SIGNATURE.replace(b"U1NIU0lH", b"U1NIU0l!"), "text is damaged"),
        (write_armour("SSH SIGNATURE", b"SSHSIG"), "cut short"),
        (write_armour("SSH SIGNATURE", b"SSHSIG\0\0\0\1\xff\xff\xff\xff"), "cut short"),
        (signature_of(BLOB, NAMESPACE, b"", b"sha512", INNER, version=2), "version 1"),
        (signature_of(BLOB, NAMESPACE, b"", b"sha512", INNER, b"more"), "it is damaged"),
        (signature_of(BLOB, NAMESPACE, b"", b"sha512", pack(PUBLIC, bytes(63))), "it is damaged"),
        (signature_of(BLOB, NAMESPACE, b"", b"sha512", pack(b"x", bytes(64))), "it is damaged"),
        (signature_of(BLOB, NAMESPACE, b"", b"md5", INNER), "a hash that is not known"),
        (signature_of(BLOB, NAMESPACE, b"", b"\xff", INNER), "a hash that is not known"),
        (signature_of(BLOB, b"\xff", b"", b"sha512", INNER), "for another use"),
        (signature_of(BLOB, NAMESPACE, b"", b"sha512", INNER), "other bytes"),
        (signature_of(OTHER.public.blob, NAMESPACE, b"", b"sha512", INNER), "other bytes"),
        (signature_of(pack(PUBLIC, bytes(31)), NAMESPACE, b"", b"sha512", INNER), "wrong length"),
        (signature_of(pack(b"sk\x1b[2J", b""), NAMESPACE, b"", b"sha512", INNER), "of the kind"),
    ],
)
def test_a_signature_that_is_damaged_or_forged_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(SignatureRefused, match=said):
        verify_message(MESSAGE, text, Namespace.DOCKET)


@given(st.integers(0, len(SIGNATURE) - 1), st.integers(0, 255))
def test_no_changed_letter_makes_another_signature_hold(place: int, letter: int) -> None:
    changed = SIGNATURE[:place] + bytes([letter]) + SIGNATURE[place + 1 :]
    try:
        assert verify_message(MESSAGE, changed, Namespace.DOCKET) == KEY.public
    except SignatureRefused:
        return
    assert read_armour("SSH SIGNATURE", changed) == read_armour("SSH SIGNATURE", SIGNATURE)


KEY_BYTES = read_armour(PRIVATE, KEY_TEXT)


@given(st.integers(0, len(KEY_BYTES) - 1), st.integers(0, 255))
def test_no_changed_byte_makes_another_key_of_a_file(place: int, byte: int) -> None:
    changed = KEY_BYTES[:place] + bytes([byte]) + KEY_BYTES[place + 1 :]
    try:
        assert read_key_text(write_armour(PRIVATE, changed), "") == KEY
    except ValueError as error:
        assert str(error).startswith("it")  # noqa: PT017


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(content: bytes) -> None:
    for text in (content, write_armour("SSH SIGNATURE", b"SSHSIG\0\0\0\1" + content)):
        with pytest.raises(SignatureRefused):
            verify_message(MESSAGE, text, Namespace.DOCKET)
    for text in (content, write_armour(PRIVATE, b"openssh-key-v1\0" + content)):
        with pytest.raises(ValueError, match="it"):
            read_key_text(text, "")


def test_mail_may_change_the_ends_of_lines() -> None:
    sent = SIGNATURE.replace(b"\n", b"\r\n") + b"\r\n"
    assert verify_message(MESSAGE, sent, Namespace.DOCKET) == KEY.public


def key_file(public: bytes, options: bytes = b"", keys: int = 1, kdf: bytes = b"none") -> bytes:
    cipher = b"none" if kdf == b"none" else b"aes256-ctr"
    head = pack(cipher, kdf, options) + pack_number(keys)
    return write_armour(PRIVATE, b"openssh-key-v1\0" + head + pack(public, bytes(64)))


def swapped() -> bytes:
    """A whole key file in which the public part is another's."""
    content = read_armour(PRIVATE, KEY_TEXT)
    return write_armour(PRIVATE, content.replace(KEY.public.raw, OTHER.public.raw))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "does not begin and end"),
        (KEY_TEXT[:-40], "does not begin and end"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "does not begin"),
        (write_armour(PRIVATE, b"openssh-key-v2\0"), "no key file of OpenSSH"),
        (key_file(KEY.public.blob, keys=2), "more than one key"),
        (key_file(KEY.public.blob), "it is damaged"),
        (key_file(KEY.public.blob, pack(b"salt") + pack_number(2**31), kdf=b"bcrypt"), "too long"),
        (key_file(KEY.public.blob, pack(b"salt"), kdf=b"bcrypt"), "cut short"),
        (key_file(KEY.public.blob, b"", kdf=b"scrypt"), r"not known here|it is damaged"),
        (swapped(), "do not belong together"),
    ],
)
def test_a_key_file_that_is_damaged_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_key_text(text, "a passphrase of some length")


def test_a_wrong_passphrase_is_said_to_be_perhaps_wrong() -> None:
    text = write_key_text(KEY, "correct horse battery")
    assert read_key_text(text, "correct horse battery") == KEY
    for wrong in ("", "another passphrase"):
        with pytest.raises(ValueError, match=r"the passphrase is wrong|it is damaged"):
            read_key_text(text, wrong)
    assert read_head(text).is_encrypted


def test_a_private_key_shows_itself_nowhere() -> None:
    assert repr(KEY.seed) not in repr(KEY)
    assert "seed" not in repr(KEY)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 !!!",
        "ssh-ed25519 é",
        "ssh-ed25519 AAAA",
        f"{KEY.public.write_line()}\n{OTHER.public.write_line()}",
        f'command="rm" {KEY.public.write_line()}',
        f"ssh-ed25519 {base64.b64encode(BLOB + b'x').decode()}",
        "ssh-ed25519 " + "A" * 20_000,
    ],
    ids=range(9),  # keys are others in each process, and names of tests have to be the same in all
)
def test_a_line_that_is_no_public_key_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="it"):
        parse_public_line(line)


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_what_is_packed_is_read_back(values: list[bytes]) -> None:
    reader = WireReader(pack(*values))
    assert [reader.read_string() for _ in values] == values
    assert reader.is_at_end


def test_a_change_of_keys_is_read_back() -> None:
    statement, signature = write_change(KEY, OTHER.public, MADE_AT)
    change = read_change(statement, signature)
    assert (change.old, change.new_key) == (KEY.public.fingerprint, OTHER.public)


def changed_statement(**changes: object) -> bytes:
    found = json.loads(write_change(KEY, OTHER.public, MADE_AT)[0]) | changes
    return f"{json.dumps(found, indent=1)}\n".encode()


@pytest.mark.parametrize(
    ("statement", "signer"),
    [
        (changed_statement(), OTHER),  # signed by the new key, not the old one
        (changed_statement(new=KEY.public.write_line()), KEY),
        (changed_statement(new="ssh-ed25519 AAAA"), KEY),
        (changed_statement(new=7), KEY),
        (changed_statement(version=2), KEY),
        (changed_statement(format="prisonmail-docket"), KEY),
        (changed_statement(more=1), KEY),
        (changed_statement().replace(b'"version"', b'"version": 1, "version"'), KEY),
        (b"[" * 10_000, KEY),
        (b"{}", KEY),
        (b"\xff", KEY),
        (b"1" * 20_000, KEY),
    ],
)
def test_a_statement_that_is_signed_but_no_change_of_keys_is_refused(
    statement: bytes, signer: SigningKey
) -> None:
    signature = sign_message(signer, statement, Namespace.KEY_CHANGE)
    with pytest.raises(SignatureRefused, match="not a change of keys"):
        read_change(statement, signature)
