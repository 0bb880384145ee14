"""`prisonmail serve`: what it refuses before it listens."""

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

Cli = Callable[..., Run]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "nothing would be encrypted"),  # noqa: S104
        (["--tls-cert", "a.pem"], "need each other"),
        (
            ["--host", "0.0.0.0", "--tls-cert", "a.pem", "--tls-key", "b.pem"],  # noqa: S104
            "by which name",
        ),
        (["--behind-proxy", "127.0.0.1"], "by which name"),
        (["--behind-proxy", "proxy", "--allow-host", "a.example"], "no address of a proxy"),
        (["--workers", "2"], "Several workers need a ledger on PostgreSQL"),
        (
            ["--behind-proxy", "127.0.0.1", "--allow-host", "a.example", "--link"],
            "Only on this computer",
        ),
    ],
)
def test_what_would_be_unsafe_is_refused(options: list[str], said: str, prisonmail: Cli) -> None:
    refused = prisonmail("serve", *options)
    assert (refused.exit_code, refused.out) == (2, "")
    assert said in refused.err


def test_a_certificate_that_cannot_be_used_is_said_to_be_so(prisonmail: Cli, home: Path) -> None:
    for name in ("a.pem", "b.pem"):
        (home / name).write_text("no certificate", "utf-8")
    refused = prisonmail("serve", "--tls-cert", "a.pem", "--tls-key", "b.pem", "--port", "8799")
    assert refused.exit_code == 66
    assert "The certificate a.pem cannot be used" in refused.err


@pytest.mark.usefixtures("profile")
def test_a_port_that_is_taken_is_told_in_words_of_the_system(prisonmail: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = prisonmail("serve", "--port", port)
    assert refused.exit_code == 73
    told = re.search(f"It cannot listen on 127.0.0.1, port {port}: (.+)", refused.err)
    assert told
    assert "Unknown error" not in told[1]
    assert "while" not in told[1]


def test_a_link_is_printed_alone(prisonmail: Cli) -> None:
    printed = prisonmail("serve", "--link", "--port", "8799")
    assert printed.exit_code == 0
    assert printed.out.startswith("http://127.0.0.1:8799/sign-in/link?key=")
    assert (printed.out.count("\n"), printed.err) == (1, "")
