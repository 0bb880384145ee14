r"""Reads the bytes of a list. Its first bytes say what kind of file it is, whatever its name says.

>>> find_file_kind(b"Name,Prison\n") is FileKind.TEXT
True
>>> find_file_fault(b"%PDF-1.7").code
'PM101'
"""

import io
import sys
import zipfile
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.problems.problem import Fault

STANDARD_INPUT = "-"
_SAVE_AS = "Save it as .xlsx or as CSV UTF-8 and try again."
_WORKBOOK = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_STARTS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a Word document (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"Rar!", "a compressed archive (RAR)"),
    (b"7z\xbc\xaf", "a compressed archive (7z)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"\x7fELF", "a program"),
)
_IN_ZIP = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A list as bytes, and its name in messages."""

    name: str
    content: bytes = field(repr=False)


class FileKind(Enum):
    """The two kinds of file that a list can be."""

    TEXT = auto()
    WORKBOOK = auto()


def read_source(path: str) -> Source:
    """Read a file, or standard input for `-`. Raises InputMissing."""
    if path == STANDARD_INPUT:
        return _standard_input()
    try:
        return Source(path, Path(path).read_bytes())
    except FileNotFoundError:
        raise InputMissing(f"There is no file {path}.", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise InputMissing(f"{path} is a folder.", "Name the list that is in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one of a file"
        raise InputMissing(f"{path} cannot be read: {reason}.") from None


def _standard_input() -> Source:
    if sys.stdin.isatty():
        raise InputMissing(
            "Nothing was sent to standard input.",
            "Name a file, or send a list in: prisonmail generate - < list.csv",
        )
    return Source("standard input", sys.stdin.buffer.read())


def find_file_kind(content: bytes) -> FileKind:
    """Return what kind of file it is: a workbook (.xlsx), or else text."""
    if content.startswith(_WORKBOOK) and "xl/workbook.xml" in _names_in_zip(content):
        return FileKind.WORKBOOK
    return FileKind.TEXT


def find_file_fault(content: bytes) -> Fault | None:
    """Return what a file is if it is neither text nor a workbook that can be read."""
    if content.startswith(_OLE):
        return _ole(content)
    if content.startswith(_WORKBOOK):
        return _zip(content)
    for start, name in _STARTS:
        if content.startswith(start):
            return _not_a_list(name)
    return _markup(content[:2048])


def _not_a_list(name: str) -> Fault:
    return Fault("PM101", f"the list is {name}, not a CSV file or workbook", _SAVE_AS)


def _ole(content: bytes) -> Fault:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Fault(
            "PM110",
            "the workbook is protected by a password",
            "Open it, remove the password (File, Info, Protect Workbook) and save it again.",
        )
    return _not_a_list("an old Excel or Word file (.xls, .doc)")


def _zip(content: bytes) -> Fault | None:
    names = _names_in_zip(content)
    if "xl/workbook.xml" in names:
        return None
    if not names:
        return Fault("PM101", "the list is a damaged workbook or zip archive", _SAVE_AS)
    found = (name for part, name in _IN_ZIP if part in names)
    return _not_a_list(next(found, "a zip archive"))


def _names_in_zip(content: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def _markup(start: bytes) -> Fault | None:
    text = start.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    text = text.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        name = "a web page (HTML)"
    elif text.startswith(b"<?xml"):
        name = "an XML file"
    else:
        return None
    return Fault(
        "PM109",
        f"the list is {name}, though its name may say otherwise",
        "Open it in Excel and save it as .xlsx or as CSV UTF-8.",
    )
