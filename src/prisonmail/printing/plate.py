"""What a plate holds: objects that every PDF of some characters has alike."""

from typing import NamedTuple


class PlateObject(NamedTuple):
    """An object of a PDF. It names others of its plate by their places there, as `@3 0 R`."""

    entries: bytes
    """Its dictionary; that of a stream without its length."""
    stream: bytes | None = None
    """As it is written: compressed, with its filter among the entries."""


class Plate(NamedTuple):
    """Objects that do not depend on what is printed."""

    objects: tuple[PlateObject, ...]
    fonts: tuple[int, int]
    """The places of the regular font and the bold one."""
    intent: int
    """The place of the colour space that it is to be printed in, which PDF/A asks for."""
