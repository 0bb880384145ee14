"""Progress of long work, for whoever wants to show it."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Progress(Protocol):
    """Goes through the items of a piece of work, and shows how far it has come."""

    def __call__(self, work: str, items: Iterable[_Item], total: int) -> Iterable[_Item]:
        """Return the items unchanged. `total` of them are expected, but there may be fewer."""


def no_progress(work: str, items: Iterable[_Item], total: int) -> Iterable[_Item]:
    """Return the items, and show nothing."""
    return items
