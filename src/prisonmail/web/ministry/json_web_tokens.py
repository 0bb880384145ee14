"""Reads the tokens that the Ministry's own sign-in makes: signed by RS256, its keys in a file.

The file is a JSON Web Key Set (RFC 7517), as HMPPS Auth publishes it at `/.well-known/jwks.json`.
Which algorithm counts is fixed here: a token has no say in how it is to be examined.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import jwt

from prisonmail.errors import InputMissing
from prisonmail.system.record import Record

_ALGORITHM = "RS256"
_LEAST_BITS = 2048
"""What RFC 7518, 3.3 asks of a key."""
_LEEWAY_SECONDS = 60
"""How far clocks may differ, as the Ministry's own service allows it."""
_MARK = ("st_mtime_ns", "st_size", "st_ino")


class BadTokenError(Exception):
    """A token that nobody with one of the keys has made, or that is over."""


class Bearer(Record, frozen=True):
    """Who a token is of."""

    withheld: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    roles: tuple[str, ...]
    location: str | None


class TokenKeys:
    """The keys that sign tokens, as their file has them at the time."""

    def __init__(self, path: Path) -> None:
        """Read a file. Raises InputMissing if it cannot be used."""
        self._path = path
        self._seen: object = None
        self._keys: Mapping[str | None, jwt.PyJWK] = {}
        self._refresh()

    def read(self, token: str) -> Bearer:
        """Return who a token is of. Raises BadTokenError; InputMissing if the file is damaged."""
        self._refresh()
        try:
            key = self._find_key(jwt.get_unverified_header(token).get("kid"))
            options: jwt.types.Options = {"require": ["exp"], "verify_aud": False}
            found = jwt.decode(
                token, key, algorithms=[_ALGORITHM], options=options, leeway=_LEEWAY_SECONDS
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
            raise BadTokenError from None
        name = _read_text(found, "user_name") or _read_text(found, "client_id")
        if name is None:
            raise BadTokenError
        roles = found.get("authorities")
        named = tuple(map(str, roles)) if isinstance(roles, list) else ()
        return Bearer(name, named, _read_text(found, "location"))

    def _find_key(self, name: object) -> jwt.PyJWK:
        if name is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        if not isinstance(name, str) or name not in self._keys:
            raise BadTokenError
        return self._keys[name]

    def _refresh(self) -> None:
        """Read the file again if it is another one: keys come and go while the server runs."""
        try:
            found = self._path.stat()
            seen = tuple(getattr(found, each) for each in _MARK)
            if seen != self._seen:
                self._keys = _read_keys(json.loads(self._path.read_bytes()))
                self._seen = seen
        except (OSError, ValueError, TypeError, LookupError, AttributeError, jwt.PyJWTError):
            raise InputMissing(
                f"The file {self._path} holds no keys that tokens can be checked with.",
                f"Name a JSON Web Key Set with RSA keys of {_LEAST_BITS} bits or more: --jwks FILE",
            ) from None


def _read_keys(document: Mapping[str, list[Mapping[str, str]]]) -> dict[str | None, jwt.PyJWK]:
    keys = {
        each.get("kid"): jwt.PyJWK(dict(each), algorithm=_ALGORITHM)
        for each in document["keys"]
        if each["kty"] == "RSA"
        and each.get("use", "sig") == "sig"
        and each.get("alg", _ALGORITHM) == _ALGORITHM
    }
    if not keys or any(each.key.key_size < _LEAST_BITS for each in keys.values()):
        raise ValueError("no usable key")
    return keys


def _read_text(claims: Mapping[str, object], name: str) -> str | None:
    found = claims.get(name)
    return found.strip() or None if isinstance(found, str) else None
