"""What became of the address book, in words and as JSON."""

from prisonmail.ledger.people.writing import Learnt
from prisonmail.reports.counts import count


def learnt_words(learnt: Learnt) -> str:
    """Say how many people were added to the address book, and how many changed.

    >>> learnt_words(Learnt(added=2, unchanged=1))
    'Address book: 2 people added, 0 changed, 1 unchanged.'
    """
    added = count(learnt.added, "person", "people")
    return (
        f"Address book: {added} added, {learnt.changed:,} changed, {learnt.unchanged:,} unchanged."
    )


def learnt_document(learnt: Learnt | None) -> dict[str, object] | None:
    """Return the same as JSON; None if nobody was put into it."""
    if learnt is None:
        return None
    return {"added": learnt.added, "changed": learnt.changed, "unchanged": learnt.unchanged}
