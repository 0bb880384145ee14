"""The senders of a ledger, in words and as JSON."""

from collections.abc import Iterable

from prisonmail.ledger.senders.known_senders import KnownSender
from prisonmail.reports.counts import count
from prisonmail.system import clock
from prisonmail.use_cases.senders.directory_import import DirectoryImported


def sender_cells(known: KnownSender) -> tuple[str, str, str, str]:
    """Return the address of a sender, its status, since when, and what was said of it."""
    day = f"{known.since.astimezone(clock.UK):%d-%m-%Y}"
    return known.address, known.status.value, day, known.remark or ""


def senders_document(known: Iterable[KnownSender]) -> dict[str, object]:
    """Return senders as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "senders": [
            {
                "cjsm_address": each.address,
                "status": each.status.value,
                "may_send": each.status.may_send,
                "since": each.since.isoformat(),
                "remark": each.remark,
                "operator": each.by,
            }
            for each in known
        ],
    }


def import_words(done: DirectoryImported) -> str:
    """Say what an import has done."""
    read = count(done.read, "address", "addresses")
    blank = f", {count(done.blank, 'row')} without an address" if done.blank else ""
    return f"{read} read{blank}: {done.changed:,} entered or changed."
