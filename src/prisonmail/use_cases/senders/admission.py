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
from prisonmail.ledger.access.grants import TOKEN_BEGINS, Grant, Right, hash_token
from prisonmail.ledger.store import open_ledger
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


class _Known(Record, frozen=True):
    """What the ledger says, as long as it says nothing else."""

    state: tuple[int, int] = (0, 0)
    by_digest: Mapping[str, Grant] = {}
    by_mailbox: Mapping[str, Grant] = {}
    senders: Mapping[str, bool] = {}
    """Whether those that somebody entered may send, by address."""


class Admission:
    """Who is let in, as ledger and profile say now: what has not changed is not read again."""

    def __init__(self, ledger: str, profile: Path) -> None:
        self._ledger = ledger
        self._profile = profile
        self._known = _Known()
        self._own: Mapping[str, str] = {}
        self._own_read: datetime | None = None

    def find_by_token(self, token: str, now: datetime) -> Admitted | None:
        """Return whose token it is; None if it is nobody's, or has ended or was removed.

        Raises InputMissing and OutputRefused, as `open_ledger`.
        """
        if not token.startswith(TOKEN_BEGINS):
            return None
        return _admit(self._read().by_digest.get(hash_token(token)), now)

    def find_by_mailbox(self, address: str, now: datetime) -> Admitted | None:
        """Return whose mailbox it is; None if nobody may sign in with it. Raises the same."""
        known, address = self._read(), address.casefold()
        granted = _admit(known.by_mailbox.get(address), now)
        if granted:
            return granted
        own = self._read_profile(now)
        may_send = known.senders.get(address, address in own)
        return Admitted(own.get(address, address), Right.ISSUE) if may_send else None

    def _read(self) -> _Known:
        try:
            with open_ledger(self._ledger) as ledger:
                state = ledger.grants.find_state()
                if state != self._known.state:
                    grants = [*ledger.grants.list_all().values()]
                    self._known = _Known(
                        state,
                        {each.digest: each for each in grants if each.digest},
                        {each.mailbox: each for each in grants if each.mailbox},
                        {each.address: each.status.may_send for each in ledger.senders.list_all()},
                    )
        except LedgerMissing:
            self._known = _Known()
        return self._known

    def _read_profile(self, now: datetime) -> Mapping[str, str]:
        """Return the names of the profile's senders, by address; none if there is no profile."""
        if self._own_read is None or abs(now - self._own_read) >= _PROFILE_EVERY:
            own: dict[str, str] = {}
            with suppress(InputMissing):
                for sender in profiles.load(self._profile).senders.values():
                    own.setdefault(sender.cjsm_address.casefold(), sender.name)
            self._own, self._own_read = own, now
        return self._own


def _admit(grant: Grant | None, now: datetime) -> Admitted | None:
    if grant is None or not grant.holds(now):
        return None
    return Admitted(grant.name, grant.right, grant.location)
