"""What a check has found out of a list, as it is kept for the page that shows it."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from prisonmail.errors import PrisonmailError, ProfileMissing
from prisonmail.letters.letter import Draft
from prisonmail.prisons.search import find_likely_prisons
from prisonmail.prisons.store import load_directory
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.recipient import Field
from prisonmail.reports import runs
from prisonmail.reports.lines import ReportLine
from prisonmail.reports.list_reading import assumptions, columns
from prisonmail.reports.storage import concern_words
from prisonmail.system import clock
from prisonmail.system.folders import leave_out_folder
from prisonmail.system.places.storage import ConcernKind
from prisonmail.use_cases.order import Checked, Issued
from prisonmail.use_cases.senders.fitness import refuse_unfit
from prisonmail.web.lists.job import (
    HeadingFound,
    LettersFound,
    ListChoices,
    ListFound,
    ProblemFound,
    Said,
    SaidLine,
)
from prisonmail.web.lists.job_folder import JobFolder

_OF_THE_VISITOR = (ConcernKind.LETTER, ConcernKind.CLERK)
"""What may be wrong and is not about the places of a server's files."""
_NOBODY_SENDS = Said(
    "Nobody has said yet who sends the letters.", "Whoever may change the settings needs to."
)
_OF_PRISONS = "PM30"
"""How the codes begin of what is wrong with a prison's name."""


def keep_found(folder: JobFolder, choices: ListChoices, outcome: Checked) -> None:
    """Keep what was understood of a list, and every problem of it."""
    problems = list_problems(outcome.checked)
    folder.write_found(_describe(folder, choices, outcome), problems)


def keep_issued(folder: JobFolder, outcome: Issued) -> None:
    """Keep what was issued, and which files may be fetched."""
    files = tuple(sorted(path.name for path in folder.results.iterdir() if path.is_file()))
    words = _speak(folder, runs.words(outcome, clock.now()))
    folder.write_issued(LettersFound(outcome.batch.id, words, files))


def describe_error(folder: JobFolder, error: PrisonmailError) -> Said:
    """Return what keeps a list from being read or issued."""
    if isinstance(error, ProfileMissing):
        return _NOBODY_SENDS
    message, remedy = (_name_own(folder, text) for text in (error.message, error.remedy))
    return Said(message, remedy, error.kind, error.batch)


def list_problems(checked: CheckedList) -> Iterator[ProblemFound]:
    """Go through the problems: those of the whole list alone, if there are any."""
    suggest = _suggest_prisons()
    prison = checked.columns.of.get(Field.PRISON)
    for problem in checked.problems:
        if problem.of_the_list or not checked.problems.of_the_list:
            is_prison = prison is not None and problem.column == prison + 1
            asked = is_prison and problem.value and problem.code.startswith(_OF_PRISONS)
            yield ProblemFound(problem, suggest(problem.value or "") if asked else ())


def _suggest_prisons() -> Callable[[str], tuple[tuple[str, str], ...]]:
    directory = load_directory()

    @cache
    def suggest(text: str) -> tuple[tuple[str, str], ...]:
        return tuple((each.code, each.name) for each in find_likely_prisons(text, directory))

    return suggest


def _describe(folder: JobFolder, choices: ListChoices, outcome: Checked) -> ListFound:
    checked, drafts = outcome.checked, outcome.drafts
    prisons: Counter[str] = Counter()
    markings: Counter[str] = Counter()
    enclosed: set[str] = set()
    for draft in drafts:
        prisons[draft.prison_name] += 1
        markings[draft.marking.value] += 1
        enclosed.update(Path(each.path).name for each in draft.enclosures)
    may_be_issued = bool(drafts) and (checked.is_faultless or choices.skip_bad)
    return ListFound(
        rows=checked.rows_read,
        good=len(checked.good_rows),
        letters=len(drafts),
        errors=checked.problems.errors,
        problems=_count_problems(checked),
        may_be_issued=may_be_issued and not checked.problems.of_the_list,
        mark=secrets.token_hex(8),
        headings=tuple(HeadingFound(*each) for each in columns(checked)),
        assumed=tuple(assumptions(checked, outcome.columns_used)),
        words=_speak(folder, _warn(outcome)),
        prisons=tuple(prisons.most_common()),
        markings=tuple(markings.most_common()),
        first=_show_first(drafts),
        envelope=outcome.paper.envelope.name,
        sheet=checked.layout.sheet,
        other_sheets=checked.layout.unread_sheets,
        idle=tuple(name for name, stored in choices.attached.items() if stored not in enclosed),
        refusal=_refuse(folder, outcome),
    )


def _show_first(drafts: Iterable[Draft]) -> tuple[str, ...]:
    for draft in drafts:
        return (draft.marking.value, draft.name, draft.identity, draft.prison_name, *draft.address)
    return ()


def _count_problems(checked: CheckedList) -> int:
    return checked.problems.of_the_list or len(checked.problems)


def _warn(outcome: Checked) -> Iterator[ReportLine]:
    yield from runs.words(outcome, clock.now())
    for concern in outcome.concerns:
        if concern.kind in _OF_THE_VISITOR:
            yield concern_words(concern)


def _refuse(folder: JobFolder, outcome: Checked) -> Said | None:
    """Return why letters would not be issued: the list has been today, or the sender may not."""
    if outcome.refusal:
        return describe_error(folder, outcome.refusal)
    if outcome.fitness:
        try:
            refuse_unfit(outcome.fitness, clock.now())
        except PrisonmailError as error:
            return describe_error(folder, error)
    return None


def _speak(folder: JobFolder, lines: Iterable[ReportLine]) -> tuple[SaidLine, ...]:
    return tuple(SaidLine(_name_own(folder, str(line)), line.tone.value) for line in lines)


def _name_own(folder: JobFolder, text: str) -> str:
    """Return text with the visitor's files called as they are theirs, not by paths of a server."""
    choices = folder.read_choices()
    if choices.letter:
        text = text.replace(str(folder.uploads / choices.letter), choices.letter_name)
    return leave_out_folder(leave_out_folder(text, folder.results), folder.uploads)
