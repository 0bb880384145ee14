"""The marking: the words at the head of the window.

>>> [marking.value for marking in find_fitting(Family.LEGAL_ADVISER, young_only=True)]
['YOI Rule 17']
>>> parse_marking("rule 99") is None
True
"""

from enum import StrEnum

from prisonmail.sender.roles import Family


class Marking(StrEnum):
    """The three markings that mailrooms know (PSI 49/2011, section 14)."""

    PRISON_RULE_39 = "Prison Rule 39"
    YOI_RULE_17 = "YOI Rule 17"
    CONFIDENTIAL_ACCESS = "Confidential access"


_NAMES = {
    "prisonrule39": Marking.PRISON_RULE_39,
    "rule39": Marking.PRISON_RULE_39,
    "r39": Marking.PRISON_RULE_39,
    "39": Marking.PRISON_RULE_39,
    "yoirule17": Marking.YOI_RULE_17,
    "rule17": Marking.YOI_RULE_17,
    "r17": Marking.YOI_RULE_17,
    "17": Marking.YOI_RULE_17,
    "confidentialaccess": Marking.CONFIDENTIAL_ACCESS,
    "confidential": Marking.CONFIDENTIAL_ACCESS,
    "ca": Marking.CONFIDENTIAL_ACCESS,
}


def find_fitting(
    family: Family, *, young_only: bool = False, adults_only: bool = False
) -> tuple[Marking, ...]:
    """Return the markings that fit a sender and a prison, which may be for one age only.

    The usual one, which a letter has unless its list says otherwise, comes first.
    """
    if family is Family.CONFIDENTIAL_ACCESS:
        return (Marking.CONFIDENTIAL_ACCESS,)
    if young_only:
        return (Marking.YOI_RULE_17,)
    if adults_only:
        return (Marking.PRISON_RULE_39,)
    return (Marking.PRISON_RULE_39, Marking.YOI_RULE_17)


def parse_marking(text: str) -> Marking | None:
    """Read a marking as people write it, or None.

    >>> parse_marking("Rule 39").value
    'Prison Rule 39'
    """
    return _NAMES.get("".join(letter for letter in text.casefold() if letter.isalnum()))
