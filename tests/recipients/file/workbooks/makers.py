"""Makes small workbooks in formats for which no library writes, byte by byte."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
    )
)  # fmt: skip
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """Relations with the ids rId1, rId2 …, each of a kind to a target."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f"<Relationships>{each}</Relationships>"


def xlsx(
    sheet: str,
    *,
    strings: str = "",
    styles: str = "",
    settings: str = "",
    names: tuple[str, ...] = ("List",),
    after: str = "",
    before: str = "",
) -> bytes:
    """An .xlsx workbook of one sheet's rows; further names are of sheets with the same rows."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId1"/>'
        for number, name in enumerate(names, start=1)
    )
    targets = (("worksheet", "s.xml"), ("sharedStrings", "t.xml"), ("styles", "y.xml"))
    return zip_of(
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relations(*targets),
            "xl/workbook.xml": f"<workbook>{settings}<sheets>{listed}</sheets></workbook>",
            "xl/s.xml": f"<worksheet>{before}<sheetData>{sheet}</sheetData>{after}</worksheet>",
            "xl/t.xml": f"<sst>{strings}</sst>",
            "xl/y.xml": f"<styleSheet>{styles}</styleSheet>",
        }
    )


def flat_ods(tables: str, styles: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {_ODS_NAMES} xmlns:calcext="urn:calcext" '
        f'office:mimetype="{ODS_KIND}"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document>"
    ).encode()


def ods(tables: str, styles: str = "") -> bytes:
    return zip_of({"mimetype": ODS_KIND, "content.xml": flat_ods(tables, styles)})


def ods_table(rows: Iterable[str], name: str = "List", more: str = "") -> str:
    each = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" {more}>{each}</table:table>'


def ods_cells(*texts: str) -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
        for text in texts
    )


def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size, length = b"", len(data)
    while length > 127:
        size, length = size + bytes((length & 0x7F | 0x80,)), length >> 7
    return head + size + bytes((length,)) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    flags = 0x1000 if hidden else 0
    return record(0, struct.pack("<IIHHB", number - 1, 0, 300, flags, 0)) + b"".join(cells)


def xlsb_cell(column: int, kind: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + value)


def xlsb_text(column: int, text: str, style: int = 0) -> bytes:
    return xlsb_cell(column, 6, wide(text), style)


def xlsb(sheet: bytes, *, strings: bytes = b"", styles: bytes = b"", settings: int = 0) -> bytes:
    targets = (("worksheet", "s.bin"), ("sharedStrings", "t.bin"), ("styles", "y.bin"))
    book = record(153, struct.pack("<II", settings, 0))
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("List"))
    return zip_of(
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations(*targets),
            "xl/workbook.bin": book,
            "xl/s.bin": sheet,
            "xl/t.bin": strings,
            "xl/y.bin": styles,
        }
    )
