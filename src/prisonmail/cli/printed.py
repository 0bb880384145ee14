"""Says what was printed, and where it went."""

from collections.abc import Sequence
from pathlib import Path

from prisonmail.cli.terminal import counted
from prisonmail.publishing import STANDARD_OUTPUT


def amount(letters: int, pages: int) -> str:
    """Count sheets, or letters and pages where they differ.

    >>> amount(2, 2), amount(2, 6)
    ('2 sheets', '2 letters on 6 pages')
    """
    if pages == letters:
        return counted(letters, "sheet")
    return f"{counted(letters, 'letter')} on {counted(pages, 'page')}"


def target(files: Sequence[Path]) -> str:
    """Name the files.

    >>> target([Path("out/a-001.pdf"), Path("out/a-002.pdf")]), target([Path("-")])
    ('out/a-001.pdf to a-002.pdf', 'standard output')
    """
    if len(files) > 1:
        return f"{files[0]} to {files[-1].name}"
    return "standard output" if files[0] == STANDARD_OUTPUT else str(files[0])
