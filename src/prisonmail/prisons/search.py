"""A search: words looked up in the directory, and as a name that a list might hold."""

from dataclasses import dataclass

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import match
from prisonmail.prisons.matching.outcomes import Ambiguous, Closed, Found, Match
from prisonmail.prisons.prison import Prison


@dataclass(frozen=True, slots=True)
class PrisonSearch:
    """What was looked up, and what was found."""

    query: str
    prisons: tuple[Prison, ...]
    match: Match | None
    """What the words stand for as a name; None if there were no words."""
    closed: frozenset[str]
    """The codes of the prisons that take no letters, whatever the register says."""


def search_prisons(query: str, directory: Directory) -> PrisonSearch:
    """Look words up in the directory, and as a name that a list might hold."""
    said = match(query, directory) if query else None
    prisons = tuple(dict.fromkeys((*prisons_meant(said), *directory.containing(query))))
    return PrisonSearch(query, prisons, said, _closed(prisons, directory))


def prisons_meant(said: Match | None) -> tuple[Prison, ...]:
    """Return the prisons that a name can stand for."""
    match said:
        case Found():
            return (said.prison,)
        case Ambiguous():
            return said.prisons
        case _:
            return ()


def _closed(prisons: tuple[Prison, ...], directory: Directory) -> frozenset[str]:
    return frozenset(p.code for p in prisons if isinstance(match(p.code, directory), Closed))
