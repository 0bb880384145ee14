"""Records: values that belong together, as classes that cost little to define and to make.

What is known of a person is withheld: no log, traceback or message can show it by accident.

>>> class Place(Record, frozen=True):
...     withheld: ClassVar = ("street",)
...     town: str
...     street: str = ""
>>> Place("LEEDS", "The Headrow"), replace(Place("LEEDS"), town="HULL").town
(Place(town='LEEDS'), 'HULL')
>>> Place("LEEDS").town = "HULL"
Traceback (most recent call last):
AttributeError: immutable type: 'Place'
"""

from typing import ClassVar

from msgspec import Struct, convert, field
from msgspec.structs import asdict, replace

__all__ = ["Record", "Workpiece", "asdict", "convert", "field", "replace"]


class Workpiece(Struct):
    """Values that change while something is worked out."""

    withheld: ClassVar[tuple[str, ...]] = ()
    """The fields that `repr` leaves out."""

    def __repr__(self) -> str:
        """Name the class and what is not withheld."""
        return _describe(self, self.withheld)


class Record(Struct, frozen=True):
    """Values that stay as they are."""

    withheld: ClassVar[tuple[str, ...]] = ()
    """The fields that `repr` leaves out."""

    def __repr__(self) -> str:
        """Name the class and what is not withheld."""
        return _describe(self, self.withheld)


def _describe(record: Struct, withheld: tuple[str, ...]) -> str:
    fields = (name for name in record.__struct_fields__ if name not in withheld)
    said = ", ".join([f"{name}={getattr(record, name)!r}" for name in fields])
    return f"{type(record).__name__}({said})"
