"""The use case: somebody goes to letters of another, who is ill or away, and says why.

Who somebody is, is what they say (`--by`), or else the user of the computer. So this keeps people
to what they are to do and shows what they did; it locks nobody out who can open the ledger.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import ClassVar

from prisonmail.errors import OfAnother
from prisonmail.ledger.accountability.policies import YES, Policy
from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system.record import Record


class Access(Record, frozen=True):
    """With which command somebody goes to letters, and as whom."""

    withheld: ClassVar[tuple[str, ...]] = ("reason", "by")

    command: str
    reason: str | None = None
    """Why they go to those of another; None if they do not say so."""
    by: str | None = None


class Permitted(Record, frozen=True):
    """The letters that somebody may see."""

    letters: tuple[IssuedLetter, ...]
    left_out: int = 0
    """How many are of others, and were not asked for by way of exception."""
    exceptional: bool = False
    """Whether any are of others, which was recorded."""


def enter(
    ledger: Ledger, access: Access, now: datetime, batch_id: str, letter: IssuedLetter | None = None
) -> bool:
    """Go to a batch, or one letter of it; return whether it is another's, which is recorded.

    Raises OfAnother if it is another's, nobody says why, and the ledger's rule is that each
    keeps to their own, or if the reason is blank.
    """
    _refuse_silence(access)
    if ledger.ownership.is_own(batch_id, letter.signatory if letter else None):
        return False
    if access.reason is None:
        if _keeps_to_own(ledger):
            what = f"The letter {letter.code}" if letter else f"Batch {batch_id}"
            raise OfAnother(
                f"{what} is somebody else’s, and by the rule of this ledger "
                "each keeps to their own.",
                "If they are ill or away, say so with: --exceptional REASON, which is recorded.",
            )
        return False
    code = letter.code if letter else None
    ledger.ownership.record_access(access.command, access.reason, now, batch_id, code)
    return True


def keep_permitted(
    place: str, found: Iterable[IssuedLetter], access: Access, now: datetime
) -> Permitted:
    """Keep those of the letters found that somebody may see.

    Those of others are recorded as seen by way of exception if a reason is given, and left out if
    none is and the ledger's rule is that each keeps to their own. Raises as `enter`.
    """
    _refuse_silence(access)
    letters = tuple(found)
    with open_ledger(place, by=access.by) as ledger:
        if access.reason is None and not _keeps_to_own(ledger):
            return Permitted(letters)
        is_own = cache(ledger.ownership.is_own)
        kept = tuple(each for each in letters if is_own(each.batch_id, each.signatory))
        if access.reason is None or len(kept) == len(letters):
            return Permitted(kept, len(letters) - len(kept))
        batches = {each.batch_id for each in letters if not is_own(each.batch_id, each.signatory)}
        one = batches.pop() if len(batches) == 1 else None
        ledger.ownership.record_access(access.command, access.reason, now, one, None)
        return Permitted(letters, exceptional=True)


def _keeps_to_own(ledger: Ledger) -> bool:
    return ledger.policies.find(Policy.OWN_BATCHES_ONLY) == YES


def _refuse_silence(access: Access) -> None:
    if access.reason is not None and not access.reason.strip():
        raise OfAnother("It needs a reason.", "Give one with: --exceptional REASON")
