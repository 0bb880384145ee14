"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prisonmail import clock, publishing
from prisonmail.errors import ExitCode, OutputRefused, PrisonmailError, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.letters import Batch, Draft, Letter, draft
from prisonmail.printing import STANDARD_OUTPUT, print_letters
from prisonmail.prisons.reading import packaged_directory
from prisonmail.recipients.checking import CheckedList, check
from prisonmail.recipients.problems import Problem
from prisonmail.recipients.reading import STANDARD_INPUT, read_source
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
    envelope = _envelope(order.envelope or profile.envelope)
    output = _output(order)
    checked, drafts = _checked(order, profile, envelope)
    if checked.errors or order.check_only:
        return Result(checked, envelope, drafts, check_only=order.check_only)
    issued_at = clock.issue_time()
    with open_ledger(order.ledger, make=True) as ledger:
        batch, letters = ledger.issue(
            drafts,
            profile.particulars,
            envelope.name,
            issued_at,
            profile.valid_days,
            random_check=profile.random_check,
        )
    with _told_how_to_reprint(batch):
        print_letters(batch, letters, envelope, output)
    _record_print(order.ledger, batch, output)
    if order.manifest:
        _write_manifest(order.manifest, checked, batch, letters)
    return Result(checked, envelope, drafts, batch, letters, output)


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
    for path in filter(None, (output, order.manifest)):
        if path != STANDARD_OUTPUT:
            publishing.refuse_if_taken(path, force=order.force)
    return output


def _named_after(recipients: str) -> Path:
    stem = "letters" if recipients == STANDARD_INPUT else Path(recipients).stem
    return Path(f"{stem}.pdf")


def _checked(
    order: Order, profile: Profile, envelope: Envelope
) -> tuple[CheckedList, tuple[Draft, ...]]:
    today = clock.uk_date(clock.now())
    checked = check(read_source(order.recipients), packaged_directory(), today)
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
