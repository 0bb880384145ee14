"""Naming: reads a person's name from the cells of a row, where it may be whole or in parts.

>>> name_of(Finding({Field.FORENAME: "John aka Jack", Field.SURNAME: "Jones"}))
'John Jones'
"""

from prisonmail.recipients import names
from prisonmail.recipients.cells import excel_error
from prisonmail.recipients.findings import Finding
from prisonmail.recipients.headings import Field
from prisonmail.recipients.name_notes import note
from prisonmail.recipients.problems import Fault

_WHOLE = (Field.NAME,)
_PARTS = (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)


def name_of(found: Finding) -> str | None:
    """Read the name, in parts where there are any, and report what is wrong with it."""
    parts = [part for part in _PARTS if part in found.texts]
    readable = [_is_readable(part, found) for part in parts or _WHOLE]
    if not all(readable):
        return None
    if not parts:
        return found.read(Field.NAME, names.full_name)
    name = names.joined(*[found.texts[part] for part in parts])
    if isinstance(name, Fault):
        found.report(_at_fault(parts, found, name.code), name)
        return None
    return name


def _is_readable(part: Field, found: Finding) -> bool:
    """Take what stands beside a name out of its cell; say whether a name is left to be read."""
    text = found.texts.get(part)
    if text is None:
        return True
    noted = note(text)
    if noted is None:
        return not found.report(part, excel_error(text))
    found.report(part, noted.fault)
    found.texts[part] = noted.name
    return bool(noted.name)


def _at_fault(parts: list[Field], found: Finding, code: str) -> Field:
    """Tell which of the cells that make up a name has the fault."""
    for part in parts:
        alone = names.joined(found.texts[part])
        if isinstance(alone, Fault) and alone.code == code:
            return part
    return Field.SURNAME if Field.SURNAME in found.texts else Field.FORENAME
