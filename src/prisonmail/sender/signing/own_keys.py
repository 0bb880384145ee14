"""The firm's keys as this machine has them, without anybody being asked for a passphrase."""

from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from prisonmail.errors import InputMissing, SignatureRefused
from prisonmail.sender.signing import firm_key, store
from prisonmail.sender.signing.key_changes import read_change
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.revocations import read_revocation


class KeyOrigin(StrEnum):
    """Whose a key is, as this machine knows."""

    OWN = "own"
    EARLIER = "earlier"
    """The present one came after it, and it has signed that."""
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class OwnKeys:
    """The present key, and those of which the firm has kept a statement beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def at_hand(self) -> SigningKey | None:
        """The key if it can be had without asking; None if it has a passphrase or is no good.

        To sign with it is extra: what is wrong with it, the commands say that need it.
        """
        with suppress(InputMissing):
            if store.is_there(self._path) and not firm_key.find_key(self._path).is_encrypted:
                return firm_key.open_key(self._path, str)
        return None

    @property
    def is_locked(self) -> bool:
        """Whether there is a key that has a passphrase, which is not at hand."""
        return self.at_hand is None and self._is_encrypted

    def find_origin(self, fingerprint: str) -> KeyOrigin:
        """Find out whose a key is. Raises InputMissing if a part of prisonmail is missing."""
        if fingerprint in self._revoked:
            return KeyOrigin.REVOKED
        if fingerprint == self._present:
            return KeyOrigin.OWN
        return KeyOrigin.EARLIER if fingerprint in self._earlier else KeyOrigin.UNKNOWN

    @cached_property
    def _present(self) -> str:
        with suppress(InputMissing):
            return store.read_key_head(self._path).public.fingerprint
        return ""

    @cached_property
    def _is_encrypted(self) -> bool:
        with suppress(InputMissing):
            return firm_key.find_key(self._path).is_encrypted
        return False

    @cached_property
    def _revoked(self) -> frozenset[str]:
        return frozenset(self._read_revoked())

    @cached_property
    def _earlier(self) -> frozenset[str]:
        """The keys that lead to the present one, from statement to statement."""
        before = dict(self._read_changes())
        found, key = set[str](), self._present
        while (key := before.get(key, "")) and key not in found:
            found.add(key)
        return frozenset(found)

    def _read_revoked(self) -> Iterator[str]:
        for statement, signature in store.list_statements(self._path, revoked=True):
            with suppress(SignatureRefused):
                yield read_revocation(statement, signature).key

    def _read_changes(self) -> Iterator[tuple[str, str]]:
        for statement, signature in store.list_statements(self._path, revoked=False):
            with suppress(SignatureRefused):
                change = read_change(statement, signature)
                yield change.new_key.fingerprint, change.old
