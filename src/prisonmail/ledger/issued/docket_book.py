"""What prisons were told: dockets, one after another for each prison, and the notices they went by.

Nothing of a docket is kept but its event: the serial, and the SHA-256 that the next one names.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from prisonmail.codes import Code
from prisonmail.dockets.docket import Docket, DocketLetter, DocketProof, DocketSender
from prisonmail.dockets.docket_document import parse_docket, write_docket
from prisonmail.errors import InputMissing
from prisonmail.ledger.chain.events import EventKind, Turn
from prisonmail.ledger.chain.recording import record
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.ledger.record_rows import read_letter
from prisonmail.ledger.senders.proofs import Proofs
from prisonmail.sender.sender import Sender
from prisonmail.system.record import Record


class NoticeState(StrEnum):
    """What is known of a mail that carried a docket."""

    SENT = "sent"
    UNSURE = "unsure"
    """It may have gone or not: it was handed over, and then the connection or the run broke."""
    FAILED = "failed"
    """It has not gone."""


class DocketOrder(Record, frozen=True):
    """What a docket is to be of."""

    prison: str
    batch_id: str | None
    """None if it is of cancellations alone."""
    sender: Sender
    key: str
    """The fingerprint of the key that is to sign it."""
    at: datetime


class RecordedDocket(Record, frozen=True):
    """A docket that is recorded."""

    docket: Docket
    document: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the document, in hexadecimal."""
        return hashlib.sha256(self.document).hexdigest()


class Notice(Record, frozen=True):
    """A mail that carried a docket."""

    prison: str
    message_id: str
    digest: str
    """SHA-256 of the docket's document."""
    state: NoticeState = NoticeState.SENT


class NothingToTellError(Exception):
    """Raised for a prison to which nothing is on its way that is still good or went bad."""


class DocketBook:
    """The dockets of one ledger."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def list_prisons(self, batch_id: str | None, at: datetime) -> Mapping[str, str]:
        """Return the prisons of a batch, or those with codes that went bad, with their names."""
        if batch_id:
            found = self._database.fetch_all(statements.PRISONS_OF_BATCH, {"batch_id": batch_id})
        else:
            found = self._database.fetch_all(statements.PRISONS_WITH_BAD, {"now": at.isoformat()})
        return {row["prison"]: row["prison_name"] for row in found}

    def record(self, order: DocketOrder, prepare: Callable[[Docket], object]) -> RecordedDocket:
        """Record the next docket for a prison, made of the ledger as it is at that event.

        `prepare` is called before: if it raises, nothing is recorded. Raises NothingToTellError,
        LedgerWentBack, InputMissing if people are erased or it was changed by hand, and
        DocketRefused if no desk could read it.
        """

        def work(turn: Turn) -> RecordedDocket:
            docket = self._make(order, str(turn.before))
            made = RecordedDocket(docket, write_docket(docket))
            parse_docket(made.document)
            prepare(docket)
            detail = f"{order.prison} {docket.serial} {made.digest}"
            at = order.at.isoformat()
            turn.record(EventKind.DOCKET, at, batch_id=order.batch_id, detail=detail)
            return made

        return record(self._database, self._watch, work)

    def record_notice(self, batch_id: str, notice: Notice, at: datetime) -> None:
        """Record what is known of a mail to a prison. Raises LedgerWentBack."""
        detail = " ".join((notice.prison, notice.message_id, notice.digest, notice.state))
        record(
            self._database,
            self._watch,
            lambda turn: turn.record(
                EventKind.NOTIFIED, at.isoformat(), batch_id=batch_id, detail=detail
            ),
        )

    def find_notices(self, batch_id: str) -> Mapping[str, Notice]:
        """Return the last notice of a batch to each prison."""
        rows = self._database.fetch_all(statements.NOTICES_OF_BATCH, {"batch_id": batch_id})
        return {found.prison: found for found in map(_read_notice, rows)}

    def _make(self, order: DocketOrder, head: str) -> Docket:
        letters = tuple(self._read_good(order))
        bad = self._read_bad(order)
        if not letters and not bad:
            raise NothingToTellError
        previous = self._find_previous(order.prison)
        until = max([*(each.good_until for each in letters), *bad.values()])
        return Docket(
            serial=previous[0] + 1,
            previous=previous[1],
            made_at=order.at,
            good_until=until,
            prison=order.prison,
            sender=_name_sender(order.sender),
            key=order.key,
            ledger_head=head,
            proof=self._find_proof(order.sender),
            letters=letters,
            cancelled=tuple(bad),
        )

    def _find_proof(self, sender: Sender) -> DocketProof | None:
        proof = Proofs(self._database, self._watch).find(sender)
        return DocketProof(proof.kind.value, proof.at) if proof else None

    def _find_previous(self, prison: str) -> tuple[int, str | None]:
        """Return the highest serial that a prison may have had, and the digest of the last known.

        If the ledger went back and was accepted so, each of the events that are lost may have been
        a docket: no serial is used twice for that.
        """
        row = self._database.fetch_one(statements.LAST_DOCKET, {"name": f"{prison} "})
        serial, digest = row["detail"].split()[1:] if row else (0, None)
        after = {"after": row["number"] if row else 0}
        setbacks = self._database.fetch_all(statements.SETBACKS, after)
        return int(serial) + sum(map(_count_lost, setbacks)), digest

    def _read_good(self, order: DocketOrder) -> Iterator[DocketLetter]:
        """Yield the letters of the batch that are good and that nobody has checked."""
        if order.batch_id is None:
            return
        its = {"batch_id": order.batch_id, "prison": order.prison}
        for row in self._database.fetch_all(statements.GOOD_FOR_PRISON, its):
            self._refuse_changed(row)
            used = row["first_check"] is not None or row["cancelled"] is not None
            if not used and datetime.fromisoformat(row["expires_at"]) >= order.at:
                yield _read_docket_letter(row)

    def _read_bad(self, order: DocketOrder) -> Mapping[Code, datetime]:
        its = {"prison": order.prison, "now": order.at.isoformat()}
        return {
            Code(row["code"]): datetime.fromisoformat(row["expires_at"])
            for row in self._database.fetch_all(statements.BAD_FOR_PRISON, its)
        }

    def _refuse_changed(self, row: Row) -> None:
        if (row["used_by"], row["cancelled_by"]) != (row["first_check"], row["cancelled"]):
            raise InputMissing(
                f"The ledger {self._database.name} was changed by hand: what it holds of code "
                f"{row['code']} does not agree with the checks and cancellations of it.",
                "No prison can be told of it. See what is wrong with: prisonmail ledger check",
            )


def _read_docket_letter(row: Row) -> DocketLetter:
    issued = read_letter(row, {})
    draft = issued.letter.draft
    return DocketLetter(
        code=issued.code,
        barcode=draft.barcode,
        marking=draft.marking,
        name=draft.name,
        prison_number=draft.prison_number,
        date_of_birth=draft.date_of_birth,
        issued_at=issued.issued_at,
        good_until=issued.expires_at,
    )


def _name_sender(sender: Sender) -> DocketSender:
    return DocketSender(
        organisation=sender.organisation,
        sender=sender.name,
        role=sender.role,
        cjsm_address=sender.cjsm_address,
        telephone=sender.telephone,
        address=sender.address,
    )


def _count_lost(row: Row) -> int:
    """Count the events that were lost when a ledger was accepted as it is."""
    gone, number = int(row["detail"].partition(":")[0]), int(row["number"])
    return max(0, gone - (number - 1))


def _read_notice(row: Row) -> Notice:
    prison, message_id, digest, state = row["detail"].split()
    return Notice(prison, message_id, digest, NoticeState(state))
