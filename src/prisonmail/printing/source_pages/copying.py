r"""Copies what pages of other PDFs are made of into the file that is written, and nothing else.

What a page is drawn with hangs together by references. Each object that is reached is written once,
its references renumbered; what other files brought already is not written again. Actions, files and
links never come along: a stream keeps only the entries that say how it looks.
"""

import hashlib
import re
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from prisonmail.printing.objects.pdf_file import PdfFile
from prisonmail.printing.source_pages.refusal import UNREADABLE, PdfRefused
from prisonmail.system.late_pattern import compile_late

_TOKEN = compile_late(
    rb"\((?:[^()\\]|\\.)*\)|<[0-9a-f]+>|/[^\s()<>\[\]{}/%]*|\b(\d+) (\d+) R\b", re.DOTALL
)
"""Strings and names, which may look like a reference, and references: qpdf writes parentheses in a
string with a backslash."""
_LIVE_TYPES = frozenset(
    "/Action /Annot /Catalog /EmbeddedFile /EmbeddedFiles /Filespec /Metadata /OCG /OCMD /Outlines "
    "/Page /Pages /Sig /StructElem /StructTreeRoot".split()
)
_ACTIONS = frozenset(
    "/GoTo /GoTo3DView /GoToDp /GoToE /GoToR /Hide /ImportData /JavaScript /Launch /Movie /Named "
    "/Rendition /ResetForm /RichMediaExecute /SetOCGState /Sound /SubmitForm /Thread /Trans "
    "/URI".split()
)
_MAY_BE_LIVE = compile_late(
    rb"/(?:Type|S) /(?:%b)\b"
    % b"|".join(name[1:].encode() for name in sorted(_LIVE_TYPES | _ACTIONS))
)
_OF_STREAMS = frozenset(
    # forms and images
    "/Type /Subtype /FormType /BBox /Matrix /Resources /Group /Width /Height /ColorSpace "
    "/BitsPerComponent /Intent /ImageMask /Mask /Decode /Interpolate /SMask /SMaskInData /Matte "
    # patterns, shadings, functions, halftones
    "/PatternType /PaintType /TilingType /XStep /YStep /ShadingType /Background /AntiAlias "
    "/BitsPerCoordinate /BitsPerFlag /Function /VerticesPerRow /FunctionType /Domain /Range /Size "
    "/BitsPerSample /Order /Encode /HalftoneType /HalftoneName /Xsquare /Ysquare "
    "/TransferFunction "
    # fonts, character maps, colour profiles, and how any stream is packed
    "/Length1 /Length2 /Length3 /CMapName /CIDSystemInfo /WMode /UseCMap /N /Alternate "
    "/Filter /DecodeParms".split()
)
"""The entries of a stream that say how it looks (ISO 32000-1)."""
_NOTHING = b"<<>>"
"""Stands for what does not come along: content may name it, such as a layer."""
_MOST_KNOWN = 20_000
"""Objects of other files that are remembered: some 3 MB."""
_DEEPEST = 200
"""References from one to the next: more is no page that anybody made."""


class WrittenObjects:
    """The objects that pages of other PDFs brought so far, the latest of them, by their content."""

    def __init__(self, file: PdfFile) -> None:
        self.file = file
        self._known: dict[bytes, int] = {}

    def write(self, entries: bytes, stream: bytes | None, number: int | None = None) -> int:
        """Write an object, unless it is there already, and return its number.

        Entries are all of an object that is no stream. A number that has been reserved is kept.
        """
        key = hashlib.blake2b(entries, digest_size=20)
        key.update(b"" if stream is None else b"stream" + stream)
        found = None if number else self._known.get(key.digest())
        if found:
            return found
        number = number or self.file.reserve()
        if stream is None:
            self.file.place(number, entries)
        else:
            self.file.place_stream(number, stream, entries)
        if len(self._known) >= _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[key.digest()] = number
        return number


class ObjectCopies:
    """Copies objects of one PDF, each once."""

    def __init__(self, pdf: Pdf, written: WrittenObjects, *, examine: bool = False) -> None:
        self._pdf, self._examine = pdf, examine
        self.written = written
        self._copied: dict[tuple[int, int], bytes] = {}
        self._begun: dict[tuple[int, int], int | None] = {}
        """Objects whose parts are being copied: their number, if a part refers back to them."""

    def write(self, source: Object) -> bytes:
        """Write all that an object refers to; return it as it stands in an object of the file.

        Raises PdfRefused if its parts go ever deeper, or lie in another file.
        """
        return self._refer(source.objgen) if source.is_indirect else self._write_direct(source)

    def read_packed(self, stream: Object) -> tuple[bytes, bytes]:
        """Return the bytes of a stream as they are, and the entries that say how to unpack them."""
        entries = stream.stream_dict
        _refuse_outside(entries)
        self._unpack(stream)
        packing = [(key, entries.get(key)) for key in ("/Filter", "/DecodeParms")]
        kept = [key.encode() + self.write(value) for key, value in packing if value is not None]
        return stream.read_raw_bytes(), b"".join(kept)

    def _unpack(self, drawn: Object) -> None:
        """Look whether a stream of drawing is whole: a part of a page is worse than none."""
        if self._examine:
            self._pdf.get_warnings()  # takes away those about anything else
            drawn.read_bytes()
            if self._pdf.get_warnings():
                raise PdfRefused(*UNREADABLE)

    def _refer(self, name: tuple[int, int]) -> bytes:
        if name in self._begun:
            self._begun[name] = self._begun[name] or self.written.file.reserve()
            return b"%d 0 R" % (self._begun[name] or 0)
        if name not in self._copied:
            if len(self._begun) > _DEEPEST:
                raise PdfRefused(*UNREADABLE)
            self._begun[name] = None
            self._copied[name] = self._copy(self._pdf.get_object(name), name)
            del self._begun[name]
        return self._copied[name]

    def _copy(self, source: Object, name: tuple[int, int]) -> bytes:
        if isinstance(source, Stream):
            if _is_live(source.stream_dict):
                return _NOTHING
            if source.stream_dict.get("/Subtype") == Name.Form:
                self._unpack(source)
            # before its length goes from its entries
            entries, stream = self._copy_entries(source.stream_dict, source.read_raw_bytes())
        else:
            stream = None
            entries = self._write_direct(source)
            if entries[:1] not in b"<[":
                return entries  # a number or the like
        return b"%d 0 R" % self.written.write(entries, stream, self._begun[name])

    def _copy_entries(self, entries: Object, stream: bytes) -> tuple[bytes, bytes]:
        _refuse_outside(entries)
        if entries.get("/Subtype") == Name.PS:  # a program for printers, which no viewer runs
            return b"/Subtype/Form/BBox[0 0 0 0]", b""
        for key in entries.keys() - _OF_STREAMS:
            del entries[key]
        return self._write_direct(entries)[2:-2], stream

    def _write_direct(self, source: Object) -> bytes:
        text = source.unparse(resolved=True)
        if _MAY_BE_LIVE.search(text):
            text = _NOTHING if _is_live(source) else _without_live(source).unparse(resolved=True)
        return _TOKEN.sub(self._renumber, text) if b" R" in text else text

    def _renumber(self, token: "re.Match[bytes]") -> bytes:
        number, generation = token.groups()
        return self._refer((int(number), int(generation))) if number else token[0]


def _refuse_outside(entries: Object) -> None:
    if "/F" in entries:
        raise PdfRefused(
            "the PDF takes a part of itself from another file", "Print it to a PDF of its own."
        )


def _is_live(source: Object) -> bool:
    if not isinstance(source, Dictionary):
        return False
    kind, action = source.get("/Type"), source.get("/S")
    return str(kind) in _LIVE_TYPES or str(action) in _ACTIONS


def _without_live(source: Object) -> Object:
    """Take actions, files and the like out of what lies directly in an object."""
    for key, value in _list_direct(source):
        if _is_live(value):
            source[key] = Dictionary()
        else:
            _without_live(value)
    return source


def _list_direct(source: Object) -> list[tuple[Any, Object]]:
    """Return the dictionaries and lists that lie in an object itself, and where."""
    parts: Any = ()
    if isinstance(source, Dictionary):
        parts = source.items()
    elif isinstance(source, Array):
        parts = enumerate(source)
    kept = (Dictionary, Array)
    return [(k, part) for k, part in parts if isinstance(part, kept) and not part.is_indirect]
