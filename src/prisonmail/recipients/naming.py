"""Naming: reads a person's name from the cells of a row, where it may be whole or in parts.

>>> read_name(RowReading({Field.FORENAME: "John aka Jack", Field.SURNAME: "Jones"}))
'John Jones'
"""

from collections.abc import Mapping

from prisonmail.recipients import names
from prisonmail.recipients.cells import find_excel_error
from prisonmail.recipients.findings import RowReading
from prisonmail.recipients.name_notes import find_note
from prisonmail.recipients.problems import Fault
from prisonmail.recipients.recipient import Field

_WHOLE = (Field.NAME,)
_PARTS = (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)


def read_name(found: RowReading) -> str | None:
    """Read the name, in parts where there are any, and report what is wrong with it."""
    parts = _parts(found.texts)
    readable = [_is_readable(part, found) for part in parts or _WHOLE]
    if not all(readable):
        return None
    if not parts:
        return found.read(Field.NAME, names.read_full_name)
    name = names.join_name(*[found.texts[part] for part in parts])
    if isinstance(name, Fault):
        found.report(_at_fault(parts, found, name.code), name)
        return None
    return name


def _parts(texts: Mapping[Field, str]) -> list[Field]:
    """Give the parts that the name has; where one is missing, a whole name makes up for it."""
    parts = [part for part in _PARTS if part in texts]
    if Field.NAME not in texts or {Field.FORENAME, Field.SURNAME} <= texts.keys():
        return parts
    if Field.SURNAME not in texts or _says(texts[Field.NAME], texts[Field.SURNAME]):
        return []
    return [Field.NAME, *parts]


def _says(name: str, surname: str) -> bool:
    said = name.replace(",", " ").casefold().split()
    return set(surname.casefold().split()) <= set(said)


def join_lines(cell: str) -> str:
    r"""Give a cell as one line; two lines that are a name each are kept apart.

    >>> join_lines("Ann Hart\nBen Hart"), join_lines("Ann\nHart")
    ('Ann Hart / Ben Hart', 'Ann Hart')
    """
    lines = [line for line in map(str.strip, cell.splitlines()) if line]
    return (" / " if all(" " in line for line in lines) else " ").join(lines)


def _is_readable(part: Field, found: RowReading) -> bool:
    """Take what stands beside a name out of its cell; say whether a name is left to be read."""
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
    """Tell which of the cells that make up a name has the fault."""
    for part in parts:
        alone = names.join_name(found.texts[part])
        if isinstance(alone, Fault) and alone.code == code:
            return part
    return Field.SURNAME if Field.SURNAME in found.texts else Field.FORENAME
