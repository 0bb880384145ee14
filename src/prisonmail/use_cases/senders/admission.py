"""The use case: whom a server lets in, and what they may do there.

Programs by the tokens that the ledger grants; people by their mailboxes, if they are senders of the
profile or entered as active in the ledger, or are granted it. Who is barred as a sender is so here.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from prisonmail.errors import InputMissing, LedgerMissing
from prisonmail.ledger.access.grants import Grant, Right, hash_token
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.sender import store as profiles
from prisonmail.system.record import Record

_PROFILE_EVERY = timedelta(seconds=10)
"""How soon a change of the profile counts."""


class Admitted(Record, frozen=True):
    """Somebody who is let in."""

    withheld: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    right: Right
    location: str | None = None


class Known(Record, frozen=True):
    """What the ledger says, as long as it says nothing else."""

    state: tuple[int, int] = (0, 0)
    by_digest: Mapping[str, Grant] = {}
    by_mailbox: Mapping[str, Grant] = {}
    senders: Mapping[str, bool] = {}
    """Whether those that somebody entered may send, by address."""


NOTHING_KNOWN = Known()


class Admission:
    """Who is let in, as ledger and profile say now: what has not changed is not read again."""

    def __init__(self, ledger: str, profile: Path) -> None:
        self._ledger = ledger
        self._profile = profile
        self._last = NOTHING_KNOWN
        self._own: Mapping[str, str] = {}
        self._own_read: datetime | None = None
        self._is_own_known = False

    def read(self, ledger: Ledger) -> Known:
        """Return what an open ledger says, read anew if it says something else by now."""
        state = ledger.grants.find_state()
        if state == self._last.state:
            return self._last
        grants = [*ledger.grants.list_all().values()]
        self._last = Known(
            state,
            {each.digest: each for each in grants if each.digest},
            {each.mailbox: each for each in grants if each.mailbox},
            {each.address: each.status.may_send for each in ledger.senders.list_all()},
        )
        return self._last

    def look(self) -> Known:
        """Open the ledger, and return what it says. Raises as `open_ledger`, if there is one."""
        try:
            with open_ledger(self._ledger) as ledger:
                return self.read(ledger)
        except LedgerMissing:
            return NOTHING_KNOWN

    def find_by_token(self, known: Known, token: str, now: datetime) -> Admitted | None:
        """Return whose token it is; None if it is nobody's, or has ended or was removed."""
        return _admit(known.by_digest.get(hash_token(token)), now)

    def find_by_mailbox(self, known: Known, address: str, now: datetime) -> Admitted | None:
        """Return whose mailbox it is; None if nobody may sign in with it."""
        address = address.casefold()
        entered = known.senders.get(address)
        if entered is False:  # whatever else was granted: somebody may have their mailbox
            return None
        granted = _admit(known.by_mailbox.get(address), now)
        if granted:
            return granted
        own = self._read_profile(now)
        is_sender = entered or address in own
        return Admitted(own.get(address, address), Right.ISSUE) if is_sender else None

    def is_barred(self, known: Known, address: str) -> bool:
        """Check whether a mailbox that lets nobody in does so for good, as far as could be read."""
        can_tell = self._is_own_known or known.senders.get(address.casefold()) is False
        return can_tell and known is not NOTHING_KNOWN

    def _read_profile(self, now: datetime) -> Mapping[str, str]:
        """Return the names of the profile's senders, by address; none if there is no profile."""
        if self._own_read is None or abs(now - self._own_read) >= _PROFILE_EVERY:
            own: dict[str, str] = {}
            self._is_own_known = False
            with suppress(InputMissing):
                for sender in profiles.load(self._profile).senders.values():
                    own.setdefault(sender.cjsm_address.casefold(), sender.name)
                self._is_own_known = True
            self._own, self._own_read = own, now
        return self._own


def _admit(grant: Grant | None, now: datetime) -> Admitted | None:
    if grant is None or not grant.holds(now):
        return None
    return Admitted(grant.name, grant.right, grant.location)
