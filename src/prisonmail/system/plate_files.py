"""Plates: what every run would make anew and no list changes, made once and kept as plain data.

A file begins with the SHA-256 of its JSON. One that is missing or damaged counts as none, and
what it held is then made as it was the first time.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     module = str(Path(folder) / "module.py")
...     write_plate_file(module, "some.plate", {"widths": [2, 1]})
...     read_plate_file(module, "some.plate"), read_plate_file(module, "other.plate")
({'widths': [2, 1]}, None)
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any


def read_plate_file(beside: str, name: str) -> Any:  # noqa: ANN401 - it is whatever JSON holds
    """Return what the plate beside a file holds; None if it is missing or damaged."""
    try:
        digest, _, content = Path(beside).with_name(name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return json.loads(content) if sha256(content).hexdigest().encode() == digest else None


def write_plate_file(beside: str, name: str, document: object) -> None:
    """Write a plate beside a file."""
    Path(beside).with_name(name).write_bytes(make_plate(document))


def make_plate(document: object) -> bytes:
    """Return what the file of a plate holds."""
    content = json.dumps(document, separators=(",", ":"), ensure_ascii=True).encode()
    return sha256(content).hexdigest().encode() + b"\n" + content
