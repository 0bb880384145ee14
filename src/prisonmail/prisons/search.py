"""Searches the directory for words, and reads them as a list's prison cell would be read."""

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import match
from prisonmail.prisons.matching.outcomes import Ambiguous, Closed, Found, Match, Unknown
from prisonmail.prisons.prison import Prison
from prisonmail.system.record import Record


class PrisonSearch(Record, frozen=True):
    """The words searched for, and what was found."""

    query: str
    prisons: tuple[Prison, ...]
    match: Match | None
    """What the words mean in a list; None if there were no words."""
    closed: frozenset[str]
    """The codes of the prisons found that take no letters, whatever the register says."""


def search_prisons(query: str, directory: Directory) -> PrisonSearch:
    """Find the prisons that the words mean in a list, then those whose entries have the words."""
    said = match(query, directory) if query else None
    prisons = tuple(dict.fromkeys((*find_meant_prisons(said), *directory.search(query))))
    return PrisonSearch(query, prisons, said, _closed(prisons, directory))


def find_meant_prisons(said: Match | None) -> tuple[Prison, ...]:
    """Return the prisons that a name can mean."""
    match said:
        case Found():
            return (said.prison,)
        case Ambiguous():
            return said.prisons
        case _:
            return ()


def find_likely_prisons(text: str, directory: Directory) -> tuple[Prison, ...]:
    """Return the prisons between which a person may choose for a name that is not taken as it is.

    >>> from prisonmail.prisons.packaged import read_packaged_directory
    >>> [each.code for each in find_likely_prisons("HMP Hull?", read_packaged_directory())]
    []
    """
    match match(text, directory):
        case Ambiguous(prisons=prisons):
            return prisons
        case Closed(suggestions=prisons) | Unknown(suggestions=prisons):
            return prisons
        case _:
            return ()


def _closed(prisons: tuple[Prison, ...], directory: Directory) -> frozenset[str]:
    return frozenset(p.code for p in prisons if isinstance(match(p.code, directory), Closed))
