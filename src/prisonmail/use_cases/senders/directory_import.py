"""The use case: the directory of CJSM says who may no longer send."""

import csv
import io
from datetime import datetime

from prisonmail.errors import UnusableList
from prisonmail.ledger.senders.known_senders import SenderStatus, StatusChange
from prisonmail.ledger.store import open_ledger
from prisonmail.recipients.file.source import Source
from prisonmail.sender.cjsm_directory import DirectoryReading, read_directory
from prisonmail.system.record import Record

_MOST_FAULTS = 10
"""As many as are told at once."""


class DirectoryImported(Record, frozen=True):
    """What an import has done."""

    read: int
    """Addresses."""
    changed: int
    """Those whose status was another before, or not known."""
    blank: int
    """Rows without an address."""


def import_directory(
    source: Source, place: str, now: datetime, by: str | None
) -> DirectoryImported:
    """Enter the senders of a file, all of them or none.

    Raises UnusableList if anything is wrong with the file.
    """
    read = _read(source)
    changes = [
        StatusChange(each.address, SenderStatus(each.status), each.organisation)
        for each in read.entries
    ]
    with open_ledger(place, by=by) as ledger:
        changed = ledger.senders.enter(changes, now)
    return DirectoryImported(len(changes), changed, read.blank)


def _read(source: Source) -> DirectoryReading:
    try:
        text = source.content.decode("utf-8-sig")
        found = read_directory(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError:
        raise _refuse(source, "it is not in UTF-8") from None
    except csv.Error as error:
        raise _refuse(source, f"it is not CSV ({error})") from None
    if len(found.faults) == 1:
        raise _refuse(source, found.faults[0])
    if found.faults:
        shown = "".join(f"\n  {fault}" for fault in found.faults[:_MOST_FAULTS])
        more = len(found.faults) - _MOST_FAULTS
        raise _refuse(source, shown + (f"\n  and {more:,} more" if more > 0 else ""))
    return found


def _refuse(source: Source, why: str) -> UnusableList:
    return UnusableList(
        f"{source.name} cannot be taken: {why}".replace(": \n", ":\n"),
        "Nothing was entered. Put the file right, and import it again.",
    )
