"""What a server is told when it is started."""

from pathlib import Path

from prisonmail.system.record import Record

DEFAULT_PORT = 8739


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

    @property
    def is_loopback(self) -> bool:
        """Whether only programs of this computer reach it."""
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def origin(self) -> str:
        """What the addresses of its pages begin with.

        >>> Settings("ledger.sqlite3", Path("profile.toml")).origin
        'http://127.0.0.1:8739'
        """
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"
