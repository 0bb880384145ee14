"""Shows what a watcher does: a line for each list, and in the list's folder all that there is."""

from collections.abc import Iterator
from pathlib import Path

from prisonmail.cli.options.problems import ProblemDisplay
from prisonmail.cli.terminal import deliver, paint, talk, write_document, write_json
from prisonmail.cli.views.problems import problem_lines
from prisonmail.errors import PrisonmailError
from prisonmail.reports import runs
from prisonmail.reports.lines import ReportLine
from prisonmail.reports.storage import concern_words
from prisonmail.reports.watching import (
    course_words,
    outcome_words,
    rejection_document,
    told_document,
)
from prisonmail.system import clock
from prisonmail.system.output_files import new_file
from prisonmail.system.places.storage import Concern, ConcernKind
from prisonmail.system.standard_output import show_controls
from prisonmail.use_cases.order import Issued, Outcome
from prisonmail.use_cases.watching.settling import Settled
from prisonmail.use_cases.watching.watcher import Told

_RESULT, _WORDS = "result.json", "result.txt"
_EVERY = ProblemDisplay(most=0)


class WatchLog:
    """Says what became of each list on standard output, and what is to be done on stderr."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._warned: set[ConcernKind] = set()

    def tell(self, told: Told) -> None:
        """Say a line. Raises OutputRefused if it does not arrive."""
        if self._as_json:
            deliver(write_json(told_document(told, clock.now())), as_json=True)
        elif isinstance(told, Settled):
            deliver(paint([outcome_words(told)]))
        else:
            talk(course_words(told))

    def warn(self, concern: Concern) -> None:
        """Warn once, not for each list, of where files lie that name people in prison."""
        if concern.kind in self._warned:
            return
        self._warned.add(concern.kind)
        if self._as_json:
            deliver(write_json(told_document(concern, clock.now())), as_json=True)
        else:
            talk(concern_words(concern))


def write_result(folder: Path, result: Outcome | PrisonmailError) -> None:
    """Write what came of a list, in words and as JSON. Raises OutputRefused."""
    if isinstance(result, PrisonmailError):
        document = rejection_document(result)
    else:
        document = runs.document(result)
    with new_file(folder / _RESULT, replace=True) as file:
        file.writelines(part.encode() for part in write_document(document))
    with new_file(folder / _WORDS, replace=True) as file:
        file.writelines(f"{show_controls(str(line))}\n".encode() for line in _say(result))


def _say(result: Outcome | PrisonmailError) -> Iterator[str | ReportLine]:
    if isinstance(result, PrisonmailError):
        yield result.message
        yield result.remedy
        return
    yield from problem_lines(result.checked.problems, _EVERY)
    yield from runs.words(result, clock.now())
    if not isinstance(result, Issued):
        yield "Put the list right, and put it into the watched folder again."
