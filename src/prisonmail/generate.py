"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from prisonmail import clock, errors, publishing
from prisonmail.drafting import drafted
from prisonmail.drafts import Drafts, by_prison
from prisonmail.errors import ExitCode, OutputRefused, PrisonmailError, UnusableList, WrongUsage
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters import Batch, Letter
from prisonmail.manifest import manifest_csv
from prisonmail.printing import STANDARD_OUTPUT, Printed, print_letters, volume_paths
from prisonmail.prisons.store import load_directory
from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.checking import check
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.reading import STANDARD_INPUT, Source, read_source
from prisonmail.recipients.rejects import rejects_csv
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.sheets import merge
from prisonmail.sheets.choosing import paper_for
from prisonmail.sheets.options import PrintOptions
from prisonmail.sheets.paper import Paper
from prisonmail.watching import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Order:
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
    list: ListOptions = field(default_factory=ListOptions)
    """How the list is to be read, and what becomes of its bad rows."""
    printing: PrintOptions = field(default_factory=PrintOptions)
    """What the paper is like."""


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
        if not self.checked.errors:
            return ExitCode.DONE
        return ExitCode.NO if self.check_only or self.batch else ExitCode.BAD_LIST


def generate(order: Order, watch: Watch = unwatched) -> Result:
    """Check a list, and unless it has errors record a batch and print it.

    With `skip_bad` the rows that have errors are left out instead. Raises InputMissing,
    Interrupted, OutputRefused, UnusableList or WrongUsage where the run cannot go on.
    """
    profile = load(order.profile)
    paper = paper_for(profile, order.profile.parent, order.envelope, order.printing)
    source = read_source(order.recipients)
    checked, drafts = _checked(order, source, profile, paper, watch)
    if order.check_only or not _may_be_issued(checked, order.list):
        return Result(checked, paper, drafts, check_only=order.check_only)
    output = _output(order, len(drafts))
    batch, letters = _issued(order, source, drafts, profile, paper, watch)
    with _told_how_to_reprint(batch):
        wanted, sheets = order.printing, watch("Printing letters", letters, len(letters))
        printed = print_letters(
            batch, sheets, paper, output, split=wanted.split, summary=wanted.summary
        )
    _record_print(order.ledger, batch, output)
    if order.manifest:
        _publish(order.manifest, manifest_csv(checked, batch, letters, printed))
    if order.list.rejects:
        _publish(order.list.rejects, rejects_csv(checked))
    return Result(
        checked,
        paper,
        drafts,
        batch,
        letters,
        output,
        printed,
        rejects=order.list.rejects,
        enclosed=order.printing.enclose,
    )


def _checked(
    order: Order, source: Source, profile: Profile, paper: Paper, watch: Watch
) -> tuple[CheckedList, Drafts]:
    today = clock.uk_date(clock.now())
    checked = check(source, load_directory(), today, order.list, watch)
    folder = Path() if order.recipients == STANDARD_INPUT else Path(order.recipients).parent
    enclose = order.printing.enclose
    checked, drafts = drafted(checked, profile.particulars, paper, enclose, folder, watch)
    return checked, by_prison(drafts) if order.printing.by_prison else drafts


def _may_be_issued(checked: CheckedList, options: ListOptions) -> bool:
    return not checked.errors or (options.skip_bad and not checked.is_unusable)


def _output(order: Order, letters: int) -> Path:
    output = order.output or _named_after(order.recipients)
    if output == STANDARD_OUTPUT and order.printing.split:
        raise WrongUsage("Volumes cannot go to standard output.", "Give a file name with -o.")
    volumes = volume_paths(output, letters, order.printing.split)
    kept: list[Path | str] = [order.profile, order.recipients, order.ledger]
    kept += [order.printing.wording] if order.printing.wording else []
    for path in filter(None, (*volumes, order.manifest, order.list.rejects)):
        if path != STANDARD_OUTPUT:
            publishing.refuse_if_taken(path, force=order.force, kept=kept)
            kept.append(path)
    return output


def _named_after(recipients: str) -> Path:
    stem = "letters" if recipients == STANDARD_INPUT else Path(recipients).stem
    return Path(f"{stem}.pdf")


def _issued(
    order: Order, source: Source, drafts: Drafts, profile: Profile, paper: Paper, watch: Watch
) -> tuple[Batch, Collection[Letter]]:
    issued_at = clock.issue_time()
    digest = source.digest(order.list)
    with open_ledger(order.ledger, make=True) as ledger:
        if not order.list.again:
            _refuse_if_issued(ledger, source.name, digest, clock.uk_date(issued_at))
        return ledger.issue(
            drafts,
            profile.particulars,
            paper.envelope.name,
            issued_at,
            profile.valid_days,
            list_digest=digest,
            printing=json.dumps(paper.document(), ensure_ascii=False),
            random_check=profile.random_check,
            watch=watch,
        )


def _refuse_if_issued(ledger: Ledger, name: str, digest: str, day: date) -> None:
    earlier = ledger.issued_from(digest, day)
    if earlier:
        raise UnusableList(
            f"{name} has been issued today already, as batch {earlier}.",
            f"Its letters may be in the post. To print them again: prisonmail reprint {earlier}. "
            "To issue the list again with new codes, add --again",
        )


def _record_print(ledger: str, batch: Batch, output: Path) -> None:
    try:
        with open_ledger(ledger) as opened:
            opened.record_print(batch.id, clock.now())
    except PrisonmailError as error:
        raise OutputRefused(
            f"{output} is printed and good, and its codes are recorded as batch {batch.id}. Only "
            f"that it has paper could not be noted: {error.message}",
            error.remedy,
        ) from None


@contextmanager
def _told_how_to_reprint(batch: Batch) -> Iterator[None]:
    recorded = f"The codes of batch {batch.id} are recorded, but have no paper."
    command = f"prisonmail reprint {batch.id} -o OUT.pdf"
    try:
        yield
    except OutputRefused as error:
        remedy = f"Once that is put right, print them with: {command}"
        raise OutputRefused(f"{error.message} {recorded}", remedy) from None
    except KeyboardInterrupt:
        raise errors.Interrupted(f"Stopped. {recorded}", f"Print them with: {command}") from None


def _publish(path: Path, content: bytes) -> None:
    with publishing.published(path) as file:
        file.write(content)
