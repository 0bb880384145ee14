"""Print options: what a user may ask of a print run."""

from dataclasses import dataclass
from pathlib import Path

SHEETS = "sheets"
LABELS = "labels:"


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What a run's paper should be like; the profile decides the rest."""

    layout: str = SHEETS
    """`sheets`, or `labels:` and the name of a grid."""
    duplex: bool = False
    split: int | None = None
    """How many letters a volume has; None prints one file."""
    by_prison: bool = False
    """Whether letters to one prison lie together; otherwise they lie as in the list."""
    summary: bool = False
    jobs: int | None = None
    """How many processes draw; None takes up to four cores for a long run."""
    wording: Path | None = None
    """The file with the wording of the covering letter."""
    enclose: str | None = None
    """The heading of the column with the path of each recipient's own PDF."""
