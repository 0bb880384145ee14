"""Headings: which column of a list holds which field.

>>> compact("Prison  No.")
'prisonno'
>>> field_for("NOMS Number").value
'prison number'
>>> field_for("Notes") is None
True
"""

import unicodedata
from enum import StrEnum


class Field(StrEnum):
    """What prisonmail reads from a list, under the headings of `prisonmail template`."""

    NAME = "name"
    PRISON_NUMBER = "prison number"
    DATE_OF_BIRTH = "date of birth"
    PRISON = "prison"
    REFERENCE = "reference"
    MARKING = "marking"


_SYNONYMS = {
    Field.NAME: "name fullname recipient recipientname prisonername clientname",
    Field.PRISON_NUMBER: (
        "prisonnumber prisonno prisonnum prisonref prisonid prisonernumber prisonerno prisonerid "
        "nomsno nomsnumber nomisno nomisnumber offenderno offendernumber"
    ),
    Field.DATE_OF_BIRTH: "dob dateofbirth birthdate clientdob clientdateofbirth",
    Field.PRISON: "prison prisonname establishment hmp prisonlocation",
    Field.REFERENCE: (
        "reference ref ourref matterno matternumber matterref fileref fileno caseref"
    ),
    Field.MARKING: "marking",
}
_BY_HEADING = {word: field for field, words in _SYNONYMS.items() for word in words.split()}


def compact(heading: str) -> str:
    """Bring a heading down to its letters and digits, without case."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def field_for(heading: str) -> Field | None:
    """Find the field that a heading stands for."""
    return _BY_HEADING.get(compact(heading))
