"""Counts, with the right word for what is counted."""


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Count things with the right word.

    >>> count(1, "sheet"), count(2000, "sheet"), count(0, "person", "people")
    ('1 sheet', '2,000 sheets', '0 people')
    """
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {word}"
