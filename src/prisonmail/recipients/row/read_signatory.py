"""Who signs a letter, as the cell of a list says it.

>>> read_signatory("jb", Signatories({"": "Eric Brown", "jb": "Jane Bell"}))
'jb'
"""

from prisonmail.problems.problem import Fault
from prisonmail.sender.signatories import Signatories


def read_signatory(text: str, known: Signatories) -> str | Fault:
    """Read the key or the name of a signatory; return the key, empty for the profile's sender."""
    found = known.find(text)
    if found is not None:
        return found
    return Fault(
        "PM219",
        f"`{text}` is none of the signatories of the profile",
        f"There are: {known.describe()}. Write one of them, or add `{text}` to the profile. If the "
        "cell is empty, the usual signatory signs.",
    )
