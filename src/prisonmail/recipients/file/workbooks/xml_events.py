r"""Reads XML as a stream: no tree is built, prefixes do not matter, and entities are refused.

>>> list_elements(b"<x:a xmlns:x='urn:x'><x:b x:id='1'/></x:a>")
[('a', {'xmlns:x': 'urn:x'}), ('a/b', {'id': '1'})]
"""

from collections.abc import Callable
from xml.parsers import expat

Attributes = dict[str, str]


class LocalNames(dict[str, str]):
    """Names without their prefix, each found once."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def make_parser(
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> expat.XMLParserType:
    """Make a parser to be fed. It raises ExpatError for XML that is damaged or has a DOCTYPE."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise expat.ExpatError("no workbook has a DOCTYPE, whose entities could grow without end")


def list_elements(part: bytes) -> list[tuple[str, Attributes]]:
    """List the elements of a small part, each by the path to it, with its attributes."""
    found: list[tuple[str, Attributes]] = []
    path: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        path.append(name.rpartition(":")[2])
        plain = {
            key if key.startswith("xmlns") else key.rpartition(":")[2]: value
            for key, value in attributes.items()
        }
        found.append(("/".join(path), plain))

    def end(_: str) -> None:
        path.pop()

    make_parser(start, end).Parse(part, True)
    return found


def is_on(value: str | None) -> bool:
    """Return whether an attribute says yes, as XML writes it.

    >>> is_on("1"), is_on("true"), is_on("0"), is_on(None)
    (True, True, False, False)
    """
    return value in ("1", "true", "on")
