"""What PostgreSQL says, in words for whoever sits at a desk, and what to do.

The server's own words may hold the password (a wrong URL does that), so they are never shown.

>>> find_reason('server certificate for "db" does not match host name "desk"').said
"shows another server's certificate"
"""

from prisonmail.system.record import Record

_CHECK = "Check --ledger or PRISONMAIL_LEDGER, or ask whoever runs it."
_SIGNER = (
    "Put the certificate of whoever signs the server's into ~/.postgresql/root.crt (Windows: "
    "%APPDATA%\\postgresql\\root.crt), or name it in the URL with sslrootcert=FILE."
)


class Reason(Record, frozen=True):
    """Why a server cannot be used."""

    said: str
    """What the server does, as the rest of a sentence."""
    remedy: str = _CHECK


_UNKNOWN = Reason("reports a fault")
_REASONS = (
    ("does not match host name", Reason("shows another server's certificate")),
    (
        "root certificate file",
        Reason("cannot be told from another, because no signer is known", _SIGNER),
    ),
    ("certificate verify failed", Reason("shows a certificate of an unknown signer", _SIGNER)),
    ("does not support SSL", Reason("offers no encrypted connection")),
    ("password authentication failed", Reason("refuses this user or password")),
    ("no password supplied", Reason("asks for a password")),
    ("does not exist", Reason("has no such database or user")),
    ("no pg_hba.conf entry", Reason("does not let this computer in")),
    ("translate host name", Reason("cannot be found")),
    ("resolve host", Reason("cannot be found")),
    ("refused", Reason("does not answer")),
    ("timeout", Reason("does not answer")),
    ("permission denied", Reason("does not let this user do that")),
    ("No space left", Reason("has no room left on its disk")),
    ("closed the connection", Reason("ended the connection")),
    ("connection is lost", Reason("ended the connection")),
    ("connection is closed", Reason("ended the connection")),
    ("terminating connection", Reason("ended the connection")),
    ("read-only transaction", Reason("is read-only")),
)
NOT_ALLOWED = (
    "This user does not own the table, and the server did not rewrite it. Have its owner run: "
    "VACUUM FULL"
)
STILL_SEEN = (
    "Somebody still reads the ledger as it was before, perhaps a backup or an export. Run the "
    "purge again when that has ended."
)


def find_reason(told: str) -> Reason:
    """Return the reason that a server, or the connection to it, told."""
    return next((reason for heard, reason in _REASONS if heard in told), _UNKNOWN)
