"""Headings: the field of a recipient that a column holds, as firms and their systems name it.

>>> compact("Prison  No.")
'prisonno'
>>> guess("NOMS Number").field.value
'prison number'
>>> guess("Client's Date of Birth (dd/mm/yyyy)").fit.name
'NEAR'
>>> guess("Maiden name") is None
True
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from prisonmail.recipients.recipient import Field


class Fit(IntEnum):
    """How well a heading fits its field: the best fit wins, and two equal ones are a problem."""

    WEAK = 0
    """Taken only if the list has nothing better, like `Location` for the prison."""
    NEAR = 1
    EXACT = 2


class Guess(NamedTuple):
    """The field that a heading stands for."""

    field: Field
    fit: Fit


_EXACT = {
    Field.NAME: (
        "name fullname client clientname displayname prisonername defendant defendantname "
        "lettertitle recipient recipientname"
    ),
    Field.FORENAME: (
        "forename forenames firstname firstnames givenname givennames clientforename "
        "clientforenames clientfirstname clientfirstnames"
    ),
    Field.MIDDLE_NAME: "middlename middlenames clientmiddlename clientmiddlenames",
    Field.SURNAME: "surname lastname familyname clientsurname clientlastname clientfamilyname",
    Field.PRISON_NUMBER: (
        "prisonnumber prisonno prisonnum prisonref prisonid prisonernumber prisonerno prisonernum "
        "prisonerid prisonerref noms nomsno nomsnumber nomsid nomis nomisno nomisnumber nomisid "
        "offenderno offendernumber"
    ),
    Field.DATE_OF_BIRTH: "dob dateofbirth birthdate birthday clientdob clientdateofbirth",
    Field.PRISON: (
        "prison prisonname establishment hmp prisonlocation prisonremandcentre remandcentre "
        "custodylocation prisonestablishment establishmentname placeofcustody institution "
        "currentprison currentestablishment newprison newestablishment transferredto movedto"
    ),
    Field.REFERENCE: (
        "reference ref ourref ourreference matterno matternumber matterref matterreference "
        "mattercode displaynumber fileref filereference fileno filenumber caseref casereference "
        "casereferencenumber caserefnumber casenumber caseno"
    ),
    Field.CLIENT_REFERENCE: (
        "clientref clientreference clientno clientnumber clientcode clientid entityref"
    ),
    Field.MARKING: "marking",
    Field.CUSTODY: "custody incustody clientincustody custodystatus",
    Field.STATUS: (
        "status prisonerstatus clientstatus prisonstatus personstatus custodialstatus "
        "detentionstatus inmatestatus statusofclient statusofprisoner"
    ),
    Field.ADDRESS: "prisonaddress addressblock businessstate",
    Field.RELEASE_DATE: "releasedate dateofrelease datereleased",
}
_WEAK = {
    Field.FORENAME: "knownas initials",
    Field.PRISON: "location currentlocation",
    Field.REFERENCE: "matter",
    Field.RELEASE_DATE: "conditionalreleasedate automaticreleasedate expectedreleasedate",
}
_ADDRESS = re.compile(
    r"(?:business|prison|client|home|postal|correspondence)?"
    r"(?:address(?:line)?[1-9]?|street|town|city|county|postcode|postalcode)"
)
# The longer first: `clients` would otherwise lose only `client` and keep its s.
_BEFORE = (
    "clients",
    "client",
    "defendants",
    "defendant",
    "prisoners",
    "prisoner",
    "current",
    "hmp",
)
_AFTER = ("noms", "nomis", "required", "ddmmyyyy", "dmy", "s")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def _by_heading(synonyms: dict[Field, str]) -> dict[str, Field]:
    return {word: field for field, words in synonyms.items() for word in words.split()}


_EXACT_BY_HEADING = _by_heading(_EXACT)
_WEAK_BY_HEADING = _by_heading(_WEAK)


# Cached, because the first rows of a list are read as headings once for each delimiter.
@lru_cache(maxsize=4096)
def compact(heading: str) -> str:
    """Reduce a heading to its letters and digits, in lower case."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


@lru_cache(maxsize=4096)  # for the same reason as compact
def guess(heading: str) -> Guess | None:
    """Find the field that a heading stands for, and how well it fits."""
    word = compact(heading)
    if field := _field(word):
        return Guess(field, Fit.EXACT)
    if field := _WEAK_BY_HEADING.get(word):
        return Guess(field, Fit.WEAK)
    for shorter in _shorter(heading):
        if field := _field(shorter):
            return Guess(field, Fit.NEAR)
    return None


def list_synonyms(field: Field) -> tuple[str, ...]:
    """Return the compact forms of all headings that mean a field."""
    return tuple(_EXACT[field].split())


def find_field(name: str) -> Field | None:
    """Find a field by its name for `--map`: `dob`, `prison_number`, `ref`."""
    word = compact(name)
    own = {compact(field.value): field for field in Field}
    short = {"number": Field.PRISON_NUMBER, "middle": Field.MIDDLE_NAME}
    return own.get(word) or short.get(word) or _EXACT_BY_HEADING.get(word)


def _field(word: str) -> Field | None:
    return _EXACT_BY_HEADING.get(word) or (Field.ADDRESS if _ADDRESS.fullmatch(word) else None)


def _shorter(heading: str) -> list[str]:
    """Return shorter forms without what adds nothing: brackets, whose it is, how it is written."""
    word = compact(_IN_BRACKETS.sub(" ", heading))
    found = [word]
    for before in _BEFORE:
        if word.startswith(before):
            found.append(word.removeprefix(before))
            break
    return found + [each.removesuffix(after) for each in found for after in _AFTER]
