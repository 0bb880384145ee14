"""The name of a row: from the column of whole names or from its parts, and what is wrong with it.

>>> read_name(RowReading({Field.FORENAME: "John aka Jack", Field.SURNAME: "Jones"}))
'John Jones'
"""

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.cell import (
    find_excel_error,
)
from prisonmail.recipients.fields.name import join_name, read_full_name
from prisonmail.recipients.fields.name_notes import find_note
from prisonmail.recipients.fields.name_parts import PARTS, arrange_name, doubt_parts
from prisonmail.recipients.fields.plain_cells import is_plain_name
from prisonmail.recipients.fields.words_for_empty import doubt_part, may_be_name
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.row.row_reading import RowReading
from prisonmail.recipients.row.tidy_row import NAMES


def read_name(found: RowReading) -> str | None:
    """Read the name, in parts if there are any, and report what is wrong with it."""
    whole = found.texts.get(Field.NAME)
    if whole and is_plain_name(whole) and found.texts.keys().isdisjoint(PARTS):
        return whole
    if not _settle_words_for_empty(found):
        return None
    arranged = arrange_name(found.texts)
    if isinstance(arranged, Fault):
        found.report(Field.NAME, arranged)
        return None
    found.report(Field.NAME, doubt_parts(found.texts, arranged))
    found.texts.update(arranged)
    parts = list(arranged)
    readable = [_is_readable(part, found) for part in parts]
    if not all(readable):
        return None
    if parts in ([], [Field.NAME]):
        return found.read(Field.NAME, read_full_name)
    name = join_name(*[found.texts[part] for part in parts])
    if isinstance(name, Fault):
        found.report(_at_fault(parts, found, name.code), name)
        return None
    return name


def _settle_words_for_empty(found: RowReading) -> bool:
    """Take words for an empty cell out of a name; return whether none of them may be a name."""
    texts = found.texts
    words = [part for part in NAMES if part in texts and may_be_name(texts[part])]
    if not words:
        return True
    others = [texts[part] for part in NAMES if part in texts and part not in words]
    whole = " ".join(texts[part] for part in PARTS if part in texts)
    doubts = [
        found.report(
            part, doubt_part(texts.pop(part), () if part is Field.MIDDLE_NAME else others, whole)
        )
        for part in words
    ]
    return not any(doubts)


def _is_readable(part: Field, found: RowReading) -> bool:
    """Take notes beside a name out of its cell, and return whether a readable name is left."""
    text = found.texts.get(part)
    if text is None:
        return True
    noted = find_note(text)
    if noted is None:
        return not found.report(part, find_excel_error(text))
    found.report(part, noted.fault)
    found.texts[part] = noted.name
    return bool(noted.name)


def _at_fault(parts: list[Field], found: RowReading, code: str) -> Field:
    """Return which of the cells that make up a name has the fault."""
    for part in parts:
        alone = join_name(found.texts[part])
        if isinstance(alone, Fault) and alone.code == code:
            return part
    return Field.SURNAME if Field.SURNAME in found.texts else Field.FORENAME
