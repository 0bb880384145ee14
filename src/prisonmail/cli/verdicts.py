"""Presents a verdict, in words and as JSON."""

import sys
from typing import Any

from prisonmail import clock, codes
from prisonmail.cli.terminal import Style, styled
from prisonmail.codes import Code
from prisonmail.verify import Answer, Entry, Verdict


def words(answer: Answer) -> str:
    """Say the verdict first, then what to do, then what the letter should look like."""
    style = Style.GOOD if answer.verdict.deliver else Style.BAD
    title = answer.verdict.value.replace("-", " ").upper()
    lines = [styled(title, style, sys.stdout), message(answer)]
    if answer.entry:
        lines += ["", *(f"{label:<11}{value}" for label, value in _particulars(answer.entry))]
    return "\n".join(lines)


def message(answer: Answer) -> str:
    """Say what a verdict means and what to do, in one or two sentences."""
    match answer.verdict:
        case Verdict.READY:
            return "Deliver it unopened."
        case Verdict.MISTYPED:
            return f"This is not a code: {answer.reason}. Type it again, or scan it."
        case Verdict.NOT_ISSUED:
            return (
                "This ledger has not issued the code. Ring the sender on the number that you "
                "have for them, not one from the letter."
            )
        case Verdict.DUPLICATE:
            return f"{_first_check(answer)} This may be a copy: make further checks."
        case Verdict.EXPIRED:
            return f"{_good_until(answer)} Ring the sender before you deliver it."
        case _:
            return "Make further checks before you deliver it."


def document(answer: Answer) -> dict[str, Any]:
    """Give the JSON document of a check (version 1: fields are only ever added)."""
    entry = answer.entry
    return {
        "version": 1,
        "code": answer.code,
        "verdict": answer.verdict.value,
        "deliver": answer.verdict.deliver,
        "message": message(answer),
        "organisation": entry.organisation if entry else None,
        "cjsm_address": entry.cjsm_address if entry else None,
        "marking": entry.marking if entry else None,
        "recipient": _recipient(entry) if entry else None,
        "reference": entry.reference if entry else None,
        "issued_at": entry.issued_at.isoformat() if entry else None,
        "expires_at": entry.expires_at.isoformat() if entry else None,
        "first_check": _first_check_document(entry),
    }


def _recipient(entry: Entry) -> dict[str, Any]:
    born = entry.date_of_birth
    return {
        "name": entry.name,
        "prison_number": entry.prison_number,
        "date_of_birth": born.isoformat() if born else None,
        "prison": entry.prison,
    }


def _first_check_document(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None or entry.first_check is None:
        return None
    first = entry.first_check
    return {"at": first.at.isoformat(), "location": first.location, "by": first.by}


def _first_check(answer: Answer) -> str:
    first = answer.entry.first_check if answer.entry else None
    if first is None:
        return "It has been checked before."
    where = f" at {first.location}" if first.location else ""
    who = f" by {first.by}" if first.by else ""
    return f"It was first checked on {clock.long_time(first.at)}{where}{who}."


def _good_until(answer: Answer) -> str:
    if answer.entry is None:
        return "The code is no longer good."
    return f"It was good until {clock.long_date(clock.uk_date(answer.entry.expires_at))}."


def _particulars(entry: Entry) -> list[tuple[str, str]]:
    identity = entry.prison_number or (
        f"born {clock.long_date(entry.date_of_birth)}" if entry.date_of_birth else ""
    )
    person = ", ".join(filter(None, (entry.name or "(erased)", identity)))
    return [
        ("Code", codes.printed(Code(entry.code))),
        ("Marking", entry.marking),
        ("For", person),
        ("Prison", entry.prison_name),
        ("From", f"{entry.organisation}, {entry.cjsm_address}"),
        *([("Reference", entry.reference)] if entry.reference else []),
        ("Issued", clock.long_time(entry.issued_at)),
        ("Good until", clock.long_date(clock.uk_date(entry.expires_at))),
    ]
