"""How it stands with the proof of a sender's mailbox, in words and as JSON."""

from collections.abc import Iterator
from datetime import datetime

from prisonmail.ledger.senders.proofs import ProofKind, Trial
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.system import clock
from prisonmail.use_cases.senders.fitness import SenderFitness, Tried

_HOW = {
    ProofKind.PROVED: "by a code that was sent there",
    ProofKind.BY_FILE: "by a code that was sent by hand",
    ProofKind.ATTESTED: "by the word of a second person",
}
_CONFIRM = "prisonmail profile confirm"
_AGAIN = f"Ask for another: {_CONFIRM}"
_TRIALS = {
    Trial.NONE_SENT: f"No code is waiting for this sender. {_AGAIN}",
    Trial.TOO_OLD: f"The code is too old. {_AGAIN}",
    Trial.TOO_MANY: f"The code was typed wrongly too often, and is good for nothing. {_AGAIN}",
}


def proof_words(fitness: SenderFitness, now: datetime, command: str = _CONFIRM) -> ReportLine:
    """Say whether a sender's mailbox is proved, and until when; or by which command it can be."""
    prove = f"; prove it with: {command}"
    proof, until = fitness.proof, fitness.good_until
    if proof is None or until is None:
        return ReportLine("not proved", Tone.CAUTION, prove)
    day = clock.long_date(clock.uk_date(until))
    if not fitness.is_proved(now):
        return ReportLine(f"no longer proved since {day}", Tone.CAUTION, prove)
    return ReportLine(f"proved until {day}", Tone.GOOD, f", {_HOW[proof.kind]}")


def fitness_document(fitness: SenderFitness | None, now: datetime) -> dict[str, object]:
    """Return what a ledger says of a sender as JSON; null if nothing, or if nobody has asked."""
    proof = fitness.proof if fitness else None
    until = fitness.good_until if fitness else None
    status = fitness.status if fitness else None
    document = None
    if fitness and proof and until:
        document = {
            "standing": proof.kind.value,
            "at": proof.at.isoformat(),
            "good_until": until.isoformat(),
            "good": fitness.is_proved(now),
        }
    return {"proof": document, "sender_status": status.value if status else None}


def trial_words(tried: Tried, now: datetime) -> Iterator[ReportLine]:
    """Say what became of a code that was typed."""
    match tried.trial:
        case Trial.PROVED:
            said = proof_words(tried.fitness, now)
            yield ReportLine(f"{tried.fitness.address} is {said.head}.", Tone.GOOD)
        case Trial.WRONG:
            left = f" {count(tried.tries_left, 'try', 'tries')} left." if tried.tries_left else ""
            yield ReportLine("That is not the code.", Tone.BAD, left or f" {_AGAIN}")
        case refused:
            yield ReportLine(_TRIALS[refused], Tone.BAD)


def trial_document(tried: Tried, now: datetime) -> dict[str, object]:
    """Return the same as JSON."""
    return step_document(tried.trial.value, tried.tries_left, tried.fitness, now)


def step_document(
    outcome: str, tries_left: int, fitness: SenderFitness, now: datetime
) -> dict[str, object]:
    """Return as JSON what a step of the proof came to, and what is known after it."""
    return {
        "version": 1,
        "outcome": outcome,
        "cjsm_address": fitness.address,
        "tries_left": tries_left,
        **fitness_document(fitness, now),
    }
