"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path

from prisonmail import clock, publishing
from prisonmail.drafting import drafted
from prisonmail.drafts import ListDrafts, by_prison
from prisonmail.errors import OutputRefused, PrisonmailError, UnusableList
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters import Batch, Letter, paths_of
from prisonmail.manifest import manifest
from prisonmail.order import Order
from prisonmail.outputs import refuse_what_cannot_be_written, told_how_to_reprint
from prisonmail.printing import NewPress, Printed, presses_for, print_letters
from prisonmail.prisons.store import load_directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import STANDARD_INPUT, read_source
from prisonmail.recipients.rejects import rejects
from prisonmail.recipients.writing import write_csv
from prisonmail.result import Checked, Issued, Outcome, Refused
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.sheets.choosing import paper_for
from prisonmail.sheets.paper import Paper
from prisonmail.watching import Watch, unwatched


def generate(order: Order, watch: Watch = unwatched) -> Outcome:
    """Check a list, and unless it has errors record a batch and print it.

    With `skip_bad` the rows that have errors are left out instead. Raises InputMissing,
    Interrupted, OutputRefused, UnusableList or WrongUsage where the run cannot go on.
    """
    profile = load(order.profile)
    paper = paper_for(profile, order.profile.parent, order.envelope, order.printing)
    source = read_source(order.recipients)
    checked = check(source, load_directory(), clock.uk_date(clock.now()), order.list, watch)
    # other processes take a while to start: by the time codes are recorded they are ready to draw
    with presses_for(_to_be_drawn(order, checked), order.printing.jobs) as new_press:
        checked, drafts = _drafted(order, checked, profile, paper, watch)
        if not _to_be_drawn(order, checked):
            outcome = Checked if order.check_only else Refused
            return outcome(checked, paper, order.printing.enclose, drafts)
        output = _output(order, drafts, paper)
        batch, letters = _issued(order, source.name, drafts, profile, paper, watch)
        sheets = watch("Printing letters", letters, len(letters))
        printed = _printed(order, batch, sheets, paper, output, new_press)
    _record_print(order.ledger, batch, output)
    with _told_that_paper_is_good(batch, output, "Only the lists beside it are not all written"):
        _write_lists(order, checked, manifest(checked, batch, letters, printed))
    return Issued(
        checked, paper, order.printing.enclose, batch, letters, output, printed, order.rejects
    )


def _to_be_drawn(order: Order, checked: CheckedList) -> int:
    """Count the letters, as far as is known; there are none where nothing is to be issued."""
    skipping = order.skip_bad and not checked.is_unusable
    issued = not order.check_only and (checked.is_faultless or skipping)
    return len(checked.entries) if issued else 0


def _drafted(
    order: Order, checked: CheckedList, profile: Profile, paper: Paper, watch: Watch
) -> tuple[CheckedList, ListDrafts]:
    folder = Path() if order.recipients == STANDARD_INPUT else Path(order.recipients).parent
    enclose = order.printing.enclose
    checked, drafts = drafted(checked, profile.particulars, paper, enclose, folder, watch)
    return checked, by_prison(drafts) if order.printing.by_prison else drafts


def _output(order: Order, drafts: ListDrafts, paper: Paper) -> Path:
    output = order.output or _named_after(order.recipients)
    kept = (order.profile, order.recipients, order.ledger, order.printing.wording, paper.letterhead)
    enclosed = paths_of(each.enclosure for each in drafts) if paper.encloses else ()
    refuse_what_cannot_be_written(
        output,
        len(drafts),
        order.printing.split,
        filter(None, (order.manifest, order.rejects)),
        kept=filter(None, chain(kept, enclosed)),
        force=order.force,
    )
    return output


def _named_after(recipients: str) -> Path:
    stem = "letters" if recipients == STANDARD_INPUT else Path(recipients).stem
    return Path(f"{stem}.pdf")


def _issued(
    order: Order, listed: str, drafts: ListDrafts, profile: Profile, paper: Paper, watch: Watch
) -> tuple[Batch, Collection[Letter]]:
    issued_at = clock.issue_time()
    digest = drafts.fingerprint.digest(paper.wording or "")
    with open_ledger(order.ledger, make=True) as ledger:
        if not order.again:
            _refuse_if_issued(ledger, listed, digest, clock.uk_date(issued_at))
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


def _printed(
    order: Order,
    batch: Batch,
    letters: Iterable[Letter],
    paper: Paper,
    output: Path,
    new_press: NewPress,
) -> Printed:
    split, summary = order.printing.split, order.printing.summary
    state = f"The codes of batch {batch.id} are recorded, but have no paper."
    with told_how_to_reprint(batch.id, state, split=split, summary=summary):
        return print_letters(
            batch, letters, paper, output, split=split, summary=summary, new_press=new_press
        )


def _record_print(ledger: str, batch: Batch, output: Path) -> None:
    failed = "Only that it has paper could not be noted"
    with _told_that_paper_is_good(batch, output, failed), open_ledger(ledger) as opened:
        opened.record_print(batch.id, clock.now())


def _write_lists(order: Order, checked: CheckedList, rows: Iterable[Sequence[str]]) -> None:
    if order.manifest:
        with publishing.target(order.manifest) as file:
            write_csv(rows, file)
    if order.rejects:
        with publishing.target(order.rejects) as file:
            write_csv(rejects(checked), file, for_excel=True)


@contextmanager
def _told_that_paper_is_good(batch: Batch, output: Path, failed: str) -> Iterator[None]:
    try:
        yield
    except PrisonmailError as error:
        name = "The PDF" if output == publishing.STANDARD_OUTPUT else output
        raise OutputRefused(
            f"{name} is printed and good, and its codes are recorded as batch {batch.id}. "
            f"{failed}: {error.message}",
            error.remedy or f"See its codes with: prisonmail batches show {batch.id}",
        ) from None
