"""The use case: somebody says whether a sender may send."""

from datetime import datetime

from prisonmail.cjsm.standings import find_address_fault
from prisonmail.errors import LedgerMissing, WrongUsage
from prisonmail.ledger.senders.known_senders import KnownSender, SenderStatus, StatusChange
from prisonmail.ledger.store import open_ledger


def list_senders(place: str) -> list[KnownSender]:
    """Return the senders that were entered; of a ledger that is not there yet nobody.

    Raises InputMissing.
    """
    try:
        with open_ledger(place) as ledger:
            return ledger.senders.list_all()
    except LedgerMissing:
        return []


def enter_status(
    address: str, status: SenderStatus, reason: str, place: str, now: datetime, by: str | None
) -> bool:
    """Enter the status of an address; return whether it was another before.

    Raises WrongUsage if it is no CJSM address, and InputMissing.
    """
    fault = find_address_fault(address.strip())
    if fault:
        raise WrongUsage(f"{address} is no CJSM address: {fault}.")
    with open_ledger(place, by=by) as ledger:
        return bool(ledger.senders.enter([StatusChange(address.strip(), status, reason)], now))
