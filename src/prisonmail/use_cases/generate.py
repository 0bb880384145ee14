"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.errors import AlreadyIssued, ExitCode, LedgerMissing, UnusableList
from prisonmail.ledger.barcodes import BarcodeUsedError
from prisonmail.ledger.issuing import AlreadyIssuedError, Replacement
from prisonmail.ledger.store import Ledger, open_again, open_ledger
from prisonmail.letters.letter import Batch, Letter, list_paths
from prisonmail.letters.packed_letters import Drafts, ListDrafts
from prisonmail.printing.run import Printed, print_inner_labels, print_letters
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import STANDARD_INPUT, Source, read_source
from prisonmail.recipients.options import ListOptions
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.sheets import merge_fields
from prisonmail.sheets.labels import GRIDS
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock, ctrl_c
from prisonmail.system.places.storage import Concern
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record, field
from prisonmail.use_cases.barcodes.used import refuse_used_barcodes
from prisonmail.use_cases.drafting import draft_letters
from prisonmail.use_cases.earlier_letters import find_earlier
from prisonmail.use_cases.list_reading import check_source
from prisonmail.use_cases.outputs import (
    naming_the_reprint,
    refuse_what_cannot_be_written,
    saying_paper_is_good,
    write_manifest,
    write_rejects,
)
from prisonmail.use_cases.paper_choice import PrintOptions, choose_paper, refuse_narrow_labels
from prisonmail.use_cases.storage_care import StorageCare

REISSUED = "reissued in batch"
"""How the reason begins for which a letter is cancelled that another takes the place of."""


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
    force: bool = False
    manifest: Path | None = None
    inner_labels: Path | None = None
    """Where labels for sealed inner envelopes are written to."""
    inner_grid: str = ""
    """The name of the grid of these labels."""
    skip_bad: bool = False
    """Print the good rows and leave the bad ones out."""
    rejects: Path | None = None
    """Where the rows that `skip_bad` leaves out are written to."""
    again: bool = False
    """Issue a list that has been issued today."""
    cancel_earlier: bool = False
    """Cancel what is still good of earlier letters to the same people."""
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
    reissued: Code | None = None
    """The code of the letter that this one takes the place of."""
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
    def replaces(self) -> tuple[Code, ...]:
        """The codes that are to be cancelled in any case."""
        return (self.reissued,) if self.reissued else ()

    @property
    def beside(self) -> tuple[Path, ...]:
        """What is written beside the PDF."""
        return tuple(filter(None, (self.manifest, self.rejects, self.inner_labels)))


class _Warned(Record, frozen=True, kw_only=True):
    """What was warned of."""

    concerns: tuple[Concern, ...] = ()
    """Of the places of a run's files."""


class _Run(_Warned, frozen=True):
    """What every run finds out."""

    checked: CheckedList
    paper: Paper
    enclosed: str | None
    """The column that enclosures are taken from."""

    @property
    def columns_used(self) -> frozenset[str]:
        """The keys of the columns that the wording and the enclosures are taken from."""
        named = (*merge_fields.list_taken(self.paper.wording or ""), self.enclosed or "")
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
    cancelled: tuple[Code, ...] = ()
    """The codes of earlier letters that were cancelled."""
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


def generate(order: Order, progress: Progress = no_progress) -> Outcome:
    """Check a list, and unless it has errors record a batch and print it.

    With `skip_bad` the rows that have errors are left out instead. Raises InputMissing,
    Interrupted, OutputRefused, UnusableList or WrongUsage if the run cannot go on.
    """
    profile = load(order.profile)
    sender, enclosed = profile.particulars, order.printing.enclose
    paper = order.paper or choose_paper(
        profile, order.profile.parent, order.envelope, order.printing
    )
    checked = check_source(order.row or read_source(order.recipients), order.list, progress)
    if order.skip_bad:
        checked = checked.without_doubts()
    checked, drafts = draft_letters(checked, sender, paper, order.printing, order.folder, progress)
    checked, drafts = refuse_used_barcodes(checked, drafts, order.ledger, order.replaces)
    checked, replaced = _look_for_earlier(order, checked)
    if order.inner_labels:
        refuse_narrow_labels(order.inner_grid, drafts, sender)
    concerns = _look_at_places(order, drafts, paper)
    digest = drafts.fingerprint.digest(paper.wording or "")
    if order.check_only:
        refusal = _foresee_refusal(order, checked, digest)
        return Checked(checked, paper, enclosed, drafts, digest, refusal, concerns=concerns)
    if not _may_be_issued(order, checked):
        return Refused(checked, paper, enclosed, drafts, concerns=concerns)
    _claim_outputs(order, drafts, paper)
    ctrl_c.stop_if_lost()
    with open_ledger(order.ledger, make=True, by=order.by) as ledger:
        batch, letters = _issue(
            ledger, order, checked.name, drafts, profile, paper, replaced, progress
        )
        printed = _print_batch(ledger, order, batch, letters, paper, progress)
    _write_lists(order, checked, batch, letters, printed)
    _write_inner_labels(order, batch, letters, paper)
    run = (checked, paper, enclosed, batch, letters, order.target, printed, order.rejects)
    return Issued(*run, order.inner_labels, replaced.done, concerns=concerns)


def _look_for_earlier(order: Order, checked: CheckedList) -> tuple[CheckedList, Replacement]:
    """Return a list with what is to be said of earlier letters, and those to be cancelled.

    If the list has to be put right first, nothing is looked up.
    """
    if not _may_be_issued(order, checked):
        return checked, Replacement(())
    cancel, its = order.cancel_earlier and not order.check_only, order.replaces
    earlier = find_earlier(checked, order.ledger, clock.now(), replaced=its, warn=not cancel)
    replaced = Replacement((*its, *(earlier.good if cancel else ())), checked_too=bool(its))
    if its:
        replaced.reason = f"{REISSUED} {{batch}}"
    return checked.with_problems(earlier.problems), replaced


def _may_be_issued(order: Order, checked: CheckedList) -> bool:
    """Check that no row is wrong, or that bad rows are to be skipped and good ones are left."""
    return checked.is_faultless or (order.skip_bad and not checked.is_unusable)


def _look_at_places(order: Order, drafts: ListDrafts, paper: Paper) -> tuple[Concern, ...]:
    """Warn of where the files of a run lie, or refuse that, before a code exists."""
    written = (order.target, *order.beside)
    return order.care.look_at(
        read=_list_read(order, drafts, paper),
        written=() if order.check_only else written,
        ledger=order.ledger,
    )


def _list_read(order: Order, drafts: ListDrafts, paper: Paper) -> Iterator[Path | str]:
    own = (order.recipients, order.profile, order.printing.wording, paper.letterhead)
    enclosed = list_paths(each.enclosure for each in drafts) if paper.encloses else ()
    return filter(None, chain(own, enclosed))


def _claim_outputs(order: Order, drafts: ListDrafts, paper: Paper) -> None:
    """Refuse files that cannot be written, before a code exists that would have no paper."""
    refuse_what_cannot_be_written(
        order.target,
        len(drafts),
        order.printing.split,
        order.beside,
        kept=chain((order.ledger,), _list_read(order, drafts, paper)),
        force=order.force,
    )


def _issue(
    ledger: Ledger,
    order: Order,
    list_name: str,
    drafts: ListDrafts,
    profile: Profile,
    paper: Paper,
    replaced: Replacement,
    progress: Progress,
) -> tuple[Batch, Collection[Letter]]:
    issued_at = clock.issue_time()
    digest = drafts.fingerprint.digest(paper.wording or "")
    with _naming_the_earlier(list_name):
        return ledger.issue(
            drafts,
            profile.particulars,
            paper.envelope.name,
            issued_at,
            profile.valid_days,
            list_digest=digest,
            printing=json.dumps(paper.to_document(), ensure_ascii=False),
            random_check=profile.random_check,
            progress=progress,
            once_on=None if order.again else clock.uk_date(issued_at),
            replaced=replaced,
            order_key=order.key,
        )


@contextmanager
def _naming_the_earlier(name: str) -> Iterator[None]:
    try:
        yield
    except AlreadyIssuedError as error:
        raise _refuse_issued(name, error.batch_id) from None
    except BarcodeUsedError as error:
        raise UnusableList(
            f"{name} has a barcode that has just been used for another letter, {error.code}. "
            "Nothing was issued.",
            "Run it again, to be told which.",
        ) from None


def _refuse_issued(name: str, earlier: str) -> AlreadyIssued:
    return AlreadyIssued(
        f"{name} has been issued today already, as batch {earlier}.",
        f"Its letters may be in the post. To print them again: prisonmail reprint {earlier}. "
        "To issue the list again with new codes, add --again",
        batch=earlier,
    )


def _foresee_refusal(order: Order, checked: CheckedList, digest: str) -> AlreadyIssued | None:
    """Say what would be refused if the list, with nothing wrong in it, were issued now."""
    if order.again or not _may_be_issued(order, checked):
        return None
    with suppress(LedgerMissing), open_ledger(order.ledger) as ledger:
        earlier = ledger.find_batch_of_list(digest, clock.uk_date(clock.issue_time()))
        return _refuse_issued(checked.name, earlier) if earlier else None
    return None


def _print_batch(
    ledger: Ledger,
    order: Order,
    batch: Batch,
    letters: Collection[Letter],
    paper: Paper,
    progress: Progress,
) -> Printed:
    """Print the letters, and note in the ledger that they have paper."""
    split, summary = order.printing.split, order.printing.summary
    state = f"The codes of batch {batch.id} are recorded, but have no paper."
    shown = progress("Printing letters", letters, len(letters))
    with naming_the_reprint(batch.id, state, split=split, summary=summary, batch=batch.id):
        printed = print_letters(
            batch,
            shown,
            paper,
            order.target,
            split=split,
            summary=summary,
            replace=order.force,
        )
    failed = "Only that it has paper could not be noted"
    with (
        saying_paper_is_good(batch, order.target, failed),
        open_again(order.ledger, ledger) as opened,
    ):
        opened.record_print(batch.id, clock.now())
    return printed


def _write_lists(
    order: Order,
    checked: CheckedList,
    batch: Batch,
    letters: Collection[Letter],
    printed: Printed,
) -> None:
    failed = "Only the lists beside it are not all written"
    with saying_paper_is_good(batch, order.target, failed):
        if order.manifest:
            write_manifest(order.manifest, checked, batch, letters, printed, replace=order.force)
        if order.rejects:
            write_rejects(order.rejects, checked, replace=order.force)


def _write_inner_labels(
    order: Order, batch: Batch, letters: Collection[Letter], paper: Paper
) -> None:
    if order.inner_labels is None:
        return
    grid = GRIDS[order.inner_grid.upper()]
    with saying_paper_is_good(batch, order.target, "Only the inner labels are not written"):
        print_inner_labels(batch, letters, paper, grid, order.inner_labels, replace=order.force)
