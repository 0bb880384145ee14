"""Misfits: a marking that the list asks for, and that does not fit the sender or the prison."""

from prisonmail.letters import fitting_markings
from prisonmail.problems.problem import Fault
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender


def misfit(recipient: Recipient, sender: Sender) -> Fault | None:
    """Warn of a recipient's own marking that is not among those which fit, naming the usual one."""
    wanted = recipient.marking
    if wanted is None:
        return None
    fitting = fitting_markings(recipient, sender)
    if wanted in fitting:
        return None
    by_role = Marking.CONFIDENTIAL_ACCESS in (wanted, *fitting)
    whom = f"the role {sender.role_in_full.title}" if by_role else recipient.prison.name
    return Fault(
        "PW611",
        f"the list asks for {wanted}, and the usual marking for {whom} is {fitting[0]}",
        f"The letter is marked {wanted}. If that is wrong, correct this cell or leave it empty.",
    )
