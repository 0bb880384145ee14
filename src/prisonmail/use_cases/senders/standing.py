"""Whether a ledger lets a sender issue: its status there, and the proof of its mailbox."""

from datetime import datetime

from prisonmail.errors import LedgerMissing, SenderRefused
from prisonmail.ledger.standing.policies import YES, Policy
from prisonmail.ledger.standing.proofs import Proof, Trial
from prisonmail.ledger.standing.senders import SenderStatus
from prisonmail.ledger.store import open_ledger
from prisonmail.sender.profile import DEFAULT_PROOF_DAYS
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.system.record import Record


class SenderStanding(Record, frozen=True):
    """What a ledger says of a sender."""

    status: SenderStatus | None = None
    """None if nobody has entered it."""
    proof: Proof | None = None
    """The last one, which may be too old."""
    is_proof_required: bool = False
    proof_days: int = DEFAULT_PROOF_DAYS
    """For how long a proof is good, by the profile."""

    @property
    def good_until(self) -> datetime | None:
        """When the proof ends or ended; None if there is none."""
        return self.proof.good_until(self.proof_days) if self.proof else None

    def is_proved(self, now: datetime) -> bool:
        """Check whether there is a proof that still counts."""
        return bool(self.proof and self.proof.is_good(now, self.proof_days))


class Tried(Record, frozen=True):
    """What became of a code that was typed."""

    trial: Trial
    tries_left: int
    standing: SenderStanding


def find_standing(
    place: str, sender: Sender, proof_days: int = DEFAULT_PROOF_DAYS
) -> SenderStanding:
    """Return what the ledger at a place says of a sender; nothing if there is no ledger yet.

    Raises InputMissing.
    """
    try:
        with open_ledger(place) as ledger:
            return SenderStanding(
                ledger.senders.find(sender.cjsm_address),
                ledger.proofs.find(sender),
                ledger.policies.find(Policy.REQUIRE_PROOF) == YES,
                proof_days,
            )
    except LedgerMissing:
        return SenderStanding(proof_days=proof_days)


def refuse_unfit(standing: SenderStanding, sender: Sender, now: datetime) -> None:
    """Raise SenderRefused if nothing may be issued for a sender."""
    address, status = sender.cjsm_address, standing.status
    if status and not status.may_send:
        raise SenderRefused(
            f"{address} is {status} on this ledger, so that nothing is issued for it.",
            f"If that is over, lift it with: prisonmail senders reactivate {address}",
        )
    if not standing.is_proof_required or standing.is_proved(now):
        return
    ended = standing.good_until and clock.long_time(standing.good_until)
    raise SenderRefused(
        "This ledger issues nothing for a sender whose mailbox is not proved, and "
        + (f"the proof of {address} ended on {ended}." if ended else f"{address} is not."),
        "Prove it with: prisonmail profile confirm",
    )
