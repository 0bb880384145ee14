"""Names as they are compared."""

import unicodedata


def fold_name(name: str) -> list[str]:
    """Return the words of a name as they are compared, in small letters without accents.

    >>> fold_name("Seán O’Dowd-Hart")
    ['sean', 'odowd', 'hart']
    """
    text = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(
        " " if letter in " -‐‑" else letter
        for letter in text
        if letter.isalpha() or letter in " -‐‑"
    )
    return kept.split()
