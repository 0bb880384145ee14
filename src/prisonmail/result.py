"""The outcome of a run of `generate`: letters issued, a list checked, or a list refused."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from prisonmail.drafts import Drafts
from prisonmail.errors import ExitCode
from prisonmail.letters import Batch, Letter
from prisonmail.printing import Printed
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.sheets import merge
from prisonmail.sheets.paper import Paper


@dataclass(frozen=True, slots=True)
class _Run:
    """What every run finds out."""

    checked: CheckedList
    paper: Paper
    enclosed: str | None
    """The column that enclosures are taken from."""

    @property
    def columns_used(self) -> frozenset[str]:
        """The keys of the columns that the wording and the enclosures are taken from."""
        named = (*merge.fields(self.paper.wording or ""), self.enclosed or "")
        return frozenset(map(merge.key, named))

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns: NO if there are bad rows, whatever became of the others."""
        return ExitCode.DONE if self.checked.is_faultless else ExitCode.NO


@dataclass(frozen=True, slots=True)
class Issued(_Run):
    """Letters were recorded and printed, without the bad rows if there were any."""

    batch: Batch
    letters: Collection[Letter]
    output: Path
    printed: Printed
    rejects: Path | None
    """Where the bad rows were written to."""


@dataclass(frozen=True, slots=True)
class Checked(_Run):
    """The list was only to be checked."""

    drafts: Drafts
    """The letters that would be printed."""


@dataclass(frozen=True, slots=True)
class Refused(_Run):
    """The list has errors, so that nothing was issued and nothing written."""

    drafts: Drafts
    """The letters of the good rows."""

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns."""
        return ExitCode.BAD_LIST


Outcome = Issued | Checked | Refused
