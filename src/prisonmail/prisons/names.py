"""Prison names: every way of writing one name comes down to the same words.

>>> normalise("H.M.P. & Y.O.I. Leeds,")
'leeds'
>>> normalise("HM Prison")
''
"""

import re
import unicodedata

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?=\W|$)|\bh m p\b|\by o i\b")
_PHRASES = re.compile(
    r"\b(?:h[ie][sr] majestys prison|young offenders? institutions?|"
    r"h m young offenders? institution)\b"
)
_WORDS_TO_DROP = frozenset(
    "hmp hmpyoi hmyoi yoi hm prison irc stc cem carchar sti and the y".split()
)


def normalise(name: str) -> str:
    """Bring a written prison name down to the words that tell it from others."""
    text = unicodedata.normalize("NFKC", name)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").casefold()
    text = _APOSTROPHES.sub("", text)
    text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", text)
    text = " ".join(re.sub(r"[\W_]+", " ", text).split())
    text = _PHRASES.sub(" ", text)
    return " ".join(word for word in text.split() if word not in _WORDS_TO_DROP)
