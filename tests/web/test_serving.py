"""The server as a process of its own: what only that shows."""

import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from prisonmail.ledger.access.grants import Right, draw_token, hash_token
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from tests.consoles import begin, press_ctrl_c
from tests.databases import postgres_schema
from tests.systems import needs_signals


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def get(url: str, **more: Any) -> httpx.Response:
    """Ask on a connection of its own, and wait long: others may be at work here."""
    return httpx.get(url, timeout=60, **more)


class Server:
    """A running server, with all that it writes to standard error."""

    def __init__(self, *options: str) -> None:
        self.port = free_port()
        command = (sys.executable, "-m", "prisonmail", "serve", "--port", str(self.port))
        self.process = begin([*command, *options], Path.cwd())
        self.lines: list[str] = []
        self._announced = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        assert self._announced.wait(60), self.lines

    @property
    def link(self) -> str:
        (line,) = (each for each in self.lines if "?key=" in each)
        return f"http{line.rpartition('http')[2].strip()}"

    @property
    def logged(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    def stop(self) -> int:
        press_ctrl_c(self.process)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(60)
        self._reader.join(60)
        with self.process:  # its pipes are closed
            return code

    def _read(self) -> None:
        assert self.process.stderr
        for line in map(bytes.decode, self.process.stderr):
            self.lines.append(line)
            if "End with Ctrl-C" in line or "prisonmail answers at" in line:
                self._announced.set()
        self.process.stderr.close()


@contextmanager
def running(*options: str) -> Iterator[Server]:
    server = Server(*options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            press_ctrl_c(server.process)
            with suppress(subprocess.TimeoutExpired):
                server.wait()
            server.process.kill()


def send_end(run: "subprocess.Popen[bytes]") -> None:
    run.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("end", [pytest.param(send_end, marks=needs_signals), press_ctrl_c])
@pytest.mark.usefixtures("profile")
def test_what_was_begun_is_answered_before_it_stops(
    end: Callable[["subprocess.Popen[bytes]"], None],
) -> None:
    with running() as server, socket.create_connection(("127.0.0.1", server.port), 60) as half:
        session = "; ".join(f"{key}={value}" for key, value in get(server.link).cookies.items())
        head = (
            f"POST /sign-out HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {session}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\n"
        )
        half.sendall(head.encode() + b"csrf=")
        assert get(f"http://127.0.0.1:{server.port}/health/ping").status_code == 200
        end(server.process)
        with pytest.raises(subprocess.TimeoutExpired):
            server.process.wait(0.5)
        half.sendall(b"123456789012345")
        assert half.recv(100).startswith(b"HTTP/1.1 403 ")  # no token of its own
        assert server.wait() == 0
    with pytest.raises((ConnectionRefusedError, TimeoutError)):  # Windows tries it again
        socket.create_connection(("127.0.0.1", server.port), 1)


@pytest.mark.usefixtures("profile")
def test_what_it_writes_down_has_no_name_no_code_and_no_query() -> None:
    with running() as server, httpx.Client(timeout=60) as client:
        key = server.link.rpartition("=")[2]
        assert client.get(server.link).status_code == 303
        client.get(f"http://127.0.0.1:{server.port}/elsewhere/Ann%20Hart?code=12345678901234")
        counted = client.get(f"http://127.0.0.1:{server.port}/metrics").text
        assert 'prisonmail_requests_total{route="/sign-in/link",method="GET",status="303"} 1' in (
            counted
        )
        assert server.stop() == 0
    written = "".join(line for line in server.lines if line.startswith("{"))
    for told in (key, "Hart", "12345678901234", "127.0.0.1"):
        assert told not in written
    answered = [each for each in server.logged if each["event"] == "request"]
    assert [(each["method"], each["route"], each["status"]) for each in answered] == [
        ("GET", "/sign-in/link", 303),
        ("GET", "-", 404),
        ("GET", "/metrics", 200),
    ]
    assert all(set(each) >= {"time", "level", "ms", "request"} for each in answered)


@pytest.mark.usefixtures("profile")
def test_headers_without_end_are_refused() -> None:
    with running() as server, socket.create_connection(("127.0.0.1", server.port)) as asked:
        asked.settimeout(60)
        asked.sendall(b"GET /health/ping HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        with suppress(ConnectionError):  # it may have closed by then
            for _ in range(64):
                asked.sendall(b"x" * 64 * 1024)
        with suppress(ConnectionError):
            assert asked.recv(64).startswith(b"HTTP/1.1 400")
            while asked.recv(64):
                pass
        assert get(f"http://127.0.0.1:{server.port}/health/ping").status_code == 200


@pytest.mark.usefixtures("profile")
def test_workers_know_the_same_sessions_and_tokens(postgres: str) -> None:
    token = draw_token()
    with postgres_schema(postgres) as ledger:
        with open_ledger(ledger, make=True) as opened:
            opened.grants.add("a", Right.ADMIN, clock.now(), digest=hash_token(token))
        with running("--ledger", ledger, "--workers", "2") as server:
            page = f"http://127.0.0.1:{server.port}/"
            good = {"Authorization": f"Bearer {token}"}

            def ask(**more: Any) -> set[int]:
                return {get(page, **more).status_code for _ in range(6)}

            entered = get(server.link)
            cookies = dict(entered.cookies)
            assert ask(cookies=cookies) == {200}
            assert ask(headers=good) == {200}
            with open_ledger(ledger) as opened:
                opened.grants.remove("a", clock.now())
            assert ask(headers=good) == {303}
            assert get(server.link).status_code == 403
            counted = 'prisonmail_requests_total{route="/",method="GET",status="200"} 12\n'
            give_up = time.monotonic() + 30
            while counted not in get(f"{page}metrics").text:
                assert time.monotonic() < give_up
                time.sleep(0.5)
            assert server.stop() == 0


def test_no_command_leaves_a_trace_of_the_link_in_a_file(home: Path, profile: Path) -> None:
    assert profile.exists()
    with running() as server:
        key = server.link.rpartition("=")[2].encode()
        assert server.stop() == 0
    assert not [each for each in home.rglob("*") if each.is_file() and key in each.read_bytes()]


@pytest.fixture
def certificate(home: Path) -> tuple[str, ...]:
    """The options of a server with a certificate for localhost."""
    issued = trustme.CA(key_type=trustme.KeyType.ECDSA).issue_cert("localhost")
    issued.cert_chain_pems[0].write_to_path(home / "cert.pem")
    issued.private_key_pem.write_to_path(home / "key.pem")
    return ("--tls-cert", str(home / "cert.pem"), "--tls-key", str(home / "key.pem"))


@pytest.mark.usefixtures("profile")
def test_an_old_tls_is_refused(certificate: tuple[str, ...]) -> None:
    with running(*certificate) as server:
        assert server.link.startswith("https://127.0.0.1:")
        for version in (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2):
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = context.maximum_version = version
            if version is ssl.TLSVersion.TLSv1_1:
                with pytest.raises(httpx.ConnectError):
                    get(server.link, verify=context)
            else:
                entered = get(server.link, verify=context)
                assert entered.headers["set-cookie"].startswith("__Host-prisonmail=")
                assert entered.headers["strict-transport-security"]


@pytest.mark.usefixtures("profile")
def test_only_strong_ciphers_are_taken(certificate: tuple[str, ...]) -> None:
    with running(*certificate) as server:
        for ciphers, is_taken in (("ECDHE+AESGCM", True), ("AES:!AESGCM:!AESCCM", False)):
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(ciphers)
            with nullcontext() if is_taken else pytest.raises(httpx.ConnectError):
                assert get(server.link, verify=context).status_code == 303


@pytest.mark.parametrize(("proxy", "status"), [("127.0.0.1", 303), ("10.9.9.0/24", 403)])
@pytest.mark.usefixtures("profile")
def test_only_the_named_proxy_is_believed(proxy: str, status: int) -> None:
    said = {"Host": "post.firm.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "9.9.9.9"}
    with running("--behind-proxy", proxy, "--allow-host", "post.firm.example") as server:
        assert "prisonmail answers at https://post.firm.example" in map(str.strip, server.lines)
        answer = get(f"http://127.0.0.1:{server.port}/", headers=said)
        assert answer.status_code == status
