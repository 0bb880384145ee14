"""What the ledger holds of letters and batches, in words and as JSON."""

from collections.abc import Iterator
from datetime import datetime

from prisonmail import codes
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.records import Entry, Happening, IssuedLetter, Summary
from prisonmail.ledger.verdicts import SenderStanding, judge
from prisonmail.letters.hmpps_barcode import WHERE_CHECKED, Barcode, format_barcode
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.access import Permitted
from prisonmail.use_cases.after_issue.cancel import Cancelled


def state(entry: IssuedLetter, now: datetime) -> str:
    """Say in one word where a code stands: what a check would find, or found first."""
    if entry.cancellation:
        return "cancelled"
    if entry.first_check:
        return f"checked: {entry.first_check.verdict}"
    return "not checked" if judge(entry.state, now).deliver else "expired"


def letter_document(entry: IssuedLetter, now: datetime) -> dict[str, object]:
    """Return what is held of a letter as JSON."""
    born = entry.date_of_birth
    first = entry.first_check
    return {
        "code": entry.code,
        "barcode": entry.barcode,
        "page": entry.sheet,
        "line": entry.line,
        "name": entry.name,
        "prison_number": entry.prison_number,
        "date_of_birth": born.isoformat() if born else None,
        "prison": entry.prison,
        "reference": entry.reference,
        "marking": entry.marking,
        "state": state(entry, now),
        "first_check": first.at.isoformat() if first else None,
        "cancelled": entry.cancellation.at.isoformat() if entry.cancellation else None,
        "signatory": entry.signatory or None,
    }


def found_document(entry: IssuedLetter, now: datetime) -> dict[str, object]:
    """Return what is held of a letter as JSON, with its batch."""
    return {
        "batch": entry.batch_id,
        "issued_at": entry.issued_at.isoformat(),
        "expires_at": entry.expires_at.isoformat(),
        **letter_document(entry, now),
    }


def batch_document(summary: Summary) -> dict[str, object]:
    """Return a batch and what became of it as JSON."""
    batch = summary.batch
    return {
        "batch": batch.id,
        "issued_at": batch.issued_at.isoformat(),
        "expires_at": batch.expires_at.isoformat(),
        "envelope": batch.envelope,
        "letters": batch.size,
        "checked": summary.checked,
        "arrived": summary.arrived,
        "cancelled": summary.cancelled,
        "printed_at": summary.printed_at.isoformat() if summary.printed_at else None,
        "organisation": batch.sender.organisation,
        "sender": batch.sender.name,
        "signatories": {key: each.name for key, each in batch.signatories.items()},
        "cjsm_address": batch.sender.cjsm_address,
        "random_check": batch.random_check,
    }


def event_document(happening: Happening) -> dict[str, object]:
    """Return one event as JSON."""
    return {
        "event": happening.number,
        "at": happening.at.isoformat(),
        "kind": happening.kind.value,
        "code": happening.code,
        "verdict": happening.detail if happening.kind is EventKind.CHECKED else None,
        "location": happening.location,
        "by": happening.by,
        "remark": happening.remark,
        "operator": happening.operator,
        "machine": happening.machine,
    }


def event_words(happening: Happening) -> str:
    """Say one event in a line."""
    match happening.kind:
        case EventKind.CHECKED:
            where = f" at {happening.location}" if happening.location else ""
            who = f" by {happening.by}" if happening.by else ""
            what = f"checked{where}{who}: {happening.detail}"
        case EventKind.CANCELLED:
            what = f"cancelled: {happening.remark or '(reason erased)'}"
        case EventKind.REPRINT:
            what = "reprint asked for"
        case EventKind.ARRIVED:
            what = f"checked at a prison’s desk: {happening.detail}"
        case EventKind.EXCEPTIONAL:
            what = f"exceptional access ({happening.detail}): {happening.remark or '(erased)'}"
        case EventKind.DOCKET | EventKind.NOTIFIED:
            what = telling_words(happening)
        case _:
            what = happening.kind.value
    scope = "" if happening.code else " (whole batch)"
    return f"{clock.long_time(happening.at)}  {what}{scope}"


def telling_words(happening: Happening) -> str:
    """Say which prison a docket was made for, or what became of its notice."""
    prison, *middle, last = happening.detail.split(" ")
    if happening.kind is EventKind.NOTIFIED:
        return f"notice to {prison}: {last}"
    return f"docket {' '.join(middle)} for {prison}"


def access_words(permitted: Permitted) -> Iterator[ReportLine]:
    """Say how many letters of others are not shown, and how they are."""
    if permitted.left_out:
        letters = count(permitted.left_out, "letter")
        yield warning(
            f"{letters} of others {'is' if permitted.left_out == 1 else 'are'} left out, by the "
            "rule of this ledger. If they are ill or away, say so with: --exceptional REASON"
        )


def addressee(entry: Entry) -> str:
    """Write for whom a letter is."""
    born = entry.date_of_birth
    identity = entry.prison_number or (f"born {clock.long_date(born)}" if born else "")
    return ", ".join(filter(None, (entry.name or "(erased)", identity)))


def particulars(entry: Entry) -> list[tuple[str, str]]:
    """Return what a letter should look like, line by line with labels."""
    return [
        ("Code", codes.format_code(entry.code)),
        *([("Barcode", _describe_barcode(entry.barcode))] if entry.barcode else []),
        ("Marking", entry.marking),
        ("For", addressee(entry)),
        ("Prison", entry.prison_name),
        ("From", _describe_sender(entry)),
        *_describe_source(entry),
        ("Issued", clock.long_time(entry.issued_at)),
        ("Good until", clock.long_date(clock.uk_date(entry.expires_at))),
    ]


def _describe_sender(entry: Entry) -> str:
    """Write whose letter it is; without a telephone that nobody has vouched for."""
    accepted = entry.state.standing is not SenderStanding.NOT_ACCEPTED
    telephone = [entry.telephone] if accepted else []
    return ", ".join((entry.organisation, *telephone, entry.cjsm_address))


def _describe_source(entry: Entry) -> list[tuple[str, str]]:
    """Return who signed and the sender's reference, or the docket that announced a letter."""
    if isinstance(entry, IssuedLetter):
        signed_by = [("Signed by", entry.signed_by.signature)] if entry.signed_by else []
        return signed_by + ([("Reference", entry.reference)] if entry.reference else [])
    docket = entry.docket
    received = f"received {clock.long_time(docket.received_at)}"
    return [("Docket", f"{docket.serial}, {received}"), ("Key", docket.key)]


def _describe_barcode(barcode: Barcode) -> str:
    return f"{format_barcode(barcode)}, checked {WHERE_CHECKED}"


def paper_warning(batch_id: str) -> ReportLine:
    """Warn that a batch has perhaps no paper."""
    return warning(
        f"batch {batch_id} is recorded, but its PDF was perhaps never written. "
        f"If you have no paper: prisonmail reprint {batch_id} -o OUT.pdf"
    )


def cancellation_words(done: Cancelled) -> Iterator[ReportLine]:
    """Say what was cancelled, and for what it came too late."""
    if done.letters:
        yield ReportLine(f"{count(done.letters, 'letter')} cancelled.", Tone.GOOD)
    else:
        yield ReportLine("All of that was cancelled already.")
    if done.checked:
        letters = count(done.checked, "letter")
        yield ReportLine(f"Too late for {letters} that a mailroom has checked already.")


def cancellation_document(done: Cancelled) -> dict[str, object]:
    """Return what was cancelled as JSON."""
    return {
        "version": 1,
        "batch": done.found.summary.batch.id,
        "cancelled": done.letters,
        "checked_before": done.checked,
    }
