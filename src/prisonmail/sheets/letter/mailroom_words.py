"""What a covering sheet says to the mailroom, true of the marking and the sender at hand."""

from prisonmail.letters.hmpps_barcode import WHERE_CHECKED
from prisonmail.letters.mailroom_advice import RING_SENDER
from prisonmail.sender.markings import Marking
from prisonmail.sender.roles import Family
from prisonmail.sender.sender import Sender

HEADING = "For the mailroom: please deliver unopened"
CHECKING = (
    f"{RING_SENDER}, and read out the code.",
    "The sender’s own record says if it is good. It can be checked once: a copy does not pass.",
    "Where it cannot be checked, please rely on the particulars and the signature above.",
)
"""Who can answer for the code, and what to rely on if nobody can."""
CHECKING_BARCODE = (
    f"Check the barcode in the window {WHERE_CHECKED}.",
    "The code above is the sender’s own. It can be checked once: ring the sender, and read it out.",
    "Where neither can be checked, please rely on the particulars and the signature above.",
)
"""The same of a letter whose window shows a barcode of HMPPS and not the code."""
WHERE_UNKNOWN = (
    "The barcode is the sender’s own. It is not in the barcode service of HM Prison and Probation "
    "Service."
)
_OF_A_RULE = (Marking.PRISON_RULE_39, Marking.YOI_RULE_17)
_RULES = {Marking.STC_RULE_14: "rule 14 of the Secure Training Centre Rules 1998"}
"""Rules that a mailroom may not know by the words of the marking."""
_OPENING = (
    "It may be opened only on reasonable cause to believe that it is not from the sender named "
    "below or has something illicit in it, or{reserve} that its contents endanger {security} or "
    "the safety of others or are otherwise of a criminal nature; with the {who} authority, and in "
    "front of the person addressed."
)
_WRITERS = {
    Family.LEGAL_ADVISER: "a legal adviser",
    Family.COURT: "a court",
    Family.CONFIDENTIAL_ACCESS: "a sender with confidential access",
}


def describe_protection(marking: Marking, sender: Sender) -> str:
    """Say what the marking means, to the mailroom that has the letter in hand."""
    writer = _WRITERS[sender.role_in_full.family]
    if marking is Marking.CONFIDENTIAL_ACCESS:
        protected = (
            f"This letter is from {writer}. It is handled with the same confidentiality as legally "
            "privileged mail (PSI 49/2011, section 14)."
        )
    else:
        rule = _RULES.get(marking, marking.value)
        protected = f"This letter is from {writer} and is protected by {rule}."
    opening = _OPENING.format(**_opening_words(marking))
    return f"{protected} {opening}"


def describe_standing(sender: Sender) -> str:
    """Say in which role a person signs and for whom, once if these are the same words."""
    role, organisation = sender.role_in_full.title, sender.organisation
    same = role.casefold() == organisation.casefold()
    return organisation if same else f"{role}, {organisation}"


def _opening_words(marking: Marking) -> dict[str, str]:
    if marking is Marking.STC_RULE_14:
        return {"reserve": "", "security": "security in the centre", "who": "director’s"}
    rule = "that rule allows it" if marking in _OF_A_RULE else "the rule on such mail allows it"
    return {"reserve": f", so far as {rule},", "security": "prison security", "who": "governor’s"}
