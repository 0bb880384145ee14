r"""Tags: what a PDF tells programs that read it aloud (ISO 32000-1, 14.7 and 14.8).

Each part of a page is a marked-content sequence with a number, or an artefact; a structure element
says what it is. Sequences are numbered in the order in which they are read, whichever of a page's
streams they lie in. Pages share streams in which all have the same numbers, so that only the
elements are each page's own.

>>> from prisonmail.sheets.drawing import TextRun
>>> heading, foot = Drawing((TextRun(0, 0, "Hearing", 9, tag=Tag(TagKind.HEADING)),)), Drawing(
...     (TextRun(0, 0, "page 1", 9, tag=ARTEFACT),)
... )
>>> parts = number_parts([foot, heading])
>>> [part.open() for part in parts]
[b'/Artifact BMC\n', b'/H1<</MCID 0>>BDC\n']
>>> arrange(parts).write(7, 5, 3)
[b'<</P 5 0 R/Pg 3 0 R/S/H1/K 0>>', b'[7 0 R]']
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from prisonmail.printing.objects.pdf_file import PdfFile, list_references, write_string
from prisonmail.sheets.drawing import ARTEFACT, Drawing, Tag, TagKind
from prisonmail.system.record import Record, Workpiece, field

CLOSE = b"EMC\n"
"""Ends a sequence or an artefact."""
_NAMES = {
    TagKind.PARAGRAPH: b"P",
    TagKind.HEADING: b"H1",
    TagKind.SUBHEADING: b"H2",
    TagKind.BULLETS: b"L",
    TagKind.NUMBERED: b"L",
    TagKind.ITEM: b"LI",
    TagKind.ITEM_LABEL: b"Lbl",
    TagKind.ITEM_TEXT: b"LBody",
    TagKind.TABLE: b"Table",
    TagKind.ROW: b"TR",
    TagKind.COLUMN_HEADING: b"TH",
    TagKind.CELL: b"TD",
    TagKind.FIGURE: b"Figure",
    TagKind.BARCODE: b"Figure",
}
_ATTRIBUTES = {
    TagKind.BULLETS: b"/A<</O/List/ListNumbering/Disc>>",
    TagKind.NUMBERED: b"/A<</O/List/ListNumbering/Decimal>>",
    TagKind.COLUMN_HEADING: b"/A<</O/Table/Scope/Column>>",
}
_LEAF = 256
"""Pages in one leaf of the tree that finds the elements of a page."""
_DRAWINGS = 64
"""Drawings whose parts are remembered."""
_MANY = 10_000
"""References to sections that are written at once."""


class PagePart(NamedTuple):
    """A part of a page that is read apart, or not at all."""

    tag: Tag
    drawing: Drawing
    """What it lies in: in another, the tag stands for something else."""
    ink: Drawing
    """What is drawn of it."""
    number: int = -1
    """Of its sequence; -1 if it is an artefact."""

    def open(self) -> bytes:
        """Begin its sequence, or an artefact."""
        if self.number < 0:
            return b"/Artifact BMC\n"
        return b"/%b<</MCID %d>>BDC\n" % (_NAMES[self.tag.kind], self.number)


def number_parts(drawings: Iterable[Drawing]) -> list[PagePart]:
    """Take the drawings of a page apart, and number what is read in the order of reading."""
    parts = [PagePart(tag, each, ink) for each in drawings for tag, ink in _split(each)]
    read = [place for place, part in enumerate(parts) if part.tag is not ARTEFACT]
    for number, place in enumerate(sorted(read, key=lambda place: _find_turn(parts[place].tag))):
        parts[place] = parts[place]._replace(number=number)
    return parts


@lru_cache(_DRAWINGS)  # most of a page lies in drawings that all pages have in common
def _split(drawing: Drawing) -> tuple[tuple[Tag, Drawing], ...]:
    return tuple(drawing.split_by_tag())


def _find_turn(tag: Tag) -> int:
    return _find_turn(tag.within) if tag.within else tag.turn


class PageTags(Record, frozen=True):
    """The structure elements of a page, or of all pages that are alike."""

    written: tuple[bytes, ...]
    """What is written of each, with gaps for the numbers of those that are part of it."""
    parents: tuple[int | None, ...]
    """Which one each is a part of."""
    parts: tuple[tuple[int, ...], ...]
    """Which are part of each."""
    holders: tuple[int, ...]
    """Which one each sequence belongs to."""
    barcodes: tuple[tuple[int, str], ...]
    """Which are barcodes, and their codes."""
    is_flat: bool
    """Whether each of them is one sequence, and none a part of another."""

    def write(self, number: int, section: int, page: int, code: str | None = None) -> list[bytes]:
        """Write the objects from a number on, those of a page in a section.

        The last lists the elements by their sequences. A code takes the place of that which a
        barcode had when it was arranged.
        """
        top = b"<</P %d 0 R/Pg %d 0 R" % (section, page)
        if self.is_flat:
            objects = [top + each for each in self.written]
            holders: Sequence[int] = range(number, number + len(objects))
        else:
            objects = self._write_nested(number, top, page)
            holders = [number + each for each in self.holders]
        for place, said in self.barcodes:
            spoken = (code or said).encode()
            objects[place] = b"%b/Alt(Barcode: code %b)>>" % (objects[place][:-2], spoken)
        objects.append(b"[%b]" % list_references(holders))
        return objects

    def list_first(self, number: int) -> Sequence[int]:
        """Return the numbers of those that are part of no other, in the order of reading."""
        if self.is_flat:
            return range(number, number + len(self.written))
        return [number + place for place, parent in enumerate(self.parents) if parent is None]

    def _write_nested(self, number: int, top: bytes, page: int) -> list[bytes]:
        objects = []
        for each, parent, parts in zip(self.written, self.parents, self.parts, strict=True):
            inner = b"<</P %d 0 R/Pg %d 0 R" % (number + (parent or 0), page)
            said = each % tuple([number + part for part in parts]) if parts else each
            objects.append((top if parent is None else inner) + said)
        return objects


class _Element(Workpiece):
    """A structure element of a page; others of it are known by their places in a list."""

    tag: Tag
    parent: int | None
    kids: list[bytes] = field(default_factory=list)
    """The number of each sequence, and a gap for that of each part's object."""
    parts: list[int] = field(default_factory=list)

    def write(self) -> bytes:
        """Write what does not depend on the page."""
        kids, kind = b" ".join(self.kids), self.tag.kind
        kids = b"[%b]" % kids if self.parts or len(self.kids) > 1 else kids
        is_picture = kind is TagKind.FIGURE
        more = _say(self.tag.says) if is_picture else _ATTRIBUTES.get(kind, b"")
        return b"/S/%b%b/K %b>>" % (_NAMES[kind], more, kids)


def arrange(parts: Iterable[PagePart]) -> PageTags:
    """Make structure elements of the parts of a page."""
    elements: list[_Element] = []
    places: dict[tuple[Tag, Drawing], int] = {}

    def find(tag: Tag, drawing: Drawing) -> int:
        if (tag, drawing) not in places:
            parent = find(tag.within, drawing) if tag.within else None
            place = places[tag, drawing] = len(elements)
            elements.append(_Element(tag, parent))
            if parent is not None:
                elements[parent].kids.append(b"%d 0 R")
                elements[parent].parts.append(place)
        return places[tag, drawing]

    holders = []
    for part in sorted((each for each in parts if each.number >= 0), key=lambda each: each.number):
        holders.append(find(part.tag, part.drawing))
        elements[holders[-1]].kids.append(b"%d" % part.number)
    return PageTags(
        tuple([each.write() for each in elements]),
        tuple([each.parent for each in elements]),
        tuple([tuple(each.parts) for each in elements]),
        tuple(holders),
        tuple([(n, e.tag.says) for n, e in enumerate(elements) if e.tag.kind is TagKind.BARCODE]),
        holders == list(range(len(elements))),
    )


class TagTree:
    """Writes the structure elements of pages: a section for each letter, in it what is on them.

    What stays in memory is the number of each section's object.
    """

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._document = file.reserve()
        self._sections, self._kids = array("L"), array("L")
        self._kids_object = 0
        """The number of the object that lists these, if there is one."""
        self._leaves = array("L")
        self._keys, self._lists = array("L"), array("L")

    def begin_section(self) -> None:
        """Begin what belongs together, such as the pages of a letter."""
        self._end_section()
        self._sections.append(self._file.reserve())

    def add(self, tags: PageTags, page: int, key: int, code: str | None = None) -> None:
        """Write the elements of a page's object, which names a key that grows from page to page."""
        if not self._sections:
            self.begin_section()
        count = len(tags.written)
        number = self._file.reserve_next(count + 1)
        self._file.place_next(number, tags.write(number, self._sections[-1], page, code))
        self._kids_object = number + count if tags.is_flat and not self._kids else 0
        self._kids.extend(tags.list_first(number))
        self._keys.append(key)
        self._lists.append(number + count)
        if len(self._keys) == _LEAF:
            self._end_leaf()

    def end(self) -> int:
        """Write the tree's root, and return the number of its object."""
        self._end_section()
        self._end_leaf()
        parents = self._file.add(b"<</Kids[%b]>>" % list_references(self._leaves))
        document, root = self._document, self._file.reserve()
        self._file.place(
            document,
            b"<</S/Document/P %d 0 R/K[%b]>>"
            % (root, b" ".join(map(list_references, _slice(self._sections)))),
        )
        entries = b"/K %d 0 R/ParentTree %d 0 R" % (document, parents)
        self._file.place(root, b"<</Type/StructTreeRoot%b>>" % entries)
        return root

    def _end_section(self) -> None:
        if not self._sections:
            return
        # most letters have one page, whose list of elements by their sequences is this one too
        listed = self._kids_object
        kids = b" %d 0 R" % listed if listed else b"[%b]" % list_references(self._kids)
        body = b"<</S/Sect/P %d 0 R/K%b>>" % (self._document, kids)
        self._file.place(self._sections[-1], body)
        self._kids = array("L")

    def _end_leaf(self) -> None:
        if not self._keys:
            return
        listed = b" ".join(map(b"%d %d 0 R".__mod__, zip(self._keys, self._lists, strict=True)))
        ends = self._keys[0], self._keys[-1]
        self._leaves.append(self._file.add(b"<</Limits[%d %d]/Nums[%b]>>" % (*ends, listed)))
        self._keys, self._lists = array("L"), array("L")


def _slice(numbers: "array[int]") -> Iterator["array[int]"]:
    """Cut very many numbers up: as objects all at once they would take tens of megabytes."""
    return (numbers[at : at + _MANY] for at in range(0, len(numbers), _MANY))


def _say(text: str) -> bytes:
    """Write what is said of a figure."""
    if text.isascii():
        return b"/Alt(%b)" % write_string(text)
    return b"/Alt<FEFF%b>" % text.encode("utf-16-be").hex().encode()
