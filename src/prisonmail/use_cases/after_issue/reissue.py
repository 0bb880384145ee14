"""The use case: a letter is issued again, mended, and the code of the old one cancelled with it.

It goes through all that a list of one row goes through, on the paper of the batch it was in.
"""

from pathlib import Path
from typing import ClassVar

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.letter import Batch
from prisonmail.recipients.recipient import TEMPLATE, Field
from prisonmail.sender.markings import Marking
from prisonmail.sender.roles import Family
from prisonmail.sheets.merge_fields import make_key
from prisonmail.sheets.paper import NEWEST_LAYOUT, Paper
from prisonmail.system import clock
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record, replace
from prisonmail.use_cases.after_issue.access import Access, enter
from prisonmail.use_cases.after_issue.reprint import refuse_changed_files
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions
from prisonmail.use_cases.find import find_issued
from prisonmail.use_cases.generate import REISSUED, generate
from prisonmail.use_cases.list_reading import ROW_OPTIONS, write_row
from prisonmail.use_cases.order import Order, Outcome

_ENCLOSURE = "enclosed file"
"""A heading that, with a number, means nothing to whoever reads headings."""


class Changes(Record, frozen=True):
    """What is to be mended of a letter, as it is typed; None leaves it as it was."""

    withheld: ClassVar[tuple[str, ...]] = (
        *("name", "prison_number", "date_of_birth", "prison", "reference"),
    )

    name: str | None = None
    prison_number: str | None = None
    date_of_birth: str | None = None
    prison: str | None = None
    reference: str | None = None


class Reissued(Record, frozen=True):
    """What became of it."""

    entry: IssuedLetter
    """The old letter, as it was before."""
    outcome: Outcome
    stale: tuple[str, ...] = ()
    """What the wording took from the list, and took once more as it was."""


def reissue(
    text: str,
    changes: Changes,
    order: Order,
    progress: Progress = no_progress,
    exceptional: str | None = None,
) -> Reissued:
    """Issue the letter of a code anew. Both are recorded in one transaction.

    An order without a list says where profile, ledger and output are. Raises WrongUsage if the text
    is no code or the letter has been reissued, InputMissing if it was not issued, is erased, or a
    file that it is printed with is not as it was; and else what `generate` raises.
    """
    entry, batch = _find(text, order, exceptional)
    paper = replace(Paper.of_batch(batch), layout=NEWEST_LAYOUT)
    refuse_changed_files(paper, [entry])
    cells = _write_cells(entry, changes, batch, order.signatory)
    order = replace(
        order,
        row=write_row(cells),
        output=order.output or Path(f"reissue-{entry.code}.pdf"),
        list=replace(ROW_OPTIONS, mapping=_map(cells)),
        printing=PrintOptions(enclose=tuple(_write_enclosed(entry))),
        paper=paper,
        replaces=(entry.code,),
        again=True,
    )
    changed = changes != Changes()
    return Reissued(entry, generate(order, progress), tuple(entry.columns) if changed else ())


def _find(text: str, order: Order, exceptional: str | None) -> tuple[IssuedLetter, Batch]:
    access = Access("reissue", exceptional, order.by)
    with open_ledger(order.ledger, by=order.by) as opened:
        found = find_issued(opened, text)
        enter(opened, access, clock.now(), found.summary.batch.id, found.entry)
    entry, batch = found.entry, found.summary.batch
    if entry is None:
        raise WrongUsage(
            f"{batch.id} is a batch.",
            "Reissue one letter of it by its code, or cancel the batch and issue its list again.",
        )
    if entry.name is None:
        raise InputMissing(
            f"The personal fields of code {entry.code} have been erased.", "Write a new letter."
        )
    if entry.cancellation and (entry.cancellation.reason or "").startswith(REISSUED):
        raise WrongUsage(
            f"This letter is cancelled: {entry.cancellation.reason}.",
            "Reissue the newer letter, if you need to correct that too.",
            batch=(entry.cancellation.reason or "").removeprefix(REISSUED).strip(),
        )
    return entry, batch


def _write_cells(
    entry: IssuedLetter, changes: Changes, batch: Batch, signatory: str | None
) -> dict[str, str]:
    """Write the row of a letter, by headings: the fields, and what its wording took beside them.

    If nobody else is to sign, whoever signed is named in full: a key may be another's by now.
    """
    born = f"{entry.date_of_birth:%d/%m/%Y}" if entry.date_of_birth else ""
    own = {
        Field.NAME: _choose(changes.name, entry.name),
        Field.PRISON_NUMBER: _choose(changes.prison_number, entry.prison_number),
        Field.DATE_OF_BIRTH: _choose(changes.date_of_birth, born),
        Field.PRISON: _choose(changes.prison, entry.prison),
        Field.REFERENCE: _choose(changes.reference, entry.reference),
        Field.MARKING: _choose_marking(
            entry, batch, stays=changes.prison is None and signatory is None
        ),
    }
    cells = {field.value: text for field, text in own.items()}
    if entry.barcode:
        cells[Field.BARCODE.value] = entry.barcode
    if entry.signed_by and signatory is None:
        cells[Field.SIGNATORY.value] = entry.signed_by.name
    enclosed = _write_enclosed(entry)
    taken = {make_key(heading) for heading in (*cells, *enclosed)}
    columns = {key: text for key, text in entry.columns.items() if key not in taken}
    return cells | columns | enclosed


def _write_enclosed(entry: IssuedLetter) -> dict[str, str]:
    return {f"{_ENCLOSURE} {n}": each.path for n, each in enumerate(entry.enclosures, start=1)}


def _choose(changed: str | None, was: str | None) -> str:
    return (was or "") if changed is None else changed


def _choose_marking(entry: IssuedLetter, batch: Batch, *, stays: bool) -> str:
    """Keep the marking, but let that of another prison or signatory follow from place and role.

    One that did not follow from the role of who signed was asked for, and stays.
    """
    asked_for = Marking(entry.marking) is Marking.CONFIDENTIAL_ACCESS
    role = batch.senders[entry.signatory].role_in_full
    usual = role.family is Family.CONFIDENTIAL_ACCESS
    return entry.marking if stays or asked_for != usual else ""


def _map(cells: dict[str, str]) -> tuple[tuple[Field, str], ...]:
    """Say which columns are the fields: a wording's own {surname} is then no part of the name."""
    fields = (*TEMPLATE, Field.BARCODE, Field.SIGNATORY)
    return tuple((field, field.value) for field in fields if field.value in cells)
