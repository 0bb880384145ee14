"""Two real PostgreSQL servers: what one acknowledges, the other has on its disk too."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests import databases

_WAIT_SECONDS = 60


class Replicas(NamedTuple):
    """A primary, and a synchronous standby of it."""

    url: str
    """Names both: whoever connects gets the one that takes writes."""
    primary: Path
    standby: Path
    as_user: tuple[str, ...]

    def kill_primary(self) -> None:
        """Kill all processes of the primary at once, as when its machine loses power."""
        first = int((self.primary / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for each in [first, *map(int, children)]:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def promote_standby(self) -> None:
        """Make the standby the one that takes writes, alone from then on."""
        command = databases.binaries() / "pg_ctl"
        databases.run(*self.as_user, command, "-D", self.standby, "-w", "promote")


@contextmanager
def replicated(folder: Path) -> Iterator[Replicas]:
    """Start a primary and its synchronous standby, and stop what is left of them."""
    as_user, binaries = databases.as_user(folder), databases.binaries()
    primary, standby = folder / "primary", folder / "standby"
    ports = {each: databases.free_port() for each in (primary, standby)}

    def control(data: Path, *words: str) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {ports[data]} -k {folder}"
        log = folder / f"{data.name}.log"
        command = (binaries / "pg_ctl", "-D", data, "-w", "-t", "300", "-l", log, "-o", options)
        databases.run(*as_user, *command, *words)

    initdb = (binaries / "initdb", "-D", primary, "-U", "clerk", "-A", "trust", "-E", "UTF8")
    databases.run(*as_user, *initdb)
    with (primary / "postgresql.auto.conf").open("a") as settings:
        settings.write("shared_buffers = 64MB\nmax_connections = 60\nhot_standby = on\n")
    control(primary, "start")
    try:
        copy = (binaries / "pg_basebackup", "-D", standby, "-R", "-c", "fast", "-U", "clerk")
        databases.run(*as_user, *copy, "-h", "127.0.0.1", "-p", ports[primary])
        control(standby, "start")
        _demand_standby(f"postgresql://clerk@127.0.0.1:{ports[primary]}/postgres")
        hosts = ",".join(f"127.0.0.1:{ports[each]}" for each in (primary, standby))
        url = f"postgresql://clerk@{hosts}/postgres?target_session_attrs=read-write"
        yield Replicas(url, primary, standby, as_user)
    finally:
        for each in (standby, primary):
            with suppress(databases.NoServerError):
                control(each, "-m", "immediate", "stop")
        shutil.rmtree(primary, ignore_errors=True)


def _demand_standby(primary: str) -> None:
    """Have the primary acknowledge only what its standby has on disk, once that follows."""
    with psycopg.connect(primary, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
        give_up = time.monotonic() + _WAIT_SECONDS
        query = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        while not (row := connection.execute(query).fetchone()) or not row[0]:
            assert time.monotonic() < give_up
            time.sleep(0.1)
