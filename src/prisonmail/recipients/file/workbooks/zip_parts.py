"""The parts of a workbook that is a zip archive, unpacked up to a limit."""

import io
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from prisonmail.problems.problem import Fault
from prisonmail.recipients.file.workbooks.grid import WorkbookUnreadable

__all__ = ["MOST_KEPT", "MOST_UNPACKED", "BadZipFile", "ZipParts", "limit_kept", "tidy_part_name"]
MOST_UNPACKED = 1 << 30
"""Bytes of one part. A million rows of 20 empty, formatted cells are half of it."""
MOST_KEPT = 1 << 28
"""Bytes of one part that are kept: the filled cells of some 500,000 people."""
_CHUNK = 1 << 16


class ZipParts:
    """The parts of an archive by name, however its writer spelt slashes and capitals."""

    def __init__(self, content: bytes) -> None:
        self._archive = ZipFile(io.BytesIO(content))
        self._parts = {tidy_part_name(each.filename): each for each in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return tidy_part_name(name) in self._parts

    @property
    def names(self) -> frozenset[str]:
        """The tidied names of all parts."""
        return frozenset(self._parts)

    def read(self, name: str, most: int = MOST_KEPT) -> bytes:
        """Return a whole part. Raises KeyError for none, WorkbookUnreadable beyond limits."""
        kept = bytearray()
        for chunk in self.read_chunks(name):
            kept += chunk
            limit_kept(len(kept), most)
        return bytes(kept)

    def read_chunks(self, name: str) -> Iterator[bytes]:
        """Return a part piece by piece. Raises as `read` does."""
        unpacked = 0
        with self._archive.open(self._parts[tidy_part_name(name)]) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise WorkbookUnreadable(_too_large(MOST_UNPACKED))
                yield chunk


def tidy_part_name(name: str) -> str:
    r"""Return the name of a part in one spelling.

    >>> tidy_part_name("\\xl\\Workbook.xml"), tidy_part_name("/xl/a/../styles.xml")
    ('xl/workbook.xml', 'xl/styles.xml')
    """
    steps: list[str] = []
    for step in name.replace("\\", "/").casefold().split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def limit_kept(size: int, most: int = MOST_KEPT) -> None:
    """Raise WorkbookUnreadable if more of a part is kept than memory should be given to."""
    if size > most:
        raise WorkbookUnreadable(_too_large(most))


def _too_large(limit: int) -> Fault:
    return Fault(
        "PM126",
        f"the workbook unpacks to more than {limit >> 20:,} MB, which no list of people needs",
        "Copy the list alone to a new workbook, or save it as CSV UTF-8.",
    )
