"""What a mailroom is told of a code, in words and as JSON."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from prisonmail.errors import ExitCode
from prisonmail.ledger.records import AnnouncedLetter
from prisonmail.letters.mailroom_advice import RING_SENDER
from prisonmail.reports.counts import count
from prisonmail.reports.lines import Tone
from prisonmail.system import clock
from prisonmail.use_cases.verify import Answer, Entry, IssuedLetter, Verdict

_RING_KNOWN_NUMBER = (
    f"{RING_SENDER}, and read out the code: a number from the letter itself proves nothing."
)


def title(verdict: Verdict) -> str:
    """Write a verdict as a heading."""
    return verdict.value.replace("-", " ").upper()


def tone(verdict: Verdict) -> Tone:
    """Return how a verdict is meant: only `ready` is good."""
    return Tone.GOOD if verdict.deliver else Tone.BAD


def message(answer: Answer) -> str:
    """Say what a verdict means and what to do, in one or two sentences."""
    match answer.verdict:
        case Verdict.READY:
            return "Deliver it unopened."
        case Verdict.MISTYPED:
            return f"This is not a code: {answer.reason}. Type it again, or scan it."
        case Verdict.LEDGER_WENT_BACK:
            return f"{answer.reason} Until then deliver nothing on its word."
        case Verdict.NOT_ISSUED:
            return f"This ledger has not issued the code. {_RING_KNOWN_NUMBER}"
        case Verdict.SENDER_NOT_ACCEPTED:
            return f"The key that announced the letter is not accepted here. {_RING_KNOWN_NUMBER}"
        case Verdict.SENDER_SUSPENDED:
            return "The sender is suspended: make further checks before you deliver it."
        case Verdict.WRONG_PRISON:
            return f"{_to_prison(answer)} Send it on unopened: its code can still be checked there."
        case Verdict.DUPLICATE:
            return f"{_first_check(answer)} This may be a copy: make further checks."
        case Verdict.EXPIRED:
            return f"{_good_until(answer)} {RING_SENDER}, before you deliver it."
        case Verdict.CANCELLED:
            return f"{_cancelled(answer)} Do not deliver it. {RING_SENDER}."
        case Verdict.MORE_CHECKS:
            return "More checks are asked for, and that is recorded. Make them before you deliver."
        case Verdict.RANDOM_CHECK:
            return "The letter is good, and was picked at random: make your further checks."
        case _:
            assert_never(answer.verdict)


def tally_words(tally: Mapping[Verdict, int]) -> str:
    """Count the checks that were made, the most frequent verdict first.

    >>> tally_words({Verdict.EXPIRED: 1, Verdict.READY: 2})
    '3 checks: 2 ready, 1 expired.'
    """
    frequent = sorted(tally.items(), key=lambda each: -each[1])
    each = ", ".join(f"{number:,} {verdict}" for verdict, number in frequent)
    return f"{count(sum(tally.values()), 'check')}{': ' if each else ''}{each}."


def untold_words(answer: Answer, *, certain: bool) -> tuple[str, str]:
    """Say that a check is recorded although its answer was not told, and how to see it.

    It is not `certain` if the run was stopped while the check was being recorded.
    """
    recorded = "is recorded" if certain else "may be recorded"
    said = f"The answer was `{answer.verdict}`, and its check {recorded}."
    if answer.entry is None:
        return said, "Ask again: no code is used up by it."
    if isinstance(answer.entry, IssuedLetter):
        return said, f"See what was recorded with: prisonmail codes show {answer.code}"
    return said, f"See what was recorded with: prisonmail ledger log --code {answer.code}"


def exit_code(verdicts: Iterable[Verdict]) -> ExitCode:
    """Return what the process says: DONE if all were ready, NO_INPUT if the ledger went back."""
    given = set(verdicts)
    if Verdict.LEDGER_WENT_BACK in given:
        return ExitCode.NO_INPUT
    return ExitCode.DONE if all(each.deliver for each in given) else ExitCode.NO


def document(answer: Answer) -> dict[str, object]:
    """Return the JSON document of a check (version 1: fields are only ever added)."""
    entry = answer.entry
    own = entry if isinstance(entry, IssuedLetter) else None
    return {
        "version": 1,
        "code": answer.code,
        "verdict": answer.verdict.value,
        "deliver": answer.verdict.deliver,
        "message": message(answer),
        "organisation": entry.organisation if entry else None,
        "cjsm_address": entry.cjsm_address if entry else None,
        "telephone": entry.telephone if entry else None,
        "marking": entry.marking if entry else None,
        "recipient": _recipient(entry) if entry else None,
        "reference": own.reference if own else None,
        "issued_at": entry.issued_at.isoformat() if entry else None,
        "expires_at": entry.expires_at.isoformat() if entry else None,
        "first_check": _first_check_document(entry),
        "batch": own.batch_id if own else None,
        "cancelled": _cancellation_document(entry),
        "barcode": entry.barcode if entry else None,
        **_source_document(entry),
    }


def _source_document(entry: Entry | None) -> dict[str, object]:
    """Say whose word it is: that of the own ledger, or of a docket from a sender."""
    if not isinstance(entry, AnnouncedLetter):
        return {"source": entry and "ledger", "docket": None, "sender_proof": None}
    docket, proof = entry.docket, entry.proof
    received_at = docket.received_at.isoformat()
    return {
        "source": "docket",
        "docket": {"serial": docket.serial, "key": docket.key, "received_at": received_at},
        "sender_proof": proof and {"standing": proof.standing, "at": proof.at.isoformat()},
    }


def _recipient(entry: Entry) -> dict[str, object]:
    born = entry.date_of_birth
    return {
        "name": entry.name,
        "prison_number": entry.prison_number,
        "date_of_birth": born.isoformat() if born else None,
        "prison": entry.prison,
    }


def _first_check_document(entry: Entry | None) -> dict[str, object] | None:
    if entry is None or entry.first_check is None:
        return None
    first = entry.first_check
    return {
        "at": first.at.isoformat(),
        "location": first.location,
        "by": first.by,
        "verdict": first.verdict.value,
    }


def _cancellation_document(entry: Entry | None) -> dict[str, object] | None:
    if entry is None or entry.cancellation is None:
        return None
    return {"at": entry.cancellation.at.isoformat(), "reason": entry.cancellation.reason}


def _first_check(answer: Answer) -> str:
    first = answer.entry.first_check if answer.entry else None
    if first is None:
        return "It has been checked before."
    where = f" at {first.location}" if first.location else ""
    who = f" by {first.by}" if first.by else ""
    return f"It was first checked on {clock.long_time(first.at)}{where}{who}."


def _cancelled(answer: Answer) -> str:
    cancellation = answer.entry.cancellation if answer.entry else None
    if cancellation is None:
        return "The sender has cancelled the letter."
    reason = f": {cancellation.reason}" if cancellation.reason else ""
    when = clock.long_date(clock.uk_date(cancellation.at))
    return f"The sender cancelled the letter on {when}{reason}.".replace("..", ".")


def _to_prison(answer: Answer) -> str:
    prison = answer.entry.prison_name if answer.entry else "another prison"
    return f"The letter is to {prison}."


def _good_until(answer: Answer) -> str:
    if answer.entry is None:
        return "The code is no longer good."
    return f"It was good until {clock.long_date(clock.uk_date(answer.entry.expires_at))}."
