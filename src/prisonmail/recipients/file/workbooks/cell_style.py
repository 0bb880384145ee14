"""What of a cell's style changes what is read."""

from prisonmail.recipients.file.workbooks.number_format import (
    NumberFormat,
    find_built_in,
    read_format,
)
from prisonmail.system.record import Record, Workpiece


class CellStyle(Record, frozen=True):
    """How a cell shows its value, and whether it is struck out."""

    number_format: NumberFormat
    struck: bool = False

    @property
    def shows_text_as_it_is(self) -> bool:
        """Whether a text without parts of its own needs no more looking at."""
        return not self.struck and self.number_format.text_section is None


DEFAULT_STYLE = CellStyle(read_format("General"))


class StyleTable(Workpiece):
    """Collects the styles of a workbook as they come, to be found by number."""

    codes: dict[int, str]
    """Number formats of the workbook's own."""
    fonts: list[bool]
    """Of each font, whether it strikes out."""
    styles: list[CellStyle]

    def add_style(self, format_number: int, font: int) -> None:
        """Add the next style, by its format and its font."""
        code = self.codes.get(format_number) or find_built_in(format_number)
        struck = font < len(self.fonts) and self.fonts[font]
        self.styles.append(CellStyle(read_format(code), struck))

    def find_style(self, number: int) -> CellStyle:
        """Return the style that a cell names."""
        return self.styles[number] if number < len(self.styles) else DEFAULT_STYLE
