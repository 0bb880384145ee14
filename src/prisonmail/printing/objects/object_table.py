r"""Where each object of a PDF lies: the table at its end (ISO 32000-1, 7.5.8).

An entry is eight bytes: its kind, a place in the file or the number of an object stream, and in
two bytes its place in that. A million pages have some eighteen million objects, nearly all of
which have their place soon after their number: so all but the newest entries are kept compressed.

>>> table = ObjectTable()
>>> table.place(table.reserve(), 1 << 56 | 15 << 16)
>>> zlib.decompress(b"".join(table.compress())).hex(" ", 8)
'000000000000ffff 01000000000f0000'
"""

import sys
import zlib
from array import array
from collections.abc import Iterator

_SLICE = 1 << 16
"""Entries that are compressed at once."""
_OPEN = 1 << 20
"""Entries that are kept as they are: 8 MB."""
_LEVEL = 2
"""Of compression."""


class ObjectTable:
    """The entries of objects, by their numbers from 0, which is no object."""

    def __init__(self) -> None:
        self._entries = array("Q", [0xFFFF])
        self._packed: list[bytes] = []
        self._first = 0
        """The number of the first entry that is not packed."""
        self._late: dict[int, int] = {}
        """Entries that were placed after those around them had been packed."""

    def __len__(self) -> int:
        return self._first + len(self._entries)

    def reserve(self) -> int:
        """Reserve a number whose entry is placed later, and return it."""
        self._entries.append(0)
        return self._first + len(self._entries) - 1

    def add(self, entry: int, count: int) -> int:
        """Add entries that follow each other, and return the number of the first."""
        self._entries.extend(range(entry, entry + count))
        return len(self) - count

    def place(self, number: int, entry: int) -> None:
        """Place the entry of a number that was reserved."""
        if number >= self._first:
            self._entries[number - self._first] = entry
        else:
            self._late[number] = entry

    def pack(self) -> None:
        """Pack the oldest entries if there are many."""
        while len(self._entries) >= _OPEN + _SLICE:
            self._packed.append(zlib.compress(self._entries[:_SLICE], 1))
            del self._entries[:_SLICE]
            self._first += _SLICE

    def compress(self) -> list[bytes]:
        """Return all entries as the stream of a file's table, in pieces."""
        pressed = zlib.compressobj(_LEVEL)
        pieces = [pressed.compress(some) for some in self._list_slices()]
        return [*pieces, pressed.flush()]

    def _list_slices(self) -> Iterator["array[int]"]:
        for first, packed in enumerate(self._packed):
            yield _turn(self._unpack(first * _SLICE, packed))
        for start in range(0, len(self._entries), _SLICE):
            yield _turn(self._entries[start : start + _SLICE])

    def _unpack(self, first: int, packed: bytes) -> "array[int]":
        entries = array("Q", zlib.decompress(packed))
        for number in self._late:
            if 0 <= number - first < _SLICE:
                entries[number - first] = self._late[number]
        return entries


def _turn(entries: "array[int]") -> "array[int]":
    """Put the highest byte of each entry first, as a file has it."""
    if sys.byteorder == "little":
        entries.byteswap()
    return entries
