"""What a command is about: one code, or a whole batch.

>>> wanted("1234-5678-9012-44")
Wanted(code='12345678901244', batch_id=None)
>>> wanted("20261121-7f3k").batch_id
'20261121-7F3K'
>>> wanted("hello")
Traceback (most recent call last):
prisonmail.errors.WrongUsage: hello is neither a code nor a batch.
"""

import re
from dataclasses import dataclass

from prisonmail import codes
from prisonmail.codes import Code, MistypedCodeError
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.records import IssuedLetter, Summary
from prisonmail.ledger.store import Ledger

_BATCH = re.compile(r"\d{8}-[2-9A-Z]{4}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A code or a batch; one of the two."""

    code: Code | None = None
    batch_id: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A batch of the ledger, and its letter that was asked for, where one was."""

    summary: Summary
    entry: IssuedLetter | None


def wanted(text: str) -> Wanted:
    """Read what somebody typed. Raises WrongUsage."""
    as_batch = text.strip().upper()
    if _BATCH.fullmatch(as_batch):
        return Wanted(batch_id=as_batch)
    try:
        return Wanted(code=codes.parse(text))
    except MistypedCodeError as error:
        if any(letter.isalpha() for letter in text):
            raise WrongUsage(
                f"{text} is neither a code nor a batch.",
                "A batch is written like 20261121-7F3K; find it with: prisonmail batches",
            ) from None
        raise WrongUsage(f"{text} is not a code: {error}.", "Type it again, or scan it.") from None


def find(ledger: Ledger, text: str) -> Found:
    """Look up a code or a batch. Raises WrongUsage, and InputMissing where it is not recorded."""
    which = wanted(text)
    entry = ledger.find_letter(which.code) if which.code else None
    batch_id = entry.batch_id if entry else which.batch_id
    summary = ledger.find_batch(batch_id) if batch_id else None
    if summary is None:
        raise InputMissing(
            f"This ledger has not issued {text.strip()}.",
            "See what it has issued with: prisonmail batches",
        )
    return Found(summary, entry)
