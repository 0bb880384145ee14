"""The relay: the server that takes the firm's mail and passes it on, as `[relay]` has it.

No host is known to this program: each firm's own provider, or CJSM, names one.
"""

from enum import StrEnum
from ipaddress import ip_address

from prisonmail.system.record import Record

SUBMISSION_PORT = 587
"""Of mail that is handed in, with STARTTLS (RFC 6409)."""


class Security(StrEnum):
    """How the connection is encrypted."""

    STARTTLS = "starttls"
    """From the first command on that the server offers it for; without it nothing is sent."""
    TLS = "tls"
    """From the start, usually on port 465 (RFC 8314)."""
    NONE = "none"
    """Not at all: only to a relay on this computer."""


class Relay(Record, frozen=True, rename={"sender": "from"}):
    """Where mail is handed in, and in whose name."""

    host: str
    sender: str
    """The address that it comes from: `from`."""
    port: int = SUBMISSION_PORT
    security: Security = Security.STARTTLS
    user: str | None = None
    """The name to log in with; None if the relay knows this computer and asks for none."""
    ca_file: str | None = None
    """Certificates to trust in place of the system's, a path from the folder of the profile."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"{self.host}:{self.port}"


def is_this_computer(host: str) -> bool:
    """Check whether a host's name or address can only be this computer.

    >>> [is_this_computer(each) for each in ("localhost", "127.0.0.1", "::1", "relay.example")]
    [True, True, True, False]
    """
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
