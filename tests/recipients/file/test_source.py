"""Files that are not lists are recognised, whatever their name."""

import io
import zipfile
from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
HEAD = "Name,Prison number,Prison,Notes\r\n"
ROW = "Tarquin Oddwell,A1001XY,HMP Leeds,ok\r\n"


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "PM104", "no rows"),
        (b"\r\n\r\n,,,\r\n", "PM104", "no rows"),
        (b"\x89PNG\r\n\x1a\n", "PM101", "picture"),
        (b"%PDF-1.7", "PM101", "PDF"),
        (b"<html><table><tr><td>Name", "PM109", "web page"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "PM109", "web page"),
        (b'<?xml version="1.0"?><Workbook>', "PM109", "XML"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "PM101", "old Excel"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "PM110", "password"),
        (zipped("word/document.xml"), "PM101", "Word"),
        (zipped("content.xml"), "PM101", "OpenDocument"),
        (zipped("xl/workbook.bin"), "PM101", "xlsb"),
        (zipped("letter.txt"), "PM101", "zip"),
        (zipped("xl/workbook.xml"), "PM101", "damaged"),
        (b"PK\x03\x04 cut", "PM101", "damaged"),
        (b"Name\0\0\1\2", "PM101", "NUL"),
        ("Name,Prison".encode("utf-16-le"), "PM102", "UTF-16"),
        ("Name\r\nTarqu\x8din".encode("latin-1"), "PM102", "byte 8D on line 2"),
        ((HEAD + "Zo\x89 Hart,A1001XY,Leeds").encode("latin-1"), "PM102", "o‰"),
        (b"hello\r\nworld\r\n", "PM103", "headings"),
        (HEAD.encode() * 2, "PM104", "no rows"),
        (b"Name,Prison number\n", "PM106", '"prison"'),
    ],
)
def test_a_file_that_is_no_list_is_named_for_what_it_is(
    checked: Check, content: bytes, code: str, said: str
) -> None:
    found = checked(content)
    assert [problem.code for problem in found.problems] == [code]
    assert said in next(iter(found.problems)).message
    assert found.is_unusable
