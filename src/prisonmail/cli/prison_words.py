"""Presents what a written name stands for, in words."""

from collections.abc import Iterator

from prisonmail import clock
from prisonmail.cli.prison_lookup import PrisonSearch
from prisonmail.cli.terminal import counted
from prisonmail.prisons.matches import Closed, Found, Match, Unknown, describe, describe_closing
from prisonmail.prisons.prison import Prison, freshness

OWN = "*"
"""Marks an entry of the firm's own import in a table; the words below it say so."""


def remarks(finding: PrisonSearch) -> Iterator[str]:
    """Say how many there are, and what is known of the words as a name."""
    if finding.prisons:
        shut = _shut(len(finding.closed), len(finding.prisons))
        yield f"{counted(len(finding.prisons), 'prison')}{shut}. {_ages(finding.prisons)}"
    said = _said(finding)
    if said:
        yield said


def _shut(closed: int, number: int) -> str:
    if not closed:
        return ""
    return ", not open" if number == 1 else f", {closed:,} of them not open"


def _said(finding: PrisonSearch) -> str:
    said = finding.match
    if isinstance(said, Found):
        return _taken(finding.query, said)
    if said is None or (isinstance(said, Unknown) and finding.prisons and not said.help):
        return ""
    return describe(finding.query, said).answer


def _taken(query: str, said: Found) -> str:
    prison = said.prison
    if said.note:
        return f"In a list “{query}” is {said.note}."
    own = (prison.name.casefold(), prison.place.casefold(), prison.code.casefold())
    return "" if query.casefold() in own else f"In a list “{query}” is taken as {prison.name}."


def particulars(prison: Prison, said: Match) -> Iterator[str]:
    """Say what is known of one prison beside its address."""
    today = clock.uk_date(clock.now())
    source = "in your own import of" if prison.imported else "packaged on"
    yield (
        f"Code {prison.code}, as {source} {clock.long_date(prison.as_of)} "
        f"({freshness(prison.as_of, today)})."
    )
    if isinstance(said, Closed):
        yield f"{describe_closing(said)} {said.help}"
    elif isinstance(said, Found) and said.note:
        yield f"In a list it is {said.note}."


def _ages(prisons: tuple[Prison, ...]) -> str:
    today = clock.uk_date(clock.now())
    oldest = min(prison.as_of for prison in prisons)
    own = sum(prison.imported for prison in prisons)
    number = "" if len(prisons) == 1 else f"{own:,} "
    sources = f", {number}from your own import ({OWN})" if own else ""
    entry = "Entry" if len(prisons) == 1 else "Oldest entry"
    return f"{entry} of {clock.long_date(oldest)} ({freshness(oldest, today)}){sources}."
