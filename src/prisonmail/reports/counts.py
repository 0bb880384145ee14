"""Counts, with the right word for what is counted."""


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Count things with the right word.

    >>> counted(1, "sheet"), counted(2000, "sheet"), counted(0, "person", "people")
    ('1 sheet', '2,000 sheets', '0 people')
    """
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {word}"
