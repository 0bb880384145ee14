"""Days as workbooks count them: from 1 January 1900, which they hold to be 1, or from 1904."""

from datetime import datetime, timedelta

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_FALSE_LEAP_DAY = 60
"""29 February 1900, which Excel believes in; days before it are counted one too low."""
_NO_DATE = "#VALUE!"


def show_day(count: float, *, from_1904: bool, elapsed: bool = False) -> tuple[str, bool]:
    """Return a count of days as an ISO date, with its time if it has one, and whether it is a date.

    >>> show_day(31242, from_1904=False), show_day(29780, from_1904=True)
    (('1985-07-14', True), ('1985-07-14', True))
    >>> show_day(0.5, from_1904=False), show_day(1.25, from_1904=False, elapsed=True)
    (('12:00:00', False), ('30:00:00', False))
    """
    seconds = round(count * 86_400)
    if count < 0 and not (from_1904 or elapsed):
        return _NO_DATE, False
    if elapsed or 0 <= seconds < 86_400:
        hours, rest = divmod(abs(seconds), 3600)
        sign = "-" if seconds < 0 else ""
        return f"{sign}{hours:02}:{rest // 60:02}:{rest % 60:02}", False
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    if not from_1904 and count < _FALSE_LEAP_DAY:
        epoch += timedelta(days=1)
    try:
        moment = epoch + timedelta(seconds=seconds)
    except OverflowError:
        return _NO_DATE, False
    day = moment.date().isoformat()
    return (f"{day} {moment:%H:%M:%S}" if seconds % 86_400 else day), True


def show_iso(written: str) -> str:
    """Return a date that a workbook writes out, with its time unless that is midnight.

    >>> show_iso("1985-07-14T00:00:00"), show_iso("2026-03-01T14:30:00.000Z")
    ('1985-07-14', '2026-03-01 14:30:00')
    """
    day, _, time = written.partition("T")
    time = time.removesuffix("Z").partition(".")[0]
    return f"{day} {time}" if time.strip("0:") else day
