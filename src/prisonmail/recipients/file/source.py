r"""Reads the bytes of a list. Its first bytes say what kind of file it is, whatever its name says.

>>> find_file_kind(b"Name,Prison\n") is FileKind.TEXT
True
>>> find_file_fault(b"%PDF-1.7").code
'PM101'
"""

import sys
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from prisonmail.errors import InputMissing
from prisonmail.problems.problem import Fault
from prisonmail.recipients.file.compound_file import describe_compound_file, list_streams
from prisonmail.recipients.file.foreign_files import (
    describe_archive,
    describe_foreign_text,
    describe_start,
)
from prisonmail.system.output_files import is_in_use
from prisonmail.system.places.file_names import explain_absence, find_own_fault
from prisonmail.system.record import Record

if TYPE_CHECKING:
    from prisonmail.recipients.file.workbooks.zip_parts import ZipParts

STANDARD_INPUT = "-"
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_BARE_XLS = (b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""An old workbook without the compound file round it, as some web programs write it."""
_XLS_STREAMS = frozenset(("workbook", "book"))
_FLAT_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


class Source(Record, frozen=True):
    """A list as bytes, and its name in messages."""

    withheld: ClassVar[tuple[str, ...]] = ("content",)

    name: str
    content: bytes


class FileKind(Enum):
    """The kinds of file that a list can be."""

    TEXT = auto()
    XLSX = auto()
    XLSB = auto()
    XLS = auto()
    ODS = auto()


def read_source(path: str) -> Source:
    """Read a file, or standard input for `-`. Raises InputMissing."""
    if path == STANDARD_INPUT:
        return _standard_input()
    try:
        return Source(path, Path(path).read_bytes())
    except FileNotFoundError:
        remedy = "Check the name and the folder."
        if reason := explain_absence(Path(path)):
            remedy = f"If it is there: {reason}. Move it to a folder higher up."
        raise InputMissing(f"There is no file {path}.", remedy) from None
    except (OSError, ValueError) as error:
        if Path(path).is_dir():  # Windows says only that it may not be read
            raise InputMissing(f"{path} is a folder.", "Name the list that is in it.") from None
        if is_in_use(Path(path)):
            raise InputMissing(
                f"{path} cannot be read: another program keeps it to itself.",
                "Close it there, such as in Excel.",
            ) from None
        reason = getattr(error, "strerror", None) or "the name is not one of a file"
        raise InputMissing(f"{path} cannot be read: {reason}.", _tell_of_stars(path)) from None


def _tell_of_stars(path: str) -> str:
    """Say what a shell of Windows does not do with a name such as `*.csv`."""
    asks_for_many = find_own_fault(Path(path)) and ("*" in path or "?" in path)
    return "Name one list: no shell of Windows looks for what * and ? stand for." * bool(
        asks_for_many
    )


def _standard_input() -> Source:
    if sys.stdin.isatty():
        raise InputMissing(
            "Nothing was sent to standard input.",
            "Name a file, or send a list in: prisonmail generate - < list.csv",
        )
    return Source("standard input", sys.stdin.buffer.read())


def find_file_kind(content: bytes) -> FileKind:
    """Return what kind of file it is: a workbook of some format, or else text."""
    if content.startswith(_BARE_XLS):
        return FileKind.XLS
    if content.startswith(_COMPOUND):
        return FileKind.XLS if _XLS_STREAMS & list_streams(content) else FileKind.TEXT
    if content.startswith(_ZIP):
        return _find_kind_in_zip(content)
    is_flat = content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml")
    return FileKind.ODS if is_flat and _FLAT_ODS in content[:4096] else FileKind.TEXT


def _find_kind_in_zip(content: bytes) -> FileKind:
    parts = _open_zip(content)
    if parts is None:
        return FileKind.TEXT
    try:
        return _find_kind_of_parts(parts)
    except Exception:  # of a damaged part; reading the workbook will tell
        return FileKind.XLSX


def _find_kind_of_parts(parts: "ZipParts") -> FileKind:
    from prisonmail.recipients.file.workbooks.relations import find_main_part, read_relations

    if "content.xml" in parts:
        kind = parts.read("mimetype") if "mimetype" in parts else _FLAT_ODS
        return FileKind.ODS if _FLAT_ODS in kind else FileKind.TEXT
    main = find_main_part(parts)
    leads_to = {relation.kind for relation in read_relations(parts, main)}
    if "worksheet" not in leads_to and "workbook." not in main:
        return FileKind.TEXT
    return FileKind.XLSB if main.endswith(".bin") else FileKind.XLSX


def _open_zip(content: bytes) -> "ZipParts | None":
    from prisonmail.recipients.file.workbooks.zip_parts import BadZipFile, ZipParts

    try:
        return ZipParts(content)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def find_file_fault(content: bytes) -> Fault | None:
    """Return what a file is if it is neither text nor a workbook that can be read."""
    if find_file_kind(content) is not FileKind.TEXT:
        return None
    if content.startswith(_COMPOUND):
        return describe_compound_file(content, list_streams(content))
    if content.startswith(_ZIP):
        parts = _open_zip(content)
        return describe_archive(parts.names if parts else ())
    return describe_start(content) or describe_foreign_text(content)
