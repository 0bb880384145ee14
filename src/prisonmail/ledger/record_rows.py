"""The ledger's records as rows of its database, and back, with what became of a letter."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from prisonmail.codes import Code
from prisonmail.errors import InputMissing
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row, Values, read_pages
from prisonmail.ledger.records import Happening, IssuedLetter, Summary
from prisonmail.ledger.verdicts import Cancellation, FirstCheck, Verdict
from prisonmail.letters.letter import Batch
from prisonmail.letters.packed_letters import read_additions
from prisonmail.sender.sender import Sender
from prisonmail.system.record import asdict

_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")


def refuse_damaged(read: Callable[_Given, _Read]) -> Callable[_Given, _Read]:
    """Have a row that this program cannot have written end a run as what it is."""

    @wraps(read)
    def refusing(*given: _Given.args, **named: _Given.kwargs) -> _Read:
        try:
            return read(*given, **named)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            raise InputMissing(
                "The ledger is damaged: it holds what no prisonmail has written.",
                "See what was changed with: prisonmail ledger check",
            ) from None

    return refusing


def make_batch_row(batch: Batch) -> dict[str, object]:
    """Make the row of a batch, without its list's digest."""
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
        "sender": _pack_senders(batch),
    }


def read_batch(row: Row) -> Batch:
    """Make a batch from its row."""
    sender, signatories = read_senders(row["sender"])
    return Batch(
        id=row["id"],
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        sender=sender,
        envelope=row["envelope"],
        size=row["size"],
        printing=row["printing"],
        random_check=row["random_check"],
        signatories=signatories,
    )


def _pack_senders(batch: Batch) -> str:
    """Pack who signs; one alone is packed as it was when there could be no more than one."""
    sender = asdict(batch.sender)
    if batch.signatories:
        sender["signatories"] = {key: asdict(each) for key, each in batch.signatories.items()}
    return json.dumps(sender, ensure_ascii=False)


@lru_cache(maxsize=64)  # the letters of a batch are read one by one
def read_senders(packed: str) -> tuple[Sender, dict[str, Sender]]:
    """Return the sender of a batch, and the others who sign letters of it by their keys."""
    sender = json.loads(packed)
    others = sender.pop("signatories", {})
    return _read_sender(sender), {key: _read_sender(each) for key, each in others.items()}


def _read_sender(fields: dict[str, Any]) -> Sender:
    return Sender(**{**fields, "address": tuple(fields["address"])})


@refuse_damaged
def read_summary(row: Row) -> Summary:
    """Make a summary from its row."""
    printed_at = row["printed_at"]
    return Summary(
        read_batch(row),
        row["checked"],
        row["cancelled"],
        datetime.fromisoformat(printed_at) if printed_at else None,
        row["arrived"],
    )


@refuse_damaged
def read_letter(row: Row, outcomes: Mapping[int, Row]) -> IssuedLetter:
    """Make an issued letter from its row, and from the events that it names by number."""
    born = row["date_of_birth"]
    columns, enclosures = read_additions(row["additions"])
    key = row["signatory"] or ""
    sender, others = read_senders(row["sender"])
    signed_by = others[key] if key else None
    return IssuedLetter(
        code=Code(row["code"]),
        batch_id=row["batch_id"],
        sheet=row["sheet"],
        line=row["line"],
        marking=row["marking"],
        prison=row["prison"],
        prison_name=row["prison_name"],
        address=tuple(row["address"].split("\n")),
        organisation=row["organisation"],
        cjsm_address=signed_by.cjsm_address if signed_by else row["cjsm_address"],
        telephone=(signed_by or sender).telephone,
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        random_check=row["random_check"],
        first_check=read_first_check(outcomes.get(row["first_check"])),
        cancellation=_read_cancellation(outcomes.get(row["cancelled"])),
        name=row["name"],
        prison_number=row["prison_number"],
        date_of_birth=date.fromisoformat(born) if born else None,
        reference=row["reference"],
        columns=columns,
        enclosures=enclosures,
        barcode=row["barcode"],
        signatory=key,
        signed_by=signed_by,
    )


@refuse_damaged
def read_happening(row: Row) -> Happening:
    """Make a happening from its row."""
    return Happening(
        number=row["number"],
        kind=EventKind(row["kind"]),
        at=datetime.fromisoformat(row["at"]),
        code=row["code"],
        detail=row["detail"],
        location=row["location"],
        by=row["checked_by"],
        remark=row["remark"],
        batch_id=row["batch_id"],
        erased=bool(row["erased"]),
        operator=row["operator"],
        machine=row["machine"],
    )


def find_letter(database: Database, code: Code) -> IssuedLetter | None:
    """Return what a ledger holds of a code that it issued, or None.

    Raises InputMissing if that was changed by hand.
    """
    return look_letters_up(database, [code])(code)


def look_letters_up(
    database: Database, codes: Sequence[Code]
) -> Callable[[Code], IssuedLetter | None]:
    """Look several codes up at once, and return what answers for each as `find_letter`.

    The last code stands for as many more as make their number a power of two: so few statements
    differ, and a server plans each of them once.
    """
    number = 1 << (len(codes) - 1).bit_length()
    values = {f"code{each}": codes[min(each, len(codes) - 1)] for each in range(number)}
    rows = database.fetch_all(statements.write_find_letters(number), values)
    found = {row["code"]: row for row in rows}

    def find(code: Code) -> IssuedLetter | None:
        row = found.get(code)
        return _read_found(database, row) if row else None

    return find


def _read_found(database: Database, row: Row) -> IssuedLetter:
    """Make a letter from its row. Raises InputMissing if other columns or events say otherwise."""
    if (row["used_by"], row["cancelled_by"]) != (row["first_check"], row["cancelled"]):
        raise InputMissing(
            f"The ledger {database.name} was changed by hand: what it holds of code "
            f"{row['code']} does not agree with the checks and cancellations of it.",
            "Do not rely on its answer. See what is wrong with: prisonmail ledger check",
        )
    named = {"first_check": row["first_check"], "cancelled": row["cancelled"]}
    happened = any(number is not None for number in named.values())
    outcomes = _find_outcomes(database, statements.FIND_OUTCOMES, named) if happened else {}
    return read_letter(row, outcomes)


def read_issued(database: Database, batch_id: str) -> Iterator[IssuedLetter]:
    """Go through the letters of a batch, in sheet order."""
    its = {"batch_id": batch_id}
    for page in read_pages(database, statements.ISSUED_OF_BATCH, "sheet", its):
        sheets = {**its, "first": page[0]["sheet"], "last": page[-1]["sheet"]}
        outcomes = _find_outcomes(database, statements.OUTCOMES_OF_SHEETS, sheets)
        yield from (read_letter(row, outcomes) for row in page)


def read_first_check(row: Row | None) -> FirstCheck | None:
    """Make the check that used a code up from the row of its event; None of none."""
    if row is None:
        return None
    return FirstCheck(
        at=datetime.fromisoformat(row["at"]),
        location=row["location"],
        by=row["checked_by"],
        verdict=Verdict(row["detail"]),
    )


def _read_cancellation(row: Row | None) -> Cancellation | None:
    return Cancellation(datetime.fromisoformat(row["at"]), row["remark"]) if row else None


def _find_outcomes(database: Database, statement: str, values: Values) -> dict[int, Row]:
    return {row["number"]: row for row in database.fetch_all(statement, values)}
