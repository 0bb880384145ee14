"""The use case: an order with a key is carried out once, and answered the same each time.

A script that lost the answer gives its order again: no letter is issued twice, and the PDF and the
lists beside it are written again only if they are not there.
"""

import hashlib

from prisonmail.codes import Code
from prisonmail.errors import AlreadyIssued, KeyUsed, LedgerMissing, WrongUsage
from prisonmail.ledger.issued.correspondence import Ordered
from prisonmail.ledger.issued.issuing import AlreadyOrderedError
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Batch
from prisonmail.letters.packed_letters import Drafts, PackedLetters
from prisonmail.printing.run import Printed, print_letters
from prisonmail.problems.collected import Problems
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import replace
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.after_issue.access import Access, enter
from prisonmail.use_cases.after_issue.reprint import refuse_changed_files
from prisonmail.use_cases.before_issue.earlier_letters import WARNINGS
from prisonmail.use_cases.generate import generate, write_lists
from prisonmail.use_cases.order import Checked, Issued, Order, Outcome
from prisonmail.use_cases.outputs import naming_the_reprint, refuse_what_cannot_be_written

_BESIDE = ("manifest", "rejects", "inner_labels", "post_book")
"""Of an order, the files beside the PDF."""


def generate_once(order: Order, key: str | None, progress: Progress = no_progress) -> Outcome:
    """Carry out an order, or answer with what came of it if one with this key has been.

    Raises KeyUsed if that was of another list, AlreadyIssued if its people are erased, OfAnother if
    it was somebody else's and each keeps to their own, and what `generate` raises.
    """
    if key is None:
        return generate(order, progress)
    if not key.strip():
        raise WrongUsage("A key cannot be blank.", "Leave --idempotency-key out, or give one.")
    order = replace(order, key=_name(key))
    done = _find(order)
    if done is None:
        try:
            return generate(order, progress)
        except AlreadyOrderedError:
            done = _find(order)  # another process was quicker
    return _answer(order, done, progress) if done else generate(order, progress)


def find_ordered(ledger: str, key: str) -> str | None:
    """Return the batch that an order with a key has led to, if it was carried out."""
    done = _find_in(ledger, _name(key))
    return done.batch_id if done else None


def _name(key: str) -> str:
    """Return what the ledger holds of a key, from which a name in it cannot be read."""
    return hashlib.sha256(f"prisonmail order {key.strip()}".encode()).hexdigest()


def _find(order: Order) -> Ordered | None:
    return _find_in(order.ledger, order.key or "")


def _find_in(place: str, key: str) -> Ordered | None:
    try:
        with open_ledger(place) as ledger:
            return ledger.correspondence.find_order(key)
    except LedgerMissing:
        return None


def _answer(order: Order, done: Ordered, progress: Progress) -> Outcome:
    """Check the list once more, and answer with the batch that was issued from it."""
    own = _read_codes(order, done)  # no barcode is used for another letter because it is on these
    found = generate(replace(order, check_only=True, again=True, replaces=own), progress)
    if not isinstance(found, Checked) or done.list_digest not in (None, found.digest):
        raise KeyUsed(
            f"The key of this order is that of another, whose letters are batch {done.batch_id}.",
            "Give each order a key of its own.",
            batch=done.batch_id,
        )
    if done.list_digest is None:
        raise AlreadyIssued(
            f"This order was carried out as batch {done.batch_id}, whose people have been erased.",
            "Nothing is issued again.",
            batch=done.batch_id,
        )
    checked = replace(
        found.checked,
        problems=Problems(each for each in found.checked.problems if each.code not in WARNINGS),
    )
    if order.check_only:
        return replace(found, checked=checked, repeats=done.batch_id)
    with open_ledger(order.ledger, by=order.by) as ledger:
        enter(ledger, Access("generate", None, order.by), clock.now(), done.batch_id)
        batch, letters, printed = _print(ledger, order, done.batch_id, progress)
    paper = Paper.of_batch(batch)
    write_lists(_leave_what_is_there(order), checked, batch, letters, paper, printed)
    run = (checked, paper, found.enclosed, batch, letters, order.target, printed)
    beside = (order.rejects, order.inner_labels, order.post_book)
    return Issued(*run, *beside, repeated=True, concerns=found.concerns, fitness=found.fitness)


def _leave_what_is_there(order: Order) -> Order:
    """Want only those lists beside the PDF that are not there, unless they may be replaced."""
    beside = {name: getattr(order, name) for name in _BESIDE}
    there = {name for name, path in beside.items() if path and path.exists() and not order.force}
    return replace(order, **dict.fromkeys(there))


def _read_codes(order: Order, done: Ordered) -> frozenset[Code]:
    """Return the codes of what was issued, if it can still be told from which list."""
    if done.list_digest is None:
        return frozenset()
    with open_ledger(order.ledger) as ledger:
        return frozenset(each.code for each in ledger.read_issued(done.batch_id))


def _print(
    ledger: Ledger, order: Order, batch_id: str, progress: Progress
) -> tuple[Batch, PackedLetters, Printed]:
    """Print a batch if its PDF is not there; else see on which pages its letters are."""
    summary = ledger.find_batch(batch_id)
    if summary is None:
        raise RuntimeError("a batch that an order led to is not there")
    batch, drafts = summary.batch, Drafts()
    letters = PackedLetters(drafts)
    for each in ledger.read_letters(batch_id):  # never all at once: a batch may have a million
        drafts.append(each.draft)
        letters.add([each.code])
    paper = Paper.of_batch(batch)
    wanted = order.printing
    split, with_summary = wanted.split, wanted.summary
    there = not is_stdout(order.target) and order.target.exists()
    again = not there or order.force or summary.printed_at is None or split is not None
    keep = order.print_later or not again
    if not keep:
        kept = (order.ledger, str(order.profile), *filter(None, [order.recipients]))
        refuse_what_cannot_be_written(
            order.target, batch.size, split, (), kept=kept, force=order.force
        )
        refuse_changed_files(paper, ledger.read_issued(batch_id))
        ledger.record_reprint(batch_id, clock.now())
    shown = progress("Printing letters", letters, len(letters))
    state = f"The codes of batch {batch_id} are recorded."
    with naming_the_reprint(batch_id, state, split=split, summary=with_summary, batch=batch_id):
        printed = print_letters(
            batch,
            shown,
            paper,
            order.target,
            split=split,
            summary=with_summary,
            start=wanted.start,
            replace=order.force,
            keep=keep,
        )
    if not keep:
        ledger.record_print(batch_id, clock.now())
    return batch, letters, printed
