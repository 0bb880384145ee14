"""The keyring of the system, where it keeps passwords: found, or not there."""

import os
from typing import TYPE_CHECKING

from prisonmail.errors import InputMissing

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_NO_KEYRINGS = ("keyring.backends.fail", "keyring.backends.null")
_PLAIN_KEYRINGS = "keyrings.alt"
"""Keyrings that keep passwords in files as they are: no better than our own, so only on demand."""


def find_keyring(held: str) -> "KeyringBackend | None":
    """Return the system's keyring, or the one that PYTHON_KEYRING_BACKEND names; else None.

    `held` is what is kept in it, for the message. Raises InputMissing if it does not answer.
    """
    try:
        import keyring
    except ImportError:
        return None
    try:
        chosen = keyring.get_keyring()
    except Exception as error:  # one that is named may not be installed
        raise say_silent(error, held) from None
    several = list(getattr(chosen, "backends", ())) or [chosen]
    by_hand = bool(os.environ.get("PYTHON_KEYRING_BACKEND"))
    fit = (each for each in several if _is_keyring(type(each).__module__, by_hand=by_hand))
    return next(fit, None)


def say_silent(error: Exception, held: str) -> InputMissing:
    """Return what is to be raised if a keyring does not answer; each has errors of its own."""
    return InputMissing(
        f"The keyring of this system does not answer ({type(error).__name__}), so that {held} is "
        "out of reach.",
        "Unlock it, and run the command again.",
    )


def _is_keyring(module: str, *, by_hand: bool) -> bool:
    return module not in _NO_KEYRINGS and (by_hand or not module.startswith(_PLAIN_KEYRINGS))
