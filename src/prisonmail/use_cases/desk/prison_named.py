"""Which prison a mailroom names: exactly one, or none."""

from functools import lru_cache


def find_exactly(text: str) -> str | None:
    """Return the code of the prison that a text means beyond doubt, by its code or name.

    None if it means another place, none, or perhaps more than one. Raises InputMissing if the
    firm's own register is damaged.

    >>> find_exactly("lei"), find_exactly("HMP Leeds"), find_exactly("the post room")
    ('LEI', 'LEI', None)
    """
    # only here: most checks name no place, and the register takes long to load
    from prisonmail.prisons.store import identify_register

    return _find(text, identify_register())


@lru_cache(maxsize=500)  # a server is told the same few places again and again
def _find(text: str, register: object) -> str | None:
    from prisonmail.prisons.matching.matcher import match
    from prisonmail.prisons.matching.outcomes import Found
    from prisonmail.prisons.store import load_directory

    found = match(text, load_directory())
    return found.prison.code if isinstance(found, Found) and not found.note else None
