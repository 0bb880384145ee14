"""What a desk is told of its own prison, in words and as JSON."""

from prisonmail.prisons.prison import Prison


def own_prison_words(prison: Prison | str | None) -> str:
    """Say for which prison a desk answers."""
    if prison is None:
        return "This desk answers for letters to any prison."
    return f"This desk answers for letters to {_name(prison)} only."


def own_prison_document(prison: Prison | str | None) -> dict[str, object]:
    """Return the same as JSON."""
    code = prison.code if isinstance(prison, Prison) else prison
    return {"version": 1, "prison": code}


def _name(prison: Prison | str) -> str:
    return f"{prison.name} ({prison.code})" if isinstance(prison, Prison) else prison
