"""The use case: a recipients list becomes a recorded, printed batch.

Every row is checked before anything is issued. The ledger comes first and the paper second, so
that there is never paper without a record.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from prisonmail.errors import AlreadyIssued, LedgerMissing, UnusableList
from prisonmail.ledger.issued.barcodes import BarcodeUsedError
from prisonmail.ledger.issued.issuing import AlreadyIssuedError, Replacement
from prisonmail.ledger.people.writing import Learnt
from prisonmail.ledger.store import Ledger, find_lost, look_into, open_again, open_ledger
from prisonmail.letters.letter import Batch, Letter, list_paths
from prisonmail.letters.packed_letters import ListDrafts
from prisonmail.printing.run import Printed, print_inner_labels, print_letters
from prisonmail.problems.collected import Problems
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import read_source
from prisonmail.recipients.recipient import Field
from prisonmail.sender.profile import Profile
from prisonmail.sender.sender import Sender
from prisonmail.sender.signatories import OWN
from prisonmail.sender.signing.firm_key import name_on_sheets
from prisonmail.sender.store import load
from prisonmail.sheets import merge_fields
from prisonmail.sheets.labels import find_inner_grid
from prisonmail.sheets.letter.written_blocks import read_left_out
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock, ctrl_c
from prisonmail.system.places.storage import Concern, ConcernKind
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import replace
from prisonmail.use_cases.barcodes.used import refuse_used_barcodes
from prisonmail.use_cases.before_issue.drafting import draft_letters
from prisonmail.use_cases.before_issue.earlier_letters import Earlier, find_earlier
from prisonmail.use_cases.before_issue.paper_choice import (
    choose_paper,
    refuse_crowded,
    refuse_narrow_labels,
)
from prisonmail.use_cases.before_issue.signing import choose_signatories, find_idle_clerks
from prisonmail.use_cases.list_reading import check_source
from prisonmail.use_cases.order import Checked, Issued, Order, Outcome, Refused
from prisonmail.use_cases.outputs import (
    check_post_book,
    naming_the_reprint,
    refuse_what_cannot_be_written,
    saying_paper_is_good,
    write_manifest,
    write_post_book,
    write_rejects,
)
from prisonmail.use_cases.people.book_of_ledger import open_book
from prisonmail.use_cases.senders.fitness import SenderFitness, find_each_fitness, refuse_unfit

REISSUED = "reissued in batch"
"""How the reason begins for which a letter is cancelled that another takes the place of."""


def generate(order: Order, progress: Progress = no_progress) -> Outcome:
    """Check a list, and unless it has errors record a batch and print it.

    With `skip_bad` the rows that have errors are left out instead. Raises InputMissing,
    Interrupted, OutputRefused, UnusableList or WrongUsage if the run cannot go on.
    """
    check_post_book(order.post_book)
    profile = load(order.profile)
    senders, enclosed = _name_senders(profile, order.profile), order.printing.enclose
    checked, drafts, paper = _draft(order, profile, senders, progress)
    checked, drafts, replaced, signing = _look_into_ledger(
        order, checked, drafts, senders, profile.proof_days
    )
    if order.inner_labels:
        refuse_narrow_labels(order.inner_grid, drafts, senders)
    concerns = tuple(_warn(order, senders, drafts, paper))
    fitness = _refuse_unfit(order, signing)
    if order.check_only:
        digest = drafts.fingerprint.digest(paper.wording or "")
        refusal = _foresee_refusal(order, checked, digest)
        found = (checked, paper, enclosed, drafts, digest, refusal)
        return Checked(*found, concerns=concerns, fitness=fitness)
    if not _may_be_issued(order, checked):
        return Refused(checked, paper, enclosed, drafts, concerns=concerns)
    if not order.print_later:
        _claim_outputs(order, drafts, paper)
    if lost := find_lost(order.ledger):
        raise lost
    ctrl_c.stop_if_lost()
    remembered = Learnt() if order.remember else None
    with open_ledger(order.ledger, make=True, by=order.by, profile=order.profile) as ledger:
        with _naming_the_earlier(checked.name):
            batch, letters = _issue(
                ledger, order, drafts, profile, senders, paper, replaced, remembered, progress
            )
        printed = _print_batch(ledger, order, batch, letters, paper, progress)
    write_lists(order, checked, batch, letters, paper, printed)
    run = (checked, paper, enclosed, batch, letters, order.target, printed, order.rejects)
    more = (order.inner_labels, order.post_book, replaced.done, remembered)
    return Issued(*run, *more, concerns=concerns, fitness=fitness)


def _name_senders(profile: Profile, path: Path) -> dict[str, Sender]:
    """Return what letters say of all who sign: with the firm's key, once it has one."""
    key = name_on_sheets(path)
    return {signatory: replace(each, key=key) for signatory, each in profile.senders.items()}


def _draft(
    order: Order, profile: Profile, senders: Mapping[str, Sender], progress: Progress
) -> tuple[CheckedList, ListDrafts, Paper]:
    """Check the list, and draft its letters for their paper."""
    paper = order.paper or choose_paper(
        profile, order.profile.parent, order.envelope, order.printing
    )
    reading = replace(order.list, signatories=choose_signatories(profile, order.signatory))
    source = order.row or read_source(order.recipients)
    checked = check_source(source, reading, progress, open_book(order.ledger))
    if order.skip_bad:
        checked = checked.without_doubts()
    paper = _match_headings(paper, checked)
    checked, drafts = draft_letters(checked, senders, paper, order.printing, order.folder, progress)
    refuse_crowded(drafts.choose_signatories(senders), paper)
    return checked, drafts, paper


def _look_into_ledger(
    order: Order,
    checked: CheckedList,
    drafts: ListDrafts,
    senders: Mapping[str, Sender],
    proof_days: int,
) -> tuple[CheckedList, ListDrafts, Replacement, list[SenderFitness]]:
    """Return a list with what is to be said of it, its drafts, and whom and what that is about.

    One look tells used barcodes, earlier letters and those of them to be cancelled, and what is
    known of who signs. If the list has to be put right first, only barcodes are looked up.
    """
    if not (Field.BARCODE in checked.columns.of or _may_be_issued(order, checked)):
        return checked, drafts, Replacement(()), []
    with look_into(order.ledger) as ledger:
        if ledger:
            checked, drafts = refuse_used_barcodes(checked, drafts, ledger, order.replaces)
        if not _may_be_issued(order, checked):
            return checked, drafts, Replacement(()), []
        signing = [each for key, each in senders.items() if key in drafts.signatories]
        fitness = find_each_fitness(ledger, signing, proof_days)
        checked, replaced = _look_for_earlier(order, checked, ledger)
    return checked, drafts, replaced, fitness


def _look_for_earlier(
    order: Order, checked: CheckedList, ledger: Ledger | None
) -> tuple[CheckedList, Replacement]:
    """Return a list with what is to be said of earlier letters, and those to be cancelled."""
    cancel, its = order.cancel_earlier and not order.check_only, order.replaces
    earlier = Earlier(Problems())
    if ledger:
        earlier = find_earlier(checked, ledger, clock.now(), replaced=its, warn=not cancel)
    replaced = Replacement((*its, *(earlier.good if cancel else ())), checked_too=bool(its))
    if its:
        replaced.reason = f"{REISSUED} {{batch}}"
    return checked.with_problems(earlier.problems), replaced


def _refuse_unfit(order: Order, signing: Sequence[SenderFitness]) -> SenderFitness | None:
    """Return what the ledger says of the first who signs.

    Raises SenderRefused if somebody who signs may not, unless the list is only checked.
    """
    for each in signing if not order.check_only else ():
        refuse_unfit(each, clock.now())
    return signing[0] if signing else None


def _may_be_issued(order: Order, checked: CheckedList) -> bool:
    """Check that no row is wrong, or that bad rows are to be skipped and good ones are left."""
    return checked.is_faultless or (order.skip_bad and not checked.is_unusable)


def _match_headings(paper: Paper, checked: CheckedList) -> Paper:
    headings = checked.header.cells if checked.header else ()
    wording = merge_fields.match_headings(paper.wording, headings) if paper.wording else None
    return replace(paper, wording=wording)


def _warn(
    order: Order, senders: Mapping[str, Sender], drafts: ListDrafts, paper: Paper
) -> Iterator[Concern]:
    """Warn of all that does not keep a run from going on, before a code exists."""
    yield from _look_at_places(order, drafts, paper)
    yield from _warn_of_look(order, paper)
    yield from _warn_of_clerks(order, senders, drafts)


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


def _warn_of_clerks(
    order: Order, senders: Mapping[str, Sender], drafts: ListDrafts
) -> Iterator[Concern]:
    """Warn of clerks who sign letters and of whom the profile does not say for whom they act."""
    for concern in find_idle_clerks(senders, order.profile, drafts.signatories):
        order.care.warn(concern)
        yield concern


def _look_at_places(order: Order, drafts: ListDrafts, paper: Paper) -> tuple[Concern, ...]:
    """Warn of where the files of a run lie, or refuse that, before a code exists."""
    written = (order.target, *order.beside)
    return order.care.look_at(
        read=_list_read(order, drafts, paper),
        written=() if order.check_only or order.print_later else written,
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
    drafts: ListDrafts,
    profile: Profile,
    senders: Mapping[str, Sender],
    paper: Paper,
    replaced: Replacement,
    remembered: Learnt | None,
    progress: Progress,
) -> tuple[Batch, Collection[Letter]]:
    issued_at = clock.issue_time()
    digest = drafts.fingerprint.digest(paper.wording or "")
    return ledger.issue(
        drafts,
        senders[OWN],
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
        signatories=drafts.choose_signatories(senders),
        remembered=remembered,
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
    """Print the letters, and note in the ledger that they have paper, unless that is for later."""
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
        batch=batch.id,
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
            keep=order.print_later,
        )
    if order.print_later:
        return printed
    failed = "Only that it has paper could not be noted"
    with (
        saying_paper_is_good(batch, order.target, failed),
        open_again(order.ledger, ledger, order.by, order.profile) as opened,
    ):
        opened.record_print(batch.id, clock.now())
    return printed


def write_lists(
    order: Order,
    checked: CheckedList,
    batch: Batch,
    letters: Collection[Letter],
    paper: Paper,
    printed: Printed,
) -> None:
    """Write what the order wants beside the PDF. Raises OutputRefused, and the PDF is good."""
    failed = "Only the lists beside it are not all written"
    with saying_paper_is_good(batch, order.target, failed):
        if order.manifest:
            write_manifest(order.manifest, checked, batch, letters, printed, replace=order.force)
        if order.post_book:
            write_post_book(order.post_book, batch, lambda: letters, replace=order.force)
        if order.rejects:
            write_rejects(order.rejects, checked, replace=order.force)
    _write_inner_labels(order, batch, letters, paper)


def _write_inner_labels(
    order: Order, batch: Batch, letters: Collection[Letter], paper: Paper
) -> None:
    if order.inner_labels is None:
        return
    grid = find_inner_grid(order.inner_grid)
    with saying_paper_is_good(batch, order.target, "Only the inner labels are not written"):
        print_inner_labels(batch, letters, paper, grid, order.inner_labels, replace=order.force)
