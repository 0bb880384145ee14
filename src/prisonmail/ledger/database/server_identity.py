"""Whether a connection to a server of another computer makes sure that it is the right one.

Only `sslmode=verify-full` does: with less, whoever sits between can read all names and answer for
all codes. The rules look at what PostgreSQL's own reader makes of a URL, and at the environment.

>>> judge_connection({"host": "db.firm.example"}, {})
<Trust.UNSAID: 'unsaid'>
>>> judge_connection({"host": "db.firm.example", "sslmode": "require"}, {})
<Trust.WEAKER: 'weaker'>
>>> judge_connection({"host": "127.0.0.1"}, {}), judge_connection({}, {"PGHOST": "db.firm.example"})
(<Trust.SURE: 'sure'>, <Trust.UNSAID: 'unsaid'>)
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from prisonmail.errors import WrongUsage
from prisonmail.system.record import Record

_SAFE_MODE = "verify-full"
_UNKNOWN = "whatever the file of services says"


class Trust(StrEnum):
    """How sure a connection is of its server."""

    SURE = "sure"
    """It is this computer, or its certificate is looked at."""
    WEAKER = "weaker"
    """The URL itself asks for less."""
    UNSAID = "unsaid"
    """Nobody said how, and less would be done."""


class Weakness(Record, frozen=True):
    """What is weak about the connection to a ledger, and what to do about it."""

    place: str
    """The URL, without its password."""
    message: str
    remedy: str


def judge_connection(parameters: Mapping[str, object], environment: Mapping[str, str]) -> Trust:
    """Return how sure a connection will be of its server, by its URL's parameters."""
    mode = parameters.get("sslmode")
    if mode == _SAFE_MODE or all(map(is_this_computer, _list_hosts(parameters, environment))):
        return Trust.SURE
    if mode:
        return Trust.WEAKER
    # a service's file comes before the environment, and may say less
    safe = environment.get("PGSSLMODE") == _SAFE_MODE and not _names_service(
        parameters, environment
    )
    return Trust.SURE if safe else Trust.UNSAID


def refuse_unsaid(name: str, trust: Trust) -> None:
    """Raise WrongUsage if nobody said how to make sure of a server, whose URL is safe to show."""
    if trust is Trust.UNSAID:
        raise WrongUsage(
            f"The server of {name} is another computer, and nothing would make sure that it is "
            "the right one.",
            f"Name it as {name}?sslmode={_SAFE_MODE} with whatever other options it has. A "
            "password belongs in ~/.pgpass, and the certificate of whoever signs the server's in "
            "~/.postgresql/root.crt.",
        )


def find_weakness(name: str, trust: Trust) -> Weakness | None:
    """Return what to warn of if a URL, safe to show by this name, asks for less than it should."""
    if trust is not Trust.WEAKER:
        return None
    return Weakness(
        name,
        f"Nothing makes sure that the server of {name} is the right one: whoever sits between "
        "can read the names and answer for the codes.",
        f"Say sslmode={_SAFE_MODE} in its URL.",
    )


def is_this_computer(host: str) -> bool:
    """Return whether a host is this computer: no name, a socket's folder, or a loopback address.

    >>> is_this_computer("/run/postgresql"), is_this_computer("::1"), is_this_computer("db")
    (True, True, False)
    """
    if not host or host.startswith(("/", "@")) or host.casefold() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _list_hosts(parameters: Mapping[str, object], environment: Mapping[str, str]) -> Iterator[str]:
    """Go through what a connection may go to, as libpq chooses it: an address before a name."""
    addresses = str(parameters.get("hostaddr") or "")
    if not addresses and _names_service(parameters, environment):
        yield _UNKNOWN
        return
    addresses = addresses or environment.get("PGHOSTADDR", "")
    names = str(parameters.get("host") or environment.get("PGHOST", "")).split(",")
    for number, address in enumerate(addresses.split(",") if addresses else [""] * len(names)):
        yield address or (names[number] if number < len(names) else "")


def _names_service(parameters: Mapping[str, object], environment: Mapping[str, str]) -> bool:
    return bool(parameters.get("service") or environment.get("PGSERVICE"))
