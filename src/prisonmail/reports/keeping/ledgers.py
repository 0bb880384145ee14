"""What was found of a whole ledger, or erased from it, in words and as JSON."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from prisonmail.ledger.chain.audit import Audit
from prisonmail.ledger.chain.signed_heads import HeadSignatures
from prisonmail.ledger.database.database import Rewriting
from prisonmail.ledger.records import Purge
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.sender.signing.own_keys import KeyOrigin
from prisonmail.system import clock

BEYOND_A_PURGE = (
    "Beyond its reach, and yours to erase: the PDFs and lists, manifests and exports, backups of "
    "the ledger and of this computer, and archives of a PostgreSQL server."
)


def audit_words(found: Audit) -> Iterator[ReportLine]:
    """Say whether the ledger is as it was recorded, and all that is wrong if it is not."""
    if found.faults:
        yield ReportLine("The ledger is not as it was recorded:", Tone.BAD)
        yield from (ReportLine(f"  {fault}") for fault in found.faults)
    else:
        events = count(found.head.number, "event")
        yield ReportLine(f"The ledger is in order: {events}.", Tone.GOOD)


def vouching_words(found: Audit) -> Iterator[ReportLine]:
    """Say since when this machine can vouch for the ledger, and what it cannot vouch for."""
    vouching = found.vouching
    if vouching.since and not found.faults:
        since = clock.long_time(datetime.fromisoformat(vouching.since))
        yield ReportLine(
            f"Sealed on this machine since {since}, the last time at event {vouching.until:,}."
        )
    if not found.faults:
        yield from (ReportLine(said) for said in map(_say_signed, vouching.signatures) if said)
    yield from (ReportLine(remark, Tone.CAUTION) for remark in vouching.remarks)


def _say_signed(by: HeadSignatures) -> str:
    """Say which heads the firm has signed; nothing of a key that proves nothing here."""
    since = clock.long_time(datetime.fromisoformat(by.since))
    until = f"since {since}, the last time at event {by.until:,}"
    match by.origin:
        case KeyOrigin.OWN:
            return f"Signed by the firm's key {by.key} {until}."
        case KeyOrigin.EARLIER:
            return f"Signed by {by.key}, which the firm's key came after, {until}."
        case _:
            return ""


def head_words(found: Audit) -> Iterator[ReportLine]:
    """Name the head, to be noted elsewhere, and the batches that may have no paper."""
    yield ReportLine(f"Head {found.head}")
    for batch in found.without_paper:
        again = f"prisonmail reprint {batch} -o OUT.pdf"
        yield ReportLine(f"Perhaps without paper: {batch}  ({again})")


def audit_document(found: Audit) -> dict[str, object]:
    """Return what was found of a ledger as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "in_order": not found.faults,
        "faults": list(found.faults),
        "without_paper": list(found.without_paper),
        "events": found.head.number,
        "head": str(found.head),
        "vouched_since": found.vouching.since,
        "vouched_until": found.vouching.until,
        "remarks": list(found.vouching.remarks),
        "signatures": [
            {"key": x.key, "origin": x.origin.value, "since": x.since, "until": x.until}
            for x in found.vouching.signatures
        ],
    }


def purge_words(done: Purge) -> Iterator[ReportLine]:
    """Count what was erased, and say of each place if its bytes are gone too."""
    letters = count(done.letters, "letter")
    events = count(done.events, "other entry", "other entries")
    yield ReportLine(f"Erased the personal fields of {letters} and {events}.", Tone.GOOD)
    yield from rewriting_words(done.rewritten)


def rewriting_words(rewritten: Iterable[Rewriting]) -> Iterator[ReportLine]:
    """Say of each place if the bytes of what was erased are gone."""
    for each in rewritten:
        if each.done:
            yield ReportLine(f"  {each.what}: gone")
        else:
            yield ReportLine(f"  {each.what}: STILL THERE.", Tone.BAD, f" {each.reason}")


def purge_document(done: Purge, before: date) -> dict[str, object]:
    """Return what was erased as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "before": before.isoformat(),
        "letters": done.letters,
        "events": done.events,
        "done": done.done,
        "steps": rewriting_documents(done.rewritten),
    }


def rewriting_documents(rewritten: Iterable[Rewriting]) -> list[dict[str, object]]:
    """Return the same as JSON."""
    return [{"what": each.what, "done": each.done, "reason": each.reason} for each in rewritten]
