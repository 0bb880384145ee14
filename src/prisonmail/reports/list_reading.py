"""Describes how a list was read: what was found out, what was assumed, what was left out."""

from collections.abc import Collection, Iterator, Sequence, Sized

from prisonmail.problems.problem import name_column
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.mapping import find_unread
from prisonmail.recipients.columns.telling import quote_columns
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.file.plain_text import NAMES
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.table import Layout
from prisonmail.reports.counts import count
from prisonmail.sheets.merge_fields import make_key

_SKIPPED = {
    "title": ("line above the headings", "lines above the headings"),
    "blank": ("blank row", "blank rows"),
    "heading": ("repeated row of headings", "repeated rows of headings"),
    "footer": ("page mark, total or line at the end", "page marks, totals and lines at the end"),
    "hidden": ("hidden row", "hidden rows"),
    "struck": ("row that is struck out", "rows that are struck out"),
    "left out": ("row that you left out", "rows that you left out"),
    "not chosen": ("row that --where leaves out", "rows that --where leaves out"),
    "not in custody": ("row not in custody", "rows not in custody"),
}
"""What one row, and several, that were left out for a reason are called."""
_UTF_8 = ("utf-8", "utf-8-sig")
"""Encodings that go without saying."""
_IGNORED = "(ignored)"


def columns(checked: CheckedList) -> Iterator[tuple[str, str, str]]:
    """Return each column's letter, heading and field; ignored ones too."""
    fields = {index: field.value for field, index in checked.columns.of.items()}
    fields |= dict.fromkeys(checked.columns.forenames, Field.MIDDLE_NAME.value)
    fields |= dict.fromkeys(checked.columns.address, "address (to check the prison)")
    fields |= dict.fromkeys(checked.columns.status, Field.STATUS.value)
    second = {column.index: column.field.value for column in checked.columns.others}
    fields |= {index: f"a second {field} (to be blank)" for index, field in second.items()}
    fields |= {stop.column: stop.about.value for stop in checked.columns.stops}
    for index, heading in enumerate(checked.header.cells if checked.header else ()):
        if clean(heading):
            yield name_column(index + 1), clean(heading), fields.get(index, _IGNORED)


def assumptions(checked: CheckedList, used: Collection[str] = ()) -> Iterator[str]:
    """Say what was assumed and left out, if the user may want to know.

    Columns whose keys are `used` otherwise, as by the wording of a letter, are not left out.
    """
    yield from _how_it_was_read(checked.layout)
    yield from _left_out(checked, used)
    if filled := checked.count_from_book():
        yield f"{count(filled, 'person', 'people')} filled from the address book."


def _how_it_was_read(layout: Layout) -> Iterator[str]:
    if layout.encoding and layout.encoding not in _UTF_8:
        yield f"Read as {layout.encoding}, as it is not UTF-8. If letters look wrong: --encoding"
    if layout.delimiter and layout.delimiter != ",":
        yield f"Cells are separated by: {NAMES.get(layout.delimiter, layout.delimiter)}."
    if layout.sheet:
        yield f'Read the sheet "{layout.sheet}"{_unread(layout.unread_sheets)}.'
    if layout.header_line and layout.header_line > 1:
        yield f"The headings are on line {layout.header_line}."


def _left_out(checked: CheckedList, used: Collection[str]) -> Iterator[str]:
    hidden = checked.layout.hidden_columns
    if hidden:
        yield f"Ignored the hidden {_columns(hidden)} {', '.join(hidden)}."
    if checked.skipped:
        yield f"Skipped {_listed_skipped(checked)}."
    header = checked.header
    if header and checked.columns.of:
        ignored = [
            index
            for index in find_unread(header, checked.columns)
            if make_key(clean(header.cells[index])) not in used
        ]
        if ignored:
            named = quote_columns(header, ignored, checked.columns.telling)
            yield f"Ignored the {_columns(ignored)} {named}."


def _listed_skipped(checked: CheckedList) -> str:
    return ", ".join(count(number, *_SKIPPED[reason]) for reason, number in checked.skipped.items())


def _unread(sheets: Sequence[str]) -> str:
    if not sheets:
        return ""
    names = ", ".join(f'"{name}"' for name in sheets)
    return f", and not {names}; --sheet reads another"


def _columns(found: Sized) -> str:
    return "column" if len(found) == 1 else "columns"
