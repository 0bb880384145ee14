"""What the merge fields of a firm's own wording stand for in one letter."""

from collections.abc import Mapping

from prisonmail import codes
from prisonmail.letters.letter import Batch, Letter
from prisonmail.system import clock


def read_values(batch: Batch, letter: Letter) -> Mapping[str, str]:
    """Return it by the keys of fields: the columns that were taken, and what every letter knows."""
    draft = letter.draft
    return {
        **draft.columns,
        "name": draft.name,
        "prison_number": draft.prison_number or "",
        "prison": draft.prison_name,
        "reference": draft.reference,
        "date": clock.long_date(clock.uk_date(batch.issued_at)),
        "code": codes.format_code(letter.code),
    }
