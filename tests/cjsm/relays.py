"""Mail relays that really run, on this computer: one in order, and others that fail."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server, socket
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from prisonmail.cjsm.relay import Relay, Security

USER, PASSWORD = "firm", "a good password"
HOST = "localhost"
SENDER = "post@greenstone.example"


class Received:
    """What a relay was handed, and how it answers; each `answer` is by the word of a command."""

    def __init__(self, **answers: str) -> None:
        self.messages: list[bytes] = []
        self.recipients: list[str] = []
        self.answers = answers

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's own name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers.get("data", "250 OK")
        if answer == "cut":
            server.transport.abort()
            return "250 OK"
        if answer.startswith("250"):
            self.messages.append(envelope.content if isinstance(envelope.content, bytes) else b"")
            self.recipients += envelope.rcpt_tos
        return answer


def authenticate(
    server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == known, handled=False)


@contextmanager
def aiosmtpd_relay(
    received: Received, authority: trustme.CA, name: str = HOST, **more: Any
) -> Iterator[int]:
    """Run a relay with STARTTLS and a log-in; yield its port. `more` changes how it behaves."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    asked: dict[str, Any] = {}
    if more.pop("auth", True):
        asked = {"auth_required": True, "authenticator": authenticate}
    if more.pop("tls", False):
        # aiosmtpd does not see that it is encrypted, and warns of a log-in that it requires
        asked |= {"ssl_context": context, "auth_require_tls": False, "auth_required": False}
    elif more.pop("starttls", True):
        asked |= {"tls_context": context, "require_starttls": True}
    relay = Controller(received, hostname="127.0.0.1", port=find_free_port(), **asked, **more)
    relay.start()
    try:
        yield relay.port
    finally:
        relay.stop()


@contextmanager
def scripted_relay(*lines: bytes, wait: bool = False) -> Iterator[int]:
    """Run a relay that says a line for each that it hears, beginning with a greeting."""
    over = threading.Event()
    with create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        thread = threading.Thread(target=_speak, args=(server, lines, over if wait else None))
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()


def relay_at(port: int, **more: Any) -> Relay:
    """What a profile says of a relay on this computer."""
    usual: dict[str, Any] = {"host": HOST, "sender": SENDER, "user": USER, "ca_file": "ca.pem"}
    return Relay(**usual | {"port": port} | more)


def plain_relay(port: int) -> Relay:
    return relay_at(port, security=Security.NONE, user=None, ca_file=None)


def keep_authority(authority: trustme.CA, folder: Path) -> None:
    authority.cert_pem.write_to_path(folder / "ca.pem")


def _speak(server: socket, lines: tuple[bytes, ...], over: threading.Event | None) -> None:
    connection, _ = server.accept()
    connection.settimeout(10)
    with connection, connection.makefile("rb") as heard:
        for line in lines:
            connection.sendall(line + b"\r\n")
            if line.startswith(b"354"):
                while heard.readline() not in (b".\r\n", b""):
                    pass
            elif not heard.readline():
                break
        if over:
            over.wait(10)


def find_free_port() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
