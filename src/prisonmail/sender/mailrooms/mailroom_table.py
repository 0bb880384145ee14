r"""The firm's own table of mailrooms: the address of each prison, and as of when it is right.

None comes with the program: no list of these addresses is public.

>>> found = parse_mailrooms("prison,address,as_of\nLEI,post@leeds.example.cjsm.net,2026-11-01\n")
>>> found["LEI"].address
'post@leeds.example.cjsm.net'
"""

import csv
from collections.abc import Collection, Mapping
from datetime import date

from prisonmail.cjsm.address import find_form_fault, is_within, split_address
from prisonmail.cjsm.standings import Standing, explain_address
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_HEADINGS = ["prison", "address", "as_of"]
_PRISON = compile_late("[A-Z]{3}|STC[0-9]")
_NAMEABLE = (Standing.ORDINARY, Standing.ADD)
"""What a firm may name. Not what only looks secure, or has been given up."""


class Mailroom(Record, frozen=True):
    """Where one prison is told."""

    prison: str
    address: str
    as_of: date
    """The day on which the firm knew the address to be right."""


def parse_mailrooms(text: str) -> Mapping[str, Mailroom]:
    """Read the table, by the code of the prison. Raises ValueError, with the line."""
    lines = csv.reader(text.splitlines())
    if [each.strip().lower() for each in next(lines, [])] != _HEADINGS:
        raise ValueError(f"its first line is not {','.join(_HEADINGS)}")
    found: dict[str, Mailroom] = {}
    for cells in lines:
        if not any(map(str.strip, cells)):
            continue
        mailroom = _read(lines.line_num, [each.strip() for each in cells])
        if mailroom.prison in found:
            raise ValueError(f"line {lines.line_num}: {mailroom.prison} is there twice")
        found[mailroom.prison] = mailroom
    return found


def find_unsafe(address: str, named: Collection[str]) -> str | None:
    """Return why no notice may go to an address; None if one may.

    Those of the secure mail may be written to, and those of domains that the firm has named.

    >>> find_unsafe("post@leeds.example.cjsm.net", ()) is None
    True
    >>> find_unsafe("post@justice.gov.uk", ["justice.gov.uk"]) is None
    True
    """
    found = explain_address(address)
    if found.is_secure:
        return None
    if found.standing in _NAMEABLE:
        _, domain = split_address(address)
        if any(is_within(domain, each) for each in named):
            return None
    return found.reason


def _read(line: int, cells: list[str]) -> Mailroom:
    if len(cells) != len(_HEADINGS):
        raise ValueError(f"line {line} has {len(cells)} cells, and {len(_HEADINGS)} are needed")
    prison, address, as_of = cells
    if not _PRISON.fullmatch(prison.upper()):
        raise ValueError(f"line {line}: `{prison}` is not a prison’s code, such as LEI")
    if fault := find_form_fault(address):
        raise ValueError(f"line {line}: {address or 'the address'} is no email address: {fault}")
    try:
        return Mailroom(prison.upper(), address, date.fromisoformat(as_of))
    except ValueError:
        raise ValueError(f"line {line}: `{as_of}` is not a day like 2026-11-21") from None
