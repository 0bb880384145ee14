"""A Word document (.docx) becomes the wording of a private letter.

python-docx opens it; it is walked element by element, since what that library does not know it
passes over in silence. What would be lost is refused by name, or told if it is only its look.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE

from prisonmail.sheets.letter.word.elements import Element, name_element, read_parts
from prisonmail.sheets.letter.word.numbering import Marked, Numbering
from prisonmail.sheets.letter.word.paragraphs import ParagraphReader
from prisonmail.sheets.letter.word.styles import Styles
from prisonmail.sheets.letter.word.unkept import Unkept
from prisonmail.sheets.letter.word.word_tables import TableReader
from prisonmail.sheets.letter.wording_blocks import Block, BlockKind, Phrase
from prisonmail.sheets.letter.written_blocks import write_blocks
from prisonmail.system.record import replace

_HARMLESS = frozenset(
    "sectPr bookmarkStart bookmarkEnd proofErr permStart permEnd commentRangeStart "
    "commentRangeEnd".split()
)
_AROUND = frozenset(("sdt", "sdtContent", "customXml"))
_PROPERTIES = frozenset(("sdtPr", "sdtEndPr", "customXmlPr"))


_MAIN = ("word/document.xml", "word/document2.xml")
"""The part that has the text; Word for the web writes the second."""
_MOST_UNPACKED = 64 << 20
"""Bytes of all parts. A letter of a hundred pages is a tenth of it."""
_MOST_PARTS = 2000


class DocumentUnreadable(Exception):
    """Not a Word document that can be read."""


class DocumentRefused(Exception):
    """A document has in it what cannot be printed; its text says what and where."""


def is_document(content: bytes) -> bool:
    """Return whether a file is a Word document (.docx), whatever its name."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return any(name in _MAIN for name in archive.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def is_too_large(content: bytes) -> bool:
    """Return whether it unpacks to more than any letter; a part never unpacks to more than it says.

    >>> from zipfile import ZIP_DEFLATED
    >>> file = BytesIO()
    >>> with ZipFile(file, "w", ZIP_DEFLATED) as archive:
    ...     archive.writestr("word/document.xml", bytes(_MOST_UNPACKED + 1))
    >>> len(file.getvalue()) < 100_000, is_too_large(file.getvalue())
    (True, True)
    """
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        return len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _MOST_UNPACKED


def read_document(content: bytes) -> str:
    """Read a document as a written wording, of which nothing is left if it has no text.

    Raises DocumentUnreadable or DocumentRefused.
    """
    try:
        document = Document(BytesIO(content))
        unkept = Unkept()
        blocks = _Reader(document, unkept).read()
    except Exception:  # python-docx and lxml raise whatever a damaged part brings about
        raise DocumentUnreadable from None
    if unkept.refused:
        raise DocumentRefused(unkept.describe())
    if _has_head_or_foot(document):
        unkept.leave_out("its header and footer")
    return write_blocks(blocks, list(unkept.left_out)) if blocks else ""


class _Reader:
    """Reads the body of a document, one block after the other."""

    def __init__(self, document: WordDocument, unkept: Unkept) -> None:
        self._body: Element = document.element.body
        self._unkept, self._styles = unkept, Styles(document.styles.element)
        self._numbering = Numbering(_find_numbering(document), self._styles)
        self._paragraphs = ParagraphReader(self._styles, unkept)
        self._tables = TableReader(self._styles, self._paragraphs, unkept)
        self._blocks: list[tuple[Block, int]] = []
        """Each with how far its list is set in; those outside lists have -1."""
        self._above: Element | None = None
        """The paragraph before, unless something stands between."""

    def read(self) -> tuple[Block, ...]:
        self._read_all(self._body)
        return tuple(_hang(self._blocks))

    def _read_all(self, parent: Element) -> None:
        for name, each in read_parts(parent):
            if name == "p":
                self._add_paragraph(each)
            elif name == "tbl":
                self._add(self._tables.read(each))
                self._above = None
            elif name in _AROUND:
                self._unkept.look_at_control(each)
                self._read_all(each)
            elif name not in _HARMLESS | _PROPERTIES:
                self._unkept.refuse_element(name)

    def _add_paragraph(self, paragraph: Element) -> None:
        """Add a heading, an item of a list, text, or a line below other text without a gap."""
        lines = self._paragraphs.read(paragraph)
        marked = self._mark(paragraph)
        if not lines:
            self._above = None
            return
        above, self._above = self._above, paragraph
        close = above is not None and not self._styles.measure_gap(above, paragraph)
        if self._styles.is_heading(paragraph):
            numbered = (Phrase(f"{marked.marker} "),) if marked else ()
            plain = [tuple(each._replace(bold=False) for each in line) for line in lines]
            self._add(Block(BlockKind.HEADING, ((*numbered, *plain[0]), *plain[1:])))
        elif marked:
            # of lists in lists Word leaves space only since their styles differ
            nested = above is not None and self._blocks[-1][1] not in (-1, marked.indent)
            item = Block(BlockKind.ITEM, lines, marked.marker, is_close=close or nested)
            self._add(item, marked.indent)
        elif close and self._blocks[-1][0].kind is BlockKind.PARAGRAPH:
            upper = self._blocks[-1][0]
            self._blocks[-1] = replace(upper, lines=(*upper.lines, *lines)), -1
        else:
            self._add(Block(BlockKind.PARAGRAPH, lines))

    def _mark(self, paragraph: Element) -> Marked | None:
        try:
            return self._numbering.mark(paragraph)
        except ValueError as error:
            self._unkept.refuse(str(error))
            return None

    def _add(self, block: Block, indent: int = -1) -> None:
        follows_item = bool(self._blocks) and self._blocks[-1][0].kind is BlockKind.ITEM
        self._blocks.append((replace(block, is_close=block.is_close and follows_item), indent))


def _hang(blocks: Sequence[tuple[Block, int]]) -> Iterator[Block]:
    """Let items hang behind the widest marker of their list and of those around it."""
    for is_item, run in groupby(blocks, key=lambda each: each[0].kind is BlockKind.ITEM):
        items = list(run)
        widest: dict[int, str] = {}
        for block, indent in items:
            widest[indent] = max(widest.get(indent, ""), block.marker, key=len)
        for block, indent in items:
            hangs = [widest[each] for each in sorted(widest) if each <= indent] if is_item else []
            yield replace(block, hangs=tuple(hangs))


def _find_numbering(document: WordDocument) -> Element | None:
    found = [
        each.target_part
        for each in document.part.rels.values()
        if each.reltype == RELATIONSHIP_TYPE.NUMBERING and not each.is_external
    ]
    return getattr(found[0], "element", None) if found else None


def _has_head_or_foot(document: WordDocument) -> bool:
    """Return whether something stands in a header or footer."""
    kinds = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
    parts = (each.target_part for each in document.part.rels.values() if each.reltype in kinds)
    roots = (getattr(part, "element", None) for part in parts)
    return any(
        (name_element(each) == "t" and (each.text or "").strip())
        or name_element(each) in ("drawing", "pict")
        for root in roots
        if root is not None
        for each in root.iter()
    )
