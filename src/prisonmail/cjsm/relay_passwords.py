"""The password of a relay: in a variable, in a file that a variable names, or in the keyring.

Never in the profile, which is copied and shown, and never on a command line, which all see.
"""

import os

from prisonmail.cjsm.relay import Relay
from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.system.folders import whole_path
from prisonmail.system.keyrings import find_keyring, say_silent
from prisonmail.system.places.secret_files import read_secret

PASSWORD = "PRISONMAIL_RELAY_PASSWORD"  # noqa: S105 - the name of a variable
PASSWORD_FILE = f"{PASSWORD}_FILE"
_SERVICE = "prisonmail relay"
_HELD = "the password of the mail relay"


def find_password(relay: Relay) -> str:
    """Return the password of the relay's user. Raises InputMissing if there is none."""
    found = os.environ.get(PASSWORD) or _read_named_file() or _read_keyring(relay)
    if not found:
        raise InputMissing(
            f"There is no password for {relay.user} at the mail relay {relay.host}.",
            "Keep it in the keyring with: prisonmail profile relay-password. Or put it into a file "
            f"that only you may read, and name that in {PASSWORD_FILE}",
        )
    if not found.isascii():
        raise InputMissing(
            f"The password for {relay.user} at the mail relay {relay.host} has letters beyond "
            "A to Z, which cannot be sent.",
            "Set another one there.",
        )
    return found


def keep_password(relay: Relay, password: str) -> None:
    """Keep the password in the keyring of this system. Raises OutputRefused if there is none."""
    keyring = find_keyring(_HELD)
    if keyring is None:
        raise OutputRefused(
            "This system has no keyring that can be used here.",
            "Install one with: pip install 'prisonmail[mail]'. Or put the password into a file "
            f"that only you may read, and name that in {PASSWORD_FILE}",
        )
    try:
        keyring.set_password(_SERVICE, _account(relay), password)
    except Exception as error:  # each keyring has errors of its own
        raise say_silent(error, _HELD) from None


def _read_named_file() -> str:
    named = os.environ.get(PASSWORD_FILE)
    if not named:
        return ""
    path = whole_path(named, PASSWORD_FILE)
    return read_secret(path, "password", "Write the password of the mail relay there.")


def _read_keyring(relay: Relay) -> str:
    keyring = find_keyring(_HELD)
    if keyring is None:
        return ""
    try:
        return keyring.get_password(_SERVICE, _account(relay)) or ""
    except Exception as error:  # each keyring has errors of its own
        raise say_silent(error, _HELD) from None


def _account(relay: Relay) -> str:
    return f"{relay.user} at {relay.host}"
