"""The directory of CJSM as it is sent to administrators: 15 columns, of which three are read.

They are known by their headings, or by their places if there are none. The names of people, their
addresses and telephones are passed over.

>>> entry = read_directory([["Secure Email", "Account Status"], ["A@b.cjsm.net", "Suspended"]])
>>> entry.entries
(DirectoryEntry(address='A@b.cjsm.net', status='suspended', row=2),)
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from prisonmail.cjsm.address import find_form_fault, is_within, split_address
from prisonmail.cjsm.suffixes import SECURE_DOMAIN
from prisonmail.system.record import Record

MOST_ROWS = 500
"""As many as an administrator of CJSM may enter at once."""
COLUMNS = (
    *("Firstname", "Lastname", "UserType", "Organisation", "Secure Email", "Address1", "Address2"),
    *("Town/City", "Postcode", "Telephone", "Mobile", "Description", "Business Type", "CJ Area"),
    "Account Status",
)
_ADDRESS, _STATUS, _ORGANISATION = "secure email", "account status", "organisation"
_STATUSES = {
    "active": "active",
    "suspended": "suspended",
    "locked": "locked",
    "new user locked": "locked",
    "deleted": "deleted",
}


_NO_DIRECTORY = (
    "it has no columns `Secure Email` and `Account Status`, and not the "
    f"{len(COLUMNS)} columns of the CJSM directory"
)


class DirectoryEntry(Record, frozen=True):
    """One account."""

    withheld: ClassVar[tuple[str, ...]] = ("organisation",)

    address: str
    status: str
    """`active`, `suspended`, `locked` or `deleted`."""
    row: int
    """In the file."""
    organisation: str = ""


class DirectoryReading(Record, frozen=True):
    """What a file of the directory holds, or what is wrong with it."""

    entries: tuple[DirectoryEntry, ...] = ()
    faults: tuple[str, ...] = ()
    blank: int = 0
    """Rows without an address, which are passed over."""


def read_directory(rows: Iterable[Sequence[str]]) -> DirectoryReading:
    """Read the rows of a file, its headings among them if it has any."""
    kept = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1)]
    filled = [(number, row) for number, row in kept if any(row)]
    first = filled[0][1] if filled else []
    if _has_headings(first):
        return _read_rows(filled[1:], {_fold(cell): place for place, cell in enumerate(first)})
    if len(first) == len(COLUMNS):
        return _read_rows(filled, {_fold(name): place for place, name in enumerate(COLUMNS)})
    return DirectoryReading(faults=(_NO_DIRECTORY,))


def _read_rows(rows: list[tuple[int, list[str]]], places: dict[str, int]) -> DirectoryReading:
    found, faults, blank = dict[str, DirectoryEntry](), list[str](), 0
    for number, row in rows:
        address, status = _cell(row, places[_ADDRESS]), _cell(row, places[_STATUS])
        if not address:
            blank += 1
        elif fault := _find_fault(address, status):
            faults.append(f"row {number}: {fault}")
        elif address.casefold() in found:
            before = found[address.casefold()].row
            faults.append(f"row {number}: `{address}` stands in row {before} already")
        else:
            known = _STATUSES[_fold(status)]
            organisation = _cell(row, places.get(_ORGANISATION, -1))
            found[address.casefold()] = DirectoryEntry(address, known, number, organisation)
    if len(found) > MOST_ROWS:
        faults.append(f"it has {len(found):,} addresses, and a file may have {MOST_ROWS}")
    return DirectoryReading(tuple(found.values()), tuple(faults), blank)


def _find_fault(address: str, status: str) -> str | None:
    if fault := find_form_fault(address):
        return f"`{address}` is no address: {fault}"
    if not is_within(split_address(address)[1], SECURE_DOMAIN):
        return f"`{address}` does not end in .{SECURE_DOMAIN}"
    if _fold(status) not in _STATUSES:
        known = ", ".join(each.title() for each in _STATUSES)
        return f"`{status}` is not a status of an account: {known}"
    return None


def _has_headings(row: list[str]) -> bool:
    return {_ADDRESS, _STATUS}.issubset(map(_fold, row))


def _cell(row: list[str], place: int) -> str:
    return row[place] if 0 <= place < len(row) else ""


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
