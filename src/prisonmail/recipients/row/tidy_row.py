r"""The cells of a row, tidied: without what says nothing, and each in one line.

>>> tidy_cells(("Ann\nHart", "NULL"), {Field.NAME: 0, Field.PRISON_NUMBER: 1})
{<Field.NAME: 'name'>: 'Ann Hart'}
"""

from collections.abc import Mapping, Sequence

from prisonmail.recipients.fields.cell import (
    LONGEST_WORD,
    WORDS_FOR_NOTHING,
    clean,
    is_empty,
    is_left_out,
)
from prisonmail.recipients.fields.markup import has_markup, strip_markup
from prisonmail.recipients.fields.name_parts import PARTS
from prisonmail.recipients.fields.words_for_empty import may_be_name
from prisonmail.recipients.recipient import Field

NAMES = (Field.NAME, *PARTS)
"""The fields that may make up a name."""


def tidy_cells(cells: Sequence[str], columns: Mapping[Field, int]) -> dict[Field, str]:
    """Return the tidied cells of a row, without those that are empty or as good as: `tbc`."""
    width = len(cells)
    texts = {
        wanted: text
        for wanted, index in columns.items()
        if index < width
        and (text := clean(cells[index]))
        and not (
            len(text) <= LONGEST_WORD
            and text.casefold() in WORDS_FOR_NOTHING
            and _says_nothing(wanted, text)
        )
    }
    for wanted, as_one_line in _LINES.items():
        if wanted in texts and not _is_plain(cell := cells[columns[wanted]]):
            texts[wanted] = clean(as_one_line(cell))
    return texts


def join_lines(cell: str) -> str:
    r"""Return a cell as one line; if each of its lines is a name, they are kept apart.

    >>> join_lines("Ann Hart\nBen Hart"), join_lines("Ann\nHart")
    ('Ann Hart / Ben Hart', 'Ann Hart')
    """
    lines = [line for line in map(str.strip, cell.splitlines()) if line]
    return (" / " if all(" " in line for line in lines) else " ").join(lines)


def _address_in_one_line(cell: str) -> str:
    """Join the lines of an address by commas, which keep a prison and its town apart."""
    return ", ".join(filter(None, map(str.strip, strip_markup(cell).splitlines())))


_LINES = {
    Field.PRISON: _address_in_one_line,
    Field.NAME: join_lines,
    Field.CUSTODY: strip_markup,
}


def _is_plain(cell: str) -> bool:
    return cell.isprintable() and not has_markup(cell)


def _says_nothing(wanted: Field, text: str) -> bool:
    """Return whether a word for nothing is one for its field too."""
    if not is_empty(text):
        # What is left is the 0 of a link to an empty cell; under custody it is an answer.
        return wanted is not Field.CUSTODY
    if wanted in (Field.MARKING, Field.SIGNATORY):
        return is_left_out(text)
    return not (wanted in NAMES and may_be_name(text))
