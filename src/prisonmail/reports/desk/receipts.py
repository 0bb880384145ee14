"""What a desk is told: of its prison, of what it received, and of senders; in words and as JSON."""

from collections.abc import Iterable, Iterator

from prisonmail.dockets.docket import Docket
from prisonmail.errors import ExitCode
from prisonmail.ledger.desk.received_dockets import SeenKey
from prisonmail.ledger.desk.receiving import Outcome, Receipt
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.prisons.prison import Prison
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.sender.signing.revocations import KeyRevocation
from prisonmail.system import clock
from prisonmail.use_cases.desk.receive import Received
from prisonmail.use_cases.desk.trusting import Trusted

_GONE = {
    KeyStanding.FOLLOWED: "followed by another",
    KeyStanding.WITHDRAWN: "withdrawn here",
    KeyStanding.REVOKED: "revoked by its sender",
}
"""What became of a key that counted once."""


def own_prison_words(prison: Prison | str | None) -> str:
    """Say for which prison a desk answers."""
    if prison is None:
        return "This desk answers for letters to any prison."
    return f"This desk answers for letters to {_name(prison)} only."


def own_prison_document(prison: Prison | str | None) -> dict[str, object]:
    """Return the same as JSON."""
    code = prison.code if isinstance(prison, Prison) else prison
    return {"version": 1, "prison": code}


def _name(prison: Prison | str) -> str:
    return f"{prison.name} ({prison.code})" if isinstance(prison, Prison) else prison


def receipt_lines(found: Iterable[Received]) -> Iterator[ReportLine]:
    """Say of each thing that was given to a desk what became of it."""
    for each in found:
        yield from _describe_received(each)


def receipt_document(found: Iterable[Received]) -> dict[str, object]:
    """Return the same as JSON (version 1: fields are only ever added)."""
    listed = list(found)
    return {
        "version": 1,
        "received": [_receipt_document(each) for each in listed],
        "exit": int(receipt_exit(listed)),
    }


def receipt_exit(found: Iterable[Received]) -> ExitCode:
    """Return BAD_LIST if anything was not taken."""
    return ExitCode.BAD_LIST if any(each.fault for each in found) else ExitCode.DONE


def trust_lines(done: Trusted) -> Iterator[ReportLine]:
    """Say that a key is accepted, and whose others are."""
    yield ReportLine("Accepted:", Tone.GOOD, f" {done.key}, {_describe_sender(done.seen)}.")
    if done.seen:
        letters = count(done.seen.letters, "letter")
        yield ReportLine(f"{letters} announced with it can be checked from now on.")
    for other in done.others:
        yield warning(
            f"{other.key} is accepted for the same address. If this key came in its place: "
            f"prisonmail desk trust {done.key} --instead-of {other.key}. If it was stolen: "
            f"prisonmail desk distrust {other.key}"
        )


def distrust_lines(done: Trusted) -> Iterator[ReportLine]:
    """Say that a key is withdrawn, and what follows."""
    yield ReportLine(f"Withdrawn: {done.key}, {_describe_sender(done.seen)}.")
    yield ReportLine("No letter that was announced with it is ready any more.")


def sender_lines(found: Iterable[SeenKey]) -> Iterator[ReportLine]:
    """Say of each key that has signed dockets whose it is, and whether it is accepted."""
    listed = list(found)
    if not listed:
        yield ReportLine("No docket was received yet.")
    for each in listed:
        good = each.standing in (KeyStanding.ACCEPTED, KeyStanding.FOLLOWED)
        tone = Tone.GOOD if good else Tone.CAUTION
        told = f"{count(each.dockets, 'docket')}, {count(each.letters, 'letter')}"
        last = clock.long_date(clock.uk_date(each.last_received))
        yield ReportLine(each.standing, tone, f"  {_describe_sender(each)}: {told}, last on {last}")
        yield ReportLine(f"  {each.key}")


def senders_document(found: Iterable[SeenKey]) -> dict[str, object]:
    """Return the keys that have signed dockets as JSON."""
    return {"version": 1, "senders": [_sender_document(each) for each in found]}


def trust_document(done: Trusted) -> dict[str, object]:
    """Return a key whose standing was changed as JSON."""
    sender = _sender_document(done.seen) if done.seen else None
    return {"version": 1, "key": done.key, "sender": sender}


def _describe_received(received: Received) -> Iterator[ReportLine]:
    name, docket, receipt = received.name, received.docket, received.receipt
    if received.fault:
        yield ReportLine(
            "refused:", Tone.BAD, f" {name}: {received.fault} Nothing of it was taken."
        )
    elif received.change:
        new = received.change.new_key.fingerprint
        yield ReportLine(
            "new key:", Tone.GOOD, f" {name}: {new} comes after {received.change.old}."
        )
    elif received.revocation:
        yield from _describe_revocation(received, received.revocation)
    elif docket and receipt:
        yield _describe_docket(name, docket, receipt)
        if receipt.outcome is Outcome.WAITING:
            yield from _describe_waiting(docket, receipt.standing)
        yield from _describe_gap(receipt)


def _describe_revocation(received: Received, said: KeyRevocation) -> Iterator[ReportLine]:
    if received.again:
        yield ReportLine(f"{received.name}: {said.key} was revoked before. Nothing has changed.")
        return
    why = f" It says why: {said.reason}" if said.reason else ""
    yield ReportLine(
        "revoked:", Tone.CAUTION, f" {received.name}: {said.key} no longer counts, for good.{why}"
    )
    yield ReportLine(
        "  No letter that was announced with it is ready any more, nor with a key that only it has "
        "brought in. Ring the sender, on a number that you have already, for its new key."
    )


def _describe_docket(name: str, docket: Docket, receipt: Receipt) -> ReportLine:
    if receipt.outcome is Outcome.REPEATED:
        return ReportLine(f"{name}: received before. Nothing has changed.")
    letters = count(len(docket.letters), "letter")
    withdrawn = count(len(docket.cancelled), "cancelled code")
    said = f" {name}: {letters} and {withdrawn} from {docket.sender.organisation}."
    if receipt.outcome is Outcome.WAITING:
        return ReportLine("waiting:", Tone.CAUTION, said)
    return ReportLine("taken:", Tone.GOOD, said)


def _describe_waiting(docket: Docket, standing: KeyStanding) -> Iterator[ReportLine]:
    if standing is not KeyStanding.WAITING:
        said = f"  Its key {docket.key} was {_GONE[standing]}, so none of its letters is ready."
        yield ReportLine(said)
        yield ReportLine("  Ask the sender, on a number that you have already, to send it again.")
        return
    yield ReportLine("  Its key is not accepted here, so none of its letters is ready.")
    yield ReportLine(f"  Sender       {docket.sender.sender}, {docket.sender.organisation}")
    yield ReportLine(f"  CJSM address {docket.sender.cjsm_address}")
    yield ReportLine(f"  Fingerprint  {docket.key}")
    yield ReportLine(
        "  Ring the sender, on a number that you have already, and compare both. If they agree: "
        f"prisonmail desk trust {docket.key}"
    )


def _describe_gap(receipt: Receipt) -> Iterator[ReportLine]:
    if receipt.missing:
        first, last = receipt.missing
        numbers = f"docket {first}" if first == last else f"dockets {first} to {last}"
        yield warning(
            f"{numbers} of this sender did not arrive. This one counts; ask the sender for the "
            "letters that it lacks."
        )
    if not receipt.follows:
        yield warning(
            "it does not name the docket before it as it was received here. Ask the sender "
            "whether somebody else has their key."
        )


def _name_outcome(received: Received) -> str:
    if received.receipt:
        return received.receipt.outcome.value
    if received.revocation:
        return "revoked"
    return "new-key" if received.change else "refused"


def _receipt_document(received: Received) -> dict[str, object]:
    """Return what became of one thing; what it is not has no value."""
    docket, receipt = received.docket, received.receipt
    outcome = _name_outcome(received)
    missing = receipt.missing if receipt else None
    return {
        "file": received.name,
        "outcome": outcome,
        "message": received.fault or None,
        "serial": docket.serial if docket else None,
        "prison": docket.prison if docket else None,
        "key": docket.key if docket else None,
        "organisation": docket.sender.organisation if docket else None,
        "cjsm_address": docket.sender.cjsm_address if docket else None,
        "letters": len(docket.letters) if docket else None,
        "cancelled": len(docket.cancelled) if docket else None,
        "missing": list(missing) if missing else None,
        "standing": receipt.standing.value if receipt else None,
        "follows": receipt.follows if receipt else None,
        "new_key": received.change.new_key.fingerprint if received.change else None,
        "revoked_key": received.revocation.key if received.revocation else None,
    }


def _sender_document(seen: SeenKey) -> dict[str, object]:
    return {
        "key": seen.key,
        "standing": seen.standing.value,
        "organisation": seen.organisation,
        "cjsm_address": seen.cjsm_address,
        "dockets": seen.dockets,
        "letters": seen.letters,
        "last_received": seen.last_received.isoformat(),
    }


def _describe_sender(seen: SeenKey | None) -> str:
    return f"{seen.organisation}, {seen.cjsm_address}" if seen else "which has signed nothing yet"
