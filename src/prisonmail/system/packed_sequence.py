"""Very many values in little memory, which can be read again and again.

A million rows as objects take gigabytes. Here they are kept in compressed parcels, opened one at a
time; a temporary file would put personal fields on a disk.

>>> class Words(PackedSequence[str]):
...     def _pack(self, value: str) -> tuple[object, ...]:
...         return (value,)
...     def _unpack(self, packed: tuple[Any, ...]) -> str:
...         return str(packed[0])
>>> words = Words(["one", "two"])
>>> len(words), list(words), list(words)
(2, ['one', 'two'], ['one', 'two'])
"""

import marshal
import zlib
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Generic, TypeVar

Packed = tuple[Any, ...]
"""A value as text, numbers, None and tuples of these."""
_Value = TypeVar("_Value")
_PARCEL = 1_000
"""Values in one parcel: enough to compress well, few enough to open at once."""
_FASTEST = 1
"""The level of zlib: its usual one takes twice as long, to save a fifth."""


class PackedSequence(Collection[_Value], Generic[_Value]):
    """Values in the order in which they came. A subclass says how its values are packed."""

    def __init__(self, values: Iterable[_Value] = ()) -> None:
        self._parcels: list[bytes] = []
        self._loose: list[Packed] = []
        for value in values:
            self.append(value)

    def append(self, value: _Value) -> None:
        """Add a value at the end."""
        self._loose.append(self._pack(value))
        if len(self._loose) == _PARCEL:
            # marshal: twice as quick as pickle, and no other Python ever reads what it writes
            self._parcels.append(zlib.compress(marshal.dumps(self._loose), _FASTEST))
            self._loose.clear()

    def __len__(self) -> int:
        return len(self._parcels) * _PARCEL + len(self._loose)

    def __iter__(self) -> Iterator[_Value]:
        return map(self._unpack, self.iter_packed())

    def iter_packed(self) -> Iterator[Packed]:
        """Go through the values without unpacking them, which is quicker."""
        for parcel in self._parcels:
            yield from marshal.loads(zlib.decompress(parcel))  # noqa: S302 - packed by this process
        yield from self._loose

    def __contains__(self, value: object) -> bool:
        return any(value == each for each in self)

    @abstractmethod
    def _pack(self, value: _Value) -> Packed:
        """Write a value as text, numbers, None and tuples of these."""

    @abstractmethod
    def _unpack(self, packed: Packed) -> _Value:
        """Read the value back."""
