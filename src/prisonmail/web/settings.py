"""What a server is told when it is started."""

from pathlib import Path

from prisonmail.system.record import Record

DEFAULT_PORT = 8739
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
        own = _LOOPBACK if self.is_loopback else {self.host}
        return frozenset(name.lower() for name in (*own, *self.hosts))

    @property
    def origin(self) -> str:
        """What the addresses of its pages begin with.

        >>> Settings("ledger.sqlite3", Path("profile.toml")).origin
        'http://127.0.0.1:8739'
        """
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"
