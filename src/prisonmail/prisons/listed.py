"""One entry of a newer register: its fields checked and brought to the form that is kept.

>>> entry = {"code": "lei", "name": "HMP Leeds", "postcode": "ls122tj"}
>>> code, given = read_entry(entry, date(2026, 11, 21))
>>> code, given["register_name"], given["postcode"]
('LEI', 'Leeds (HMP)', 'LS12 2TJ')
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from prisonmail import postcodes
from prisonmail.prisons.names import find_kinds

CODE = re.compile(r"[A-Z0-9]{2,6}")
_WITH_KIND = re.compile(r"(?P<place>.+?) ?\((?P<kind>[^()]+)\)")
_KIND_BEFORE = re.compile(
    r"^(?:HMP ?(?:/|&|and) ?(?:HM)?YOI|HMPYOI|HMYOI|HMP|YOI|HM Prison|STC|IRC)\s+", re.IGNORECASE
)
_KIND_AFTER = re.compile(
    r"\s+(?:HMP ?(?:/|&|and) ?(?:HM)?YOI|HMPYOI|HMYOI|HMP|YOI|STC|IRC"
    r"|Secure Training Centre|Immigration Removal Centre|Young Offenders? Institution)$",
    re.IGNORECASE,
)
_YES = frozenset(("t", "true", "yes", "y", "1"))
_NO = frozenset(("f", "false", "no", "n", "0"))
_LONGEST = 100
_SHOWN = 20
_TEXTS = ("street", "locality", "town", "country", "welsh_name")


class Unusable(ValueError):
    """An entry, or a whole file, says something that cannot be kept."""


def read_entry(entry: object, today: date) -> tuple[str, dict[str, Any]]:
    """Check one entry: its code, and the fields of a prison that it gives. Raises Unusable."""
    if not isinstance(entry, Mapping):
        raise Unusable(f"{entry}." if isinstance(entry, str) else "this is not a prison.")
    code = _text(entry, "code").upper()
    if not CODE.fullmatch(code):
        raise Unusable("there is no code such as LEI." if not code else f"`{code}` is not a code.")
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


def write_register_name(name: str, types: str = "") -> str:
    """Give a name as the register writes it, its kind in brackets.

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
        raise Unusable(f"{_called(field)} is not text.")
    text = _printable(value)
    if len(text) > _LONGEST:
        raise Unusable(f"{_called(field)} is longer than {_LONGEST} characters.")
    return text


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _postcode(text: str) -> str:
    postcode = postcodes.parse(text) if text else ""
    if postcode is None:
        raise Unusable(f"`{text}` is not a postcode: write it like LS12 2TJ.")
    return postcode


def _flag(value: object) -> bool:
    word = str(value).strip().casefold() if isinstance(value, str | bool) else ""
    if word not in _YES | _NO:
        raise Unusable(f"active is `{_printable(str(value))[:_SHOWN]}`: write t or f.")
    return word in _YES


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unusable(f"as_of is `{text}`: write the day like {today}.") from None
    if day > today:
        raise Unusable(f"as_of is {day}, which is still to come.")
    return day


def _called(field: str) -> str:
    return field.replace("_", " ")
