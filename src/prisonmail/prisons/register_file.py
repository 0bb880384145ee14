"""The file of a newer register, as CSV or in the register's own JSON, becomes entries.

A field that an entry leaves out stays as it is known. A field that it has must be
usable, else it is a fault.

>>> read = read_register('[{"prisonId": "LEI", "active": false}]', date(2026, 11, 21))
>>> read.entries[0].code, read.entries[0].given["active"]
('LEI', False)
>>> read_register('[{"prisonId": "LEI", "active": "perhaps"}]', date(2026, 11, 21)).faults
('entry 1 (LEI): active is `perhaps`: write t or f.',)
>>> entry = {"code": "lei", "name": "HMP Leeds", "postcode": "ls122tj"}
>>> code, given = read_entry(entry, date(2026, 11, 21))
>>> code, given["register_name"], given["postcode"]
('LEI', 'Leeds (HMP)', 'LS12 2TJ')
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from prisonmail.prisons import postcodes
from prisonmail.prisons.matching.written import REMOVAL_CENTRE, find_kind_of_place, find_kinds
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

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
    "prison_name_in_welsh": "welsh_name",
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
_TEXTS = ("street", "locality", "town", "country", "welsh_name")
CODE = compile_late(r"[A-Z0-9]{2,6}")
_SHORTEST_CODE = 3
"""Characters: shorter codes are those of courts, probation areas and the like."""
_TYPES = frozenset(("hmp", "yoi", "irc", "stc"))
_WITH_KIND = compile_late(r"(?P<place>.+?) ?\((?P<kind>[^()]+)\)")
# The longer kinds first, or `HMP & YOI Hull` would lose only its `HMP`.
_KIND_BEFORE = compile_late(
    r"^(?:HMP ?(?:/|&|and) ?(?:HM)?YOI|HMPYOI|HMYOI|HMP|YOI|HM Prison|STC|IRC)\s+", re.IGNORECASE
)
_KIND_AFTER = compile_late(
    r"\s+(?:HMP ?(?:/|&|and) ?(?:HM)?YOI|HMPYOI|HMYOI|HMP|YOI|STC|IRC"
    r"|Secure Training Centre|Immigration Removal Centre|Young Offenders? Institution)$",
    re.IGNORECASE,
)
_YES = frozenset(("t", "true", "yes", "y", "1"))
_NO = frozenset(("f", "false", "no", "n", "0"))
_LONGEST = 100
"""Characters of a text: more than any line of an address has."""
_SHOWN = 20
"""Characters of a wrong value that a message repeats."""


class RegisterEntry(Record, frozen=True):
    """One entry of a newer register."""

    place: str
    """Its place in the file: `line 3`, `entry 4`."""
    code: str
    given: Mapping[str, Any]
    """The fields of a prison that the entry has."""


class RegisterReading(Record, frozen=True):
    """A whole file: its usable entries, and every fault."""

    entries: tuple[RegisterEntry, ...]
    faults: tuple[str, ...]


class UnusableEntry(ValueError):
    """An entry, or a whole file, cannot be used."""


def read_register(text: str, today: date) -> RegisterReading:
    """Read a newer register. Nothing is raised: every fault is returned, with its place."""
    try:
        raw = list(_json_entries(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text))
        if not raw:
            return RegisterReading((), ("the file has no prisons.",))
        return _checked(raw, today)
    except UnusableEntry as fault:
        return RegisterReading((), (str(fault),))
    except RecursionError:
        return RegisterReading((), ("the JSON is nested too deeply to be a register.",))


def _checked(raw: Iterable[tuple[str, object]], today: date) -> RegisterReading:
    entries: dict[str, RegisterEntry] = {}
    faults: list[str] = []
    for place, entry in raw:
        try:
            code, given = read_entry(entry, today)
        except UnusableEntry as fault:
            faults.append(f"{place}{_label(entry)}: {fault}")
            continue
        if code in entries:
            faults.append(
                f"{place} ({code}): {entries[code].place} has this code too: keep one of them."
            )
        entries.setdefault(code, RegisterEntry(place, code, given))
    return RegisterReading(tuple(entries.values()), tuple(faults))


def _label(entry: object) -> str:
    code = entry.get("code") if isinstance(entry, dict) else None
    return f" ({code})" if isinstance(code, str) and CODE.fullmatch(code) else ""


def _csv_rows(text: str) -> Iterator[tuple[str, object]]:
    """Read the rows of a CSV file. Raises UnusableEntry."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = [heading.strip().casefold() for heading in next(reader, [])]
        missing = [heading for heading in _NEEDED if heading not in headings]
        if missing:
            raise UnusableEntry(
                f"line 1: there is no column {' and no column '.join(missing)}. The file must be "
                "CSV with the headings of the packaged register, or the register’s JSON."
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"line {reader.line_num}", _row(headings, cells)
    except csv.Error as error:
        raise UnusableEntry(f"line {reader.line_num}: this is not CSV ({error}).") from None


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
        raise UnusableEntry(f"line {line}: this is not JSON. Fetch the file again.") from None
    if not isinstance(document, list):
        raise UnusableEntry("the JSON must be a list of prisons: [{“prisonId”: …}, …].")
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


def read_entry(entry: object, today: date) -> tuple[str, dict[str, Any]]:
    """Check one entry, and return its code and the fields of a prison that it has.

    Raises UnusableEntry.
    """
    if not isinstance(entry, Mapping):
        raise UnusableEntry(f"{entry}." if isinstance(entry, str) else "this is not a prison.")
    code = _text(entry, "code").upper()
    if not CODE.fullmatch(code):
        raise UnusableEntry(
            f"`{code}` is not a code." if code else "there is no code, such as LEI."
        )
    _refuse_other_places(code, _text(entry, "name"), _text(entry, "types"))
    given: dict[str, Any] = {field: _text(entry, field) for field in _TEXTS if field in entry}
    if "name" in entry:
        given["register_name"] = write_register_name(_text(entry, "name"), _text(entry, "types"))
    if "postcode" in entry:
        given["postcode"] = _postcode(_text(entry, "postcode"))
    if "active" in entry:
        given["active"] = _flag(entry["active"])
    if "as_of" in entry:
        given["as_of"] = _day(_text(entry, "as_of"), today)
    return code, given


def _refuse_other_places(code: str, name: str, types: str) -> None:
    """Raise UnusableEntry for a court, a hospital and whatever else is no prison."""
    kind = find_kind_of_place(name)
    if kind and kind != REMOVAL_CENTRE:
        raise UnusableEntry(f"`{name}` is a {kind}, not a prison: take it out of the file.")
    if len(code) < _SHORTEST_CODE:
        raise UnusableEntry(f"`{code}` is no prison’s code, such as LEI: take it out of the file.")
    if types and not _TYPES & _of_types(types):
        raise UnusableEntry(
            f"its type is `{types}`, not that of a prison: take it out of the file."
        )


def write_register_name(name: str, types: str = "") -> str:
    """Return a name as the register writes it, its kind in brackets.

    >>> write_register_name("Moorland HMP"), write_register_name("Oakhill", "STC")
    ('Moorland (HMP)', 'Oakhill (STC)')
    >>> write_register_name("Leeds")
    'Leeds'
    """
    with_kind = _WITH_KIND.fullmatch(name)
    kind = _kind(find_kinds(with_kind["kind"] if with_kind else name)) or _kind(_of_types(types))
    place = with_kind["place"] if with_kind else _KIND_AFTER.sub("", _KIND_BEFORE.sub("", name))
    return f"{place} ({kind})" if kind else name


def _kind(said: frozenset[str]) -> str:
    if {"hmp", "yoi"} <= said:
        return "HMP & YOI"
    words = (("hmp", "HMP"), ("yoi", "HMYOI"), ("stc", "STC"), ("irc", "IRC"))
    return next((word for kind, word in words if kind in said), "")


def _of_types(types: str) -> frozenset[str]:
    codes = types.upper().replace("YCS", "YOI").split("+")
    return frozenset(code.strip().casefold() for code in codes)


def _text(entry: Mapping[str, object], field: str) -> str:
    value = entry.get(field, "")
    if not isinstance(value, str):
        raise UnusableEntry(f"{_called(field)} is not text.")
    text = _printable(value)
    if len(text) > _LONGEST:
        raise UnusableEntry(f"{_called(field)} is longer than {_LONGEST} characters.")
    return text


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _postcode(text: str) -> str:
    postcode = postcodes.parse(text) if text else ""
    if postcode is None:
        raise UnusableEntry(f"`{text}` is not a postcode: write it like LS12 2TJ.")
    return postcode


def _flag(value: object) -> bool:
    word = str(value).strip().casefold() if isinstance(value, str | bool) else ""
    if word not in _YES | _NO:
        raise UnusableEntry(f"active is `{_printable(str(value))[:_SHOWN]}`: write t or f.")
    return word in _YES


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnusableEntry(f"as_of is `{text}`: write the day like {today}.") from None
    if day > today:
        raise UnusableEntry(f"as_of is {day}, which is in the future.")
    return day


def _called(field: str) -> str:
    return field.replace("_", " ")
