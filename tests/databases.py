"""The databases that ledgers are tested on: a file each, and a PostgreSQL server of our own."""

import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.systems import WINDOWS

_FOLDER = Path("/usr/lib/postgresql")
_BINARIES = [] if WINDOWS else sorted(_FOLDER.glob("*/bin"), reverse=True)
_OPTIONS = "-c listen_addresses=127.0.0.1 -c max_connections=60 -c shared_buffers=64MB"

NewLedger = Callable[[], str]
"""Gives the path or URL of a ledger that is not there yet."""


class NoServerError(Exception):
    """PostgreSQL cannot be started here."""


@contextmanager
def postgres_server(
    folder: Path, *, durable: bool = False, certificate: Path | None = None
) -> Iterator[str]:
    """Start a server that nobody else uses, and stop it: its URL, for a schema to be added.

    One that is not durable does not wait for the disk, which tests need not do. With a certificate,
    whose key lies beside it, the server speaks TLS.
    """
    given = os.environ.get("PRISONMAIL_TEST_POSTGRES")
    if given:
        yield given
        return
    user, data, port = as_user(folder), folder / "postgres", free_port()
    commands = binaries()
    run(*user, commands / "initdb", "-D", data, "-U", "clerk", "-A", "trust", "-E", "UTF8")
    secured = _secure(folder, certificate) if certificate else ""
    options = f"{_OPTIONS}{secured}{'' if durable else ' -F'} -p {port} -k {folder}"
    control = (
        *user,
        commands / "pg_ctl",
        "-D",
        data,
        "-w",
        "-t",
        "300",
        "-l",
        folder / "postgres.log",
    )
    run(*control, "-o", options, "start")
    try:
        yield f"postgresql://clerk@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "-m", "immediate", "stop")


@contextmanager
def interrupted_server(folder: Path) -> Iterator[None]:
    """Stop the server of a folder, whoever is connected, and start it again in the end."""
    control = (*as_user(folder), binaries() / "pg_ctl", "-D", folder / "postgres", "-w")
    lines = (folder / "postgres" / "postmaster.opts").read_text().split('"')
    options = " ".join(each for each in lines[1::2])
    run(*control, "-m", "immediate", "stop")
    try:
        yield
    finally:
        run(*control, "-l", folder / "postgres.log", "-o", options, "start")


@contextmanager
def postgres_schema(server: str) -> Iterator[str]:
    """Make a place of its own for one ledger, and remove it."""
    import psycopg

    name = f"ledger_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
        try:
            yield f"{server}?options=-csearch_path%3D{name}"
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


def skip_or_fail(reason: str) -> None:
    """Skip what needs PostgreSQL, unless it has to be there."""
    if os.environ.get("PRISONMAIL_REQUIRE_POSTGRES"):
        pytest.fail(reason)
    pytest.skip(reason)


def binaries() -> Path:
    """Return the folder of its programs. Raises NoServerError."""
    if not _BINARIES:
        raise NoServerError("PostgreSQL is not installed in /usr/lib/postgresql")
    return _BINARIES[0]


def as_user(folder: Path) -> tuple[str, ...]:
    """PostgreSQL refuses to run as root, so that root lends the folder to another user."""
    if os.name != "posix" or os.geteuid() != 0:
        return ()
    try:
        shutil.chown(folder, "postgres", "postgres")
    except LookupError:
        raise NoServerError("there is no user postgres to run the server as") from None
    for parent in folder.parents:
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o001)
    return ("runuser", "-u", "postgres", "--")


def _secure(folder: Path, certificate: Path) -> str:
    """Copy a certificate and its key to where the server may read them; return its options."""
    for ending in (".crt", ".key"):
        copy = Path(shutil.copy(certificate.with_suffix(ending), folder / f"server{ending}"))
        copy.chmod(0o600)
        if os.name == "posix" and os.geteuid() == 0:
            shutil.chown(copy, "postgres", "postgres")
    paths = f"-c ssl_cert_file={folder}/server.crt -c ssl_key_file={folder}/server.key"
    return f" -c ssl=on {paths}"


def run(*command: object) -> None:
    """Run one of them. Raises NoServerError if it fails."""
    done = subprocess.run(  # output to nowhere: the server keeps it open
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=False,
    )
    if done.returncode:
        raise NoServerError(f"{command[-1]} of PostgreSQL failed with {done.returncode}")


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
