"""The document of a docket: one of JSON, in UTF-8, that other programs can write and read too.

It is read as what a stranger has sent: what is not exactly a docket is refused, and nothing of it
is taken.
"""

import json
from datetime import date, datetime

from prisonmail.dockets.docket import FORMAT, VERSION, Docket
from prisonmail.dockets.soundness import find_fault, take_as_utc
from prisonmail.errors import DocketRefused
from prisonmail.system.record import Record, fill_json, to_builtins

LARGEST = 64_000_000
"""Bytes, twice what the largest docket has."""
_LONGEST_REASON = 150


class _Head(Record, frozen=True):
    """What is read first: a newer docket may have other fields."""

    format: str
    version: int


def write_docket(docket: Docket) -> bytes:
    """Return the document of a docket: of one docket always the same bytes."""
    plain = to_builtins(docket, builtin_types=(date, datetime))
    text = json.dumps(plain, ensure_ascii=False, indent=1, default=_write_moment)
    return f"{text}\n".encode()


def parse_docket(document: bytes) -> Docket:
    """Read the document of a docket. Raises DocketRefused, with the reason in one line."""
    try:
        docket = _read(document)
    except ValueError as error:
        reason = "".join(each for each in str(error) if each.isprintable())[:_LONGEST_REASON]
        raise DocketRefused(f"It cannot be taken as a docket: {reason}.") from None
    if fault := find_fault(docket):
        raise DocketRefused(f"It cannot be taken as a docket: {fault}.")
    return docket


def _read(document: bytes) -> Docket:
    if len(document) > LARGEST:
        raise ValueError(f"it has more than {LARGEST // 1_000_000} MB")
    head = fill_json(_Head, document)
    if head.format != FORMAT:
        raise ValueError(f"it is not of the format {FORMAT}")
    if head.version > VERSION:
        raise ValueError(
            f"it is of version {min(head.version, 10**9)}, and this prisonmail knows {VERSION}: "
            "a newer one is needed to read it"
        )
    docket = fill_json(Docket, document)  # before it is read in full: no types but these are built
    json.loads(document.decode(), object_pairs_hook=_refuse_twice)
    return take_as_utc(docket)


def _refuse_twice(pairs: list[tuple[str, object]]) -> None:
    """Refuse what one reader may understand in one way and another in another."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("it has a field twice")


def _write_moment(value: date) -> str:
    return value.isoformat()
