"""What a server is told when it is started."""

from ipaddress import ip_network
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import is_server
from prisonmail.system.record import Record

DEFAULT_PORT = 8739
_EVERY = ("0.0.0.0", "::")  # noqa: S104 - refused unless its name is known
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Settings(Record, frozen=True):
    """Where a server listens, and whose ledger and profile it works with."""

    ledger: str
    """A path, or a postgresql:// URL."""
    profile: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    location: str | None = None
    """Where its desk is, as checks record it, if the visitor does not say."""
    certificate: Path | None = None
    certificate_key: Path | None = None
    jwks: Path | None = None
    """The public keys that sign tokens of the Ministry's own sign-in."""
    hosts: tuple[str, ...] = ()
    """The names that browsers know it by, beside that of `host`."""
    proxies: tuple[str, ...] = ()
    """The addresses of the proxies that end TLS before it; only they are believed."""
    workers: int = 1
    log_level: str = "info"

    @property
    def is_loopback(self) -> bool:
        """Whether only programs of this computer reach it."""
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by TLS only."""
        return bool(self.certificate or self.proxies)

    @property
    def has_link(self) -> bool:
        """Whether who started it signs in by a link that it prints."""
        return self.is_loopback and not self.proxies

    @property
    def names(self) -> frozenset[str]:
        """The names that a request may be addressed to, without a port.

        >>> sorted(Settings("ledger.sqlite3", Path("profile.toml")).names)
        ['127.0.0.1', '[::1]', 'localhost']
        """
        own = _LOOPBACK if self.is_loopback else (_bracket(self.host),)
        return frozenset(name.lower() for name in (*own, *self.hosts))

    def refuse_unsafe(self) -> None:
        """Raise WrongUsage if others could read what goes over the network, or nobody could come.

        Nor does a file take several processes that write to it as fast as they are asked.
        """
        if not (self.is_loopback or self.is_secure):
            raise WrongUsage(
                f"On {self.host} other computers would reach it, and nothing would be encrypted.",
                "Name a certificate with --tls-cert and --tls-key, or with --behind-proxy the "
                "address of a proxy that has one.",
            )
        if not self.hosts and (self.proxies or self.host in _EVERY):
            raise WrongUsage(
                "It is not known by which name browsers reach it.",
                "Name it with --allow-host, as in --allow-host post.firm.example.",
            )
        for each in self.proxies:
            _refuse_no_address(each)
        if self.workers > 1 and not is_server(self.ledger):
            raise WrongUsage(
                "Several workers need a ledger on PostgreSQL: a file takes one writer at a time.",
                "Leave out --workers, or move the ledger with: prisonmail ledger import",
            )

    @property
    def origin(self) -> str:
        """What the addresses of its pages begin with.

        >>> Settings("ledger.sqlite3", Path("profile.toml")).origin
        'http://127.0.0.1:8739'
        """
        scheme = "https" if self.certificate else "http"
        host = _bracket(self.host)
        if self.proxies:
            return f"https://{self.hosts[0]}"
        return f"{scheme}://{self.hosts[0] if self.hosts else host}:{self.port}"


def _bracket(host: str) -> str:
    """Write a host as addresses of pages have it."""
    return f"[{host}]" if ":" in host else host


def _refuse_no_address(text: str) -> None:
    try:
        ip_network(text, strict=False)
    except ValueError:
        raise WrongUsage(
            f"{text} is no address of a proxy.",
            "Write --behind-proxy with an address or a network, as in 10.0.0.5 or 10.0.0.0/24.",
        ) from None
