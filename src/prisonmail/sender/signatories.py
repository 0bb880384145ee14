"""Those who sign a profile's letters, as a list or an option names them: never guessed.

>>> known = Signatories({"": "Eric Brown", "jb": "Jane Bell"})
>>> known.find("JB"), known.find("jane  bell"), known.find("Eric Brown"), known.find("Jane")
('jb', 'jb', '', None)
>>> known.describe()
'jb (Jane Bell) and Eric Brown'
"""

from collections.abc import Mapping
from functools import cached_property

from prisonmail.system.record import Record, field

OWN = ""
"""Stands for the profile's own sender, who needs no key."""


class Signatories(Record, frozen=True, dict=True):
    """Who signs."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Their names by their keys, the profile's own sender first."""
    usual: str = OWN
    """Who signs what the list leaves open."""

    @property
    def are_several(self) -> bool:
        """Whether there is a choice."""
        return len(self.names) > 1

    def find(self, text: str) -> str | None:
        """Return the key of whom a text names, by key or by whole name; None if it is nobody."""
        return self._keys.get(fold(text))

    def describe(self) -> str:
        """Name all of them, for a message."""
        others = [f"{key} ({name})" for key, name in self.names.items() if key != OWN]
        first, last = ", ".join(others), self.names.get(OWN, "")
        return " and ".join(filter(None, (first, last)))

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        by_name = {fold(name): key for key, name in self.names.items()}
        return by_name | {fold(key): key for key in self.names if key != OWN}


def fold(text: str) -> str:
    """Reduce a key or a name to what tells it from others."""
    return " ".join(text.casefold().split())
