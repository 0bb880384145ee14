"""The last event of a ledger, noted and signed for others to check with OpenSSH."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, Run
from tests.systems import needs_ssh_keygen

Prisonmail = Callable[..., Run]
ADDRESS = "eric.brown@greenstonechambers.co.uk.cjsm.net"
WORDS = "correct horse battery staple"


def verify(home: Path, namespace: str = "prisonmail-ledger-head") -> int:
    command = ["ssh-keygen", "-Y", "verify", "-n", namespace, "-f", "allowed", "-I", ADDRESS]
    done = subprocess.run(
        [*command, "-s", "head.json.sig"],
        input=(home / "head.json").read_bytes(),
        cwd=home,
        capture_output=True,
        check=False,
    )
    return done.returncode


@needs_ssh_keygen
def test_openssh_verifies_what_a_witness_notes(
    prisonmail: Prisonmail, home: Path, profile: Path
) -> None:
    prisonmail("key", "new")
    prisonmail("generate", EXAMPLES / "recipients.csv", "--json")
    key = prisonmail("key", "show", "--json").json
    noted = prisonmail("ledger", "witness", "head.json")
    assert (noted.exit_code, f"Signed by {key['key']}: head.json.sig" in noted.err) == (0, True)
    (home / "allowed").write_text(f"{ADDRESS} {key['public']}\n")
    assert verify(home) == 0
    assert verify(home, "prisonmail-docket") != 0
    checked = prisonmail("ledger", "check")
    assert f"Signed by the firm's key {key['key']} since " in checked.out
    (signed,) = prisonmail("ledger", "check", "--json").json["signatures"]
    assert (signed["key"], signed["origin"]) == (key["key"], "own")
    prisonmail("generate", EXAMPLES / "recipients.csv", "--again", "--force")
    assert verify(home) == 0
    text = (home / "head.json").read_text("utf-8")
    (home / "head.json").write_text(text.replace('"number": ', '"number": 1'), "utf-8")
    assert verify(home) != 0


def test_no_run_asks_for_a_passphrase_to_sign_a_head(
    prisonmail: Prisonmail, home: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = home / "passphrase"
    secret.touch(0o600)
    secret.write_text(f"{WORDS}\n", "utf-8")
    prisonmail("key", "new", "--passphrase-file", secret)
    assert prisonmail("generate", EXAMPLES / "recipients.csv").exit_code == 0
    noted = prisonmail("ledger", "witness", "head.json")
    assert (noted.exit_code, os.path.lexists(home / "head.json.sig")) == (0, False)
    assert "The head is not signed. There is nobody to ask for the passphrase." in noted.err
    assert "since the firm's key has a passphrase" in prisonmail("ledger", "check").out
    noted = prisonmail("ledger", "witness", "head.json", "--passphrase-file", secret)
    assert (noted.exit_code, "Signed by SHA256:" in noted.err) == (0, True)
    assert "Signed by the firm's key SHA256:" in prisonmail("ledger", "check").out


def test_the_key_beside_another_profile_signs_what_is_issued_with_it(
    prisonmail: Prisonmail, home: Path, profile: Path
) -> None:
    other = home / "other" / "profile.toml"
    other.parent.mkdir(mode=0o700)
    profile.rename(other)
    prisonmail("key", "new", "--profile", other)
    prisonmail("generate", EXAMPLES / "recipients.csv", "--profile", other)
    assert "does not know: SHA256:" in prisonmail("ledger", "check").out
    assert "Signed by the firm's key" in prisonmail("ledger", "check", "--profile", other).out
