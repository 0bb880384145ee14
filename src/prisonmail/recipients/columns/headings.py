"""Headings: the field of a recipient that a column holds, as firms and their systems name it.

>>> compact("Prison  No.")
'prisonno'
>>> guess("NOMS Number").field.value
'prison number'
>>> guess("Client's Date of Birth (dd/mm/yyyy)").fit.name
'NEAR'
>>> guess("Name of prisoner").field.value, guess("Surname, Forename").field.value
('name', 'name')
>>> guess("Maiden name"), guess("Prison (previous)"), guess("Name - solicitor")
(None, None, None)
"""

import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from prisonmail.recipients.columns.wording import (
    PEOPLE,
    adds_nothing,
    find_leading_part,
    list_alternatives,
    speaks_of_other,
    split_notes,
    turn_round,
)
from prisonmail.recipients.recipient import Field
from prisonmail.system.late_pattern import compile_late

_LONGEST = 100
"""Characters beyond which a text is no heading, so that it is not searched for one."""


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
        "clientforenames clientfirstname clientfirstnames christianname christiannames fname"
    ),
    Field.MIDDLE_NAME: "middlename middlenames clientmiddlename clientmiddlenames",
    Field.SURNAME_PREFIX: (
        "surnameprefix lastnameprefix familynameprefix tussenvoegsel tussenvoegsels voorvoegsel "
        "voorvoegsels surnameparticle nameparticle infix van"
    ),
    Field.SURNAME: (
        "surname lastname familyname clientsurname clientlastname clientfamilyname lname sname"
    ),
    Field.SUFFIX: "namesuffix surnamesuffix lastnamesuffix",
    Field.PRISON_NUMBER: (
        "prisonnumber prisonno prisonnum prisonref prisonid prisonernumber prisonerno prisonernum "
        "prisonerid prisonerref prisonnoms prisonnomis noms nomsno nomsnumber nomsid nomis nomisno "
        "nomisnumber nomisid offenderno offendernumber "
        "newprisonnumber newprisonno newprisonernumber newprisonerno newnomsnumber newnomsno "
        "latestprisonnumber latestprisonno latestnomsnumber latestnomsno"
    ),
    Field.DATE_OF_BIRTH: "dob dateofbirth birthdate birthday clientdob clientdateofbirth",
    Field.PRISON: (
        "prison prisonname establishment hmp yoi hmpyoi prisonyoi prisonlocation "
        "prisonremandcentre remandcentre custodylocation prisonestablishment establishmentname "
        "placeofcustody institution whichprison "
        "currentprison currentestablishment newprison newestablishment "
        "latestprison latestestablishment prisonnow transferredto movedto"
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
    Field.CUSTODY: (
        "custody incustody clientincustody custodystatus isincustody stillincustody inprison "
        "isinprison stillinprison currentlyincustody currentlyinprison custodyyn incustodyyn "
        "custodyyesno incustodyyesno inprisonyn"
    ),
    Field.STATUS: (
        "status prisonerstatus clientstatus prisonstatus personstatus custodialstatus "
        "detentionstatus inmatestatus statusofclient statusofprisoner"
    ),
    Field.ADDRESS: "prisonaddress addressblock businessstate",
    Field.RELEASE_DATE: "releasedate dateofrelease datereleased",
    Field.BARCODE: (
        "barcode barcodeno barcodenumber hmppsbarcode hmppsbarcodeno hmppsbarcodenumber "
        "slmbarcode sendlegalmailbarcode prisonbarcode"
    ),
    Field.BARCODE_DATE: (
        "barcodedate dateofbarcode barcodemade barcodemadeon barcodecreated barcodecreatedon "
        "hmppsbarcodedate slmbarcodedate"
    ),
}
_WEAK = {
    Field.FORENAME: "knownas initials initial firstinitial clientinitials first clientfirst",
    Field.MIDDLE_NAME: (
        "mi middleinitial middleinitials middle "
        "clientmiddle secondname 2ndname thirdname othername "
        "othernames otherforenames othergivennames additionalnames additionalforenames"
    ),
    Field.SURNAME_PREFIX: "prefix nameprefix",
    Field.SURNAME: "last clientlast",
    Field.SUFFIX: "suffix",
    Field.PRISON: "location currentlocation prisoncode establishmentcode",
    Field.REFERENCE: "matter",
    Field.RELEASE_DATE: "conditionalreleasedate automaticreleasedate expectedreleasedate",
}
_ADDRESS = compile_late(
    r"(?:business|prison|client|home|postal|correspondence)?"
    r"(?:address(?:line)?[1-9]?|street|town|city|county|postcode|postalcode)"
)
_BEFORE = (*(f"{whose}{s}" for whose in PEOPLE.split("|") for s in ("s", "")), "current", "hmp")
_AFTER = ("noms", "nomis", "required", "ddmmyyyy", "dmy", "infull", "incapitals", "s")
_NAME_PARTS = (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)
_ONLY_STOP = (Field.CUSTODY, Field.STATUS, Field.RELEASE_DATE)
"""Fields that can keep a letter back, and say nothing on it: a strange note is no harm to them."""


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
    """Find the field that a heading stands for, and how well it fits.

    What stands in brackets is a part of the heading: `Prison (previous)` is not the prison.
    """
    word = compact(heading)
    if field := _field(word):
        return Guess(field, Fit.EXACT)
    if field := _WEAK_BY_HEADING.get(word):
        return Guess(field, Fit.WEAK)
    if not word or len(heading) > _LONGEST:
        return None
    if find_leading_part(heading):
        return Guess(Field.NAME, Fit.NEAR)
    if field := _shortened(heading):
        return Guess(field, Fit.NEAR)
    return _without_notes(*split_notes(heading))


def list_synonyms(field: Field) -> tuple[str, ...]:
    """Return the compact forms of all headings that mean a field."""
    return tuple(_EXACT[field].split())


def find_field(name: str) -> Field | None:
    """Find a field by its name for `--map`: `dob`, `prison_number`, `ref`."""
    word = compact(name)
    own = {compact(field.value): field for field in Field}
    short = {"number": Field.PRISON_NUMBER, "middle": Field.MIDDLE_NAME}
    return own.get(word) or short.get(word) or _EXACT_BY_HEADING.get(word)


def name_option(field: Field) -> str:
    """Return the name by which `--map` knows a field."""
    return field.value.replace(" ", "_")


def _field(word: str) -> Field | None:
    return _EXACT_BY_HEADING.get(word) or (Field.ADDRESS if _ADDRESS.fullmatch(word) else None)


@lru_cache(maxsize=4096)  # a heading is looked at whole, and then without its notes
def _shortened(text: str) -> Field | None:
    """Find a field by a heading without what adds nothing: whose it is, how it is written."""
    found = [compact(text)]
    for word in found:  # grows: `Prisoner's current prison` loses two
        if word.startswith(_BEFORE):
            found += [word.removeprefix(each) for each in _BEFORE if word.startswith(each)]
    found += [word.removesuffix(each) for word in found for each in _AFTER if word.endswith(each)]
    return next(filter(None, map(_field, found)), None)


def _without_notes(main: str, notes: tuple[str, ...]) -> Guess | None:
    """Find a field by a heading and the notes to it, unless a note makes another column of it."""
    turned = _EXACT_BY_HEADING.get(compact(" ".join([*notes, main]))) if notes else None
    if turned:  # `Number (prison)`, `Prison (current)`
        return Guess(turned, Fit.EXACT)
    field = _find_near(main)
    notes = tuple(note for note in notes if not adds_nothing(note))
    if field in _ONLY_STOP:
        return None if any(map(speaks_of_other, notes)) else Guess(field, Fit.NEAR)
    if field is None and not notes and (weak := _WEAK_BY_HEADING.get(compact(main))):
        return Guess(weak, Fit.WEAK)
    said = [_find_near(note) for note in notes]
    if field is Field.NAME and len(said) == 1 and said[0] in _NAME_PARTS:
        return Guess(said[0], Fit.NEAR)
    return Guess(field, Fit.NEAR) if field and all(each is field for each in said) else None


def _find_near(text: str) -> Field | None:
    turned = turn_round(text)
    return _shortened(text) or (_shortened(turned) if turned else None) or _find_in_all(text)


def _find_in_all(text: str) -> Field | None:
    """Find the field that all alternatives of a heading mean: `NOMIS/Prison no`."""
    for each in list_alternatives(text):
        found = {_shortened(name) for name in each}
        if len(found) == 1:
            return found.pop()
    return None
