"""The pages of a PDF and its outline, written while the pages are made.

Pages hang in branches of some hundreds each, so that a reader finds any of a million quickly.
"""

from array import array
from collections.abc import Sequence

from prisonmail.sheets.pdf_file import PdfFile

_BRANCH = 256
"""How many pages one node of the tree holds."""


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
        """Write a page that shows some content streams, and give its object's number."""
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
        """Write the outline itself and give its object's number; None where it has no entry."""
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


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _escaped(title: str) -> bytes:
    escapes = {ord(sign): f"\\{sign}" for sign in "()\\"}
    return title.translate(escapes).encode("latin-1")
