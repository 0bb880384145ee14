"""Finding what a command is about: one code, or a whole batch.

>>> parse_reference("12345-67890-1244")
Reference(code='12345678901244', batch_id=None)
>>> parse_reference("20261121-7f3k").batch_id
'20261121-7F3K'
>>> parse_reference("hello")
Traceback (most recent call last):
prisonmail.errors.WrongUsage: hello is neither a code nor a batch.
"""

from prisonmail import codes
from prisonmail.codes import Code, MistypedCodeError
from prisonmail.errors import NotIssued, WrongUsage
from prisonmail.ledger.records import IssuedLetter, Summary
from prisonmail.ledger.store import Ledger
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_BATCH = compile_late(r"\d{8}-[2-9A-Z]{4}")


class Reference(Record, frozen=True):
    """A code or a batch; one of the two."""

    code: Code | None = None
    batch_id: str | None = None


class FoundBatch(Record, frozen=True):
    """A batch of the ledger, and its letter if one was asked for."""

    summary: Summary
    entry: IssuedLetter | None


def parse_reference(text: str) -> Reference:
    """Read what somebody typed. Raises WrongUsage."""
    as_batch = text.strip().upper()
    if _BATCH.fullmatch(as_batch):
        return Reference(batch_id=as_batch)
    try:
        return Reference(code=codes.parse(text))
    except MistypedCodeError as error:
        if any(letter.isalpha() for letter in codes.drop_scanner_prefix(text)):
            raise WrongUsage(
                f"{text} is neither a code nor a batch.",
                "A batch is written like 20261121-7F3K; find it with: prisonmail batches",
            ) from None
        raise WrongUsage(f"{text} is not a code: {error}.", "Type it again, or scan it.") from None


def find_issued(ledger: Ledger, text: str) -> FoundBatch:
    """Look up a code or a batch. Raises WrongUsage, and NotIssued if it is not recorded."""
    reference = parse_reference(text)
    entry = ledger.find_letter(reference.code) if reference.code else None
    batch_id = entry.batch_id if entry else reference.batch_id
    summary = ledger.find_batch(batch_id) if batch_id else None
    if summary is None:
        raise NotIssued(
            f"This ledger has not issued {text.strip()}.",
            "See what it has issued with: prisonmail batches",
        )
    return FoundBatch(summary, entry)
