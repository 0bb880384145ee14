"""Barcodes of HMPPS that stand on letters of the ledger: their rows are refused."""

from collections.abc import Collection, Mapping

from prisonmail.codes import Code
from prisonmail.errors import LedgerMissing
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.packed_letters import ListDrafts
from prisonmail.problems.collected import Problems
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.barcode import describe_used
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import replace


def refuse_used_barcodes(
    checked: CheckedList, drafts: ListDrafts, ledger: str, given_up: Collection[Code] = ()
) -> tuple[CheckedList, ListDrafts]:
    """Return a list and its drafts without the rows whose barcode a letter of the ledger has.

    A cancelled letter leaves its barcode free, and so does one whose code is given up. Raises
    InputMissing if the ledger cannot be read.
    """
    if Field.BARCODE not in checked.columns.of:
        return checked, drafts
    found = _find_used(drafts, ledger)
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


def _find_used(drafts: ListDrafts, ledger: str) -> Mapping[Barcode, Code]:
    wanted = (draft.barcode for draft in drafts)
    try:
        with open_ledger(ledger) as opened:
            return opened.find_barcodes(filter(None, wanted))
    except LedgerMissing:
        return {}
