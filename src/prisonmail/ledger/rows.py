"""Makes rows of what is recorded, and values of the rows that are read back."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from prisonmail.codes import Code
from prisonmail.ledger.database import Row
from prisonmail.ledger.events import Kind
from prisonmail.ledger.records import Entry, Happening, Summary
from prisonmail.ledger.verdicts import Cancellation, FirstCheck, Verdict
from prisonmail.letters import Batch, Draft, Enclosure, Letter
from prisonmail.sender.sender import Sender


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
    return (
        batch_id,
        letter.sheet,
        draft.name,
        draft.prison_number,
        born,
        draft.reference,
        _additions(draft),
    )


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
        **_added(row["additions"]),
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


def _additions(draft: Draft) -> str | None:
    """Write what a letter has beside its fixed fields: own columns, and an enclosure."""
    if not draft.columns and draft.enclosure is None:
        return None
    enclosure = asdict(draft.enclosure) if draft.enclosure else None
    return json.dumps({"columns": dict(draft.columns), "enclosure": enclosure}, ensure_ascii=False)


def _added(additions: str | None) -> dict[str, Any]:
    if additions is None:
        return {}
    found = json.loads(additions)
    enclosure = Enclosure(**found["enclosure"]) if found["enclosure"] else None
    return {"columns": found["columns"], "enclosure": enclosure}


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
