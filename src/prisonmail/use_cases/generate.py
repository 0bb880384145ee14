"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from prisonmail.errors import ExitCode, UnusableList
from prisonmail.ledger.barcodes import BarcodeUsedError
from prisonmail.ledger.issuing import AlreadyIssuedError
from prisonmail.ledger.store import Ledger, open_again, open_ledger
from prisonmail.letters.letter import Batch, Letter, list_paths
from prisonmail.letters.packed_letters import Drafts, ListDrafts
from prisonmail.printing.run import Printed, print_inner_labels, print_letters
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import STANDARD_INPUT
from prisonmail.recipients.options import ListOptions
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.sheets import merge_fields
from prisonmail.sheets.labels import GRIDS
from prisonmail.sheets.letter.written_blocks import read_left_out
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock, ctrl_c
from prisonmail.system.places.storage import Concern, ConcernKind
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record, field, replace
from prisonmail.use_cases.barcodes.used import refuse_used_barcodes
from prisonmail.use_cases.drafting import draft_letters
from prisonmail.use_cases.list_reading import read_and_check
from prisonmail.use_cases.outputs import (
    check_post_book,
    naming_the_reprint,
    refuse_what_cannot_be_written,
    saying_paper_is_good,
    write_manifest,
    write_post_book,
    write_rejects,
)
from prisonmail.use_cases.paper_choice import PrintOptions, choose_paper, refuse_narrow_labels
from prisonmail.use_cases.storage_care import StorageCare


class Order(Record, frozen=True):
    """What a run is asked to do."""

    recipients: str
    """The path of the list, or `-`."""
    profile: Path
    ledger: str
    """A path, or a postgresql:// URL."""
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
    post_book: Path | None = None
    """Where a line for each letter is written to: a PDF or a CSV, as its name says."""
    skip_bad: bool = False
    """Print the good rows and leave the bad ones out."""
    rejects: Path | None = None
    """Where the rows that `skip_bad` leaves out are written to."""
    again: bool = False
    """Issue a list that has been issued today."""
    list: ListOptions = field(default_factory=ListOptions)
    """How the list is to be read."""
    printing: PrintOptions = field(default_factory=PrintOptions)
    """What the paper is like."""
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


class Checked(_Run, frozen=True):
    """The list was only to be checked."""

    drafts: Drafts
    """The letters that would be printed."""


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
    check_post_book(order.post_book)
    profile = load(order.profile)
    sender, enclosed = profile.particulars, order.printing.enclose
    paper = choose_paper(profile, order.profile.parent, order.envelope, order.printing)
    checked = read_and_check(order.recipients, order.list, progress)
    if order.skip_bad:
        checked = checked.without_doubts()
    paper = _match_headings(paper, checked)
    checked, drafts = draft_letters(checked, sender, paper, order.printing, order.folder, progress)
    checked, drafts = refuse_used_barcodes(checked, drafts, order.ledger)
    if order.inner_labels:
        refuse_narrow_labels(order.inner_grid, drafts, sender)
    concerns = (*_look_at_places(order, drafts, paper), *_warn_of_look(order, paper))
    if order.check_only:
        return Checked(checked, paper, enclosed, drafts, concerns=concerns)
    if not _may_be_issued(order, checked):
        return Refused(checked, paper, enclosed, drafts, concerns=concerns)
    _claim_outputs(order, drafts, paper)
    ctrl_c.stop_if_lost()
    with open_ledger(order.ledger, make=True) as ledger:
        batch, letters = _issue(ledger, order, checked.name, drafts, profile, paper, progress)
        printed = _print_batch(ledger, order, batch, letters, paper, progress)
    _write_lists(order, checked, batch, letters, printed)
    _write_inner_labels(order, batch, letters, paper)
    run = (checked, paper, enclosed, batch, letters, order.target, printed, order.rejects)
    return Issued(*run, order.inner_labels, order.post_book, concerns=concerns)


def _may_be_issued(order: Order, checked: CheckedList) -> bool:
    """Check that no row is wrong, or that bad rows are to be skipped and good ones are left."""
    return checked.is_faultless or (order.skip_bad and not checked.is_unusable)


def _match_headings(paper: Paper, checked: CheckedList) -> Paper:
    headings = checked.header.cells if checked.header else ()
    wording = merge_fields.match_headings(paper.wording, headings) if paper.wording else None
    return replace(paper, wording=wording)


def _warn_of_look(order: Order, paper: Paper) -> Iterator[Concern]:
    """Warn of what of a Word document's look the letter does not keep."""
    left_out = read_left_out(paper.wording)
    if left_out:
        letter = order.printing.wording
        concern = Concern(
            ConcernKind.LETTER,
            str(letter),
            f"The letter {letter} is printed without what its document has of this: "
            f"{', '.join(left_out)}.",
            "Look at one of the sheets before you post them.",
        )
        order.care.warn(concern)
        yield concern


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
    enclosed = list_paths(each.enclosures for each in drafts) if paper.encloses else ()
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
        )


@contextmanager
def _naming_the_earlier(name: str) -> Iterator[None]:
    try:
        yield
    except AlreadyIssuedError as error:
        earlier = error.batch_id
        raise UnusableList(
            f"{name} has been issued today already, as batch {earlier}.",
            f"Its letters may be in the post. To print them again: prisonmail reprint {earlier}. "
            "To issue the list again with new codes, add --again",
        ) from None
    except BarcodeUsedError as error:
        raise UnusableList(
            f"{name} has a barcode that has just been used for another letter, {error.code}. "
            "Nothing was issued.",
            "Run it again, to be told which.",
        ) from None


def _print_batch(
    ledger: Ledger,
    order: Order,
    batch: Batch,
    letters: Collection[Letter],
    paper: Paper,
    progress: Progress,
) -> Printed:
    """Print the letters, and note in the ledger that they have paper."""
    wanted = order.printing
    state = f"The codes of batch {batch.id} are recorded, but have no paper."
    shown = progress("Printing letters", letters, len(letters))
    with naming_the_reprint(
        batch.id,
        state,
        split=wanted.split,
        summary=wanted.summary,
        start=wanted.start,
        post_book=order.post_book,
    ):
        printed = print_letters(
            batch,
            shown,
            paper,
            order.target,
            split=wanted.split,
            summary=wanted.summary,
            start=wanted.start,
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
        if order.post_book:
            write_post_book(order.post_book, batch, lambda: letters, replace=order.force)
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
