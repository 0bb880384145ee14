"""An order: what one run of `generate` is asked to do."""

from dataclasses import dataclass, field
from pathlib import Path

from prisonmail.recipients.options import ListOptions
from prisonmail.sheets.options import PrintOptions


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do."""

    recipients: str
    """The path of the list, or `-`."""
    profile: Path
    ledger: str
    """A path, or a postgresql:// URL."""
    output: Path | None = None
    """None names the PDF after the list, in the current folder; `-` is standard output."""
    envelope: str | None = None
    """None takes the envelope of the profile."""
    check_only: bool = False
    force: bool = False
    manifest: Path | None = None
    skip_bad: bool = False
    """Print the good rows and leave the bad ones out."""
    rejects: Path | None = None
    """Where the rows that `skip_bad` leaves out are written to."""
    again: bool = False
    """Issue a list that has been issued today."""
    list: ListOptions = field(default_factory=ListOptions)
    """How the list is to be read."""
    printing: PrintOptions = field(default_factory=PrintOptions)
    """What the paper is like."""
