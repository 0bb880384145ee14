"""Hands messages to a relay by SMTP, and tells every end of that apart.

The connection is encrypted by TLS 1.2 at least, with a certificate that is checked; there is no
falling back. Until a message has been handed over whole, nothing has gone. If the connection ends
after that and before the relay's answer, nobody can say, and so it is told.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path

from prisonmail.cjsm.relay import Relay, Security, is_this_computer
from prisonmail.cjsm.relay_passwords import find_password
from prisonmail.errors import InputMissing, MayHaveGone, PrisonmailError, RelayBusy, RelayRefused

PATIENCE = 30.0
"""Seconds to wait for an answer of the relay."""
LAST_PATIENCE = 120.0
"""Seconds to wait for what it says of a whole message, which it may examine first."""
_OWN_NAME = "[127.0.0.1]"
"""What this computer calls itself: its real name is nobody's business, and may not be ASCII."""
_TOO_LARGE = 552
_LONGEST_REPLY = 200
_NOTHING_SENT = "Nothing was sent."
_IN_PROFILE = "under [relay] in the profile"


class Posting:
    """An open connection to a relay."""

    def __init__(self, relay: Relay, smtp: smtplib.SMTP) -> None:
        self._relay = relay
        self._smtp = smtp

    def send(self, message: EmailMessage) -> None:
        """Hand over a message to its one recipient.

        Raises RelayRefused or RelayBusy if it has not gone, and MayHaveGone if nobody can say.
        After the first two, others can be sent.
        """
        content = re.sub(rb"(?m)^\.", b"..", message.as_bytes())
        with _telling(self._relay):
            self._announce(str(message["To"]), len(content))
            self._expect(self._smtp.docmd("DATA"), 354, "the message")
        reply = self._hand_over(content)
        with _telling(self._relay):
            self._expect(reply, 250, "the message")

    def _announce(self, to: str, size: int) -> None:
        limit = self._smtp.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < size:
            raise _refuse_size(self._relay, size, f"it takes {_megabytes(int(limit))}")
        options = [f"SIZE={size}"] if "size" in self._smtp.esmtp_features else []
        answer = self._smtp.mail(self._relay.sender, options)
        self._expect(answer, 250, f"mail from {self._relay.sender}", size)
        self._expect(self._smtp.rcpt(to), 250, f"mail to {to}", size)

    def _hand_over(self, content: bytes) -> tuple[int, bytes]:
        """Send a message whole, and return the answer. Raises MayHaveGone."""
        try:
            self._smtp.send(content + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            if self._smtp.sock:
                self._smtp.sock.settimeout(LAST_PATIENCE)
            reply = self._smtp.getreply()
            if self._smtp.sock:
                self._smtp.sock.settimeout(PATIENCE)
        except (OSError, smtplib.SMTPException):
            self._smtp.close()
            raise MayHaveGone(
                f"The connection to the mail relay {self._relay.name} ended before it said whether "
                "it took the message: it may have gone.",
                "See whether it has arrived before you send it again.",
            ) from None
        return reply

    def _expect(self, answer: tuple[int, bytes], good: int, what: str, size: int = 0) -> None:
        """Check an answer of the relay. If it is another, the relay forgets the message."""
        code, said = answer
        if code == good or (good == 250 and code == 251):  # it passes the mail on for the recipient
            return
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()
        if code == _TOO_LARGE and size:
            raise _refuse_size(self._relay, size, f"it says {_quote(code, said)}")
        raise _refuse(self._relay, what, code, said)


@contextmanager
def open_relay(relay: Relay, folder: Path) -> Iterator[Posting]:
    """Connect to a relay and log in. `folder` is that of the profile, where `ca_file` begins.

    Raises InputMissing if the password or `ca_file` cannot be read, and RelayRefused or RelayBusy.
    """
    password = find_password(relay) if relay.user else ""
    context = _make_context(relay, folder)
    with _telling(relay):
        smtp = _connect(relay, context)
    try:
        with _telling(relay):
            _greet(relay, smtp, context)
            if relay.user:
                smtp.login(relay.user, password)
        yield Posting(relay, smtp)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()


def _make_context(relay: Relay, folder: Path) -> ssl.SSLContext:
    file = folder / relay.ca_file if relay.ca_file else None
    try:
        context = ssl.create_default_context(cafile=file)
    except OSError as error:  # an SSLError too, if there is no certificate in it
        reason = error.strerror if not isinstance(error, ssl.SSLError) else "no certificate in it"
        raise InputMissing(
            f"The certificates of the mail relay, {file}, cannot be read: {reason}.",
            f"Correct ca_file {_IN_PROFILE}.",
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _connect(relay: Relay, context: ssl.SSLContext) -> smtplib.SMTP:
    if relay.security is Security.TLS:
        return smtplib.SMTP_SSL(
            relay.host, relay.port, local_hostname=_OWN_NAME, timeout=PATIENCE, context=context
        )
    return smtplib.SMTP(relay.host, relay.port, local_hostname=_OWN_NAME, timeout=PATIENCE)


def _greet(relay: Relay, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
    if relay.security is Security.NONE:
        peer = str(smtp.sock.getpeername()[0]) if smtp.sock else ""
        if not is_this_computer(peer):
            raise RelayRefused(
                f"The mail relay {relay.name} is another computer, and the connection would not be "
                f"encrypted. {_NOTHING_SENT}",
                f'Write security = "starttls" or "tls" {_IN_PROFILE}.',
            )
    smtp.ehlo_or_helo_if_needed()
    if relay.security is not Security.STARTTLS:
        return
    if not smtp.has_extn("starttls"):
        raise RelayRefused(
            f"The mail relay {relay.name} offers no encryption (STARTTLS). {_NOTHING_SENT}",
            "Ask its provider for the right port. If that is 465, write security = "
            f'"tls" {_IN_PROFILE}.',
        )
    smtp.starttls(context=context)
    smtp.ehlo_or_helo_if_needed()


@contextmanager
def _telling(relay: Relay) -> Iterator[None]:
    """Make of every error of a connection what it means to whoever sends."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise _refuse_login(relay, error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPResponseException as error:
        raise _refuse(relay, "the connection", error.smtp_code, error.smtp_error) from None
    except (OSError, smtplib.SMTPException) as error:
        waited = isinstance(error.__context__, TimeoutError)  # smtplib makes an end of it
        told, remedy = _explain(TimeoutError() if waited else error)
        raise RelayRefused(f"The mail relay {relay.name} {told}. {_NOTHING_SENT}", remedy) from None


def _explain(error: Exception) -> tuple[str, str]:
    """Return what kept mail from being sent, after the name of the relay, and what to do."""
    match error:
        case ssl.SSLCertVerificationError():
            told = f"has a certificate that cannot be trusted: {error.verify_message}"
            return told, (
                f"Check host {_IN_PROFILE}. If the relay has a certificate of its own firm, name "
                "the file of that in ca_file."
            )
        case ssl.SSLError():
            told = f"did not agree on TLS 1.2 or newer ({error.reason or 'no reason given'})"
            return told, (
                f'Check port and security {_IN_PROFILE}: "tls" is usually on 465, "starttls" on '
                "587."
            )
        case TimeoutError():
            told = f"did not answer within {PATIENCE:g} seconds"
            return told, f"Try again. If it stays so, check host and port {_IN_PROFILE}."
        case smtplib.SMTPNotSupportedError():
            return "takes no sign-in on this connection", (
                f"Remove user {_IN_PROFILE} if it needs none, or ask its provider for the right "
                "port."
            )
        case smtplib.SMTPServerDisconnected():
            told = "ended the connection"
            return told, f"Try again. If it stays so, check port and security {_IN_PROFILE}."
        case smtplib.SMTPException():
            return "takes no password in a way that is known here", (
                "Ask its provider how programs sign in, or for a relay that knows this computer."
            )
        case _:
            told = f"cannot be reached: {getattr(error, 'strerror', None) or error}"
            return told, f"Check host and port {_IN_PROFILE}, and this computer’s connection."


def _refuse_login(relay: Relay, code: int, said: bytes | str) -> PrisonmailError:
    if code < 500:
        return _refuse(relay, "the sign-in", code, said)
    return RelayRefused(
        f"The mail relay {relay.name} refused the sign-in of {relay.user}: {_quote(code, said)}. "
        f"{_NOTHING_SENT}",
        f"Check user {_IN_PROFILE}, and its password.",
    )


def _refuse(relay: Relay, what: str, code: int, said: bytes | str) -> PrisonmailError:
    told = f"The mail relay {relay.name} refused {what}"
    if 400 <= code < 500:
        busy = f"{told} for now: {_quote(code, said)}. {_NOTHING_SENT}"
        return RelayBusy(busy, "Try again in some minutes.")
    refused = f"{told}: {_quote(code, said)}. {_NOTHING_SENT}"
    return RelayRefused(refused, "Ask the provider of the relay, with these words.")


def _refuse_size(relay: Relay, size: int, why: str) -> RelayRefused:
    return RelayRefused(
        f"The message has {_megabytes(size)}, too much for the mail relay {relay.name}: {why}. "
        f"{_NOTHING_SENT}",
        "Send less with one message, or ask the provider of the relay to take more.",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def _quote(code: int, said: bytes | str) -> str:
    """Return what a relay said, on one line and not too long."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = "".join(each if each.isprintable() else " " for each in text).split()
    return f"{code} {' '.join(words)}"[:_LONGEST_REPLY].rstrip(" .")
