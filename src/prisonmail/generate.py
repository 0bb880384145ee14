"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from prisonmail import clock, publishing
from prisonmail.errors import (
    ExitCode,
    OutputRefused,
    PrisonmailError,
    UnusableList,
    WrongUsage,
)
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters import Batch, Draft, Letter, draft
from prisonmail.printing import STANDARD_OUTPUT, print_letters
from prisonmail.prisons.store import load_directory
from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.checking import check
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.problems import Problem
from prisonmail.recipients.reading import STANDARD_INPUT, Source, read_source
from prisonmail.recipients.rejects import rejects_csv
from prisonmail.recipients.writing import as_csv
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.sheets.envelopes import ENVELOPES, Envelope
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.printability import unprintable


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


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did."""

    checked: CheckedList
    envelope: Envelope
    drafts: tuple[Draft, ...]
    """The letters that are, or would be, printed."""
    batch: Batch | None = None
    letters: tuple[Letter, ...] = ()
    output: Path | None = None
    check_only: bool = False
    rejects: Path | None = None

    @property
    def exit_code(self) -> ExitCode:
        """What the process says of this result."""
        if not self.checked.errors:
            return ExitCode.DONE
        return ExitCode.NO if self.check_only or self.batch else ExitCode.BAD_LIST


def generate(order: Order) -> Result:
    """Check a list, and unless it has errors record a batch and print it.

    With `skip_bad` the rows that have errors are left out instead. Raises InputMissing,
    OutputRefused, UnusableList or WrongUsage where the run cannot go on.
    """
    profile = load(order.profile)
    envelope = _envelope(order.envelope or profile.envelope)
    output = _output(order)
    source = read_source(order.recipients)
    checked, drafts = _checked(source, order.list, profile, envelope)
    if order.check_only or not _may_be_issued(checked, order.list):
        return Result(checked, envelope, drafts, check_only=order.check_only)
    issued_at = clock.issue_time()
    digest = source.digest(order.list)
    with open_ledger(order.ledger, make=True) as ledger:
        if not order.list.again:
            _refuse_if_issued(ledger, source.name, digest, clock.uk_date(issued_at))
        batch, letters = ledger.issue(
            drafts,
            profile.particulars,
            envelope.name,
            issued_at,
            profile.valid_days,
            list_digest=digest,
            random_check=profile.random_check,
        )
    with _told_how_to_reprint(batch):
        print_letters(batch, letters, envelope, output)
    _record_print(order.ledger, batch, output)
    if order.manifest:
        _write_manifest(order.manifest, checked, batch, letters)
    if order.list.rejects:
        with publishing.published(order.list.rejects) as file:
            file.write(rejects_csv(checked))
    return Result(checked, envelope, drafts, batch, letters, output, rejects=order.list.rejects)


def _envelope(name: str) -> Envelope:
    try:
        return ENVELOPES[name.casefold()]
    except KeyError:
        known = ", ".join(ENVELOPES)
        raise WrongUsage(f"There is no envelope called {name}.", f"Known: {known}.") from None


def _output(order: Order) -> Path:
    output = order.output or _named_after(order.recipients)
    if order.check_only:
        return output
    for path in filter(None, (output, order.manifest, order.list.rejects)):
        if path != STANDARD_OUTPUT:
            publishing.refuse_if_taken(path, force=order.force)
    return output


def _named_after(recipients: str) -> Path:
    stem = "letters" if recipients == STANDARD_INPUT else Path(recipients).stem
    return Path(f"{stem}.pdf")


def _may_be_issued(checked: CheckedList, options: ListOptions) -> bool:
    return not checked.errors or (options.skip_bad and not checked.is_unusable)


def _refuse_if_issued(ledger: Ledger, name: str, digest: str, day: date) -> None:
    earlier = ledger.issued_from(digest, day)
    if earlier:
        raise UnusableList(
            f"{name} has been issued today already, as batch {earlier}.",
            f"Its letters may be in the post. To print them once more: prisonmail reprint {earlier}. "
            "To issue the list again with new codes, add --again",
        )


def _checked(
    source: Source, options: ListOptions, profile: Profile, envelope: Envelope
) -> tuple[CheckedList, tuple[Draft, ...]]:
    today = clock.uk_date(clock.now())
    checked = check(source, load_directory(), today, options)
    sender = profile.particulars
    drafts = [draft(entry.recipient, entry.row.line, sender) for entry in checked.entries]
    refused = dict(_unprintable(checked, drafts, envelope))
    kept = tuple(letter for letter in drafts if letter.line not in refused)
    return checked.refusing(refused), kept


def _unprintable(
    checked: CheckedList, drafts: Iterable[Draft], envelope: Envelope
) -> Iterator[tuple[int, Problem]]:
    typeface = roboto()
    for entry, letter in zip(checked.entries, drafts, strict=True):
        found = unprintable(letter, envelope, typeface)
        if found:
            yield letter.line, checked.place(found.field, entry.row).problem(found.fault)


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
    try:
        yield
    except OutputRefused as error:
        raise OutputRefused(
            f"{error.message} The codes of batch {batch.id} are recorded, but have no paper.",
            f"Once that is put right, print them with: prisonmail reprint {batch.id} -o OUT.pdf",
        ) from None


def _write_manifest(
    path: Path, checked: CheckedList, batch: Batch, letters: Sequence[Letter]
) -> None:
    headings = checked.header.cells if checked.header else ()
    rows = [(*headings, "code", "batch", "page")]
    for entry, letter in zip(checked.entries, letters, strict=True):
        cells = entry.row.cells[: len(headings)]
        blank = ("",) * (len(headings) - len(cells))
        rows.append((*cells, *blank, letter.code, batch.id, str(letter.sheet)))
    with publishing.published(path) as file:
        file.write(as_csv(rows))
