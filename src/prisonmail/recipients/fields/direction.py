r"""Characters that turn the order of letters round: a name then reads as another than it is.

>>> find_override("Ann \u202etraH").code
'PM221'
"""

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.cell import name_character
from prisonmail.system.late_pattern import compile_late

_ORDERING = compile_late("[\u202a-\u202e\u2066-\u2069]")
_WHOLE = "\u202a\u202b\u202c\u2066\u2067\u2068\u2069 "
"""What telephones put round a whole name when it is copied: it turns nothing round."""


def find_override(cell: str) -> Fault | None:
    """Find a character inside a cell that turns the order of letters round."""
    found = None if cell.isascii() else _ORDERING.search(cell.strip(_WHOLE))
    if found is None:
        return None
    return Fault(
        "PM221",
        f"the name has an invisible character in it that turns letters round: "
        f"{name_character(found[0])}",
        "What is seen and what would be printed differ. Type the name again in this cell.",
    )
