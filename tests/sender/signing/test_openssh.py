"""Keys and signatures against OpenSSH itself, both ways, in real files."""

from pathlib import Path

import pytest

from prisonmail.errors import SignatureRefused
from prisonmail.sender.signing.private_keys import (
    SigningKey,
    is_signature,
    make_signing_key,
    read_head,
    read_key_text,
    write_key_text,
)
from prisonmail.sender.signing.public_keys import PublicKey, parse_public_line
from prisonmail.sender.signing.signatures import Namespace, sign_message, verify_message
from tests.sender.signing.conftest import Ssh

WORDS = "correct horse battery staple"
WHO = "eric.brown@greenstonechambers.co.uk.cjsm.net"
MESSAGE = '{"letters": ["Zoë"]}\n'.encode()


@pytest.fixture
def key() -> SigningKey:
    return make_signing_key()


def private_file(folder: Path, content: bytes) -> Path:
    path = folder / "firm.key"
    path.touch(0o600)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("passphrase", ["", WORDS, "pässwörter, vier an der Zahl"])
def test_openssh_reads_our_key_file(
    key: SigningKey, passphrase: str, tmp_path: Path, ssh_keygen: Ssh
) -> None:
    path = private_file(tmp_path, write_key_text(key, passphrase))
    public = ssh_keygen("-y", "-P", passphrase, "-f", path)
    assert public.stdout.split()[:2] == key.public.write_line().split()
    assert ssh_keygen("-l", "-f", path).stdout.split()[1] == key.public.fingerprint
    if passphrase:
        assert ssh_keygen("-y", "-P", "another one", "-f", path).returncode != 0


@pytest.mark.parametrize(
    "options",
    [
        ("-N", ""),
        ("-N", WORDS),
        ("-N", WORDS, "-a", "3"),
        ("-N", WORDS, "-Z", "aes256-gcm@openssh.com"),
    ],
    ids=" ".join,
)
def test_we_read_the_key_files_of_openssh(
    options: tuple[str, ...], tmp_path: Path, ssh_keygen: Ssh
) -> None:
    assert ssh_keygen("-q", "-t", "ed25519", "-C", "Zoë", "-f", "made", *options).returncode == 0
    public = parse_public_line((tmp_path / "made.pub").read_text("utf-8"))
    text, passphrase = (tmp_path / "made").read_bytes(), options[1]
    assert read_head(text).public == public
    assert read_head(text).is_encrypted is bool(passphrase)
    assert read_key_text(text, passphrase).public == public
    assert ssh_keygen("-l", "-f", "made.pub").stdout.split()[1] == public.fingerprint


def test_openssh_verifies_what_we_sign(key: SigningKey, tmp_path: Path, ssh_keygen: Ssh) -> None:
    (tmp_path / "docket.sig").write_bytes(sign_message(key, MESSAGE, Namespace.DOCKET))
    (tmp_path / "signers").write_text(f"{WHO} {key.public.write_line()}\n")
    verify = ("-Y", "verify", "-f", "signers", "-I", WHO, "-s", "docket.sig")
    check = ("-Y", "check-novalidate", "-n", "prisonmail-docket", "-s", "docket.sig")
    assert ssh_keygen(*verify, "-n", "prisonmail-docket", stdin=MESSAGE).returncode == 0
    assert key.public.fingerprint in ssh_keygen(*check, stdin=MESSAGE).stdout
    assert ssh_keygen(*verify, "-n", "prisonmail-docket", stdin=MESSAGE + b" ").returncode != 0
    assert ssh_keygen(*verify, "-n", "prisonmail-key-change", stdin=MESSAGE).returncode != 0


@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_we_verify_what_openssh_signs_and_refuse_what_it_refuses(
    hash_name: str, key: SigningKey, tmp_path: Path, ssh_keygen: Ssh
) -> None:
    private_file(tmp_path, write_key_text(key, ""))
    sign = ("-Y", "sign", "-f", "firm.key", "-n", "prisonmail-docket", "-O", f"hashalg={hash_name}")
    made = ssh_keygen(*sign, stdin=MESSAGE).stdout.encode()
    assert verify_message(MESSAGE, made, Namespace.DOCKET) == key.public
    with pytest.raises(SignatureRefused, match="other bytes"):
        verify_message(MESSAGE[:-1], made, Namespace.DOCKET)
    with pytest.raises(SignatureRefused, match="another use"):
        verify_message(MESSAGE, made, Namespace.KEY_CHANGE)
    if hash_name == "sha512":  # Ed25519 has one signature only
        assert sign_message(key, MESSAGE, Namespace.DOCKET) == made


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_keys_and_signatures_of_other_kinds_are_refused_by_name(
    kind: str, tmp_path: Path, ssh_keygen: Ssh
) -> None:
    assert ssh_keygen("-q", "-t", kind, "-N", "", "-f", "made").returncode == 0
    made = ssh_keygen("-Y", "sign", "-f", "made", "-n", "prisonmail-docket", stdin=MESSAGE).stdout
    with pytest.raises(SignatureRefused, match=f"kind {'ssh-rsa' if kind == 'rsa' else 'ecdsa'}"):
        verify_message(MESSAGE, made.encode(), Namespace.DOCKET)
    with pytest.raises(ValueError, match="only ssh-ed25519 is accepted"):
        read_head((tmp_path / "made").read_bytes())
    with pytest.raises(ValueError, match="does not begin with ssh-ed25519"):
        parse_public_line((tmp_path / "made.pub").read_text("utf-8"))


def test_signatures_are_those_of_the_standard() -> None:
    """RFC 8032, 7.1, test 2."""
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    made = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert is_signature(PublicKey(bytes.fromhex(public)), made, b"\x72")
