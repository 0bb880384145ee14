"""An .xlsx workbook: where in its archive the sheets, texts and styles are.

Workbooks with macros and templates (.xlsm, .xltx) and Strict Open XML differ in nothing that
matters here.
"""

from functools import cached_property

from prisonmail.recipients.file.workbooks.cell_style import StyleTable
from prisonmail.recipients.file.workbooks.grid import CellGrid, SheetTitle
from prisonmail.recipients.file.workbooks.relations import (
    Relation,
    find_main_part,
    read_relations,
)
from prisonmail.recipients.file.workbooks.rich_text import RichText
from prisonmail.recipients.file.workbooks.xlsx.sheet_xml import condense_sheet, open_sheet_xml
from prisonmail.recipients.file.workbooks.xlsx.strings import read_shared_strings
from prisonmail.recipients.file.workbooks.xml_events import is_on, list_elements
from prisonmail.recipients.file.workbooks.zip_parts import ZipParts


class XlsxBook:
    """A workbook whose parts are XML."""

    def __init__(self, content: bytes) -> None:
        self._parts = ZipParts(content)
        main_part = find_main_part(self._parts)
        self._relations = read_relations(self._parts, main_part)
        elements = list_elements(self._parts.read(main_part))
        sheets = [each for path, each in elements if path == "workbook/sheets/sheet"]
        found = [(each, self._relation(each["id"])) for each in sheets]
        found = [(each, relation) for each, relation in found if relation.kind == "worksheet"]
        self._sheets = [relation.part for _, relation in found]
        self.titles = tuple(
            SheetTitle(each["name"], each.get("state", "visible") == "visible") for each, _ in found
        )
        self.counts_from_1904 = any(
            is_on(each.get("date1904")) for path, each in elements if path == "workbook/workbookPr"
        )

    def open_grid(self, number: int, *, with_struck: bool) -> CellGrid:
        """Open a sheet by its place in `titles`."""
        return open_sheet_xml(
            condense_sheet(self._parts.read_chunks(self._sheets[number])),
            self._strings,
            self._styles,
            from_1904=self.counts_from_1904,
            with_struck=with_struck,
        )

    @cached_property
    def _strings(self) -> list[RichText]:
        part = self._find("sharedStrings")
        return read_shared_strings(self._parts.read_chunks(part)) if part else []

    @cached_property
    def _styles(self) -> StyleTable:
        part = self._find("styles")
        return _read_styles(self._parts.read(part)) if part else StyleTable({}, [], [])

    def _find(self, kind: str) -> str | None:
        parts = (each.part for each in self._relations if each.kind == kind)
        return next((part for part in parts if part in self._parts), None)

    def _relation(self, identity: str) -> Relation:
        return next(each for each in self._relations if each.id == identity)


def _read_styles(part: bytes) -> StyleTable:
    table = StyleTable({}, [], [])
    for path, attributes in list_elements(part):
        match path.partition("/")[2]:
            case "numFmts/numFmt":
                code = attributes.get("formatCode", "General")
                table.codes[int(attributes["numFmtId"])] = code
            case "fonts/font":
                table.fonts.append(False)
            case "fonts/font/strike":
                table.fonts[-1] = is_on(attributes.get("val", "1"))
            case "cellXfs/xf":
                number, font = attributes.get("numFmtId") or 0, attributes.get("fontId") or 0
                table.add_style(int(number), int(font))
    return table
