"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prisonmail import clock, publishing
from prisonmail.drafting import drafted
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.letters import Batch, Draft, Letter
from prisonmail.printing import STANDARD_OUTPUT, Printed, print_letters, volume_paths
from prisonmail.prisons.reading import packaged_directory
from prisonmail.recipients.checking import CheckedList, check
from prisonmail.recipients.reading import STANDARD_INPUT, read_source
from prisonmail.recipients.writing import as_csv
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.sheets.choosing import paper_for
from prisonmail.sheets.options import PrintOptions
from prisonmail.sheets.paper import Paper


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do."""

    recipients: str
    """The path of the list, or `-`."""
    profile: Path
    ledger: Path
    output: Path | None = None
    """None names the PDF after the list, in the current folder; `-` is standard output."""
    envelope: str | None = None
    """None takes the envelope of the profile."""
    check_only: bool = False
    force: bool = False
    manifest: Path | None = None
    printing: PrintOptions = field(default_factory=PrintOptions)


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did."""

    checked: CheckedList
    paper: Paper
    drafts: tuple[Draft, ...]
    """The letters that are, or would be, printed."""
    batch: Batch | None = None
    letters: tuple[Letter, ...] = ()
    output: Path | None = None
    printed: Printed | None = None
    check_only: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """What the process says of this result."""
        if not self.checked.errors:
            return ExitCode.DONE
        return ExitCode.NO if self.check_only else ExitCode.BAD_LIST


def generate(order: Order) -> Result:
    """Check a list, and unless it has errors record a batch and print it.

    Raises InputMissing, OutputRefused or WrongUsage where the run cannot go on.
    """
    profile = load(order.profile)
    paper = paper_for(profile, order.profile.parent, order.envelope, order.printing)
    checked, drafts = _checked(order, profile, paper)
    output = _output(order, len(drafts))
    if checked.errors or order.check_only:
        return Result(checked, paper, drafts, check_only=order.check_only)
    issued_at = clock.issue_time()
    with open_ledger(order.ledger, make=True) as ledger:
        batch, letters = ledger.issue(
            drafts, profile.particulars, paper.envelope.name, issued_at, profile.valid_days
        )
    wanted = order.printing
    printed = print_letters(
        batch, letters, paper, output, split=wanted.split, summary=wanted.summary
    )
    if order.manifest:
        _write_manifest(order.manifest, checked, batch, letters, printed)
    return Result(checked, paper, drafts, batch, letters, output, printed)


def _output(order: Order, letters: int) -> Path:
    output = order.output or _named_after(order.recipients)
    if order.check_only:
        return output
    if output == STANDARD_OUTPUT and order.printing.split:
        raise WrongUsage("Volumes cannot go to standard output.", "Give a file name with -o.")
    volumes = volume_paths(output, letters, order.printing.split)
    for path in filter(None, (*volumes, order.manifest)):
        if path != STANDARD_OUTPUT:
            publishing.refuse_if_taken(path, force=order.force)
    return output


def _named_after(recipients: str) -> Path:
    stem = "letters" if recipients == STANDARD_INPUT else Path(recipients).stem
    return Path(f"{stem}.pdf")


def _checked(order: Order, profile: Profile, paper: Paper) -> tuple[CheckedList, tuple[Draft, ...]]:
    today = clock.uk_date(clock.now())
    checked = check(read_source(order.recipients), packaged_directory(), today)
    folder = Path() if order.recipients == STANDARD_INPUT else Path(order.recipients).parent
    checked, drafts = drafted(checked, profile.particulars, paper, order.printing.enclose, folder)
    if order.printing.by_prison:
        drafts = tuple(sorted(drafts, key=lambda each: each.prison_name))
    return checked, drafts


def _write_manifest(
    path: Path, checked: CheckedList, batch: Batch, letters: Sequence[Letter], printed: Printed
) -> None:
    headings = checked.header.cells if checked.header else ()
    rows = [(*headings, "code", "batch", "page")]
    by_line = {letter.draft.line: letter for letter in letters}
    for entry in checked.entries:
        letter = by_line[entry.row.line]
        cells = entry.row.cells[: len(headings)]
        blank = ("",) * (len(headings) - len(cells))
        page = str(printed.page_of[letter.code])
        rows.append((*cells, *blank, letter.code, batch.id, page))
    with publishing.published(path) as file:
        file.write(as_csv(rows))
