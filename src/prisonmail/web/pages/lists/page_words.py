"""What the command line says of a list, in the words of the page: options become what is on it.

>>> name_controls('Say which is meant, like: --map name="Client"; or rename the other.')
'Say which is meant under “Columns”, such as “Client” for the name; or rename the other.'
>>> name_controls("Remove the row, or leave all such rows out with --skip-not-in-custody.")
'Remove the row, or leave all such rows out with “Leave out people who are not in custody”.'
>>> name_controls("prisonmail covers prisons only. To print it: prisonmail reprint 20261121-7F3K.")
'prisonmail covers prisons only.'
"""

import re

from prisonmail.web.pages.wording import leave_out_commands, quote_cells

CONTROLS = {
    "again": "Issue it again, with new codes",
    "by_prison": "Put letters to one prison together",
    "cancel_earlier": "Cancel earlier letters to the same people",
    "date_order": "Order of dates",
    "duplex": "Print on both sides",
    "enclose": "Columns that name enclosures",
    "envelope": "Envelope",
    "include_hidden": "Read hidden rows and columns too",
    "mark_enclosures": "Mark each enclosed page with batch, sheet and page",
    "post_book": "Make a post book",
    "remember": "Put these people into the address book",
    "sheet": "Sheet of the workbook",
    "signatory": "Who signs",
    "skip_bad": "Leave out rows with problems",
    "skip_not_in_custody": "Leave out people who are not in custody",
    "summary": "End with a summary",
    "without_letter": "Leave out the usual private letter",
}
"""What the page calls each choice."""
ORDERS = {"dmy": "Day first", "mdy": "Month first", "ymd": "Year first"}
_REPLACED = [
    (r',? (?:like|so): --map (\w+)="([^"]*)"', r" under “Columns”, such as “\2” for the \1"),
    (r': --map (\w+)="([^"]*)"', r" under “Columns”: “\2” is the \1"),
    (r' --map (\w+)="([^"]*)"', r", and “\2” for the \1"),
    (r": --map (\w+)=COLUMN", r" under “Columns”, for the \1"),
    (r", or say what it is with --encoding", ""),
    (r"Try --encoding [^,]*, or save", "Save"),
    (r"Say so with: --encoding \S+", "Save it as CSV UTF-8."),
    (r"say how many there may be: --max-rows N", "send the list in parts."),
    (r"\bThen add( under “Columns”)", r"Then choose it\1"),
    (r"--map\b", "“Columns”"),
    *((rf"--date-order {each}\b", f"“{said}”") for each, said in ORDERS.items()),
    (r"--envelope (\w+)", r"“Envelope” \1"),
    (r"Look it up with: prisonmail prisons\b", "Look it up in the list of prisons."),
    (r"For an empty list with headings: prisonmail template", ""),
    *(
        (rf"--{name.replace('_', '-')}\b", f"“{said}”")
        for name, said in CONTROLS.items()
        if name != "enclose"
    ),
    (r"--enclose\b", f"“{CONTROLS['enclose']}”"),
    (r"--letter\b", "the private letter"),
]


def name_controls(text: str) -> str:
    """Return text with the options in it named as the page names them, and without commands.

    What it repeats of the list stands in quotes.
    """
    text = quote_cells(text)
    if "--" not in text and "prisonmail" not in text:
        return text  # as most of a long list
    for pattern, said in _REPLACED:
        text = re.sub(pattern, said, text)
    return leave_out_commands(text).strip()
