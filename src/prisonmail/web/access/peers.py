"""Which user of this computer asks, where the system tells: Linux does."""

import os
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from starlette.requests import Request

_CONNECTIONS = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOCAL, _REMOTE, _USER = 1, 2, 7
"""Columns of these files, as proc(5) has them."""


def is_of_another_user(request: Request) -> bool:
    """Check whether the other end of a connection is surely not of the user who runs this."""
    if not _CONNECTIONS[0].exists() or request.client is None:
        return False
    try:
        ends = _write_end(*request.client), _write_end(*request.scope["server"])
    except ValueError:  # it is no connection of the network
        return False
    return str(os.getuid()) not in _list_users(ends)


def _list_users(ends: tuple[str, str]) -> Iterator[str]:
    for each in _CONNECTIONS:
        if each.exists():
            rows = map(str.split, each.read_text("ascii").splitlines())
            yield from (row[_USER] for row in rows if (row[_LOCAL], row[_REMOTE]) == ends)


def _write_end(host: str, port: int) -> str:
    """Write an address as the system does: words of four bytes, each as the processor has it.

    >>> _write_end("127.0.0.1", 8739) in ("0100007F:2223", "7F000001:2223")
    True
    """
    packed = ip_address(host).packed
    words = (packed[at : at + 4] for at in range(0, len(packed), 4))
    return f"{''.join(f'{int.from_bytes(each, sys.byteorder):08X}' for each in words)}:{port:04X}"
