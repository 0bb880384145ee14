"""The use case: each prison of a batch is sent its docket, in one email.

That a mail is about to go is recorded before it goes, and what became of it after. If the run is
killed in between, the mail may have gone or not, and so it is told: what may have gone is never
sent again unasked.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from prisonmail.cjsm.messages import Attachment, write_message
from prisonmail.errors import ExitCode, InputMissing, MayHaveGone, PrisonmailError
from prisonmail.ledger.issued.docket_book import (
    DocketOrder,
    NothingToTellError,
    Notice,
    NoticeState,
)
from prisonmail.ledger.store import Ledger
from prisonmail.sender.mailrooms.mailroom_table import Mailroom, find_unsafe
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.system import output_files
from prisonmail.system.progress import Progress
from prisonmail.system.record import Record
from prisonmail.use_cases.telling.docketing import (
    SignedDocket,
    draw_page,
    find_batch,
    find_prisons,
    make_folder,
    sign_docket,
)
from prisonmail.use_cases.telling.notice_words import write_subject, write_text


class Connection(Protocol):
    """An open connection to a relay."""

    def send(self, message: EmailMessage) -> None:
        """Hand over a message. Raises PrisonmailError; MayHaveGone if nobody can say."""


class Fate(StrEnum):
    """What became of the notice to a prison."""

    SENT = "sent"
    WRITTEN = "written"
    """To a file, for web mail."""
    SENT_BEFORE = "sent-before"
    MAY_HAVE_GONE = "may-have-gone"
    FAILED = "failed"
    NOT_TRIED = "not-tried"
    NO_ADDRESS = "no-address"
    NOTHING_TO_TELL = "nothing-to-tell"


class PrisonNotice(Record, frozen=True):
    """One prison, and what became of its notice."""

    prison: str
    prison_name: str
    outcome: Fate
    address: str = ""
    message_id: str = ""
    signed: SignedDocket | None = None
    error: PrisonmailError | None = None
    file: Path | None = None


class Notifying(Record, frozen=True):
    """What was done, prison by prison."""

    batch_id: str
    told: tuple[PrisonNotice, ...]

    @property
    def exit_code(self) -> ExitCode:
        """What to say to the program that called: the first error, or whether all are told."""
        errors = [each.error for each in self.told if each.error]
        if errors:
            return errors[0].exit_code
        done = (
            Fate.SENT,
            Fate.WRITTEN,
            Fate.SENT_BEFORE,
            Fate.NOTHING_TO_TELL,
        )
        return ExitCode.DONE if all(x.outcome in done for x in self.told) else ExitCode.NO


class NoticeOrder(Record, frozen=True):
    """What is to be sent, and in whose name."""

    batch: str
    prison: str | None
    mail_sender: str
    mailrooms: Mapping[str, Mailroom]
    domains: tuple[str, ...]
    with_names: bool = False
    again: bool = False
    """Whether what may have gone is sent once more."""


class Notifier:
    """Sends the notices of a batch."""

    def __init__(
        self, ledger: Ledger, order: NoticeOrder, key: Callable[[], SigningKey], now: datetime
    ) -> None:
        self._ledger = ledger
        self._order = order
        self._open_key = key
        self._now = now
        self._batch_id, self._sender = find_batch(ledger, order.batch)
        prisons = find_prisons(ledger, self._batch_id, order.prison, now)
        past = ledger.docket_book.find_notices(self._batch_id)
        self._settled = dict(self._settle(prisons, past))
        self._waiting = {each: name for each, name in prisons.items() if each not in self._settled}
        self._refuse_unsafe()

    def send(
        self, connect: Callable[[], AbstractContextManager[Connection]], progress: Progress
    ) -> Notifying:
        """Send what was not sent before, with another connection after each failure.

        Raises whatever connecting raises, if nothing was sent by then.
        """
        if not self._waiting:
            return self._sum_up([])
        key, told = self._open_key(), list[PrisonNotice]()
        sending = self._send_all(connect, key, told)
        for each in progress("Sending notices", sending, len(self._waiting)):
            told.append(each)
        return self._sum_up(told)

    def write(self, folder: Path, *, force: bool) -> Notifying:
        """Write each message to a file, for web mail. Raises OutputRefused."""
        if not self._waiting:
            return self._sum_up([])
        key = self._open_key()
        make_folder(folder)
        return self._sum_up(self._write(each, key, folder, force=force) for each in self._waiting)

    def _settle(
        self, prisons: Mapping[str, str], past: Mapping[str, Notice]
    ) -> Iterator[tuple[str, PrisonNotice]]:
        """Yield the prisons that nothing is to be sent to, with the reason."""
        for prison, name in prisons.items():
            room, notice = self._order.mailrooms.get(prison), past.get(prison)
            state = notice.state if notice else NoticeState.FAILED
            address = room.address if room else ""
            said = notice.message_id if notice else ""
            if state is NoticeState.SENT:
                yield prison, PrisonNotice(prison, name, Fate.SENT_BEFORE, address, said)
            elif state is NoticeState.UNSURE and not self._order.again:
                yield prison, PrisonNotice(prison, name, Fate.MAY_HAVE_GONE, address, said)
            elif room is None:
                yield prison, PrisonNotice(prison, name, Fate.NO_ADDRESS)

    def _refuse_unsafe(self) -> None:
        for prison in self._waiting:
            address = self._order.mailrooms[prison].address
            if why := find_unsafe(address, self._order.domains):
                raise InputMissing(
                    f"No notice may go to {address}, the address of {prison}: {why}. Nothing was "
                    "sent.",
                    "Correct it in the table of mailrooms. If you have agreed with the prison that "
                    "its domain is safe, name that under notice_domains in the profile.",
                )

    def _send_all(
        self,
        connect: Callable[[], AbstractContextManager[Connection]],
        key: SigningKey,
        told: list[PrisonNotice],
    ) -> Iterator[PrisonNotice]:
        waiting = deque(self._waiting)
        while waiting:
            with ExitStack() as connection:
                try:
                    posting = connection.enter_context(connect())
                except PrisonmailError as error:
                    if not told:
                        raise
                    yield from (self._tell(x, Fate.NOT_TRIED, error=error) for x in waiting)
                    return
                yield from self._send_some(waiting, key, posting)

    def _send_some(
        self, waiting: deque[str], key: SigningKey, posting: Connection
    ) -> Iterator[PrisonNotice]:
        """Send until one fails: whatever it was, the next gets a connection of its own."""
        while waiting:
            done = self._send(waiting.popleft(), key, posting)
            yield done
            if done.error:
                return

    def _send(self, prison: str, key: SigningKey, posting: Connection) -> PrisonNotice:
        try:
            signed, message = self._make(prison, key)
        except NothingToTellError:
            return self._tell(prison, Fate.NOTHING_TO_TELL)
        id_, digest = str(message["Message-ID"]), signed.recorded.digest
        made = {"message_id": id_, "signed": signed}
        self._record(Notice(prison, id_, digest, NoticeState.UNSURE))
        try:
            posting.send(message)
        except MayHaveGone as error:
            return self._tell(prison, Fate.MAY_HAVE_GONE, error=error, **made)
        except PrisonmailError as error:
            self._record(Notice(prison, id_, digest, NoticeState.FAILED))
            return self._tell(prison, Fate.FAILED, error=error, **made)
        self._record(Notice(prison, id_, digest, NoticeState.SENT))
        return self._tell(prison, Fate.SENT, **made)

    def _write(self, prison: str, key: SigningKey, folder: Path, *, force: bool) -> PrisonNotice:
        try:
            signed, message = self._make(prison, key)
        except NothingToTellError:
            return self._tell(prison, Fate.NOTHING_TO_TELL)
        path = folder / f"{signed.docket.name}.eml"
        with output_files.new_file(path, replace=force) as file:
            file.write(message.as_bytes())
        return self._tell(prison, Fate.WRITTEN, signed=signed, file=path)

    def _make(self, prison: str, key: SigningKey) -> tuple[SignedDocket, EmailMessage]:
        name = self._waiting[prison]
        of = DocketOrder(prison, self._batch_id, self._sender, key.public.fingerprint, self._now)
        signed = sign_docket(self._ledger, of, key, name)
        docket = signed.docket
        message = write_message(
            self._order.mail_sender,
            self._order.mailrooms[prison].address,
            write_subject(docket, name),
            write_text(docket, name, with_names=self._order.with_names),
            self._now,
            (
                Attachment(f"{docket.name}.pdf", "application/pdf", draw_page(signed)),
                Attachment(f"{docket.name}.json", "application/json", signed.recorded.document),
                Attachment(f"{docket.name}.json.sig", "application/octet-stream", signed.signature),
            ),
        )
        return signed, message

    def _record(self, notice: Notice) -> None:
        self._ledger.docket_book.record_notice(self._batch_id, notice, self._now)

    def _tell(self, prison: str, outcome: Fate, **more: object) -> PrisonNotice:
        address = self._order.mailrooms[prison].address
        return PrisonNotice(prison, self._waiting[prison], outcome, address, **more)  # type: ignore[arg-type]

    def _sum_up(self, told: Iterable[PrisonNotice]) -> Notifying:
        return Notifying(self._batch_id, (*self._settled.values(), *told))
