"""Words in a prison cell which say that the person is not in a prison.

>>> out_of_custody("On bail to Leeds Crown Court")
'On bail'
>>> out_of_custody("HMP Leeds (bail refused)")
>>> kind_of_place("Leeds Magistrates' Court")
'court'
"""

import re

_OUT_OF_CUSTODY = re.compile(
    r"\b(?:"
    r"(?<!refused )(?<!no )(?:on )?(?:(?:un)?conditional |police |court )?bail(?:ed)?\b"
    r"(?!\W+refused)"
    r"|n\W?f\W?a\b|(?:of )?no fixed (?:abode|address)"
    r"|(?:has been |was )?released(?: under investigation)?|rui|(?:electronically )?tagged|on tag"
    r"|not in (?:custody|prison)|in the community|at liberty"
    r")\b",
    re.IGNORECASE,
)
_PLACES = (
    ("police station", r"\bpolice\b|\bcustody suite\b"),
    ("court", r"\bcourts?\b|\bold bailey\b|\bmagistrates\b"),
    ("hospital", r"\bhospital\b"),
    ("removal centre", r"\birc\b"),
    ("secure children’s home", r"\bsecure childrens home\b"),
    ("hostel", r"\bapproved premises\b|\bhostel\b"),
    ("probation office", r"\bprobation\b"),
)


def out_of_custody(text: str) -> str | None:
    """Find the words which say that the person is not in custody."""
    found = _OUT_OF_CUSTODY.search(" ".join(text.split()))
    return found[0] if found else None


def kind_of_place(text: str) -> str | None:
    """Say what other sort of place a name speaks of: `court`, `hospital`."""
    spelt = re.sub("['’]", "", text.casefold())
    return next((kind for kind, pattern in _PLACES if re.search(pattern, spelt)), None)
