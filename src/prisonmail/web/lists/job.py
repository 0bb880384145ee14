"""A list on its way to letters: what is kept of it from one request to the next.

>>> job = Job("abc", sign_for("abc", "A. Patel"), 0)
>>> job.belongs_to("A. Patel"), job.belongs_to("B. Patel")
(True, False)
"""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from prisonmail.problems.problem import Problem
from prisonmail.system.record import Record, field


class Stage(StrEnum):
    """How far a list has come."""

    READING = "reading"
    READ = "read"
    ISSUING = "issuing"
    ISSUED = "issued"

    @property
    def is_working(self) -> bool:
        """Whether somebody has to be at work on it."""
        return self in (Stage.READING, Stage.ISSUING)


class Job(Record, frozen=True):
    """One list. Nothing here says anything of anybody, so it may be kept when all else is gone."""

    id: str
    owner: str
    """What the one who brought it is known by."""
    made_at: int
    """In seconds since 1970."""
    stage: Stage = Stage.READING
    ordered: bool = False
    """Whether letters were ever to be issued, so that the ledger may know of it."""
    erased: bool = False

    @property
    def key(self) -> str:
        """The key of its order: however often it is given, letters are issued once."""
        return f"serve {self.id}"

    def belongs_to(self, name: str) -> bool:
        """Return whether a visitor brought it."""
        return self.owner == sign_for(self.id, name)


def sign_for(job_id: str, name: str) -> str:
    """Return what a visitor is known by in one job, from which their name cannot be read."""
    return hashlib.sha256(f"prisonmail list {job_id} {name}".encode()).hexdigest()


class ListChoices(Record, frozen=True):
    """What the visitor has chosen for a list, and put right in it."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "letter_name", "attached", "cells", "where")

    name: str = ""
    """What the list is called on the visitor's computer."""
    letter: str | None = None
    """The file of the private letter that came along, as it is stored here."""
    letter_name: str = ""
    without_letter: bool = False
    """Whether the profile's usual letter is not wanted."""
    attached: Mapping[str, str] = field(default_factory=dict)
    """The enclosures that came along: where they are stored, by their own names."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Headings by the names of their fields."""
    saved: str = ""
    """The saved mapping to use."""
    save_as: str = ""
    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    """What cells are to say, by line and column."""
    left_out: tuple[int, ...] = ()
    signatory: str = ""
    envelope: str = ""
    date_order: str = ""
    sheet: str = ""
    encoding: str = ""
    where: tuple[tuple[str, str], ...] = ()
    """Only rows with these values under these headings."""
    inner_grid: str = ""
    """The labels for inner envelopes, if there are to be any."""
    enclose: tuple[str, ...] = ()
    include_hidden: bool = False
    skip_bad: bool = False
    skip_not_in_custody: bool = False
    again: bool = False
    cancel_earlier: bool = False
    remember: bool = False
    duplex: bool = False
    by_prison: bool = False
    summary: bool = False
    mark_enclosures: bool = False
    post_book: bool = False


class Said(Record, frozen=True):
    """What kept a list from being read or issued, in words."""

    withheld: ClassVar[tuple[str, ...]] = ("message", "remedy")

    message: str
    remedy: str = ""
    kind: str = ""
    batch: str | None = None


class SaidLine(Record, frozen=True):
    """A line of a report, as a page shows it."""

    withheld: ClassVar[tuple[str, ...]] = ("text",)

    text: str
    tone: str = "plain"


class HeadingFound(Record, frozen=True):
    """A column of a list, and what it is taken for."""

    letter: str
    heading: str
    taken_for: str


class ListFound(Record, frozen=True):
    """What was understood of a list, and what would be printed."""

    withheld: ClassVar[tuple[str, ...]] = ("headings", "words", "assumed", "idle", "first")

    rows: int
    good: int
    letters: int
    """How many letters would be printed."""
    errors: int
    problems: int
    """Errors and warnings."""
    may_be_issued: bool
    mark: str = ""
    """Another for each reading of the list, so that only what was seen is issued."""
    headings: tuple[HeadingFound, ...] = ()
    assumed: tuple[str, ...] = ()
    words: tuple[SaidLine, ...] = ()
    prisons: tuple[tuple[str, int], ...] = ()
    markings: tuple[tuple[str, int], ...] = ()
    first: tuple[str, ...] = ()
    """What the window of the first letter would show, line by line, its marking first."""
    envelope: str = ""
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    """The enclosures that came along and go with nobody's letter."""
    refusal: Said | None = None
    """Why letters would not be issued although nothing is wrong with the list."""


class ProblemFound(Record, frozen=True):
    """A problem of a list, and what may be done about it on the page."""

    problem: Problem
    prisons: tuple[tuple[str, str], ...] = ()
    """Codes and names of prisons that the cell may mean."""

    @property
    def is_cell(self) -> bool:
        """Whether it is about a cell that can be put right here."""
        return self.problem.line is not None and self.problem.column is not None


class LettersFound(Record, frozen=True):
    """What was issued of a list."""

    batch: str
    words: tuple[SaidLine, ...] = ()
    files: tuple[str, ...] = ()
    """The names of what may be fetched."""


class Doing(Record, frozen=True):
    """What is being done with a list, and how much of it is done."""

    work: str = ""
    done: int = 0
    total: int = 0
