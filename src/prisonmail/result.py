"""A result: what one run of `generate` did."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from prisonmail.drafts import Drafts
from prisonmail.errors import ExitCode
from prisonmail.letters import Batch, Letter
from prisonmail.printing import Printed
from prisonmail.recipients.checked import CheckedList
from prisonmail.sheets import merge
from prisonmail.sheets.paper import Paper


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did."""

    checked: CheckedList
    paper: Paper
    drafts: Drafts
    """The letters that are, or would be, printed."""
    batch: Batch | None = None
    letters: Collection[Letter] = ()
    output: Path | None = None
    printed: Printed | None = None
    check_only: bool = False
    rejects: Path | None = None
    enclosed: str | None = None
    """The column that the enclosures were taken from."""

    @property
    def columns_used(self) -> frozenset[str]:
        """The keys of the columns that the wording and the enclosures are taken from."""
        named = (*merge.fields(self.paper.wording or ""), self.enclosed or "")
        return frozenset(map(merge.key, named))

    @property
    def exit_code(self) -> ExitCode:
        """What the process says of this result."""
        if self.checked.is_faultless:
            return ExitCode.DONE
        return ExitCode.NO if self.check_only or self.batch else ExitCode.BAD_LIST
