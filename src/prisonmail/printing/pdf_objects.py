r"""A PDF as numbered objects, each written as soon as it is made; its pages and its outline.

What stays in memory is eight bytes an object: its place, which the table at the file's end lists.
Pages hang in branches of some hundreds each, so that a reader finds any of a million quickly.

>>> from io import BytesIO
>>> target = BytesIO()
>>> file = PdfFile(target, "1.7")
>>> file.end(file.add(b"<</Type /Catalog>>"))
>>> target.getvalue().startswith(b"%PDF-1.7\n"), target.getvalue().endswith(b"%%EOF\n")
(True, True)
"""

import hashlib
from array import array
from collections.abc import Sequence
from typing import BinaryIO

from prisonmail.printing.content import Page

_LINES = 4096
"""How many lines of the table are written at once: 80 kB, so that a million take few writes."""
_BRANCH = 256
"""How many pages one node of the tree holds: two steps find any page of a large batch."""


class PdfFile:
    """Writes objects to a file that need not be able to seek."""

    def __init__(self, target: BinaryIO, version: str) -> None:
        self._target = target
        self._places = array("Q", [0])  # 64 bits, as a file may pass 4 GB; object 0 is no object
        self._length = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        # four bytes above 127 in a comment tell programs that the file is binary (ISO 32000, 7.5.2)
        self._write(b"%%PDF-%b\n%%\xe9\xeb\xf1\xbf\n" % version.encode("ascii"))

    def reserve(self) -> int:
        """Reserve the number of an object that is written later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, number: int, written: bytes) -> None:
        """Write an object that has its number and `endobj` around it already."""
        self._places[number] = self._length
        self._write(written + b"\n")

    def place(self, number: int, body: bytes) -> None:
        """Write an object under a number that was reserved."""
        self.put(number, b"%d 0 obj\n%b\nendobj" % (number, body))

    def add(self, body: bytes) -> int:
        """Write an object under the next number, and return that."""
        number = self.reserve()
        self.place(number, body)
        return number

    def add_stream(self, compressed: bytes) -> int:
        """Write a stream that zlib has compressed, and return its number."""
        head = b"<</Filter /FlateDecode\n/Length %d>>" % len(compressed)
        return self.add(b"%b\nstream\n%b\nendstream" % (head, compressed))

    def end(self, catalog: int, information: int | None = None) -> None:
        """Write the table of all objects, and what a reader needs to begin."""
        table, count = self._length, len(self._places)
        identity = self._digest.hexdigest().upper()  # of the content: no clock, no chance
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for start in range(1, count, _LINES):
            # a line has 20 bytes, the blank before its end among them
            lines = (b"%010d 00000 n \n" % place for place in self._places[start : start + _LINES])
            self._write(b"".join(lines))
        about = f"/Info {information} 0 R\n" if information else ""
        self._write(
            f"trailer\n<</Size {count}\n/Root {catalog} 0 R\n{about}"
            f"/ID [<{identity}><{identity}>]>>\nstartxref\n{table}\n%%EOF\n".encode("ascii")
        )

    def _write(self, content: bytes) -> None:
        self._digest.update(content)
        self._target.write(content)
        self._length += len(content)


class PageTree:
    """Writes pages that all have the same size and resources."""

    def __init__(self, file: PdfFile) -> None:
        self.file = file
        self.count = 0
        self.root = file.reserve()
        self.resources = file.reserve()
        """The number of the object that names what all pages use."""
        self.first = 0
        """The number of the first page's object, once there is one."""
        self._branches = array("L")
        self._kids = array("L")

    def add(self, contents: Sequence[int]) -> int:
        """Write a page that shows some content streams, and return its object's number."""
        if self.count % _BRANCH == 0:
            self._close_branch()
            self._branches.append(self.file.reserve())
        page = self.file.add(
            b"<</Type /Page\n/Parent %d 0 R\n/Resources %d 0 R\n/Contents [%b]>>"
            % (self._branches[-1], self.resources, _references(contents))
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
            b"<</Type /Pages\n/Count %d\n/MediaBox [0 0 %.2f %.2f]\n/Kids [%b]>>"
            % (self.count, width, height, _references(self._branches)),
        )

    def _close_branch(self) -> None:
        if self._kids:
            self.file.place(
                self._branches[-1],
                b"<</Type /Pages\n/Parent %d 0 R\n/Count %d\n/Kids [%b]>>"
                % (self.root, len(self._kids), _references(self._kids)),
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
        self._write_waiting(b"\n/Next %d 0 R" % number)
        before = b"\n/Prev %d 0 R" % self._last if self._last else b""
        self._waiting = b"/Title (%b)\n/Parent %d 0 R\n/Dest [%d 0 R /XYZ 0 842 null]%b" % (
            _escaped(title),
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
            b"<</Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d>>"
            % (self._first, self._last, self._count),
        )
        return self._root

    def _write_waiting(self, after: bytes) -> None:
        if self._last:
            self._file.place(self._last, b"<<%b%b>>" % (self._waiting, after))


class PdfPages:
    """Writes pages in the order in which they come, what they share once, and their bookmarks."""

    def __init__(self, file: PdfFile) -> None:
        self.tree = PageTree(file)
        self.outline = Outline(file)
        self._file = file
        self._shared: dict[bytes, int] = {}

    def add(self, page: Page) -> None:
        """Write one page."""
        own = self._file.add_stream(page.own)
        number = self.tree.add((self._shared_stream(page.shared), own) if page.shared else (own,))
        for bookmark in page.bookmarks:
            self.outline.add(f"{self.tree.count} · {bookmark}", number)

    def _shared_stream(self, shared: bytes) -> int:
        if shared not in self._shared:
            self._shared[shared] = self._file.add_stream(shared)
        return self._shared[shared]


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _escaped(title: str) -> bytes:
    escapes = {ord(sign): f"\\{sign}" for sign in "()\\"}
    return title.translate(escapes).encode("latin-1")
