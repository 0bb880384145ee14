"""What somebody who has the key finds in the bytes of an encrypted ledger, free pages and all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from prisonmail.ledger.database.cipher import LedgerKey

_PAGE, _TRAILER, _SALT, _IV = 4096, 80, 16, 16
_JOURNAL_HEADER, _FRAME_HEADER = 32, 24


def read_clear(ledger: Path, key: LedgerKey) -> bytes:
    """Return the pages of a ledger and of its journal, decrypted without SQLite."""
    content = ledger.read_bytes()
    pages = [content[start : start + _PAGE] for start in range(0, len(content), _PAGE)]
    pages[:1] = [bytes(_SALT) + page[_SALT:] for page in pages[:1]]
    journal = Path(f"{ledger}-wal")
    pages += _read_frames(journal.read_bytes() if journal.exists() else b"")
    return b"".join(_decrypt(page, key, _SALT if n == 0 else 0) for n, page in enumerate(pages))


def _read_frames(journal: bytes) -> Iterator[bytes]:
    for start in range(_JOURNAL_HEADER, len(journal), _FRAME_HEADER + _PAGE):
        number = int.from_bytes(journal[start : start + 4], "big")
        if number != 1:  # the first page begins with the salt, and holds no rows
            yield journal[start + _FRAME_HEADER : start + _FRAME_HEADER + _PAGE]


def _decrypt(page: bytes, key: LedgerKey, start: int) -> bytes:
    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers")
    end = _PAGE - _TRAILER
    mode = ciphers.modes.CBC(page[end : end + _IV])
    reader = ciphers.Cipher(ciphers.algorithms.AES(key.secret), mode).decryptor()
    return bytes(reader.update(page[start:end]))
