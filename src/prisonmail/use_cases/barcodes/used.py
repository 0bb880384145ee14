"""Barcodes of HMPPS that stand on letters of the ledger: their rows are refused."""

from collections.abc import Collection

from prisonmail.codes import Code
from prisonmail.ledger.store import Ledger
from prisonmail.letters.packed_letters import ListDrafts
from prisonmail.problems.collected import Problems
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.barcode import describe_used
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import replace


def refuse_used_barcodes(
    checked: CheckedList, drafts: ListDrafts, ledger: Ledger, given_up: Collection[Code] = ()
) -> tuple[CheckedList, ListDrafts]:
    """Return a list and its drafts without the rows whose barcode a letter of the ledger has.

    A cancelled letter leaves its barcode free, and so does one whose code is given up.
    """
    if Field.BARCODE not in checked.columns.of:
        return checked, drafts
    found = ledger.find_barcodes(draft.barcode for draft in drafts if draft.barcode)
    used = {barcode: code for barcode, code in found.items() if code not in given_up}
    if not used:
        return checked, drafts
    problems = Problems(
        replace(
            checked.place(Field.BARCODE, each.row), reference=each.recipient.reference or None
        ).join_fault(describe_used(used[barcode]))
        for each in checked.good_rows
        if (barcode := each.recipient.barcode) and barcode in used
    )
    kept = ListDrafts(draft for draft in drafts if draft.barcode not in used)
    return checked.with_problems(problems), kept
