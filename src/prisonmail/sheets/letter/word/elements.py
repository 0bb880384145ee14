"""The elements of a Word document (ECMA-376, WordprocessingML), by names without their prefix."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
else:
    Element = object

__all__ = [
    "Element",
    "find",
    "find_all",
    "name_element",
    "read_parts",
    "read_switch",
    "read_value",
]
_OFF = frozenset(("0", "false", "off", "none"))


def name_element(element: Element) -> str:
    """Return its name without its prefix; of what is no element, such as an entity, what it is."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else "entity"


def read_parts(element: Element) -> Iterator[tuple[str, Element]]:
    """Go through what an element has in it, by name; comments of XML are nothing."""
    for each in element:
        if getattr(each.tag, "__name__", "") not in ("Comment", "ProcessingInstruction"):
            yield name_element(each), each


def find(element: Element | None, path: str) -> Element | None:
    """Return what a path such as "rPr/b" leads to, or None."""
    for name in path.split("/"):
        if element is None:
            return None
        element = element.find(qn(f"w:{name}"))
    return element


def find_all(element: Element | None, name: str) -> Iterator[Element]:
    """Go through the children of a name."""
    yield from () if element is None else element.findall(qn(f"w:{name}"))


def read_value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute, or None."""
    return None if element is None else element.get(qn(f"w:{name}"))


def read_switch(element: Element | None) -> bool | None:
    """Return whether a property is on; None if nothing is said of it."""
    return None if element is None else (read_value(element) or "on") not in _OFF
