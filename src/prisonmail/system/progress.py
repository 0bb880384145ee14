"""Watching: whoever runs a long piece of work may follow how far it has come."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Progress(Protocol):
    """Goes through the items of a piece of work while somebody looks on."""

    def __call__(self, work: str, items: Iterable[_Item], total: int) -> Iterable[_Item]:
        """Yield the items as they are. `total` is how many are expected, not a promise."""


def no_progress(work: str, items: Iterable[_Item], total: int) -> Iterable[_Item]:
    """Yield the items, with nobody looking on."""
    return items
