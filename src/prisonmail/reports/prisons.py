"""Prisons and what a written name stands for, in words and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date

from prisonmail.prisons.law import Law
from prisonmail.prisons.matching import outcomes
from prisonmail.prisons.prison import Prison, describe_age
from prisonmail.prisons.search import PrisonSearch, find_meant_prisons
from prisonmail.reports.counts import count
from prisonmail.sender.markings import find_fitting
from prisonmail.sender.roles import Family
from prisonmail.system import clock
from prisonmail.system.record import replace

OWN = "*"
"""Marks an entry of the firm's own import in a table; the words below it say so."""


def search_words(search: PrisonSearch, today: date) -> Iterator[str]:
    """Say how many there are, and what is known of the words as a name."""
    if search.prisons:
        shut = _shut(len(search.closed), len(search.prisons))
        yield f"{count(len(search.prisons), 'prison')}{shut}. {_ages(search.prisons, today)}"
    said = _said(search)
    if said:
        yield said


def _shut(closed: int, number: int) -> str:
    if not closed:
        return ""
    return ", not open" if number == 1 else f", {closed:,} of them not open"


def _said(search: PrisonSearch) -> str:
    said = search.match
    if isinstance(said, outcomes.Found):
        return _taken(search.query, said)
    if said is None or (isinstance(said, outcomes.Unknown) and search.prisons and not said.help):
        return ""
    return outcomes.describe(search.query, said).answer


def _taken(query: str, said: outcomes.Found) -> str:
    prison = said.prison
    if said.note:
        return f"In a list “{query}” is {said.note}."
    own = (prison.name.casefold(), prison.place.casefold(), prison.code.casefold())
    return "" if query.casefold() in own else f"In a list “{query}” is taken as {prison.name}."


def prison_words(prison: Prison, said: outcomes.Match, today: date) -> Iterator[str]:
    """Say what is known of one prison beside its address."""
    source = "in your own import of" if prison.imported else "known on"
    yield (
        f"Code {prison.code}, as {source} {clock.long_date(prison.as_of)} "
        f"({describe_age(prison.as_of, today)})."
    )
    if isinstance(said, outcomes.Closed):
        yield f"{outcomes.describe_closing(said)} {said.help}"
    elif isinstance(said, outcomes.Found) and said.note:
        yield f"In a list it is {said.note}."
    if prison.law is Law.STC or prison.law is not replace(prison, known_law=None).law:
        markings = " or ".join(find_fitting(Family.LEGAL_ADVISER, prison.law))
        yield f"It is under {prison.law.in_words}: legal mail is marked {markings}."


def _ages(prisons: Sequence[Prison], today: date) -> str:
    oldest = min(prison.as_of for prison in prisons)
    own = sum(prison.imported for prison in prisons)
    number = "" if len(prisons) == 1 else f"{own:,} "
    sources = f", {number}from your own import ({OWN})" if own else ""
    entry = "Entry" if len(prisons) == 1 else "Oldest entry"
    return f"{entry} of {clock.long_date(oldest)} ({describe_age(oldest, today)}){sources}."


def search_document(search: PrisonSearch, today: date) -> dict[str, object]:
    """Return a search as JSON (fields are only ever added)."""
    return {
        "version": 1,
        "prisons": [
            prison_document(prison, today, takes_letters=prison.code not in search.closed)
            for prison in search.prisons
        ],
        "match": _match_document(search.query, search.match) if search.match else None,
    }


def prison_document(prison: Prison, today: date, *, takes_letters: bool) -> dict[str, object]:
    """Return a prison as JSON."""
    return {
        "code": prison.code,
        "name": prison.name,
        "address": list(prison.address),
        "postcode": prison.postcode,
        "welsh_name": prison.welsh_name or None,
        "law": prison.law.value,
        "open": takes_letters,
        "as_of": prison.as_of.isoformat(),
        "age_days": (today - prison.as_of).days,
        "imported": prison.imported,
    }


_KINDS = {
    outcomes.Found: "found",
    outcomes.Closed: "closed",
    outcomes.OutOfArea: "out-of-area",
    outcomes.Ambiguous: "ambiguous",
    outcomes.NotAPrison: "not-a-prison",
    outcomes.NotInCustody: "not-in-custody",
    outcomes.Uncertain: "uncertain",
    outcomes.Unknown: "unknown",
}


def _match_document(query: str, said: outcomes.Match) -> dict[str, object]:
    return {
        "kind": _KINDS[type(said)],
        "prisons": [prison.code for prison in find_meant_prisons(said)],
        "message": outcomes.describe(query, said).answer or None,
        "suggestions": [prison.code for prison in _suggestions(said)],
    }


def _suggestions(said: outcomes.Match) -> Sequence[Prison]:
    return said.suggestions if isinstance(said, outcomes.Closed | outcomes.Unknown) else ()
