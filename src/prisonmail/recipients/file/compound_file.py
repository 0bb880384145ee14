"""Compound files (OLE), in which old Office programs keep everything: an .xls is one of them."""

import struct
from collections.abc import Collection, Iterator

from prisonmail.problems.problem import Fault
from prisonmail.recipients.file.foreign_files import SAVE_AS, SAVE_ATTACHMENT, describe_as
from prisonmail.recipients.file.workbooks.grid import PROTECTED

_NOTHING = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers above it are marks, such as the end of a chain."""
_ENTRY = 128
_SECTORS_IN_HEADER = 109
_IN_COMPOUND = (
    ("__properties_version1.0", "an email (.msg)", SAVE_ATTACHMENT),
    ("worddocument", "an old Word document (.doc)", SAVE_AS),
    ("powerpoint document", "an old presentation (.ppt)", SAVE_AS),
)
_ENCRYPTED = "EncryptedPackage"


def list_streams(content: bytes) -> frozenset[str]:
    """List the names at the top, in small letters; none if the file is damaged."""
    try:
        entries = _read_directory(content)
        return frozenset(_names_beside(entries, struct.unpack_from("<I", entries[0], 76)[0]))
    except (struct.error, IndexError):
        return frozenset()


def _read_directory(content: bytes) -> list[bytes]:
    """Follow the chain of sectors that hold the directory."""
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    table: list[int] = []
    for sector in struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", content, 76):
        if sector < _LAST_SECTOR:
            table.extend(struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size))
    (sector,) = struct.unpack_from("<I", content, 48)
    entries: list[bytes] = []
    seen: set[int] = set()
    while sector < _LAST_SECTOR and sector not in seen:
        seen.add(sector)
        data = content[(sector + 1) * size : (sector + 2) * size]
        entries.extend(data[at : at + _ENTRY] for at in range(0, len(data), _ENTRY))
        sector = table[sector]
    return entries


def _names_beside(entries: list[bytes], first: int) -> Iterator[str]:
    """Walk the tree of siblings, but not what lies in them: that may be another program's."""
    waiting, seen = [first], {_NOTHING}
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        (length,) = struct.unpack_from("<H", entry, 64)
        yield entry[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold()
        waiting.extend(struct.unpack_from("<II", entry, 68))


def describe_compound_file(content: bytes, streams: Collection[str]) -> Fault:
    """Describe a file of an old Office program, by the streams at its top."""
    if _ENCRYPTED.casefold() in streams or _ENCRYPTED.encode("utf-16-le") in content:
        return PROTECTED
    for stream, name, remedy in _IN_COMPOUND:
        if stream in streams:
            return describe_as(name, remedy)
    return describe_as("an old Excel or Word file (.xls, .doc) that is damaged", SAVE_AS)
