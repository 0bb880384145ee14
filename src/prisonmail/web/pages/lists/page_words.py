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
    "encoding": "Encoding",
    "envelope": "Envelope",
    "include_hidden": "Read hidden rows and columns too",
    "inner_grid": "Labels for sealed inner envelopes",
    "mark_enclosures": "Mark each enclosed page with batch, sheet and page",
    "post_book": "Make a post book",
    "remember": "Put these people into the address book",
    "sheet": "Sheet of the workbook",
    "signatory": "Who signs",
    "skip_bad": "Leave out rows with problems",
    "skip_not_in_custody": "Leave out people who are not in custody",
    "summary": "End with a summary",
    "where": "Only rows with",
    "without_letter": "Leave out the usual private letter",
}
"""What the page calls each choice."""
ORDERS = {"dmy": "Day first", "mdy": "Month first", "ymd": "Year first"}
ENCODINGS = [
    ("", "As it is found to be"),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16, little-endian (utf-16-le)"),
    ("utf-16-be", "UTF-16, big-endian (utf-16-be)"),
    ("cp1252", "Western, Windows (cp1252)"),
    ("cp850", "Western, MS-DOS (cp850)"),
    ("mac-roman", "Western, old Mac (mac-roman)"),
    ("cp1250", "Central European, Windows (cp1250)"),
    ("iso8859-2", "Central European, ISO (iso8859-2)"),
    ("cp1254", "Turkish, Windows (cp1254)"),
    ("cp1257", "Baltic, Windows (cp1257)"),
    ("cp1251", "Cyrillic, Windows (cp1251)"),
    ("koi8-r", "Cyrillic, KOI8 (koi8-r)"),
    ("cp1253", "Greek, Windows (cp1253)"),
]
"""What a list may be encoded as: all that messages may suggest."""
_REPLACED = [
    (r', or say which column is which, like: --map name="[^"]*"', "."),  # there is none to choose
    (r", or say which is which(?:, like)?: --map forename=\w+ --map surname=\w+\.?", "."),
    (r',? (?:like|so): --map (\w+)="([^"]*)"', r" under “Columns”, such as “\2” for the \1"),
    (r': --map (\w+)="([^"]*)"', r" under “Columns”: “\2” is the \1"),
    (r' --map (\w+)="([^"]*)"', r", and “\2” for the \1"),
    (r": --map (\w+)=COLUMN", r" under “Columns”, for the \1"),
    (r"say what it is with --encoding", "choose its “Encoding”"),
    (r"(?:Say so with: )?--encoding (\w)", r"“Encoding” \1"),
    (r"If letters look wrong: --encoding", "If letters look wrong, choose its “Encoding”."),
    (r"--inner-grid (\w+)", r"“Labels for sealed inner envelopes” \1"),
    (r"say how many there may be: --max-rows N", "send the list in parts."),
    (r"\badd --(?=again|cancel-earlier|include-hidden|skip)", "tick --"),
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
_FIELD = re.compile(r"(?<=for the )\w+|(?<=is the )\w+")


def name_controls(text: str) -> str:
    """Return text with the options in it named as the page names them, and without commands.

    What it repeats of the list stands in quotes.
    """
    text = quote_cells(text)
    if "--" not in text and "prisonmail" not in text:
        return text  # as most of a long list
    for pattern, said in _REPLACED:
        text = re.sub(pattern, said, text)
    text = _FIELD.sub(lambda found: found[0].replace("_", " "), text)
    return leave_out_commands(text).strip()


def say_help(text: str) -> str:
    """Return what to do, as `name_controls`, with the stop that an option at its end left out.

    >>> say_help("If it is, say so: --date-order mdy"), say_help("Correct the cell.")
    ('If it is, say so: “Month first”.', 'Correct the cell.')
    """
    text = name_controls(text)
    return f"{text}." if text.endswith("”") or text[-1:].isalnum() else text
