r"""Files that are no list: what they are, and how to make a list of them.

>>> describe_foreign_text(b"BEGIN:VCARD\r\nVERSION:3.0").message
'the list is a contact card (vCard), not a CSV file or workbook'
>>> describe_start(bytes(4) + b"Standard ACE DB").message
'the list is an Access database, not a CSV file or workbook'
"""

from collections.abc import Collection

from prisonmail.problems.problem import Fault
from prisonmail.system.late_pattern import compile_late

SAVE_AS = "Save it as .xlsx or as CSV UTF-8 and try again."
_OPEN_IN_EXCEL = (
    "Open it in Excel and save it as .xlsx (File, Save As, Excel Workbook) or CSV UTF-8."
)
_EXPORT_NUMBERS = (
    "In Numbers: File, Export To, Excel or CSV (for Pages: copy the table to Numbers)."
)
_EXPORT_ACCESS = "In Access: select the table or query, then External Data, Excel (or Text File)."
SAVE_ATTACHMENT = "Save the list that is attached to it as a file, and name that."
_UNPACK = "Unpack it and name the list that is in it."
_TOP = 4096
_STARTS = (
    (b"\x89PNG", "a picture (PNG)", SAVE_AS),
    (b"\xff\xd8\xff", "a picture (JPEG)", SAVE_AS),
    (b"GIF8", "a picture (GIF)", SAVE_AS),
    (b"II*\0", "a picture (TIFF)", SAVE_AS),
    (b"MM\0*", "a picture (TIFF)", SAVE_AS),
    (b"%PDF", "a PDF", SAVE_AS),
    (b"{\\rtf", "a Word document (RTF)", SAVE_AS),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"Rar!", "a compressed archive (RAR)", _UNPACK),
    (b"7z\xbc\xaf", "a compressed archive (7z)", _UNPACK),
    (b"SQLite format 3", "a database (SQLite)", SAVE_AS),
    (b"\x7fELF", "a program", SAVE_AS),
    (b"L\0\0\0\x01\x14\x02\0", "a Windows shortcut", "Name the file that it leads to."),
    (b"!BDN", "an Outlook data file (.pst)", SAVE_ATTACHMENT),
    (b"\0\0\x02\0\x06\x04", "a Lotus 1-2-3 worksheet", SAVE_AS),
    (b"\0\0\x1a\0", "a Lotus 1-2-3 worksheet", SAVE_AS),
)
_ACCESS = (b"Standard Jet DB", b"Standard ACE DB")
_IN_ARCHIVE = (
    ("word/", "a Word document (.docx)", "Copy its table to a workbook and save that as .xlsx."),
    ("ppt/", "a presentation", "Copy its table to a workbook and save that as .xlsx."),
    ("content.xml", "an OpenDocument file, but not a spreadsheet", SAVE_AS),
)
_JSON = compile_late(r'\{\s*["}]|\[\s*[\[{"\]]')
_SYLK = compile_late(r"ID;P[^\r\n]*\r?\n[BCFOP];")
_HEADER = compile_late(r"([A-Za-z][A-Za-z-]*):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_SURELY_MAIL = frozenset(("received", "message-id", "return-path", "mime-version", "delivered-to"))
_PAGE_STARTS = ("<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<style", "<div")


def describe_start(content: bytes) -> Fault | None:
    """Describe a file whose first bytes say that it is no text."""
    for start, name, remedy in _STARTS:
        if content.startswith(start):
            return describe_as(name, remedy)
    if content[4:19] in _ACCESS:
        return describe_as("an Access database", _EXPORT_ACCESS)
    if _is_dbase(content):
        return describe_as("a dBase table (.dbf)", _OPEN_IN_EXCEL)
    return None


def _is_dbase(content: bytes) -> bool:
    if len(content) < 33 or content[0] not in (0x03, 0x30, 0x83, 0x8B, 0xF5):
        return False
    end = int.from_bytes(content[8:10], "little")
    return 1 <= content[2] <= 12 and 1 <= content[3] <= 31 and b"\r" in content[end - 264 : end]


def describe_as(name: str, remedy: str) -> Fault:
    """Say what a file is that is no list, and how to make one of it."""
    return Fault("PM101", f"the list is {name}, not a CSV file or workbook", remedy)


def describe_archive(names: Collection[str]) -> Fault:
    """Describe a zip archive that is no workbook, by the tidied names in it."""
    if not names:
        return describe_as("a damaged workbook or zip archive", SAVE_AS)
    if any(name.endswith((".iwa", ".apxl", "index.zip")) for name in names):
        return describe_as("an Apple Numbers or Pages file", _EXPORT_NUMBERS)
    for part, name, remedy in _IN_ARCHIVE:
        if any(each.startswith(part) for each in names):
            return describe_as(name, remedy)
    return describe_as("a zip archive", _UNPACK)


def describe_foreign_text(content: bytes) -> Fault | None:
    """Describe a text that is a list for another program."""
    text = _read_start(content)
    low = text.casefold()
    if low.startswith("<"):
        return _describe_markup(low)
    if low.startswith("begin:vcard"):
        return describe_as("a contact card (vCard)", "Export the contacts as CSV instead.")
    if low.startswith("begin:vcalendar"):
        return describe_as("a calendar", SAVE_AS)
    if low.startswith("[internetshortcut]"):
        return describe_as("a link to a web page", "Open it and download the list.")
    if _JSON.match(text):
        return _describe_json(low)
    if _SYLK.match(text) or low.startswith(("table\n0,1", "table\r\n0,1")):
        return describe_as("a file for exchange between spreadsheets (SYLK, DIF)", _OPEN_IN_EXCEL)
    return _describe_mail(low)


def _read_start(content: bytes) -> str:
    top = content[:_TOP].replace(b"\0", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        top = top.removeprefix(mark)
    return top.decode("latin-1").lstrip()


def _describe_markup(low: str) -> Fault | None:
    if low.startswith(_PAGE_STARTS) or (low.startswith(("<!--", "<?xml")) and "<html" in low):
        name = "a web page (HTML)"
    elif "excel.sheet" in low or "office:spreadsheet" in low:
        name = "an XML file of Excel 2003 (XML Spreadsheet)"
    elif low.startswith("<?xml"):
        name = "an XML file"
    else:
        return None
    return _named_otherwise(name)


def _named_otherwise(name: str) -> Fault:
    return Fault("PM109", f"the list is {name}, though its name may say otherwise", _OPEN_IN_EXCEL)


def _describe_json(low: str) -> Fault:
    if "docs.google.com" in low or '"doc_id"' in low:
        remedy = "Open it in the browser, then File, Download, Microsoft Excel (.xlsx)."
        return describe_as("a shortcut to a Google Sheet", remedy)
    return describe_as("a JSON file", "Export the list as CSV or .xlsx instead.")


def _describe_mail(low: str) -> Fault | None:
    """Describe an email or a web archive by the lines at its top, each with a name and a colon."""
    names, at = set(), 0
    while found := _HEADER.match(low, at):
        names.add(found[1])
        at = found.end()
    if not names & _SURELY_MAIL and not names >= {"from", "subject", "date"}:
        return None
    if "multipart/related" in low[:at] or low.startswith("mime-version:"):
        return _named_otherwise("a web archive (MHTML, .mht)")
    return describe_as("an email (.eml)", SAVE_ATTACHMENT)
