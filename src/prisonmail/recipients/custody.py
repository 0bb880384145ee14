"""Custody: what a list says of whether a person is in prison at all.

>>> says_no("Police bail"), says_no("Yes"), says_no("")
(True, False, False)
"""

from prisonmail.recipients.problems import Fault

_NO = frozenset(
    (
        "n", "no", "false", "0", "bail", "on bail", "police bail", "court bail", "bailed",
        "conditional bail", "unconditional bail", "released", "released under investigation",
        "rui", "at liberty", "liberty", "tagged", "on tag", "tag", "not in custody", "community",
        "out of custody", "in the community", "summons", "voluntary attendance",
    )
)  # fmt: skip


def says_no(text: str) -> bool:
    """Say whether a cell of the custody column says that the person is not in custody."""
    return text.casefold() in _NO


def not_in_custody(said: str) -> Fault:
    """Say that a person cannot be written to in prison."""
    return Fault(
        "PM306",
        f"the list says `{said}`: the person is not in custody",
        "Remove the row, or leave all such rows out with --skip-not-in-custody.",
    )


def contradiction(said: str) -> Fault:
    """Warn that a row names a prison though the person is said not to be in custody."""
    return Fault(
        "PW609",
        f"the list says `{said}` to custody, and yet names a prison",
        "Check that the person is there. To leave such rows out: --skip-not-in-custody.",
    )
