"""What the ledger holds, as values: made from its rows, and made into them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from prisonmail.codes import Code
from prisonmail.errors import InputMissing
from prisonmail.ledger.events import Kind
from prisonmail.ledger.verdicts import Cancellation, FirstCheck, Standing, Verdict
from prisonmail.letters import Batch, Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger holds of one code."""

    code: Code
    batch_id: str
    sheet: int
    line: int
    marking: str
    prison: str
    prison_name: str
    address: tuple[str, ...]
    organisation: str
    cjsm_address: str
    issued_at: datetime
    expires_at: datetime
    random_check: int
    first_check: FirstCheck | None
    cancellation: Cancellation | None
    name: str | None = field(repr=False)
    """None where the personal fields have been erased."""
    prison_number: str | None = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    reference: str | None = field(repr=False)

    @property
    def standing(self) -> Standing:
        """Where the code stands before it is checked."""
        return Standing(self.expires_at, self.first_check, self.cancellation, self.random_check)

    @property
    def letter(self) -> Letter:
        """The letter to print. Raises InputMissing where its personal fields have been erased."""
        if self.name is None:
            raise InputMissing(
                f"The personal fields of batch {self.batch_id} have been erased, so its sheets "
                "cannot be printed again.",
                "Issue new letters from the list.",
            )
        draft = Draft(
            line=self.line,
            marking=Marking(self.marking),
            prison=self.prison,
            prison_name=self.prison_name,
            address=self.address,
            name=self.name,
            prison_number=self.prison_number,
            date_of_birth=self.date_of_birth,
            reference=self.reference or "",
        )
        return Letter(self.code, self.sheet, draft)


@dataclass(frozen=True, slots=True)
class Check:
    """One look-up of a code and its answer."""

    verdict: Verdict
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch and what became of it."""

    batch: Batch
    checked: int
    """How many of its letters a mailroom has checked."""
    cancelled: int
    printed_at: datetime | None
    """When its paper was first published; None where it has none."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event in the history of a code or batch."""

    number: int
    kind: Kind
    at: datetime
    code: str | None
    """None where it concerns the whole batch."""
    detail: str
    location: str | None = field(repr=False)
    by: str | None = field(repr=False)
    remark: str | None = field(repr=False)


def letter_row(letter: Letter, batch_id: str) -> tuple[object, ...]:
    """Give the row of a letter, in the order of LETTER_COLUMNS."""
    draft = letter.draft
    return (
        batch_id,
        letter.sheet,
        letter.code,
        draft.line,
        draft.marking.value,
        draft.prison,
        draft.prison_name,
        "\n".join(draft.address),
    )


def recipient_row(letter: Letter, batch_id: str) -> tuple[object, ...]:
    """Give the row of personal fields, in the order of RECIPIENT_COLUMNS."""
    draft = letter.draft
    born = draft.date_of_birth.isoformat() if draft.date_of_birth else None
    return (batch_id, letter.sheet, draft.name, draft.prison_number, born, draft.reference)


def batch_row(batch: Batch) -> dict[str, object]:
    """Give the row of a batch without its list's digest."""
    return {
        "id": batch.id,
        "issued_at": batch.issued_at.isoformat(),
        "expires_at": batch.expires_at.isoformat(),
        "envelope": batch.envelope,
        "printing": batch.printing,
        "size": batch.size,
        "random_check": batch.random_check,
        "organisation": batch.sender.organisation,
        "cjsm_address": batch.sender.cjsm_address,
        "sender": json.dumps(asdict(batch.sender), ensure_ascii=False),
    }


def batch(row: Row) -> Batch:
    """Make a batch of its row."""
    sender = json.loads(row["sender"])
    return Batch(
        id=row["id"],
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        sender=Sender(**{**sender, "address": tuple(sender["address"])}),
        envelope=row["envelope"],
        size=row["size"],
        printing=row["printing"],
        random_check=row["random_check"],
    )


def summary(row: Row) -> Summary:
    """Make a summary of its row."""
    printed_at = row["printed_at"]
    return Summary(
        batch(row),
        row["checked"],
        row["cancelled"],
        datetime.fromisoformat(printed_at) if printed_at else None,
    )


def entry(row: Row) -> Entry:
    """Make an entry of its row."""
    born = row["date_of_birth"]
    return Entry(
        code=Code(row["code"]),
        batch_id=row["batch_id"],
        sheet=row["sheet"],
        line=row["line"],
        marking=row["marking"],
        prison=row["prison"],
        prison_name=row["prison_name"],
        address=tuple(row["address"].split("\n")),
        organisation=row["organisation"],
        cjsm_address=row["cjsm_address"],
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        random_check=row["random_check"],
        first_check=_first_check(row),
        cancellation=_cancellation(row),
        name=row["name"],
        prison_number=row["prison_number"],
        date_of_birth=date.fromisoformat(born) if born else None,
        reference=row["reference"],
    )


def happening(row: Row) -> Happening:
    """Make a happening of its row."""
    return Happening(
        number=row["number"],
        kind=Kind(row["kind"]),
        at=datetime.fromisoformat(row["at"]),
        code=row["code"],
        detail=row["detail"],
        location=row["location"],
        by=row["checked_by"],
        remark=row["remark"],
    )


def _first_check(row: Row) -> FirstCheck | None:
    if row["checked_at"] is None:
        return None
    return FirstCheck(
        at=datetime.fromisoformat(row["checked_at"]),
        location=row["location"],
        by=row["checked_by"],
        verdict=Verdict(row["checked_as"]),
    )


def _cancellation(row: Row) -> Cancellation | None:
    if row["cancelled_at"] is None:
        return None
    return Cancellation(datetime.fromisoformat(row["cancelled_at"]), row["cancelled_because"])
