"""The rules that hold at a place of custody, and so decide how mail to it is marked.

They are known apart from the place's name: a name may be older than what the place has become.

Sources: Prison Rules 1999, rule 39; Young Offender Institution Rules 2000, rule 17; Secure Training
Centre Rules 1998, rule 14; Detention Centre Rules 2001, rule 27, which has no special rule for
mail of lawyers.

>>> Law("stc").in_words
'the Secure Training Centre Rules 1998'
"""

from enum import StrEnum


class Law(StrEnum):
    """The rules that hold at a place of custody in England or Wales."""

    PRISON = "prison"
    YOI = "yoi"
    PRISON_AND_YOI = "prison and yoi"
    """A prison and young offender institution in one: each person is held under one of the two."""
    STC = "stc"
    REMOVAL = "removal"
    """A removal centre: no rule there protects a letter for being a lawyer's."""

    @property
    def in_words(self) -> str:
        """The names of the rules, to follow `under`."""
        return _IN_WORDS[self]


_PRISON_RULES = "the Prison Rules 1999"
_YOI_RULES = "the Young Offender Institution Rules 2000"
_IN_WORDS = {
    Law.PRISON: _PRISON_RULES,
    Law.YOI: _YOI_RULES,
    Law.PRISON_AND_YOI: f"{_PRISON_RULES} and {_YOI_RULES}",
    Law.STC: "the Secure Training Centre Rules 1998",
    Law.REMOVAL: "the Detention Centre Rules 2001",
}
