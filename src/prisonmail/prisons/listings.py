"""Listings: the entries of a newer register, as a CSV file or the register's own JSON has them.

What an entry leaves out stays as it is known; what it says must be usable, or is a fault.

>>> read = read_listings('[{"prisonId": "LEI", "active": false}]', date(2026, 11, 21))
>>> read.listings[0].code, read.listings[0].given["active"]
('LEI', False)
>>> read_listings('[{"prisonId": "LEI", "active": "perhaps"}]', date(2026, 11, 21)).faults
('entry 1 (LEI): active is `perhaps`: write t or f.',)
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from prisonmail.prisons.listed import CODE, Unusable, read_entry

Raw = dict[str, object]
_COLUMNS = {
    "code": "code",
    "register_name": "name",
    "address_line1": "street",
    "address_line2": "locality",
    "town": "town",
    "postcode": "postcode",
    "country": "country",
    "welsh_name": "welsh_name",
    "active": "active",
    "types": "types",
    "as_of": "as_of",
}
_NEEDED = ("code", "register_name", "town", "postcode", "active")
_KEYS = {
    "prisonId": "code",
    "prisonName": "name",
    "prisonNameInWelsh": "welsh_name",
    "active": "active",
}
_ADDRESS_KEYS = {
    "addressLine1": "street",
    "addressLine2": "locality",
    "town": "town",
    "postcode": "postcode",
    "country": "country",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry of a newer register."""

    place: str
    """Where it stands in the file: `line 3`, `entry 4`."""
    code: str
    given: Mapping[str, Any]
    """The fields of a prison that the entry gives."""


@dataclass(frozen=True, slots=True)
class Listings:
    """A whole file, looked at from end to end."""

    listings: tuple[Listing, ...]
    faults: tuple[str, ...]


def read_listings(text: str, today: date) -> Listings:
    """Read a newer register. Nothing is raised: every fault is named, with where it stands."""
    try:
        raw = list(_json_entries(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text))
    except Unusable as fault:
        return Listings((), (str(fault),))
    except RecursionError:
        return Listings((), ("the JSON is nested too deeply to be a register.",))
    if not raw:
        return Listings((), ("the file has no prisons.",))
    return _checked(raw, today)


def _checked(raw: Iterable[tuple[str, object]], today: date) -> Listings:
    listings: dict[str, Listing] = {}
    faults: list[str] = []
    for place, entry in raw:
        try:
            code, given = read_entry(entry, today)
        except Unusable as fault:
            faults.append(f"{place}{_label(entry)}: {fault}")
            continue
        if code in listings:
            faults.append(
                f"{place} ({code}): {listings[code].place} has this code too: keep one of them."
            )
        listings.setdefault(code, Listing(place, code, given))
    return Listings(tuple(listings.values()), tuple(faults))


def _label(entry: object) -> str:
    code = entry.get("code") if isinstance(entry, dict) else None
    return f" ({code})" if isinstance(code, str) and CODE.fullmatch(code) else ""


def _csv_rows(text: str) -> Iterator[tuple[str, object]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = [heading.strip().casefold() for heading in next(reader, [])]
        missing = [heading for heading in _NEEDED if heading not in headings]
        if missing:
            raise Unusable(
                f"line 1: there is no column {' and no column '.join(missing)}. The file must be "
                "CSV with the headings of the packaged register, or the register’s JSON."
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"line {reader.line_num}", _row(headings, cells)
    except csv.Error as error:
        raise Unusable(f"line {reader.line_num}: this is not CSV ({error}).") from None


def _row(headings: list[str], cells: list[str]) -> object:
    if len(cells) != len(headings):
        return f"it has {len(cells)} cells under {len(headings)} headings"
    row = dict(zip(headings, cells, strict=True))
    return {
        field: row[column]
        for column, field in _COLUMNS.items()
        if column in row and (row[column].strip() or column not in ("as_of", "active", "types"))
    }


def _json_entries(text: str) -> Iterator[tuple[str, object]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Unusable(f"line {line}: this is not JSON. Fetch the file again.") from None
    if not isinstance(document, list):
        raise Unusable("the JSON must be a list of prisons: [{“prisonId”: …}, …].")
    for number, entry in enumerate(document, start=1):
        yield f"entry {number}", _entry(entry) if isinstance(entry, dict) else entry


def _entry(entry: dict[str, object]) -> Raw:
    raw = {field: entry[key] for key, field in _KEYS.items() if entry.get(key) is not None}
    raw["types"] = _type_codes(entry.get("types"))
    address = _address(entry.get("addresses"))
    if address:
        raw |= {field: _or_empty(address.get(key)) for key, field in _ADDRESS_KEYS.items()}
    return raw


def _address(addresses: object) -> dict[str, object]:
    """Take the first address that has a postcode, as the register may list several."""
    known = _objects(addresses)
    return next((each for each in known if each.get("postcode")), known[0] if known else {})


def _type_codes(types: object) -> str:
    codes = (each.get("code") for each in _objects(types))
    return "+".join(code for code in codes if isinstance(code, str))


def _objects(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _or_empty(value: object) -> object:
    return "" if value is None else value
