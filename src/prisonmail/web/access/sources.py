"""Where a request comes from, by what its address stands for, so that limits count by it.

The address itself is kept nowhere.

>>> name_address("2001:db8:1:2:3:4:5:6") == name_address("2001:db8:1:2::9")
True
>>> name_address("::ffff:192.0.2.1") == name_address("192.0.2.1") != name_address("192.0.2.2")
True
"""

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request

_ONE_PLACE = 64
"""Bits that a whole place shares in IPv6: each device in it may change the others as it likes."""


def name_source(request: Request) -> str:
    """Return what stands for the address of the network that a request comes from."""
    return name_address(request.client.host if request.client else "")


def name_address(text: str) -> str:
    """Return what stands for an address, the same for all of one place."""
    try:
        address = ip_address(text)
    except ValueError:
        place = text
    else:
        if isinstance(address, IPv6Address):  # a proxy may write one of IPv4 so
            address = address.ipv4_mapped or address
        bits = _ONE_PLACE if address.version == 6 else address.max_prefixlen
        place = str(ip_network((address, bits), strict=False))
    return hashlib.sha256(place.encode()).hexdigest()[:32]
