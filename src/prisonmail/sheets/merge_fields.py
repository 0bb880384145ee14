"""Merge fields: `{name}` in a firm's own wording becomes what it stands for.

>>> list_fields("Dear {name}, about {Matter}.")
('name', 'Matter')
>>> fill_in("Dear {Name},", {"name": "Tarquin Oddwell"})
'Dear Tarquin Oddwell,'
>>> find_unknown("Dear {nmae},", ("name", "code"))
'nmae'
"""

import re
from collections.abc import Collection, Mapping

from prisonmail.system.late_pattern import compile_late

FIELDS = ("name", "prison_number", "prison", "reference", "date", "code")
"""What every letter knows; beside these, any column of the list."""
OPTIONAL = ("salutation", "subject", "your reference")
"""Columns that a letter takes from a list that has them, even if its wording has no such field."""

_FIELD = compile_late(r"\{([^{}\n]*)\}")


def make_key(field: str) -> str:
    """Bring a field's name to the form in which it is looked up."""
    return " ".join(field.split()).casefold()


def list_fields(wording: str) -> tuple[str, ...]:
    """List the fields that a wording uses, in order."""
    return tuple(dict.fromkeys(_FIELD.findall(wording)))


def list_taken(wording: str) -> tuple[str, ...]:
    """List what a letter takes from its list: the fields of its wording, and optional columns.

    >>> list_taken("Dear {Nick},"), list_taken("")
    (('Nick', 'salutation', 'subject', 'your reference'), ())
    """
    return (*list_fields(wording), *(OPTIONAL if wording else ()))


def find_unknown(wording: str, known: Collection[str]) -> str | None:
    """Find the first field that is not among the known ones, or None."""
    keys = {make_key(name) for name in known}
    return next((field for field in list_fields(wording) if make_key(field) not in keys), None)


def match_headings(wording: str, headings: Collection[str]) -> str:
    """Name fields as a list's headings do, of which Word makes other names.

    >>> match_headings("{Client_name} of {prison_number}", ("Client name", "Prison number"))
    '{Client name} of {prison_number}'
    """
    known = {*FIELDS, *map(make_key, headings)}

    def match(field: re.Match[str]) -> str:
        spaced = field[0].replace("_", " ")
        of_heading = make_key(field[1]) not in known and make_key(spaced[1:-1]) in known
        return spaced if of_heading else field[0]

    return _FIELD.sub(match, wording)


def fill_in(wording: str, values: Mapping[str, str]) -> str:
    """Put values, under their keys, in the place of fields. Raises KeyError for a field missing."""
    return _FIELD.sub(lambda match: values[make_key(match[1])], wording)


def split_paragraphs(wording: str) -> tuple[str, ...]:
    r"""Take a wording apart at its empty lines.

    >>> split_paragraphs("One\ntwo.\n\n\nThree.\n")
    ('One two.', 'Three.')
    """
    blocks = re.split(r"\n[ \t]*\n", wording.replace("\r\n", "\n"))
    return tuple(" ".join(block.split()) for block in blocks if block.strip())
