"""Numbers in headings: the second person, or the second prison, that a row can have.

A list may have `Client Name 2`, or a program may have renamed a heading that came twice:
`Prison.1`, `Prison_2`, `Prison_y`.

>>> read_heading("Client 2 Name")
Meaning(field=<Field.NAME: 'name'>, fit=<Fit.NEAR: 1>, number=2)
>>> read_heading("Prison.1").number, read_heading("Prison").number
(1, 0)
>>> read_heading("Co-defendant's prison").number == ANOTHER
True
>>> read_heading("Notes 2") is None, read_heading("Address 2").number, read_heading("Ref 2")
(True, 0, None)
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from prisonmail.recipients.columns.headings import Fit, guess
from prisonmail.recipients.columns.wording import PEOPLE, plain
from prisonmail.recipients.recipient import Field
from prisonmail.system.late_pattern import compile_late

ANOTHER = 10
"""The number of a column for another person without a number: `Co-defendant`, `Other client`."""
NAME_FIELDS = (
    Field.NAME,
    Field.FORENAME,
    Field.MIDDLE_NAME,
    Field.SURNAME_PREFIX,
    Field.SURNAME,
    Field.SUFFIX,
)
WHO_AND_WHERE = (*NAME_FIELDS, Field.PRISON_NUMBER, Field.DATE_OF_BIRTH, Field.PRISON)
"""The fields of which a letter needs exactly one each."""
_LONGEST = 60
_PEOPLE = frozenset(each + s for each in PEOPLE.split("|") for s in ("", "s"))
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th"), start=1
    )
    for word in words.split()
}
_COUNTED = {
    **{str(number): number for number in range(1, 10)},
    "one": 1, "two": 2, "three": 3, "four": 4, "a": 1, "b": 2, "c": 3, "d": 4,
}  # fmt: skip
_MORE = frozenset("co other another additional joint extra".split())
_JOINED = compile_late(r"\bco(?=(?:defendant|accused|client|prisoner)s?\b)")
_TOKEN = compile_late(r"\d+(?:st|nd|rd|th)\b|\d+|[^\W\d_]+")
_MERGED = compile_late(r"(.+)_([xy])", re.IGNORECASE)


class Meaning(NamedTuple):
    """What a heading stands for, and for which of several people; 0 if it does not say."""

    field: Field
    fit: Fit
    number: int


# Cached, because the first rows of a list are read as headings once for each delimiter.
@lru_cache(maxsize=4096)
def read_heading(heading: str) -> Meaning | None:
    """Find the field that a heading stands for, and for which person, if it says so."""
    if known := guess(heading):
        return Meaning(*known, 0)
    if len(heading) > _LONGEST:
        return None
    for rest, number, of_a_person in _without_number(heading):
        known = guess(rest)
        if known and (known.field in WHO_AND_WHERE or (of_a_person and number == 1)):
            return Meaning(known.field, min(known.fit, Fit.NEAR), number)
    return None


def _without_number(heading: str) -> Iterator[tuple[str, int, bool]]:
    """Yield a heading without a word that may be a number, the number, and if it is a person's."""
    if merged := _MERGED.fullmatch(heading):
        yield merged[1], "xy".index(merged[2].casefold()) + 1, False
    tokens = _TOKEN.findall(_JOINED.sub("co ", plain(heading)).replace("'s", "").replace("’s", ""))
    tokens = ["client" if token in ("person", "persons") else token for token in tokens]
    for index in range(len(tokens)):
        number, of_a_person = _number_at(tokens, index)
        if number:
            rest = tokens[:index] + tokens[index + 1 :]
            yield " ".join(rest), number, of_a_person
            yield " ".join(token for token in rest if token not in _PEOPLE), number, of_a_person


def _number_at(tokens: Sequence[str], index: int) -> tuple[int, bool]:
    """Return the number that a word of a heading is, 0 for none, and whether a person bears it.

    A figure counts behind a person and at the end, a letter only behind a person. `First` needs a
    person or a part of a name, since the first prison is an earlier one.
    """
    word, after = tokens[index], " ".join(tokens[index + 1 :])
    follows = index > 0 and tokens[index - 1] in _PEOPLE
    leads = index + 1 < len(tokens) and tokens[index + 1] in _PEOPLE
    if word in _COUNTED and (follows or (not after and (len(word) > 1 or word.isdigit()))):
        return _COUNTED[word], follows
    if word in _MORE and leads:
        return ANOTHER, True
    number = _ORDINALS.get(word, 0)
    if number == 1 and not leads and not after.startswith(("forename", "given", "christian")):
        return 0, False
    return number, leads
