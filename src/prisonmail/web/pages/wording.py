"""Words of the command line, for people who have a page: without what they would have to type.

>>> leave_out_commands("Batch 20261121-7F3K has no paper. Print it: prisonmail reprint X -o Y.pdf")
'Batch 20261121-7F3K has no paper.'
>>> leave_out_commands("Nothing was issued. To issue it again, add --again")
'Nothing was issued.'
"""

import re
from collections.abc import Iterable

from prisonmail.errors import PrisonmailError
from prisonmail.reports.lines import ReportLine
from prisonmail.system.record import replace

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
_COMMAND = re.compile(r":\s+prisonmail\s|(?:^|[\s(])--?[a-z]|\bprisonmail [a-z]+ -")

_CELL = re.compile(r"`([^`]*)`")


def leave_out_commands(text: str) -> str:
    """Return the sentences that tell of no command and no option."""
    sentences = _SENTENCE_ENDS.split(text)
    return " ".join(each for each in sentences if not _COMMAND.search(each))


def word_error(error: PrisonmailError) -> str:
    """Return what an error says for whoever has a page, and no command line."""
    return leave_out_commands(f"{error.message} {error.remedy}").strip()


def quote_cells(text: str) -> str:
    """Return a message with what it repeats of a cell in quotation marks.

    >>> quote_cells("`A1O01XY` is not a prison number")
    '“A1O01XY” is not a prison number'
    """
    return _CELL.sub(r"“\1”", text)


def adapt_lines(lines: Iterable[str | ReportLine]) -> list[ReportLine]:
    """Return lines of a report for a page, without those that only told of a command."""
    adapted = (_adapt(each if isinstance(each, ReportLine) else ReportLine(each)) for each in lines)
    return [each for each in adapted if str(each).strip()]


def _adapt(line: ReportLine) -> ReportLine:
    if not _COMMAND.search(str(line)):
        return line
    head = leave_out_commands(line.head)
    rest = leave_out_commands(line.rest)
    return replace(line, head=head, rest=f" {rest}" if rest else "")
