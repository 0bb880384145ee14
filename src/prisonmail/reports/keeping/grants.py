"""Who may use a server, in words and as JSON."""

from collections.abc import Iterable
from datetime import datetime

from prisonmail.ledger.access.grants import Grant
from prisonmail.system import clock

HEADINGS = ("Name", "May", "By", "Place", "Since", "Until")


def grant_cells(grant: Grant, now: datetime) -> tuple[str, ...]:
    """Return the cells of a table, as HEADINGS names them."""
    until = _write_day(grant.until) if grant.until else ""
    ended = "" if grant.holds(now) else " (ended)"
    by = grant.mailbox or "token"
    place = grant.location or ""
    return grant.name, grant.right.value, by, place, _write_day(grant.since), f"{until}{ended}"


def grants_document(grants: Iterable[Grant], now: datetime) -> dict[str, object]:
    """Return them as JSON, no token with them (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "tokens": [
            {
                "name": each.name,
                "may": each.right.value,
                "mailbox": each.mailbox or None,
                "location": each.location,
                "since": each.since.isoformat(),
                "until": each.until.isoformat() if each.until else None,
                "holds": each.holds(now),
                "operator": each.by,
            }
            for each in grants
        ],
    }


def _write_day(moment: datetime) -> str:
    return f"{moment.astimezone(clock.UK):%d-%m-%Y}"
