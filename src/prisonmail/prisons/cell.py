"""A prison cell: its lines, and the postcode that may stand among them.

>>> cell = read_cell("HMP Elmley (Sheppey Cluster), Church Road; ME12 4DZ")
>>> cell.lines, cell.postcode
(('HMP Elmley (Sheppey Cluster)', 'Church Road'), 'ME12 4DZ')
>>> split_line(cell.lines[0])
('hmp elmley', 'sheppey cluster')
"""

import re
from dataclasses import dataclass

from prisonmail import postcodes
from prisonmail.prisons.names import spell_out

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_PIECES = re.compile(r"[/()\[\]|+&\\–—]|\s-\s|\bor\b|\band\b")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a prison cell holds, as it is written."""

    lines: tuple[str, ...]
    """Its lines, ended by commas, semicolons or line breaks, without the postcode."""
    postcode: str | None

    @property
    def whole(self) -> str:
        """All of it but the postcode."""
        return ", ".join(self.lines)


def read_cell(text: str) -> Cell:
    """Split a cell into its lines and its postcode."""
    found = [match for match in _POSTCODE.finditer(text) if postcodes.parse(match[0])]
    postcode = postcodes.parse(found[-1][0]) if found else None
    if found:
        text = f"{text[: found[-1].start()]},{text[found[-1].end() :]}"
    lines = (" ".join(line.split()) for line in re.split(r"[,;\r\n]", text))
    return Cell(tuple(filter(None, lines)), postcode)


def split_line(line: str) -> tuple[str, ...]:
    """Split a line where it may name two prisons: at brackets, slashes and the like."""
    return tuple(filter(None, (piece.strip() for piece in _PIECES.split(spell_out(line)))))
