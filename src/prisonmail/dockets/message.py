"""What an email brings, however its program has saved it: files, and none of it believed.

Attachments in quoted-printable or base64, and messages forwarded as attachments, are read; what
holds files in a way of its own is named.
"""

import base64
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from prisonmail.errors import DocketRefused
from prisonmail.system.record import Record

_DEEPEST = 5
"""Messages within messages."""
_MOST_PARTS = 1_000
_WRAPPINGS = {
    ".dat": "winmail.dat, in which Outlook hides attachments: ask for the message as plain text",
    ".zip": "a zip archive: unpack it and give the files",
    ".p7m": "an encrypted or signed message (S/MIME): save its attachments and give these",
    ".msg": "a message saved as .msg: save it as .eml, or save its attachments",
}
_KINDS = {
    "application/ms-tnef": ".dat",
    "application/vnd.ms-tnef": ".dat",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/vnd.ms-outlook": ".msg",
}


class AttachedFile(Record, frozen=True):
    """A file in a message."""

    name: str
    content: bytes


def read_attachments(message: bytes) -> list[AttachedFile]:
    """Return all files of a message, and of the messages in it.

    Raises DocketRefused if it cannot be read, or names what hides its files.
    """
    try:
        return list(_read(message, _DEEPEST))
    except DocketRefused:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise DocketRefused("It cannot be read as a message.") from None


def _read(content: bytes, depth: int) -> Iterator[AttachedFile]:
    if not depth:
        raise DocketRefused(f"It has more than {_DEEPEST} messages within one another.")
    for number, part in enumerate(message_from_bytes(content).walk()):
        if number > _MOST_PARTS:
            raise DocketRefused(f"It has more than {_MOST_PARTS:,} parts.")
        name = _find_name(part)
        _refuse_wrapped(part.get_content_type(), name)
        if _is_hidden_message(part, name):
            yield from _read(_decode(part), depth - 1)
        elif name and not part.is_multipart():
            yield AttachedFile(name, _decode(part))


def _refuse_wrapped(kind: str, name: str) -> None:
    end = _KINDS.get(kind) or name[-4:].lower()
    if end in _WRAPPINGS and (end != ".dat" or kind in _KINDS or name.lower() == "winmail.dat"):
        raise DocketRefused(f"It holds {_WRAPPINGS[end]}.")


def _is_hidden_message(part: Message, name: str) -> bool:
    """Check whether a part is a message that the library does not open of its own accord."""
    if part.get_content_type() == "message/rfc822":
        return part.get("content-transfer-encoding", "").strip().lower() == "base64"
    return name.lower().endswith(".eml")


def _decode(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):  # of a message in base64, which is taken for one in plain text
        inner = payload[0].get_payload() if isinstance(payload[0], Message) else ""
        return base64.b64decode(str(inner))
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _find_name(part: Message) -> str:
    """Return the name of a file, without the folders that somebody may have put before it."""
    given = part.get_filename() or ""
    decoded = str(make_header(decode_header(given))) if given else ""
    return decoded.replace("\\", "/").rpartition("/")[2].strip()
