r"""Tags: what a PDF tells programs that read it aloud (ISO 32000-1, 14.7 and 14.8).

Each part of a page is a marked-content sequence with a number, or an artefact; a structure element
says what it is, and in which order it is read. Sequences may lie in streams that pages share: these
have the same numbers on all their pages, and only the elements are each page's own.

>>> heading = Drawing().tag_as(ARTEFACT)
>>> tagged = []
>>> open_sequence(Tag(TagKind.HEADING), heading, tagged), open_sequence(ARTEFACT, heading, tagged)
(b'/H1<</MCID 0>>BDC\n', b'/Artifact BMC\n')
>>> arrange(tagged).write(7, 5, 3)
([b'<</P 5 0 R/Pg 3 0 R/S/H1/K 0>>', b'[7 0 R]'], [7])
"""

from array import array
from collections.abc import Sequence

from prisonmail.printing.pdf_objects import PdfFile, list_references, write_string
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
Tagged = list[tuple[Tag, Drawing]]
"""What the marked-content sequences of a page are, by their numbers, and the drawing of each: a
tag stands for another part in each drawing."""


def open_sequence(tag: Tag, drawing: Drawing, tagged: Tagged) -> bytes:
    """Begin a sequence of the next number, or an artefact, which has none."""
    if tag is ARTEFACT:
        return b"/Artifact BMC\n"
    tagged.append((tag, drawing))
    return b"/%b<</MCID %d>>BDC\n" % (_NAMES[tag.kind], len(tagged) - 1)


class _Element(Workpiece):
    """A structure element of a page; others of it are known by their places in a list."""

    tag: Tag
    parent: int | None
    kids: list[bytes] = field(default_factory=list)
    """The number of each sequence, and a gap for that of each part's object."""
    parts: list[int] = field(default_factory=list)

    def write(self) -> bytes:
        """Write what does not depend on the page, with gaps if it has parts."""
        kids, kind = b" ".join(self.kids), self.tag.kind
        kids = b"[%b]" % kids if self.parts or len(self.kids) > 1 else kids
        is_picture = kind is TagKind.FIGURE
        more = _say(self.tag.says) if is_picture else _ATTRIBUTES.get(kind, b"")
        return b"/S/%b%b/K %b>>" % (_NAMES[kind], more, kids)


class PageTags(Record, frozen=True):
    """The structure elements of a page, or of all pages that are alike."""

    elements: tuple[tuple[int | None, bytes, tuple[int, ...]], ...]
    """Which one each is a part of, what is written of it, and its parts."""
    first: tuple[int, ...]
    """Those that are part of no other, in the order in which they are read."""
    holders: tuple[int, ...]
    """Which one each sequence belongs to."""
    barcodes: tuple[tuple[int, str], ...]
    """Which are barcodes, and their codes."""

    def write(
        self, number: int, section: int, page: int, code: str | None = None
    ) -> tuple[list[bytes], list[int]]:
        """Write the objects from a number on, and return also the numbers of those that are first.

        The last object lists the elements by their sequences. A code takes the place of that which
        a barcode had when it was arranged.
        """
        on_page = b" 0 R/Pg %d 0 R" % page
        top = b"<</P %d%b" % (section, on_page)
        objects = [
            (top if parent is None else b"<</P %d%b" % (number + parent, on_page))
            + (rest % tuple([number + part for part in parts]) if parts else rest)
            for parent, rest, parts in self.elements
        ]
        for place, said in self.barcodes:
            spoken = (code or said).encode()
            objects[place] = b"%b/Alt(Barcode: code %b)>>" % (objects[place][:-2], spoken)
        objects.append(b"[%b]" % list_references([number + each for each in self.holders]))
        return objects, [number + each for each in self.first]


def arrange(tagged: Tagged) -> PageTags:
    """Make structure elements of the sequences of a page."""
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
    for number, each in enumerate(tagged):
        holders.append(find(*each))
        elements[holders[-1]].kids.append(b"%d" % number)
    first = [place for place, each in enumerate(elements) if each.parent is None]
    return PageTags(
        tuple([(each.parent, each.write(), tuple(each.parts)) for each in elements]),
        tuple(sorted(first, key=lambda place: elements[place].tag.turn)),
        tuple(holders),
        tuple([(n, e.tag.says) for n, e in enumerate(elements) if e.tag.kind is TagKind.BARCODE]),
    )


class TagTree:
    """Writes the structure elements of pages: a section for each letter, in it what is on them."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._document = file.reserve()
        self._sections, self._parts = array("L"), array("L")
        self._leaves: list[tuple[int, int, int]] = []
        self._keys, self._lists = array("L"), array("L")

    def begin_section(self) -> None:
        """Begin what belongs together, such as the pages of a letter."""
        self._end_section()
        self._sections.append(self._file.reserve())

    def add(self, tags: PageTags, page: int, key: int, code: str | None = None) -> None:
        """Write the elements of a page's object, which names a key that grows from page to page."""
        if not self._sections:
            self.begin_section()
        number = self._file.reserve_some(len(tags.elements) + 1)
        objects, first = tags.write(number, self._sections[-1], page, code)
        self._file.place_all(number, objects)
        self._parts.extend(first)
        self._keys.append(key)
        self._lists.append(number + len(tags.elements))
        if len(self._keys) == _LEAF:
            self._end_leaf()

    def end(self) -> int:
        """Write the tree's root, and return the number of its object."""
        self._end_section()
        self._end_leaf()
        kids = list_references([number for _, _, number in self._leaves])
        parents = self._file.add(b"<</Kids[%b]>>" % kids)
        root = self._file.reserve()
        document = b"<</S/Document/P %d 0 R/K[%b]>>" % (root, list_references(self._sections))
        self._file.place(self._document, document)
        self._file.place(
            root,
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R>>" % (self._document, parents),
        )
        return root

    def _end_section(self) -> None:
        if self._sections:
            kids = list_references(self._parts)
            body = b"<</S/Sect/P %d 0 R/K[%b]>>" % (self._document, kids)
            self._file.place(self._sections[-1], body)
            self._parts = array("L")

    def _end_leaf(self) -> None:
        if not self._keys:
            return
        listed = b" ".join(map(b"%d %d 0 R".__mod__, zip(self._keys, self._lists, strict=True)))
        ends = self._keys[0], self._keys[-1]
        leaf = b"<</Limits[%d %d]/Nums[%b]>>" % (*ends, listed)
        self._leaves.append((*ends, self._file.add(leaf)))
        self._keys, self._lists = array("L"), array("L")


def _say(text: str) -> bytes:
    """Write what is said of a figure."""
    if text.isascii():
        return b"/Alt(%b)" % write_string(text)
    return b"/Alt<FEFF%b>" % text.encode("utf-16-be").hex().encode()
