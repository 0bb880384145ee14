"""Signed statements: files that their readers take only as they are written, letter for letter."""

import json
from typing import Any, TypeVar

from prisonmail.sender.signing.wire import LONGEST_TEXT
from prisonmail.system.record import Record, asdict, fill

T = TypeVar("T", bound=Record)


def write_statement(said: Record) -> bytes:
    """Return the text of a statement, a record with `format` and `version`."""
    return f"{json.dumps(asdict(said), ensure_ascii=False, indent=1)}\n".encode()


def parse_statement(kind: type[T], statement: bytes, named: str) -> T:
    """Read the text of a statement of a kind, whose format has a name. Raises ValueError."""
    if len(statement) > LONGEST_TEXT:
        raise ValueError("it is too long")
    try:
        said: Any = fill(kind, json.loads(statement))
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if write_statement(said) != statement or (said.format, said.version) != (named, 1):
        raise ValueError("it is not as it would be written")
    return said  # type: ignore[no-any-return]
