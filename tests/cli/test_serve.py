"""`prisonmail serve`: what it refuses before it listens, and what it says once it does."""

import os
import re
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue

import httpx
import pytest

from tests.conftest import Run
from tests.own_logs import keep_logs
from tests.systems import needs_signals
from tests.web.test_serving import free_port

Cli = Callable[..., Run]


@contextmanager
def ending(port: int, ask: Callable[[], None]) -> Iterator[None]:
    """Ask a server that starts in this process, once it listens, and end it by a signal."""

    over = threading.Event()

    def ask_and_end() -> None:
        while not is_listening(port):
            if over.wait(0.05):
                return
        try:
            ask()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    asking = threading.Thread(target=ask_and_end)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join(60)


def is_listening(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 60):
        return True
    return False


@pytest.fixture
def _own_logs() -> Iterator[None]:
    with keep_logs():
        yield


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


@needs_signals
@pytest.mark.usefixtures("_own_logs")
@pytest.mark.parametrize("opens", [False, True], ids=["told", "opened"])
def test_a_link_is_told_that_signs_in_and_is_opened_if_wanted(
    prisonmail: Cli, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    port, opened, pages = free_port(), SimpleQueue[str](), list[httpx.Response]()
    monkeypatch.setattr(webbrowser, "open", opened.put)
    urls: list[str] = []
    temporary = tempfile.gettempdir()

    def ask() -> None:
        urls.append(opened.get(timeout=60) if opens else f"http://127.0.0.1:{port}/")
        pages.append(httpx.get(urls[0], follow_redirects=True, timeout=60))

    with ending(port, ask):
        words = ("--open",) if opens else ()
        done = prisonmail("serve", "--port", port, "--log-level", "error", *words)
    assert (done.exit_code, done.out) == (0, "")
    told, more = done.err.splitlines()
    start = "To sign in, open this within 10 minutes, once: "
    assert told.startswith(f"{start}http://127.0.0.1:{port}/sign-in/link?key=")
    assert more == "For another link: prisonmail serve --link. End with Ctrl-C."
    assert opened.empty()
    assert told.removeprefix(start) not in urls  # that one is for another browser
    assert pages[0].status_code == 200
    assert ("sign-in" in str(pages[0].url)) != opens
    assert tempfile.gettempdir() == temporary  # it had one of its own


@needs_signals
@pytest.mark.usefixtures("_own_logs")
def test_behind_a_proxy_it_says_at_which_name_it_answers(prisonmail: Cli) -> None:
    port, pages = free_port(), list[httpx.Response]()

    def ask() -> None:
        named = {"Host": "post.example", "X-Forwarded-Proto": "https"}
        pages.append(httpx.get(f"http://127.0.0.1:{port}/health/ping", headers=named, timeout=60))

    words = ("--behind-proxy", "127.0.0.1", "--allow-host", "post.example")
    with ending(port, ask):
        done = prisonmail("serve", "--port", port, "--log-level", "error", *words)
    assert done == Run(0, "", "prisonmail answers at https://post.example\n")
    assert pages[0].status_code == 200


@pytest.mark.parametrize(
    ("missing", "exit_code", "said"),
    [
        (
            "uvicorn",
            2,
            "error: This prisonmail has no pages: the packages for that are missing.\n"
            "  Install them with: pip install 'prisonmail[serve]'\n",
        ),
        ("prisonmail.web.access.links", 70, "error: prisonmail met a fault of its own"),
    ],
)
def test_a_package_that_is_missing_is_told_from_a_fault(
    prisonmail: Cli,
    monkeypatch: pytest.MonkeyPatch,
    missing: str,
    exit_code: int,
    said: str,
) -> None:
    monkeypatch.delitem(sys.modules, "prisonmail.web.serving", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    refused = prisonmail("serve")
    assert (refused.exit_code, refused.err[: len(said)]) == (exit_code, said)
