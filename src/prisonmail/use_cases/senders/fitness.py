"""Whether a ledger lets a sender issue: its status there, and the proof of its mailbox."""

from collections.abc import Sequence
from datetime import datetime

from prisonmail.errors import SenderRefused
from prisonmail.ledger.accountability.policies import YES, Policy
from prisonmail.ledger.senders.known_senders import SenderStatus
from prisonmail.ledger.senders.proofs import Proof, Trial
from prisonmail.ledger.store import Ledger, look_into
from prisonmail.sender.profile import DEFAULT_PROOF_DAYS
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.system.record import Record


class SenderFitness(Record, frozen=True):
    """What a ledger says of a sender."""

    address: str
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
    fitness: SenderFitness


def find_fitness(place: str, sender: Sender, proof_days: int = DEFAULT_PROOF_DAYS) -> SenderFitness:
    """Return what the ledger at a place says of a sender. Raises InputMissing."""
    with look_into(place) as ledger:
        (found,) = find_each_fitness(ledger, [sender], proof_days)
    return found


def find_each_fitness(
    ledger: Ledger | None, senders: Sequence[Sender], proof_days: int
) -> list[SenderFitness]:
    """Return the same of several senders; nothing is known of them if there is no ledger yet."""
    if ledger is None:
        return [SenderFitness(each.cjsm_address, proof_days=proof_days) for each in senders]
    required = ledger.policies.find(Policy.REQUIRE_PROOF) == YES
    return [
        SenderFitness(
            each.cjsm_address,
            ledger.senders.find(each.cjsm_address),
            ledger.proofs.find(each),
            required,
            proof_days,
        )
        for each in senders
    ]


def refuse_unfit(found: SenderFitness, now: datetime) -> None:
    """Raise SenderRefused if nothing may be issued for a sender."""
    if found.status and not found.status.may_send:
        raise SenderRefused(
            f"{found.address} is {found.status} on this ledger, so that nothing is issued for it.",
            f"If that is over, lift it with: prisonmail senders reactivate {found.address}",
        )
    if not found.is_proof_required or found.is_proved(now):
        return
    ended = found.good_until and clock.long_time(found.good_until)
    lacking = (
        f"the proof of {found.address} ended on {ended}" if ended else f"{found.address} is not"
    )
    raise SenderRefused(
        f"This ledger issues nothing for a sender whose mailbox is not proved, and {lacking}.",
        "Prove it with: prisonmail profile confirm",
    )
