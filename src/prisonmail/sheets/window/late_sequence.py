"""What is worked out only when it is asked for, and then kept: once for all threads.

>>> squares = LateSequence(number**2 for number in range(1, 4))
>>> [list(squares), list(squares)]
[[1, 4, 9], [1, 4, 9]]
"""

from collections.abc import Iterator
from itertools import count, islice
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class LateSequence(Generic[T]):
    """The items of an iterator, which any number of threads go through, each from the first on.

    A server issues several lists at once, and two threads cannot share an iterator.
    """

    def __init__(self, coming: Iterator[T]) -> None:
        self._coming = coming
        self._kept: list[T] = []
        self._working = Lock()

    def __iter__(self) -> Iterator[T]:
        """Yield all items; the next is worked out when it is asked for."""
        for number in count():
            if number == len(self._kept) and not self._has(number):
                return
            yield self._kept[number]

    def _has(self, number: int) -> bool:
        """Work an item out, unless another thread has by now; return whether there is one."""
        with self._working:
            if number == len(self._kept):
                self._kept.extend(islice(self._coming, 1))
            return number < len(self._kept)
