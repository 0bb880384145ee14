"""Presents prisons and what a written name stands for, as JSON (fields are only ever added)."""

from typing import Any

from prisonmail import clock
from prisonmail.cli.prison_lookup import Finding, meant
from prisonmail.cli.prison_words import unmatched
from prisonmail.prisons.matching import (
    Ambiguous,
    Closed,
    Found,
    Match,
    NotAPrison,
    NotInCustody,
    OutOfArea,
    Unknown,
)
from prisonmail.prisons.prison import Prison


def document(finding: Finding) -> dict[str, Any]:
    """Give a look-up as JSON."""
    return {
        "version": 1,
        "prisons": [
            prison_document(prison, takes_letters=prison.code not in finding.closed)
            for prison in finding.prisons
        ],
        "match": _match_document(finding.query, finding.match) if finding.match else None,
    }


def prison_document(prison: Prison, *, takes_letters: bool) -> dict[str, Any]:
    """Give a prison as JSON."""
    return {
        "code": prison.code,
        "name": prison.name,
        "address": list(prison.address),
        "postcode": prison.postcode,
        "welsh_name": prison.welsh_name or None,
        "open": takes_letters,
        "as_of": prison.as_of.isoformat(),
        "age_days": (clock.uk_date(clock.now()) - prison.as_of).days,
        "imported": prison.imported,
    }


_KINDS = {
    Found: "found",
    Closed: "closed",
    OutOfArea: "out-of-area",
    Ambiguous: "ambiguous",
    NotAPrison: "not-a-prison",
    NotInCustody: "not-in-custody",
    Unknown: "unknown",
}


def _match_document(query: str, said: Match) -> dict[str, Any]:
    return {
        "kind": _KINDS[type(said)],
        "prisons": [prison.code for prison in meant(said)],
        "message": unmatched(query, said) or None,
        "suggestions": [
            prison.code
            for prison in (said.suggestions if isinstance(said, Closed | Unknown) else ())
        ],
    }
