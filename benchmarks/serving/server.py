"""A real server with letters in its ledger, and a token for whoever is to check them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from prisonmail.ledger.access.grants import Right, draw_token, hash_token
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender
from prisonmail.system import clock

_SENDER = Sender(
    "Greenstone", "Eric Brown", "e@g.cjsm.net", "barrister", ("Leeds",), "0113 4960000"
)
_START_SECONDS = 60
_STOP_SECONDS = 60


class Server(NamedTuple):
    """A server that runs."""

    port: int
    process: "subprocess.Popen[bytes]"


def issue(place: str, number: int) -> list[str]:
    """Issue so many letters in a ledger, which is made if it is missing; return their codes."""
    with open_ledger(place, make=True) as ledger:
        drafts = Drafts(map(_make_draft, range(number)))
        _, letters = ledger.issue(drafts, _SENDER, "dl", clock.now(), 28)
        return [letter.code for letter in letters]


def grant_token(place: str, name: str = "scanner-leeds") -> str:
    """Grant a token that may check at Leeds."""
    token = draw_token()
    with open_ledger(place) as ledger:
        digest = hash_token(token)
        ledger.grants.add(name, Right.CHECK, clock.now(), digest=digest, location="LEI")
    return token


@contextmanager
def serve(place: str, home: Path, *options: str, port: int | None = None) -> Iterator[Server]:
    """Run `prisonmail serve` on a ledger until the end, and wait until it answers."""
    port = port or find_free_port()
    log = (home / f"serve-{port}.log").open("ab")  # one that was killed may have begun it
    command = (sys.executable, "-m", "prisonmail", "serve", "--port", str(port))
    quiet = ("--ledger", place, "--log-level", "warning")
    environment = os.environ | {"PRISONMAIL_HOME": str(home)}
    process = subprocess.Popen(  # noqa: S603 - our own program
        (*command, *quiet, *options), env=environment, stdout=log, stderr=log, cwd=home
    )
    try:
        _wait_until_open(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def find_processes(server: Server) -> Sequence[int]:
    """Return the ids of the processes that answer, on Linux."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return [server.process.pid, *map(int, children.read_text().split())]


def measure_cpu(server: Server) -> float:
    """Return the seconds of CPU that a server and its workers have taken so far, on Linux."""
    ticks = 0
    for each in find_processes(server):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def find_free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + _START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > give_up:
                raise
            time.sleep(0.05)
        else:
            return


def _make_draft(number: int) -> Draft:
    return Draft(
        line=number + 2,
        marking=Marking.PRISON_RULE_39,
        prison="LEI",
        prison_name="HMP Leeds",
        address=("2 Gloucester Terrace", "LEEDS", "LS12 2TJ"),
        name=f"Person {number}",
        prison_number=f"A{number % 10_000:04}AA",
        date_of_birth=None,
        reference="",
    )
