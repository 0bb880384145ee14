"""What options are if they are not given: as `[defaults]` of the profile has them."""

from collections.abc import Iterable
from pathlib import Path

from prisonmail.sender.store import load
from prisonmail.sheets.labels import SHEETS
from prisonmail.system.record import Record
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions

BY_PRISON = "prison"
"""How letters are sorted that lie together by prison."""


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


def choose_printing(
    usual: UsualOptions,
    layout: str = SHEETS,
    *,
    duplex: bool | None = None,
    split: int | None = None,
    sort: str | None = None,
    summary: bool | None = None,
    start: int = 1,
    letter: Path | None = None,
    enclose: Iterable[str] = (),
    mark_enclosures: bool = False,
) -> PrintOptions:
    """Return what the paper should be like; what is None is as usual."""
    sheets = usual if layout == SHEETS else UsualOptions()  # labels have no letter
    return PrintOptions(
        layout=layout,
        duplex=choose(duplex, sheets.duplex, otherwise=False),
        split=split or usual.split,
        by_prison=(usual.sort if sort is None else sort) == BY_PRISON,
        summary=choose(summary, usual.summary, otherwise=False),
        start=start,
        wording=letter or sheets.letter,
        enclose=tuple(enclose),
        mark_enclosures=mark_enclosures,
    )
