r"""A PDF as numbered objects, each written as soon as it is made; its pages and its outline.

Small objects go together into compressed object streams (ISO 32000-1, 7.5.7), so that a page and
its outline entry take some thirty bytes. What stays in memory is where each object lies, which the
table at the file's end lists. Pages hang in branches of some hundreds each, so that a
reader finds any of a million quickly.

>>> from io import BytesIO
>>> target = BytesIO()
>>> file = PdfFile(target)
>>> file.end(file.add(b"<</Type /Catalog>>"))
>>> target.getvalue().startswith(b"%PDF-1.7\n"), target.getvalue().endswith(b"%%EOF\n")
(True, True)
"""

import hashlib
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import BinaryIO

from prisonmail.printing.objects.object_table import ObjectTable

DEFLATED = b"/Filter/FlateDecode"
"""The entry of a stream that is compressed."""
_TOGETHER = 200
"""Objects in one object stream, or a few more."""
_LEVEL = 2
"""Of compression, of object streams: they are much alike, so that a higher one gains little."""
_AT_ONCE = 64
"""Pieces of the file that are written together: one by one takes three times as long."""
_ALONE = 1 << 56
_IN_STREAM = 2 << 56
"""The kinds of entries of the table."""
_BRANCH = 256
"""How many pages one node of the tree holds: two steps find any page of a large batch."""


class PdfFile:
    """Writes objects to a file that need not be able to seek."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._table = ObjectTable()
        self._length = 0
        self._unwritten: list[bytes] = []
        self._digest = hashlib.md5(usedforsecurity=False)
        self._waiting: list[bytes] = []
        self._numbers: list[int] = []
        self._holder = 0
        """The number of the object stream that they go to."""
        # four bytes above 127 in a comment tell programs that the file is binary (7.5.2)
        self._write(b"%PDF-1.7\n%\xe9\xeb\xf1\xbf\n")

    def reserve(self) -> int:
        """Reserve the number of an object that is written later."""
        return self._table.reserve()

    def reserve_next(self, count: int) -> int:
        """Reserve numbers for objects that are written next, and return the first."""
        return self._table.add(self._begin_together(), count)

    def place_next(self, number: int, bodies: Sequence[bytes]) -> None:
        """Write the objects that numbers from the first on were reserved for, none a stream."""
        self._numbers += range(number, number + len(bodies))
        self._waiting += bodies
        if len(self._waiting) >= _TOGETHER:
            self._write_together()

    def place(self, number: int, body: bytes) -> None:
        """Write an object that is no stream under a number that was reserved."""
        self._table.place(number, self._begin_together())
        self._numbers.append(number)
        self._waiting.append(body)
        if len(self._waiting) >= _TOGETHER:
            self._write_together()

    def add(self, body: bytes) -> int:
        """Write an object that is no stream under the next number, and return that."""
        number = self.reserve()
        self.place(number, body)
        return number

    def add_stream(self, stream: bytes, entries: bytes = b"") -> int:
        """Write a stream with the entries of its dictionary but its length; return its number."""
        number = self.reserve()
        self.place_stream(number, stream, entries)
        return number

    def place_stream(self, number: int, stream: bytes, entries: bytes = b"") -> None:
        """Write a stream under a number that was reserved."""
        self._table.place(number, _ALONE | self._length << 16)
        self._write(
            b"%d 0 obj\n<<%b/Length %d>>stream\n%b\nendstream\nendobj\n"
            % (number, entries, len(stream), stream)
        )

    def end(self, catalog: int, information: int | None = None) -> None:
        """Write the table of all objects, and what a reader needs to begin."""
        self._write_together()
        self._write_out()
        table, start = self.reserve(), self._length
        self._table.place(table, _ALONE | start << 16)
        identity = self._digest.hexdigest().upper()  # of the content: no clock, no chance
        about = f"/Info {information} 0 R" if information else ""
        entries = (
            f"/Type/XRef/Size {len(self._table)}/W[1 5 2]/Root {catalog} 0 R{about}"
            f"/ID[<{identity}><{identity}>]/Filter/FlateDecode"
        )
        pieces = self._table.compress()  # not joined: of a million letters they are 27 MB
        opening = b"%d 0 obj\n<<%b/Length %d>>stream\n"
        self._write(opening % (table, entries.encode("ascii"), sum(map(len, pieces))))
        for piece in pieces:
            self._write(piece)
        self._write(b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)
        self._write_out()

    def _begin_together(self) -> int:
        """Return the entry of the next object that goes into an object stream."""
        if not self._waiting:
            self._holder = self.reserve()
        return _IN_STREAM | self._holder << 16 | len(self._waiting)

    def _write_together(self) -> None:
        if not self._waiting:
            return
        count = len(self._waiting)
        lengths = [len(body) + 1 for body in self._waiting]
        places = zip(self._numbers, accumulate(lengths[:-1], initial=0), strict=True)
        table = b"%d %d " * count % tuple(chain.from_iterable(places))
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (count, len(table))
        self._waiting[0] = table + self._waiting[0]
        content = zlib.compress(b"\n".join(self._waiting), _LEVEL)
        self._numbers, self._waiting = [], []
        self._table.pack()
        self.place_stream(self._holder, content, entries)

    def _write(self, content: bytes) -> None:
        self._length += len(content)
        self._unwritten.append(content)
        if len(self._unwritten) == _AT_ONCE:
            self._write_out()

    def _write_out(self) -> None:
        content = b"".join(self._unwritten)
        self._unwritten.clear()
        self._digest.update(content)
        self._target.write(content)


class PageTree:
    """Writes pages that all have the same size."""

    def __init__(self, file: PdfFile) -> None:
        self.file = file
        self.count = 0
        self.root = file.reserve()
        self.resources = file.reserve()
        """The number of the object that names what pages use."""
        self.first = 0
        """The number of the first page's object, once there is one."""
        self._branches = array("L")
        self._kids = array("L")

    def add(
        self, contents: Sequence[int], resources: int | None = None, entries: bytes = b""
    ) -> int:
        """Write a page that shows some content streams, and return its object's number.

        It uses what all pages do, unless it has resources of its own.
        """
        if self.count % _BRANCH == 0:
            self._close_branch()
            self._branches.append(self.file.reserve())
        page = self.file.add(
            b"<</Type/Page/Parent %d 0 R/Resources %d 0 R/Contents[%b]%b>>"
            % (self._branches[-1], resources or self.resources, list_references(contents), entries)
        )
        self._kids.append(page)
        self.first = self.first or page
        self.count += 1
        return page

    def end(self, width: float, height: float) -> None:
        """Write the root of all pages; each has a width and height in points."""
        self._close_branch()
        self.file.place(
            self.root,
            b"<</Type/Pages/Count %d/MediaBox[0 0 %.2f %.2f]/Kids[%b]>>"
            % (self.count, width, height, list_references(self._branches)),
        )

    def _close_branch(self) -> None:
        if self._kids:
            self.file.place(
                self._branches[-1],
                b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>"
                % (self.root, len(self._kids), list_references(self._kids)),
            )
            self._kids = array("L")


class Outline:
    """Writes what a reader can jump to. An entry is written once the next one has its number."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._root = 0
        self._count = 0
        self._first = 0
        self._last = 0
        self._waiting = b""

    def add(self, title: str, page: int) -> None:
        """Add an entry for a page's object. The title has Latin letters only."""
        self._root = self._root or self._file.reserve()
        number = self._file.reserve()
        # an entry names the next one, so it waits until that has a number
        self._write_waiting(b"/Next %d 0 R" % number)
        before = b"/Prev %d 0 R" % self._last if self._last else b""
        self._waiting = b"/Title(%b)/Parent %d 0 R/Dest[%d 0 R/XYZ 0 842 null]%b" % (
            write_string(title),
            self._root,
            page,
            before,
        )
        self._first = self._first or number
        self._last = number
        self._count += 1

    def end(self) -> int | None:
        """Write the outline itself and return its object's number; None if it has no entry."""
        if not self._count:
            return None
        self._write_waiting(b"")
        self._file.place(
            self._root,
            b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
            % (self._first, self._last, self._count),
        )
        return self._root

    def _write_waiting(self, after: bytes) -> None:
        if self._last:
            self._file.place(self._last, b"<<%b%b>>" % (self._waiting, after))


def write_string(text: str) -> bytes:
    """Write Latin text as it stands in a string that is no text of a page."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return escaped.encode("latin-1")


def list_references(numbers: Sequence[int]) -> bytes:
    """Write references to objects."""
    # one format for all takes half the time of one for each
    return (b"%d 0 R " * len(numbers) % tuple(numbers))[:-1]
