"""What a run is asked to do, and what came of it."""

from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.errors import AlreadyIssued, ExitCode
from prisonmail.ledger.people.writing import Learnt
from prisonmail.letters.letter import Batch, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.printing.run import Printed
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import STANDARD_INPUT, Source
from prisonmail.recipients.options import ListOptions
from prisonmail.sheets import merge_fields
from prisonmail.sheets.paper import Paper
from prisonmail.system.places.storage import Concern
from prisonmail.system.record import Record, field
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions
from prisonmail.use_cases.senders.fitness import SenderFitness
from prisonmail.use_cases.storage_care import StorageCare


class Order(Record, frozen=True):
    """What a run is asked to do."""

    withheld: ClassVar[tuple[str, ...]] = ("by",)

    recipients: str
    """The path of the list, or `-`; empty if there is only a row."""
    profile: Path
    ledger: str
    """A path, or a postgresql:// URL."""
    by: str | None = None
    """Who does it; None is the user of this computer."""
    output: Path | None = None
    """None names the PDF after the list, in the current folder; `-` is standard output."""
    envelope: str | None = None
    """None takes the envelope of the profile."""
    check_only: bool = False
    print_later: bool = False
    """Record the letters alone; whoever wants their PDF asks for it as for a reprint."""
    force: bool = False
    manifest: Path | None = None
    inner_labels: Path | None = None
    """Where labels for sealed inner envelopes are written to."""
    inner_grid: str = ""
    """The name of the grid of these labels."""
    post_book: Path | None = None
    """Where a line for each letter is written to: a PDF or a CSV, as its name says."""
    skip_bad: bool = False
    """Print the good rows and leave the bad ones out."""
    rejects: Path | None = None
    """Where the rows that `skip_bad` leaves out are written to."""
    again: bool = False
    """Issue a list that has been issued today."""
    cancel_earlier: bool = False
    """Cancel what is still good of earlier letters to the same people."""
    signatory: str | None = None
    """Who signs what the list leaves open, by key or name; None is the profile's own sender."""
    remember: bool = False
    """Put those who are written to into the address book."""
    key: str | None = None
    """What a repeated order is known by, as the ledger holds it."""
    list: ListOptions = field(default_factory=ListOptions)
    """How the list is to be read."""
    printing: PrintOptions = field(default_factory=PrintOptions)
    """What the paper is like."""
    row: Source | None = None
    """One letter without a list."""
    paper: Paper | None = None
    """The paper of an earlier batch; None chooses it by profile and options."""
    replaces: Collection[Code] = ()
    """The codes of the letters that these take the place of."""
    care: StorageCare = field(default_factory=StorageCare)
    """What to do about cloud folders, network drives and places open to others."""

    @property
    def folder(self) -> Path:
        """Where the paths in the list start from."""
        return Path() if self.recipients == STANDARD_INPUT else Path(self.recipients).parent

    @property
    def target(self) -> Path:
        """Where the PDF goes to."""
        stem = "letters" if self.recipients == STANDARD_INPUT else Path(self.recipients).stem
        return self.output or Path(f"{stem}.pdf")

    @property
    def beside(self) -> tuple[Path, ...]:
        """Where what is written beside the PDF goes to."""
        written = (self.manifest, self.rejects, self.inner_labels, self.post_book)
        return tuple(filter(None, written))


class _Warned(Record, frozen=True, kw_only=True):
    """What was warned of."""

    concerns: tuple[Concern, ...] = ()
    """Of the places of a run's files."""
    fitness: SenderFitness | None = None
    """What the ledger says of the sender; None if that was not looked up."""


class _Run(_Warned, frozen=True):
    """What every run finds out."""

    checked: CheckedList
    paper: Paper
    enclosed: tuple[str, ...]
    """The columns that enclosures are taken from."""

    @property
    def columns_used(self) -> frozenset[str]:
        """The keys of the columns that the wording and the enclosures are taken from."""
        named = (*merge_fields.list_taken(self.paper.wording or ""), *self.enclosed)
        return frozenset(map(merge_fields.make_key, named))

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns: NO if there are bad rows, whatever became of the others."""
        return ExitCode.DONE if self.checked.is_faultless else ExitCode.NO


class Issued(_Run, frozen=True):
    """Letters were recorded and printed, without the bad rows if there were any."""

    batch: Batch
    letters: Collection[Letter]
    output: Path
    printed: Printed
    rejects: Path | None
    """Where the bad rows were written to."""
    inner_labels: Path | None = None
    """Where the labels for inner envelopes were written to."""
    post_book: Path | None = None
    """Where a line for each letter was written to."""
    cancelled: tuple[Code, ...] = ()
    """The codes of earlier letters that were cancelled."""
    remembered: Learnt | None = None
    """How many people were put into the address book; None if that was not asked for."""
    repeated: bool = False
    """Whether the order had been carried out before, so that nothing was issued now."""


class Checked(_Run, frozen=True):
    """The list was only to be checked."""

    drafts: Drafts
    """The letters that would be printed."""
    digest: str = ""
    """What tells them from the letters of other lists."""
    refusal: AlreadyIssued | None = None
    """Why they would not be issued although nothing is wrong with them."""
    repeats: str | None = None
    """The batch that the order would be answered with, since it was carried out before."""

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns."""
        faultless = self.checked.is_faultless and not self.refusal
        return ExitCode.DONE if faultless else ExitCode.NO


class Refused(_Run, frozen=True):
    """The list has errors, so that nothing was issued and nothing written."""

    drafts: Drafts
    """The letters of the good rows."""

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns."""
        return ExitCode.BAD_LIST


Outcome = Issued | Checked | Refused
