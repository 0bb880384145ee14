"""The styles of an .xlsx workbook."""

from prisonmail.recipients.file.workbooks.cell_style import StyleTable
from prisonmail.recipients.file.workbooks.xml_events import is_on, list_elements


def read_styles(part: bytes) -> StyleTable:
    """Read the cell styles, in the order by which cells name them."""
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
