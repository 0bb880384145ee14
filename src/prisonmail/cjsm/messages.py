"""Email messages as they are sent, or kept in a file for web mail."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from prisonmail.system.record import Record

_POLICY = SMTP.clone(cte_type="7bit")
"""Lines that any relay takes, whatever it says that it can."""


class Attachment(Record, frozen=True):
    """A file that goes with a message."""

    name: str
    kind: str
    """As in `application/json`."""
    content: bytes


def write_message(
    sender: str,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    attachments: tuple[Attachment, ...] = (),
) -> EmailMessage:
    """Make a message from one address to another, with an id of its own.

    >>> from datetime import UTC
    >>> at = datetime(2026, 1, 2, tzinfo=UTC)
    >>> made = write_message("a@firm.example", "b@firm.example.cjsm.net", "Code", "Grüße", at)
    >>> made["Date"], made["Content-Transfer-Encoding"]
    ('Fri, 02 Jan 2026 00:00:00 +0000', 'quoted-printable')
    """
    message = EmailMessage(policy=_POLICY)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(text, cte="quoted-printable")
    for each in attachments:
        main, _, sub = each.kind.partition("/")
        message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
    return message
