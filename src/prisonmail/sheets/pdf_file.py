r"""A PDF as numbered objects, each written as soon as it is made.

What stays in memory is eight bytes an object: its place, which the table at the file's end lists.

>>> from io import BytesIO
>>> target = BytesIO()
>>> file = PdfFile(target, "1.7")
>>> file.end(file.add(b"<</Type /Catalog>>"))
>>> target.getvalue().startswith(b"%PDF-1.7\n"), target.getvalue().endswith(b"%%EOF\n")
(True, True)
"""

import hashlib
from array import array
from typing import BinaryIO

_LINES = 4096
"""How many lines of the table are written at once."""


class PdfFile:
    """Writes objects to a file that need not be able to seek."""

    def __init__(self, target: BinaryIO, version: str) -> None:
        self._target = target
        self._places = array("Q", [0])
        self._length = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._write(b"%%PDF-%b\n%%\xe9\xeb\xf1\xbf\n" % version.encode("ascii"))

    def reserve(self) -> int:
        """Give out the number of an object that is written later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, number: int, written: bytes) -> None:
        """Write an object that has its number and `endobj` round it already."""
        self._places[number] = self._length
        self._write(written + b"\n")

    def place(self, number: int, body: bytes) -> None:
        """Write an object under a number that was reserved."""
        self.put(number, b"%d 0 obj\n%b\nendobj" % (number, body))

    def add(self, body: bytes) -> int:
        """Write an object under the next number, and give that."""
        number = self.reserve()
        self.place(number, body)
        return number

    def stream(self, compressed: bytes) -> int:
        """Write a stream that zlib has compressed, and give its number."""
        head = b"<</Filter /FlateDecode\n/Length %d>>" % len(compressed)
        return self.add(b"%b\nstream\n%b\nendstream" % (head, compressed))

    def end(self, catalog: int, information: int | None = None) -> None:
        """Write the table of all objects, and what a reader needs to begin."""
        table, count = self._length, len(self._places)
        identity = self._digest.hexdigest().upper()
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for start in range(1, count, _LINES):
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
