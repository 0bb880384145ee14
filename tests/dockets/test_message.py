"""Messages as mail programs save and forward them, and as an enemy would write them."""

import base64
import quopri
from contextlib import suppress
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart

import pytest

from prisonmail.dockets.docket_document import write_docket
from prisonmail.dockets.message import AttachedFile, read_attachments
from prisonmail.errors import DocketRefused
from tests.dockets.samples import DOCKET

NAME = f"{DOCKET.name}.json"
FILES = {NAME: write_docket(DOCKET), f"{NAME}.sig": b"-----BEGIN SSH SIGNATURE-----\n"}


def plain(files: dict[str, bytes] = FILES, encoding: str = "base64") -> Message:
    message = MIMEMultipart()
    message["Subject"] = "Letters on their way"
    for name, content in files.items():
        part = MIMEBase("application", "octet-stream")
        part.add_header("Content-Disposition", "attachment", filename=name)
        if encoding == "base64":
            part.set_payload(base64.encodebytes(content).decode())
        else:
            part.set_payload(quopri.encodestring(content).decode("ascii"))
        part.add_header("Content-Transfer-Encoding", encoding)
        message.attach(part)
    return message


def thunderbird() -> bytes:
    message = EmailMessage()
    message.set_content("Please see the attached.")
    for name, content in FILES.items():
        kind = "json" if name.endswith(".json") else "octet-stream"
        message.add_attachment(content, "application", kind, filename=name)
    return message.as_bytes()


def with_encoded_names() -> bytes:
    files = {f"=?utf-8?b?{base64.b64encode(n.encode()).decode()}?=": c for n, c in FILES.items()}
    return plain(files).as_bytes()


def forwarded() -> bytes:
    outer = EmailMessage()
    outer.set_content("See below.")
    inner = EmailMessage()
    inner.set_content("Please see the attached.")
    for name, content in FILES.items():
        inner.add_attachment(content, "application", "octet-stream", filename=name)
    outer.add_attachment(inner)
    return outer.as_bytes()


def forwarded_in_base64(kind: str = "message/rfc822") -> bytes:
    outer = MIMEMultipart()
    part = MIMEBase(*kind.split("/"))
    part.add_header("Content-Disposition", "attachment", filename="Letters.eml")
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(plain().as_bytes()).decode())
    outer.attach(part)
    return outer.as_bytes()


@pytest.mark.parametrize(
    "message",
    [
        plain().as_bytes(),
        plain(encoding="quoted-printable").as_bytes(),
        thunderbird(),
        thunderbird().replace(b"\n", b"\r\n"),
        with_encoded_names(),
        forwarded(),
        forwarded_in_base64(),
        forwarded_in_base64("application/octet-stream"),
        plain({f"C:\\post\\{name}": content for name, content in FILES.items()}).as_bytes(),
    ],
)
def test_its_files_are_read_however_it_was_saved(message: bytes) -> None:
    found = {each.name: each.content.replace(b"\r\n", b"\n") for each in read_attachments(message)}
    assert {name: found.get(name) for name in FILES} == FILES


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("winmail.dat", "winmail.dat, in which Outlook hides attachments"),
        ("letters.zip", "a zip archive"),
        ("smime.p7m", "an encrypted or signed message"),
        ("letters.msg", "saved as .msg"),
    ],
)
def test_what_hides_its_files_is_named(name: str, said: str) -> None:
    with pytest.raises(DocketRefused, match=said):
        read_attachments(plain({name: b"x"}).as_bytes())


def _nested(depth: int) -> bytes:
    content = b"Subject: x\n\nx"
    for _ in range(depth):
        part = {"again.eml": content}
        content = plain(part).as_bytes()
    return content


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (_nested(7), "more than 5 messages within one another"),
        (plain({f"{n}.txt": b"x" for n in range(1_100)}).as_bytes(), "more than 1,000 parts"),
    ],
)
def test_a_hostile_message_ends_in_one_line(message: bytes, said: str) -> None:
    with pytest.raises(DocketRefused, match=said) as refused:
        read_attachments(message)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 3000,
        b"Content-Type: message/rfc822\n\n" * 3000,
        b"Content-Type: text/x; name*0*=x''%ff; name*1=\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n=A",
    ],
)
def test_what_is_no_message_brings_no_docket(message: bytes) -> None:
    found = list[AttachedFile]()
    with suppress(DocketRefused):
        found = read_attachments(message)
    assert not any(each.name.endswith(".json") for each in found)
