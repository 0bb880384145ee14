"""Gates: where post for a prison arrives, and which prisons share a postcode.

A postcode alone never decides: it confirms or contradicts a name, and old address books mix up
those of neighbours.
"""

from prisonmail import postcodes
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.prison import Prison


def same_site(one: Prison, other: Prison) -> bool:
    """Say whether post for two prisons comes to one gate: one postcode, or one name and town."""
    if one.postcode and one.postcode == other.postcode:
        return True
    return (one.place, one.town) == (other.place, other.town)


def prisons_with_postcode(postcode: str, directory: Directory) -> tuple[Prison, ...]:
    """Find the prisons with this postcode, or that used to have it."""
    written = postcodes.parse(postcode)
    if written is None:
        return ()
    old = {entry.code for entry in directory.gazetteer.old_postcodes if entry.postcode == written}
    return tuple(p for p in directory if p.postcode == written or p.code in old)


def others_with_postcode(prison: Prison, postcode: str, directory: Directory) -> tuple[Prison, ...]:
    """Find the other prisons whose postcode this is.

    None where it is the prison's own, that of a prison at the same gate, or no prison's.
    """
    there = prisons_with_postcode(postcode, directory)
    return () if any(same_site(prison, other) for other in there) else there
