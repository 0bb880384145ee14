"""The firm's own barcodes of HMPPS, and the day on which the service made each.

>>> read_barcode("1234-5678-9012")
'123456789012'
>>> read_barcode("1.23457E+11").code, read_barcode("12345-67890-1244").code
('PM231', 'PM231')
>>> today = date(2026, 11, 21)
>>> read_barcode_date("24/10/2026", today), read_barcode_date("23/10/2026", today).code
(datetime.date(2026, 10, 24), 'PM232')
"""

from datetime import date

from prisonmail.letters.hmpps_barcode import (
    BARCODE_DIGITS,
    GOOD_DAYS,
    Barcode,
    NotABarcodeError,
    parse_barcode,
)
from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields import dates
from prisonmail.recipients.options import DateOrder
from prisonmail.system.clock import long_date
from prisonmail.system.late_pattern import compile_late

_CENTURY = 2000
_SHORTENED = compile_late(r"\d(?:[.,]\d+)?[Ee]\+\d+")
"""What a spreadsheet makes of a long number."""
_AS_TEXT = "Spreadsheets shorten long numbers and drop a 0 in front: format the column as Text and "
_COPY = "copy the barcode again from the Ministry’s service. It is not made by prisonmail."
_RENAME = "If the column holds something else, call it something else."


def read_barcode(text: str) -> Barcode | Fault:
    """Read a barcode of HMPPS, as the Ministry's service shows it or as digits alone."""
    try:
        return parse_barcode(text)
    except NotABarcodeError as error:
        reason = str(error)
    if _SHORTENED.fullmatch(text) or (text.isdecimal() and len(text) == BARCODE_DIGITS - 1):
        reason = f"{reason}; a spreadsheet has changed it"
        return Fault("PM231", f"`{text}` is not a barcode: {reason}", _AS_TEXT + _COPY)
    remedy = f"{_COPY[:1].upper()}{_COPY[1:]} {_RENAME}"
    return Fault("PM231", f"`{text}` is not a barcode: {reason}", remedy)


def read_barcode_date(
    text: str, today: date, order: DateOrder | None = None, *, from_1904: bool = False
) -> date | Fault:
    """Read the day on which the service made a barcode: it answers for it for 28 days."""
    found = dates.read_date(text, _this_century, order, from_1904=from_1904)
    if isinstance(found, Fault):
        return Fault("PM232", f"`{text}` is not a date", "Write it as day, month, year.")
    made = found.day
    if made > today:
        return Fault(
            "PM232",
            f"`{text}` is {long_date(made)}, and no barcode can have been made after today",
            "Correct the date. If it has the month first, say so: --date-order mdy",
        )
    if (today - made).days > GOOD_DAYS:
        return Fault(
            "PM232",
            f"the barcode was made on {long_date(made)}, and is good for {GOOD_DAYS} days",
            "Have the Ministry’s service make a new one, and write it and its date in this row; "
            "or empty both cells, to have our own code in the window.",
        )
    return made


def describe_repeated(other: int) -> Fault:
    """Say that a barcode stands on another line too."""
    return Fault(
        "PM411",
        f"this barcode stands on line {other} too",
        "Each letter needs a barcode of its own: a prison takes the second for a copy. Copy the "
        "right one from the Ministry’s service into the row that is wrong.",
    )


def describe_used(code: str) -> Fault:
    """Say that a barcode stands on a letter that was issued before."""
    return Fault(
        "PM412",
        f"this barcode stands on a letter that was issued before, with the code {code}",
        "A prison takes the second letter for a copy. Write another barcode in this cell; or if "
        "that letter was not posted, cancel it, which leaves the barcode free. To print that "
        f"letter again: prisonmail reprint {code}",
    )


def describe_blank() -> Fault:
    """Say that a letter goes without a barcode, though others of its list have one."""
    return Fault(
        "PW641",
        "this cell is blank, so our own code stands in the window, and prisons’ screens do not "
        "know it",
        "If the letter has a barcode of the Ministry’s service, write it in this cell.",
    )


def _this_century(year: int, month: int, day: int) -> int:
    return _CENTURY + year
