"""Shows a verdict on a terminal."""

import sys
from collections.abc import Iterable, Iterator

from prisonmail.cli.terminal import Style, colour, colour_wanted
from prisonmail.reports.letters import particulars
from prisonmail.reports.lines import ReportLine
from prisonmail.reports.verdicts import message, title, tone
from prisonmail.use_cases.verify import Answer

_BANNER_WIDTH = 60
"""Characters: wide enough for the longest verdict, and no wider than a small window."""


def verdict_lines(found: Answer) -> Iterator[ReportLine]:
    """Say the verdict first, then what to do, then what the letter should look like."""
    yield ReportLine(title(found.verdict), tone(found.verdict))
    yield from instruction_lines(found)


def instruction_lines(found: Answer) -> Iterator[ReportLine]:
    """Say what to do, then what the letter should look like."""
    yield ReportLine(message(found))
    if found.entry:
        yield ReportLine("")
        yield from label_lines(particulars(found.entry))


def label_lines(particulars: Iterable[tuple[str, str]]) -> Iterator[ReportLine]:
    """Write particulars under one another, their labels at the left."""
    for label, value in particulars:
        yield ReportLine(f"{label:<11}{value}")


def banner(found: Answer) -> Iterator[str]:
    """Write a verdict so large that it is seen from beside the screen; all but ready rings."""
    large = " ".join(title(found.verdict))
    if not colour_wanted(sys.stdout):
        yield from ("=" * _BANNER_WIDTH, f"   {large}", "=" * _BANNER_WIDTH)
        return
    style = Style.GOOD_BANNER if found.verdict.deliver else Style.BAD_BANNER
    bell = "" if found.verdict.deliver else "\a"
    for line in ("", f"   {large}", ""):
        yield colour(f"{line:<{_BANNER_WIDTH}}", style, sys.stdout) + bell
        bell = ""
