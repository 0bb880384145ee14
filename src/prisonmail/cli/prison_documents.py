"""Presents prisons and what a written name stands for, as JSON (fields are only ever added)."""

from prisonmail import clock
from prisonmail.cli.prison_lookup import PrisonSearch, meant
from prisonmail.prisons import matches
from prisonmail.prisons.matches import describe
from prisonmail.prisons.prison import Prison


def document(finding: PrisonSearch) -> dict[str, object]:
    """Give a look-up as JSON."""
    return {
        "version": 1,
        "prisons": [
            prison_document(prison, takes_letters=prison.code not in finding.closed)
            for prison in finding.prisons
        ],
        "match": _match_document(finding.query, finding.match) if finding.match else None,
    }


def prison_document(prison: Prison, *, takes_letters: bool) -> dict[str, object]:
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
    matches.Found: "found",
    matches.Closed: "closed",
    matches.OutOfArea: "out-of-area",
    matches.Ambiguous: "ambiguous",
    matches.NotAPrison: "not-a-prison",
    matches.NotInCustody: "not-in-custody",
    matches.Uncertain: "uncertain",
    matches.Unknown: "unknown",
}


def _match_document(query: str, said: matches.Match) -> dict[str, object]:
    return {
        "kind": _KINDS[type(said)],
        "prisons": [prison.code for prison in meant(said)],
        "message": describe(query, said).answer or None,
        "suggestions": [
            prison.code
            for prison in (
                said.suggestions if isinstance(said, matches.Closed | matches.Unknown) else ()
            )
        ],
    }
