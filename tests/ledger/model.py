"""What should be known of a code, in the plainest way."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.ledger.senders.machine import SenderModel


@dataclass
class Model:
    """What should be known of one code."""

    batch: str
    issued_at: datetime
    expires_at: datetime
    random_check: int
    sender: SenderModel
    prison: str = "LEI"
    cancelled: bool = False
    first_check: datetime | None = None
    erased: bool = False
    answers: list[str] = field(default_factory=list)

    def verdict(
        self, now: datetime, *, more: bool, peek: bool = False, here: tuple[str, ...] = ()
    ) -> str:
        if self.cancelled:
            return "cancelled"
        if self.sender.is_barred:
            return "sender-suspended"
        if more:
            return "more-checks"
        if set(here) - {self.prison}:
            return "wrong-prison"
        if self.first_check:
            return "duplicate"
        if now > self.expires_at:
            return "expired"
        return "random-check" if self.random_check == 100 and not peek else "ready"
