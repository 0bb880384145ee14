"""Mail is handed to a relay that can be trusted or not at all, and each end is told apart."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme

from prisonmail.cjsm import posting
from prisonmail.cjsm.messages import Attachment, write_message
from prisonmail.cjsm.posting import open_relay
from prisonmail.cjsm.relay import Relay, Security
from prisonmail.cjsm.relay_passwords import PASSWORD as VARIABLE
from prisonmail.errors import (
    InputMissing,
    MayHaveGone,
    PrisonmailError,
    RelayBusy,
    RelayRefused,
)
from tests.cjsm.relays import (
    PASSWORD,
    SENDER,
    Received,
    aiosmtpd_relay,
    find_free_port,
    keep_authority,
    plain_relay,
    relay_at,
    scripted_relay,
)

TO = "eric.brown@greenstonechambers.co.uk.cjsm.net"
HELLO = (b"220 relay", b"250 relay")
TEXT = "A code.\n.\n..two dots\nGrüße\n"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@pytest.fixture
def folder(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That of a profile whose relay has a certificate of this authority, and a log-in."""
    keep_authority(authority, tmp_path)
    monkeypatch.setenv(VARIABLE, PASSWORD)
    monkeypatch.setattr(posting, "PATIENCE", 5.0)
    return tmp_path


def letter(**more: Any) -> EmailMessage:
    return write_message(SENDER, TO, "A code", TEXT, datetime(2026, 11, 26, tzinfo=UTC), **more)


def hand_in(relay: Relay, folder: Path, message: EmailMessage | None = None) -> None:
    with open_relay(relay, folder) as opened:
        opened.send(message or letter())


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_message_arrives_as_it_was_written(
    authority: trustme.CA, folder: Path, security: Security
) -> None:
    received = Received()
    file = Attachment("docket.json", "application/json", b'{"serial":1}\n')
    with aiosmtpd_relay(received, authority, tls=security is Security.TLS) as port:
        relay = relay_at(port, security=security)
        with open_relay(relay, folder) as opened:
            opened.send(letter())
            opened.send(letter(attachments=(file,)))
    assert received.recipients == [TO, TO]
    first, second = map(message_from_bytes, received.messages)
    body = first.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().replace("\r\n", "\n") == TEXT
    assert first["From"] == SENDER
    parts = second.get_payload()
    assert isinstance(parts, list)
    attached: Any = parts[1]
    assert attached.get_payload(decode=True) == file.content


REFUSALS: dict[str, tuple[dict[str, str], type[PrisonmailError], str]] = {
    "a busy relay": ({"rcpt": "451 4.7.1 greylisted"}, RelayBusy, "for now: 451 4.7.1 greylisted"),
    "a full relay": ({"mail": "452 4.3.1 full"}, RelayBusy, "for now: 452 4.3.1 full"),
    "no such sender": ({"mail": "553 5.7.1 not yours"}, RelayRefused, "from post@greenstone"),
    "no relaying": ({"rcpt": "554 5.7.1 denied"}, RelayRefused, f"mail to {TO}: 554 5.7.1 denied"),
    "too large": ({"mail": "552 5.3.4 too big"}, RelayRefused, "it says 552 5.3.4 too big"),
    "a message refused": ({"data": "550 5.6.0 content"}, RelayRefused, "the message: 550 5.6.0"),
    "a message put off": ({"data": "451 4.3.0 later"}, RelayBusy, "the message for now: 451"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_a_relay_refuses_is_told_with_its_words(
    authority: trustme.CA, folder: Path, name: str
) -> None:
    answers, kind, words = REFUSALS[name]
    received = Received(**answers)
    with aiosmtpd_relay(received, authority) as port, open_relay(relay_at(port), folder) as opened:
        with pytest.raises(kind, match="Nothing was sent") as refused:
            opened.send(letter())
        received.answers.clear()
        opened.send(letter())  # others can still be sent
    assert words in str(refused.value)
    assert len(received.messages) == 1


@pytest.mark.parametrize(
    ("server", "profile", "words"),
    [
        ({"name": "other.example"}, {}, "cannot be trusted: Hostname mismatch"),
        ({}, {"ca_file": None}, "cannot be trusted: unable to get local issuer certificate"),
        ({"starttls": False, "auth": False}, {}, "offers no encryption"),
        ({}, {"security": Security.TLS}, "did not agree on TLS 1.2 or newer"),
        ({}, {"user": "nobody"}, "refused the sign-in of nobody: 535 5.7.8"),
        ({}, {"user": None}, "530 5.7.0 Authentication required"),
        ({"data_size_limit": 100}, {}, "it takes 0.0 MB"),
    ],
)
def test_a_relay_that_cannot_be_used_gets_nothing(
    authority: trustme.CA, folder: Path, server: dict[str, Any], profile: dict[str, Any], words: str
) -> None:
    received = Received()
    with (
        aiosmtpd_relay(received, authority, **server) as port,
        pytest.raises(RelayRefused, match="Nothing was sent") as refused,
    ):
        hand_in(relay_at(port, **profile), folder)
    assert words in str(refused.value)
    assert PASSWORD not in f"{refused.value} {refused.value.remedy}"
    assert received.messages == []


def test_a_relay_that_takes_no_log_in_is_told_none(folder: Path) -> None:
    with scripted_relay(*HELLO) as port, pytest.raises(RelayRefused, match="takes no sign-in"):
        hand_in(relay_at(port, security=Security.NONE), folder)


def test_certificates_are_checked_and_older_tls_is_refused(
    authority: trustme.CA, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    real = posting._make_context

    def make(*of: Any) -> Any:
        made.append(real(*of))
        return made[0]

    monkeypatch.setattr(posting, "_make_context", make)
    with aiosmtpd_relay(Received(), authority) as port:
        hand_in(relay_at(port), folder)
    assert made[0].minimum_version.name == "TLSv1_2"
    assert made[0].check_hostname
    assert made[0].verify_mode.name == "CERT_REQUIRED"


def test_a_connection_that_is_cut_after_the_message_leaves_it_open(
    authority: trustme.CA, folder: Path
) -> None:
    with (
        aiosmtpd_relay(Received(data="cut"), authority) as port,
        pytest.raises(MayHaveGone, match="it may have gone"),
    ):
        hand_in(relay_at(port), folder)


@pytest.mark.parametrize(
    ("lines", "kind", "words"),
    [
        ((), RelayRefused, "ended the connection"),
        ((b"421 too many",), RelayBusy, "the connection for now: 421 too many"),
        ((b"554 no service",), RelayRefused, "the connection: 554 no service"),
        ((b"220 relay", b"250 relay"), RelayRefused, "ended the connection"),
        ((*HELLO, b"250 OK"), RelayRefused, "ended the connection"),
        ((*HELLO, b"250 OK", b"250 OK", b"354 go on"), MayHaveGone, "it may have gone"),
    ],
)
def test_a_relay_that_ends_the_connection(
    folder: Path, lines: tuple[bytes, ...], kind: type[PrisonmailError], words: str
) -> None:
    with scripted_relay(*lines) as port, pytest.raises(kind) as refused:
        hand_in(plain_relay(port), folder)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("lines", "kind", "words"),
    [
        (HELLO[:1], RelayRefused, "did not answer within 0.2 seconds"),
        (HELLO, RelayRefused, "did not answer"),
        ((*HELLO, b"250 OK", b"250 OK", b"354 go on"), MayHaveGone, "it may have gone"),
    ],
)
def test_a_relay_that_does_not_answer_is_not_waited_for_for_ever(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: tuple[bytes, ...],
    kind: type[PrisonmailError],
    words: str,
) -> None:
    monkeypatch.setattr(posting, "PATIENCE", 0.2)
    monkeypatch.setattr(posting, "LAST_PATIENCE", 0.2)
    with scripted_relay(*lines, wait=True) as port, pytest.raises(kind) as refused:
        hand_in(plain_relay(port), folder)
    assert words in str(refused.value)


def test_a_relay_that_is_not_there(folder: Path) -> None:
    with pytest.raises(RelayRefused, match="cannot be reached: Connection refused"):
        hand_in(plain_relay(find_free_port()), folder)
    with pytest.raises(RelayRefused, match="cannot be reached"):
        hand_in(relay_at(25, host="relay.invalid"), folder)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read(folder: Path, content: str | None) -> None:
    (folder / "ca.pem").unlink()
    if content:
        (folder / "ca.pem").write_text(content)
    with pytest.raises(InputMissing, match="certificates of the mail relay"):
        hand_in(relay_at(1), folder)


def test_without_encryption_only_this_computer_is_sent_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "is_this_computer", lambda host: False)
    with (
        aiosmtpd_relay(Received(), trustme.CA(), starttls=False, auth=False) as port,
        pytest.raises(RelayRefused, match="is another computer"),
    ):
        hand_in(plain_relay(port), folder)
