"""What options are if they are not given: as `[defaults]` of the profile has them."""

from pathlib import Path

from prisonmail.sender.store import load
from prisonmail.system.record import Record


class UsualOptions(Record, frozen=True):
    """What options are that are not given; None is as without a profile."""

    duplex: bool | None = None
    mapping: str | None = None
    letter: Path | None = None
    sort: str | None = None
    summary: bool | None = None
    split: int | None = None


def read_usual(profile: Path, *, without: bool = False) -> UsualOptions:
    """Read them from a profile, unless they are to be left out. Raises InputMissing."""
    if without:
        return UsualOptions()
    said = load(profile).defaults
    letter = profile.parent / said.letter if said.letter else None
    return UsualOptions(said.duplex, said.mapping, letter, said.sort, said.summary, said.split)


def choose(given: bool | None, usual: bool | None, *, otherwise: bool) -> bool:
    """Choose what was given, else what is usual.

    >>> choose(False, True, otherwise=False), choose(None, True, otherwise=False)
    (False, True)
    """
    if given is not None:
        return given
    return otherwise if usual is None else usual
