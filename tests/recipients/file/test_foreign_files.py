"""Files for other programs are named for what they are, with the words of the menu that helps."""

import struct
from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import FileKind, find_file_fault, find_file_kind
from tests.recipients.file.workbooks.makers import relations, zip_of

Check = Callable[..., CheckedList]
MAIL = "From: ann@example.org\r\nTo: ben@example.org\r\nSubject: List\r\nDate: Mon, 9 Mar 2026\r\n"


def compound(*names: str, inside: str = "Contents") -> bytes:
    """A compound file with streams at its top, and one more in a storage."""
    tree = ["Root Entry", *names, "Storage", inside]
    entries = b""
    for number, name in enumerate(tree):
        written = name.encode("utf-16-le")
        right = number + 1 if 0 < number < len(tree) - 2 else 0xFFFFFFFF
        child = {0: 1, len(tree) - 2: len(tree) - 1}.get(number, 0xFFFFFFFF)
        entries += written.ljust(64, b"\0") + struct.pack("<H", len(written) + 2) + bytes(2)
        entries += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(48)
    sectors = -(-len(entries) // 512)
    chain = [*range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack(f"<{sectors + 1}I", 0xFFFFFFFD, *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + struct.pack("<H", 9) + bytes(16)
    head += struct.pack("<I", 1) + bytes(24) + struct.pack("<I", 0)
    return head.ljust(512, b"\xff") + table + entries.ljust(sectors * 512, b"\0")


def dbase() -> bytes:
    head = bytes((3, 126, 3, 9)) + struct.pack("<IHH", 1, 65, 11) + bytes(20)
    return head + b"NAME".ljust(32, b"\0") + b"\r" + b" Ann Hart  "


@pytest.mark.parametrize(
    ("content", "code", "said", "advice"),
    [
        (MAIL + "\r\nHello", "PM101", "an email (.eml)", "attached"),
        ("Received: from x\r\n\tby y\r\nSubject: List\r\n\r\n", "PM101", "an email", "attached"),
        (
            'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="x"\r\n\r\n',
            "PM109", "a web archive", "File, Save As",
        ),
        (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\nSubject: L\r\nDate: Mon\r\n"
            "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
            "PM109", "a web archive", "Excel",
        ),
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\n", "PM101", "vCard", "CSV"),
        ("BEGIN:VCALENDAR\r\n", "PM101", "calendar", ""),
        ('[{"Name": "Ann Hart"}]', "PM101", "JSON", "CSV"),
        ('{\r\n "people": []}', "PM101", "JSON", "CSV"),
        ("[]", "PM101", "JSON", "CSV"),
        ('{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "PM101", "Google Sheet",
         "Download"),
        ("[InternetShortcut]\r\nURL=https://x.example\r\n", "PM101", "link", "download"),
        ("ID;PWXL;N;E\r\nP;PGeneral\r\n", "PM101", "SYLK", "Excel"),
        ("TABLE\r\n0,1\r\n", "PM101", "DIF", "Excel"),
        (
            '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook>',
            "PM109", "Excel 2003", "File, Save As",
        ),
        ('<?xml version="1.0"?><html xmlns="x">', "PM109", "web page", "Excel"),
        ('<!-- x --><html>', "PM109", "web page", "Excel"),
        ('<?xml version="1.0"?><people/>', "PM109", "XML", "Excel"),
        (b"\0\1\0\0Standard Jet DB\0", "PM101", "Access", "External Data"),
        (b"\0\1\0\0Standard ACE DB\0", "PM101", "Access", "External Data"),
        (dbase(), "PM101", "dBase", "Excel"),
        (b"\0\0\2\0\6\4\6\0", "PM101", "Lotus", ""),
        (b"L\0\0\0\1\x14\2\0\0\0\0\0", "PM101", "shortcut", "leads to"),
        (compound("WordDocument", "1Table"), "PM101", "Word document (.doc)", ""),
        (compound("__properties_version1.0"), "PM101", "email (.msg)", "attached"),
        (compound("PowerPoint Document"), "PM101", "presentation", ""),
        (compound("EncryptedPackage", "EncryptionInfo"), "PM110", "password", "Protect"),
        (compound("WordDocument", inside="Workbook"), "PM101", "Word", ""),
        (compound("Other"), "PM101", "old Excel or Word", ""),
        (zip_of({"Index/Document.iwa": "x", "Metadata/a": "x"}), "PM101", "Numbers", "Export To"),
        (zip_of({"List.numbers/Index.zip": "x"}), "PM101", "Numbers", "Export To"),
        (zip_of({"word/document.xml": "x"}), "PM101", "Word document (.docx)", "table"),
        (
            zip_of({"_rels/.rels": relations(("officeDocument", "word/document2.xml")),
                    "word/document2.xml": "x"}),
            "PM101", "Word document (.docx)", "table",
        ),
        (zip_of({"ppt/presentation.xml": "x"}), "PM101", "presentation", ""),
        (zip_of({"list.csv": "x"}), "PM101", "zip archive", "Unpack"),
    ],
)  # fmt: skip
def test_a_file_for_another_program_is_named(
    checked: Check, content: str | bytes, code: str, said: str, advice: str
) -> None:
    (problem,) = checked(content).problems
    assert (problem.code, said in problem.message) == (code, True), problem.message
    assert advice in problem.help


@pytest.mark.parametrize(
    "text",
    [
        "ID;Prison;Name\r\n1;HMP Leeds;Ann Hart\r\n",
        "[Confidential]\r\nName,Prison\r\n",
        "[Name],[Prison]\r\nAnn Hart,Leeds\r\n",
        "From: 1 March 2026\r\nTo: 9 March 2026\r\nDate: 9 March 2026\r\nName,Prison\r\n",
        "Table,Name,Prison\r\n",
        "{Name},{Prison}\r\n",
        "Begin,Name\r\n",
        "Subject: Clients in custody\r\nName,Prison\r\n",
    ],
)
def test_a_list_that_begins_like_another_file_is_a_list(text: str) -> None:
    assert find_file_fault(text.encode()) is None


def test_a_workbook_is_known_by_its_own_streams_and_not_by_those_inside_it() -> None:
    assert find_file_kind(compound("Workbook", inside="WordDocument")) is FileKind.XLS
    assert find_file_kind(compound("BOOK")) is FileKind.XLS
    assert find_file_kind(compound("WordDocument", inside="Workbook")) is FileKind.TEXT


@pytest.mark.parametrize(
    "main", ["xl/workbook.xml", "xl/workbook2.xml", "/xl/Workbook.xml", "xl\\workbook.xml", "b.xml"]
)
def test_the_main_part_of_a_workbook_may_have_any_name(main: str) -> None:
    name = main.lstrip("/")
    folder, _, last = name.replace("\\", "/").rpartition("/")
    content = zip_of(
        {
            "_rels/.rels": relations(("officeDocument", main)),
            name: "<workbook/>",
            f"{folder}/_rels/{last}.rels": relations(("worksheet", "sheet.xml")),
        }
    )
    assert find_file_kind(content) is FileKind.XLSX
