"""The marking: the words at the head of the window.

>>> marking_for(Family.LEGAL_ADVISER, young_offenders_only=True).value
'YOI Rule 17'
>>> marking_named("rule 99") is None
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


def marking_for(family: Family, *, young_offenders_only: bool) -> Marking:
    """Give the marking that a sender uses for a prison, unless its list says otherwise."""
    if family is Family.CONFIDENTIAL_ACCESS:
        return Marking.CONFIDENTIAL_ACCESS
    return Marking.YOI_RULE_17 if young_offenders_only else Marking.PRISON_RULE_39


def marking_named(text: str) -> Marking | None:
    """Read a marking as people write it, or None.

    >>> marking_named("Rule 39").value
    'Prison Rule 39'
    """
    return _NAMES.get("".join(letter for letter in text.casefold() if letter.isalnum()))
