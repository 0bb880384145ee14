"""The marking: the words at the head of the window.

>>> [marking.value for marking in find_fitting(Family.LEGAL_ADVISER, Law.YOI)]
['YOI Rule 17']
>>> [marking.value for marking in find_fitting(Family.COURT, Law.STC)]
['STC Rule 14']
>>> parse_marking("rule 99") is None
True
"""

from enum import StrEnum

from prisonmail.prisons.law import Law
from prisonmail.sender.roles import Family


class Marking(StrEnum):
    """The three markings that mailrooms of prisons know (PSI 49/2011, section 14), and a fourth.

    A secure training centre has rules of its own, the Secure Training Centre Rules 1998.
    """

    PRISON_RULE_39 = "Prison Rule 39"
    YOI_RULE_17 = "YOI Rule 17"
    CONFIDENTIAL_ACCESS = "Confidential access"
    STC_RULE_14 = "STC Rule 14"


# `Rule 14` alone is none: an old page of the Law Society has it for what is now YOI Rule 17.
_NAMES = {
    "prisonrule39": Marking.PRISON_RULE_39,
    "rule39": Marking.PRISON_RULE_39,
    "r39": Marking.PRISON_RULE_39,
    "39": Marking.PRISON_RULE_39,
    "yoirule17": Marking.YOI_RULE_17,
    "rule17": Marking.YOI_RULE_17,
    "r17": Marking.YOI_RULE_17,
    "17": Marking.YOI_RULE_17,
    "stcrule14": Marking.STC_RULE_14,
    "stcr14": Marking.STC_RULE_14,
    "stc14": Marking.STC_RULE_14,
    "securetrainingcentrerule14": Marking.STC_RULE_14,
    "securetrainingcentrerules1998rule14": Marking.STC_RULE_14,
    "confidentialaccess": Marking.CONFIDENTIAL_ACCESS,
    "confidential": Marking.CONFIDENTIAL_ACCESS,
    "ca": Marking.CONFIDENTIAL_ACCESS,
}


_BY_LAW: dict[Law, tuple[Marking, ...]] = {
    Law.PRISON: (Marking.PRISON_RULE_39,),
    Law.YOI: (Marking.YOI_RULE_17,),
    Law.PRISON_AND_YOI: (Marking.PRISON_RULE_39, Marking.YOI_RULE_17),
    Law.STC: (Marking.STC_RULE_14,),
    Law.REMOVAL: (),
}


def find_fitting(family: Family, law: Law) -> tuple[Marking, ...]:
    """Return the markings that fit a sender and the law of the place that a letter goes to.

    The usual one, which a letter has unless its list says otherwise, comes first. There is none for
    a removal centre.
    """
    if family is Family.CONFIDENTIAL_ACCESS and law is not Law.REMOVAL:
        return (Marking.CONFIDENTIAL_ACCESS,)
    return _BY_LAW[law]


def parse_marking(text: str) -> Marking | None:
    """Read a marking as people write it, or None.

    >>> parse_marking("Rule 39").value
    'Prison Rule 39'
    """
    return _NAMES.get("".join(letter for letter in text.casefold() if letter.isalnum()))
