"""Which column of a list says who signs: by its heading, and by whom the profile knows.

Many lists name a fee earner who signs nothing. So such a column counts only if it holds the key or
name of a signatory; then all its cells do.
"""

from collections.abc import Collection, Sequence

from prisonmail.recipients.columns.headings import compact
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.sender.signatories import Signatories

_PLAIN = frozenset(("signatory", "signedby", "signatorykey", "tobesignedby"))
"""Headings that mean nothing else."""
_OTHERS = frozenset(
    "feeearner feeearnername feeearnerinitials feeearnercode solicitor solicitorname caseworker "
    "caseowner caseholder casehandler filehandler lawyer responsible responsiblelawyer "
    "responsiblesolicitor signature sender".split()
)


def find_signatory_columns(
    header: ListRow, sample: Sequence[ListRow], used: Collection[int], known: Signatories
) -> tuple[int, ...]:
    """Return the columns, from 0, that may say who signs: one that is named for it, if there is."""
    if not known.are_several:
        return ()
    words = {i: compact(cell) for i, cell in enumerate(header.cells) if i not in used}
    plain = tuple(i for i, word in words.items() if word in _PLAIN and _holds_any(sample, i))
    others = (i for i, word in words.items() if word in _OTHERS)
    return plain or tuple(i for i in others if _names_one(sample, i, known))


def _holds_any(sample: Sequence[ListRow], index: int) -> bool:
    return any(_read(row, index) for row in sample)


def _names_one(sample: Sequence[ListRow], index: int, known: Signatories) -> bool:
    return any(known.find(text) is not None for row in sample if (text := _read(row, index)))


def _read(row: ListRow, index: int) -> str:
    return clean(row.cells[index]) if index < len(row.cells) else ""
