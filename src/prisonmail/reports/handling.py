"""The firm's own marking of how what is exported has to be handled, on documents in JSON.

>>> mark_document({"version": 1, "count": 0}, "OFFICIAL-SENSITIVE")
{'version': 1, 'handling': 'OFFICIAL-SENSITIVE', 'count': 0}
>>> mark_document({"version": 1, "count": 0}, "")
{'version': 1, 'count': 0}
"""

from collections.abc import Mapping


def mark_document(document: Mapping[str, object], handling: str) -> dict[str, object]:
    """Return a document with the marking, if there is one."""
    if not handling:
        return dict(document)
    version = document.get("version", 1)
    return {"version": version, "handling": handling, **document}
