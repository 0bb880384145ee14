"""The words of the covering letter.

Sources: PSI 49/2011, section 14 (re-issued 5 January 2024), for what the markings protect and when
mail may be opened; the guidance of HM Prison and Probation Service for mail without its own
barcode, for the particulars. England and Wales only.
"""

from prisonmail.sender.markings import Marking
from prisonmail.sender.roles import Family
from prisonmail.sender.sender import Sender

_WRITERS = {
    Family.LEGAL_ADVISER: "a legal adviser",
    Family.COURT: "a court",
    Family.CONFIDENTIAL_ACCESS: "a sender with confidential access",
}


def heading(marking: Marking) -> str:
    """Head the covering letter."""
    if marking is Marking.CONFIDENTIAL_ACCESS:
        return "Confidential access: please deliver unopened"
    return f"{marking.value}: please deliver unopened"


def protection(marking: Marking, sender: Sender) -> str:
    """Say what the marking means, to the mailroom that has the letter in hand."""
    writer = _WRITERS[sender.role_in_full.family]
    opening = (
        "It may be opened only on reasonable cause to believe that it has something illicit in it "
        "or is not from the sender named below, with the governor’s authority, and in front of "
        "the person it is addressed to."
    )
    if marking is Marking.CONFIDENTIAL_ACCESS:
        return (
            f"To the mailroom: this letter is from {writer}. It is handled with the same "
            f"confidentiality as legally privileged mail (PSI 49/2011, section 14). {opening}"
        )
    return (
        f"To the mailroom: this letter is from {writer} and is protected by {marking.value}. "
        f"{opening}"
    )


def how_to_check(sender: Sender) -> str:
    """Say who can answer for the code, and what to rely on where nobody can."""
    return (
        "The barcode in the window carries the code above. It can be checked once, in the "
        f"sender’s own record: telephone {sender.telephone}. It is not in the barcode service of "
        "HM Prison and Probation Service. Where it cannot be checked, please rely on the "
        "particulars and the signature of this letter."
    )


def sender_line(sender: Sender) -> str:
    """Name the person, the role and the organisation."""
    return f"{sender.name}, {sender.role_in_full.title}, {sender.organisation}"
