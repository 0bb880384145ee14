"""The ledger: records every code that is issued and every check that is made."""

import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from prisonmail import clock, codes, places
from prisonmail.codes import Code
from prisonmail.ledger import statements
from prisonmail.ledger.database import opened, transaction
from prisonmail.ledger.verdicts import FirstCheck, Standing, Verdict, verdict
from prisonmail.letters import Batch, Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender

_TRIES = 20
_BATCH_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Capitals and figures of which no two look alike."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger holds of one code."""

    code: Code
    marking: str
    prison: str
    prison_name: str
    organisation: str
    cjsm_address: str
    issued_at: datetime
    expires_at: datetime
    first_check: FirstCheck | None
    name: str | None = field(repr=False)
    """None where the personal fields have been erased."""
    prison_number: str | None = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    reference: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Check:
    """One look-up of a code and its answer."""

    verdict: Verdict
    entry: Entry | None


class Ledger:
    """An open ledger. Made by `open_ledger`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def issue(
        self, drafts: Sequence[Draft], sender: Sender, envelope: str, at: datetime, valid_days: int
    ) -> tuple[Batch, tuple[Letter, ...]]:
        """Give every draft a code and record batch and letters, all of them or none."""
        for _ in range(_TRIES):
            batch = Batch(
                id=_batch_id(at),
                issued_at=at,
                expires_at=clock.expiry(at, valid_days),
                sender=sender,
                envelope=envelope,
                size=len(drafts),
            )
            letters = tuple(
                Letter(code, sheet, draft)
                for sheet, (code, draft) in enumerate(
                    zip(_new_codes(len(drafts)), drafts, strict=True), start=1
                )
            )
            if self._record(batch, letters):
                return batch, letters
        raise RuntimeError("no unused codes were found")

    def check(self, code: Code, at: datetime, location: str | None, by: str | None) -> Check:
        """Answer for a code and record the check, which uses the code up."""
        with transaction(self._connection):
            found = self.peek(code, at)
            check_id = self._record_check(code, found.verdict, at, location, by)
            if found.entry:
                use = {"check": check_id, "code": code}
                self._connection.execute(statements.USE_UP, use)
        return found

    def peek(self, code: Code, at: datetime) -> Check:
        """Answer for a code and record nothing."""
        row = self._connection.execute(statements.FIND_LETTER, {"code": code}).fetchone()
        if row is None:
            return Check(verdict(None, at), None)
        entry = _entry(row)
        return Check(verdict(Standing(entry.expires_at, entry.first_check), at), entry)

    def letter(self, code: Code) -> tuple[Batch, Letter] | None:
        """Give a letter as it was issued; None where it was not, or its fields are erased."""
        row = self._connection.execute(statements.READ_LETTER, {"code": code}).fetchone()
        return None if row is None else (_batch(row), _letter(row))

    def record_mistyped(
        self, text: str, at: datetime, location: str | None, by: str | None
    ) -> None:
        """Record that somebody tried something that is no code."""
        with transaction(self._connection):
            self._record_check(text[:64], Verdict.MISTYPED, at, location, by)

    def _record(self, batch: Batch, letters: Sequence[Letter]) -> bool:
        try:
            with transaction(self._connection):
                self._connection.execute(statements.RECORD_BATCH, _batch_row(batch))
                self._connection.executemany(
                    statements.RECORD_LETTER, (_letter_row(letter, batch.id) for letter in letters)
                )
                self._connection.executemany(
                    statements.RECORD_RECIPIENT, (_recipient_row(letter) for letter in letters)
                )
        except sqlite3.IntegrityError:
            return False
        return True

    def _record_check(
        self, code: str, answer: Verdict, at: datetime, location: str | None, by: str | None
    ) -> int:
        row = self._connection.execute(
            statements.RECORD_CHECK,
            {
                "code": code,
                "checked_at": at.isoformat(),
                "verdict": answer.value,
                "location": location,
                "checked_by": by,
            },
        ).fetchone()
        return int(row["id"])


def default_path() -> Path:
    """Give the place where this user's ledger is kept."""
    return places.records_folder() / places.LEDGER_NAME


@contextmanager
def open_ledger(path: Path, *, make: bool = False) -> Iterator[Ledger]:
    """Open a ledger. Raises InputMissing or OutputRefused, see `database.opened`."""
    with opened(path, make=make) as connection:
        yield Ledger(connection)


def _batch_id(at: datetime) -> str:
    ending = "".join(secrets.choice(_BATCH_LETTERS) for _ in range(4))
    return f"{clock.uk_date(at):%Y%m%d}-{ending}"


def _new_codes(count: int) -> tuple[Code, ...]:
    minted: dict[Code, None] = {}
    while len(minted) < count:
        minted[codes.mint()] = None
    return tuple(minted)


def _batch_row(batch: Batch) -> dict[str, object]:
    return {
        "id": batch.id,
        "issued_at": batch.issued_at.isoformat(),
        "expires_at": batch.expires_at.isoformat(),
        "envelope": batch.envelope,
        "size": batch.size,
        "organisation": batch.sender.organisation,
        "cjsm_address": batch.sender.cjsm_address,
        "sender": json.dumps(asdict(batch.sender), ensure_ascii=False),
    }


def _letter_row(letter: Letter, batch_id: str) -> dict[str, object]:
    draft = letter.draft
    return {
        "code": letter.code,
        "batch_id": batch_id,
        "sheet": letter.sheet,
        "line": draft.line,
        "marking": draft.marking.value,
        "prison": draft.prison,
        "prison_name": draft.prison_name,
        "address": "\n".join(draft.address),
    }


def _recipient_row(letter: Letter) -> dict[str, object]:
    draft = letter.draft
    return {
        "code": letter.code,
        "name": draft.name,
        "prison_number": draft.prison_number,
        "date_of_birth": draft.date_of_birth.isoformat() if draft.date_of_birth else None,
        "reference": draft.reference,
    }


def _batch(row: sqlite3.Row) -> Batch:
    sender = json.loads(row["sender"])
    return Batch(
        id=row["id"],
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        sender=Sender(**sender | {"address": tuple(sender["address"])}),
        envelope=row["envelope"],
        size=row["size"],
    )


def _letter(row: sqlite3.Row) -> Letter:
    born = row["date_of_birth"]
    draft = Draft(
        line=row["line"],
        marking=Marking(row["marking"]),
        prison=row["prison"],
        prison_name=row["prison_name"],
        address=tuple(row["address"].split("\n")),
        name=row["name"],
        prison_number=row["prison_number"],
        date_of_birth=date.fromisoformat(born) if born else None,
        reference=row["reference"],
    )
    return Letter(Code(row["code"]), row["sheet"], draft)


def _entry(row: sqlite3.Row) -> Entry:
    born = row["date_of_birth"]
    return Entry(
        code=Code(row["code"]),
        marking=row["marking"],
        prison=row["prison"],
        prison_name=row["prison_name"],
        organisation=row["organisation"],
        cjsm_address=row["cjsm_address"],
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        first_check=_first_check(row),
        name=row["name"],
        prison_number=row["prison_number"],
        date_of_birth=date.fromisoformat(born) if born else None,
        reference=row["reference"],
    )


def _first_check(row: sqlite3.Row) -> FirstCheck | None:
    if row["checked_at"] is None:
        return None
    return FirstCheck(
        at=datetime.fromisoformat(row["checked_at"]),
        location=row["location"],
        by=row["checked_by"],
    )
