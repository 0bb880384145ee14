"""A relay's password comes from a variable, a private file or the keyring, and nowhere else."""

from pathlib import Path

import pytest

from prisonmail.cjsm.relay_passwords import PASSWORD, PASSWORD_FILE, find_password, keep_password
from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from tests.cjsm.relays import relay_at
from tests.systems import needs_modes

RELAY = relay_at(587)
NO_KEYRING = "keyring.backends.fail.Keyring"


def test_the_password_is_looked_for_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    file = tmp_path / "password"
    file.write_text("of the file\nno more\n")
    file.chmod(0o600)
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr("prisonmail.cjsm.relay_passwords.find_keyring", lambda held: Kept(kept))
    keep_password(RELAY, "of the keyring")
    assert find_password(RELAY) == "of the keyring"
    assert list(kept) == [("prisonmail relay", "firm at localhost")]
    monkeypatch.setenv(PASSWORD_FILE, str(file))
    assert find_password(RELAY) == "of the file"
    monkeypatch.setenv(PASSWORD, "of the variable")
    assert find_password(RELAY) == "of the variable"
    assert keyring


class Kept:
    """A keyring in memory."""

    def __init__(self, kept: dict[tuple[str, str], str]) -> None:
        self._kept = kept

    def set_password(self, service: str, account: str, password: str) -> None:
        self._kept[service, account] = password

    def get_password(self, service: str, account: str) -> str | None:
        return self._kept.get((service, account))


class Silent:
    """A keyring that is locked."""

    def set_password(self, *of: str) -> None:
        raise RuntimeError("locked")

    get_password = set_password


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        pytest.param("secret\n", 0o640, "Others may read the password file", marks=needs_modes),
        ("\n", 0o600, "is no password"),
        (None, 0o600, "cannot be read: No such file"),
        ("Grüße\n", 0o600, "letters beyond A to Z"),
    ],
)
def test_a_file_that_cannot_be_relied_on_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, mode: int, words: str
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_text(content, encoding="utf-8")
        file.chmod(mode)
    monkeypatch.setenv(PASSWORD_FILE, str(file))
    with pytest.raises(InputMissing) as refused:
        find_password(RELAY)
    assert words in str(refused.value)
    assert "secret" not in str(refused.value)


def test_without_a_password_it_is_said_where_to_put_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prisonmail.cjsm.relay_passwords.find_keyring", lambda held: None)
    with pytest.raises(InputMissing) as missing:
        find_password(RELAY)
    assert PASSWORD_FILE in missing.value.remedy
    with pytest.raises(OutputRefused, match="no keyring"):
        keep_password(RELAY, "secret")


def test_a_keyring_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prisonmail.cjsm.relay_passwords.find_keyring", lambda held: Silent())
    for work in (lambda: find_password(RELAY), lambda: keep_password(RELAY, "secret")):
        with pytest.raises(PrisonmailError, match="the password of the mail relay is out of reach"):
            work()
