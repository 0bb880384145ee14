"""Drafts the letters of a checked list; a row that cannot be printed becomes a problem."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path

from prisonmail.codes import Code
from prisonmail.errors import FieldUnknown, WrongUsage
from prisonmail.letters.letter import Batch, Draft, Enclosure, Letter
from prisonmail.letters.packed_letters import ListDrafts, sort_by_prison
from prisonmail.printing.letterheads.letterhead_file import reread_letterhead
from prisonmail.printing.other_pdfs import UnprintableFile, read_enclosure
from prisonmail.problems.collected import Problems
from prisonmail.problems.problem import CellPlace, Fault, Problem, Severity
from prisonmail.recipients.checked_list import CheckedList, GoodRow
from prisonmail.recipients.columns.telling import quote_headings
from prisonmail.recipients.recipient import Field
from prisonmail.sender.roles import Role
from prisonmail.sender.sender import Sender
from prisonmail.sheets import merge_fields
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS
from prisonmail.sheets.letter.enclosed import count_leaves
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.fitting import Compositor, find_compositor
from prisonmail.system import clock
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record, replace
from prisonmail.use_cases.before_issue.draft_checks import (
    WordingFields,
    check_marking,
    check_marks,
    check_printable,
    check_room,
    draft_for,
    read_attached_cell,
    read_enclosure_cell,
)
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions


def draft_letters(
    checked: CheckedList,
    senders: Mapping[str, Sender],
    paper: Paper,
    options: PrintOptions,
    folder: Path,
    progress: Progress = no_progress,
) -> tuple[CheckedList, ListDrafts]:
    """Draft every letter of a list in the order of printing, its paths starting from a folder.

    Each is signed by the sender whose key its recipient has.

    The list comes back with what was found wrong on the way. Raises WrongUsage if the wording or
    the enclosures need a column that is not there.
    """
    if checked.header is None:
        return checked, ListDrafts()
    drafting = _Drafting(checked, senders, paper, options.enclose, folder, options.attached)
    drafting.refuse_columns()
    drafts, problems = ListDrafts(), Problems()
    for entry in progress("Fitting addresses", checked.good_rows, len(checked.good_rows)):
        draft, found = drafting.draft(entry)
        if found:
            for problem in sorted(found, key=lambda problem: problem.column or 0):
                problems.append(problem)
            if any(map(is_error, found)):
                continue
        drafts.append(draft)
    return checked.with_problems(problems), sort_by_prison(drafts) if options.by_prison else drafts


_SAME_FILES = 256
"""Enclosures that are remembered."""
_SPECIMEN = Code("12345678901244")
"""As long as any other."""


def is_error(problem: Problem) -> bool:
    """Return whether a problem keeps its row from being printed."""
    return problem.severity is Severity.ERROR


class _Drafting(Record, frozen=True, dict=True):
    checked: CheckedList
    senders: Mapping[str, Sender]
    """By key."""
    paper: Paper
    enclose: tuple[str, ...]
    """The headings of the columns with the paths of enclosures."""
    folder: Path
    """Where these paths start from."""
    attached: Mapping[str, Path] | None
    """The only files that may be enclosed, by name, if not any that a path names."""

    def refuse_columns(self) -> None:
        header = self.checked.header
        headings = f"Right now it has columns called {quote_headings(header)}." if header else ""
        keys = [merge_fields.make_key(heading) for heading in self._headings if heading]
        wording = self.paper.wording or ""
        known = ", ".join(merge_fields.FIELDS)
        unknown = merge_fields.find_unknown(wording, (*merge_fields.FIELDS, *keys))
        if unknown is not None:
            raise FieldUnknown(
                f"The letter has the field {{{unknown}}}, which is not known.",
                f"Known are {known}, and the columns of the list. {headings}",
            )
        for named in self.enclose:
            if merge_fields.make_key(named) not in keys:
                raise WrongUsage(
                    f'The list has no column "{named}", which --enclose names.', headings
                )
        self._refuse_doubles((*merge_fields.list_taken(wording), *self.enclose), keys)

    def _refuse_doubles(self, named: Sequence[str], keys: Sequence[str]) -> None:
        for field in named:
            if (
                merge_fields.make_key(field) not in merge_fields.FIELDS
                and keys.count(merge_fields.make_key(field)) > 1
            ):
                raise WrongUsage(
                    f'The list has more than one column "{field}", and the letter needs one.',
                    "Rename the others.",
                )

    def draft(self, entry: GoodRow) -> tuple[Draft, list[Problem]]:
        """Draft one letter, with all that is wrong with it and all to be warned of."""
        draft = draft_for(entry.recipient, entry.row.line, self._find_role(entry))
        if self._fields:
            draft = replace(draft, columns=self._fields.take_values(entry.row.cells))
        problems = [
            self._place(entry, column).join_fault(fault)
            for column, fault in self._find_faults(entry, draft)
        ]
        if self.enclose:
            enclosed, wrong = self._read_enclosures(entry)
            draft = replace(draft, enclosures=enclosed)
            problems += wrong
        # a covering sheet alone goes into every envelope
        follows = self.paper.wording or draft.enclosures
        if follows and not self.paper.labels and not any(map(is_error, problems)):
            crowded = check_room(self.paper.envelope, self._count_sheets(draft))
            column = self._enclosure_columns[0] if draft.enclosures else Field.NAME
            if crowded:
                problems.append(self._place(entry, column).join_fault(crowded))
        return draft, problems

    def _count_sheets(self, draft: Draft) -> int:
        """Count the pieces of paper of a letter: covering sheet, private letter, enclosures."""
        letter = Letter(_SPECIMEN, 1, draft)
        private = self._sheets(draft.signatory).count_private(letter) if self.paper.wording else 0
        return count_leaves(self.paper, 1, private, *(each.pages for each in draft.enclosures))

    def _read_enclosures(self, entry: GoodRow) -> tuple[tuple[Enclosure, ...], list[Problem]]:
        """Read what all cells of a row enclose, with all that is wrong with them."""
        enclosed: list[Enclosure] = []
        problems: list[Problem] = []
        for column in self._enclosure_columns:
            place = self._place(entry, column)
            for found in self._read_cell(place.value or ""):
                if isinstance(found, Fault):
                    problems.append(place.join_fault(found))
                else:
                    enclosed.append(found)
        return tuple(enclosed), problems

    def _read_cell(self, cell: str) -> Iterator[Enclosure | Fault]:
        if self.attached is not None:
            return read_attached_cell(cell, self.attached, self._read_enclosure)
        return read_enclosure_cell(cell, self.folder, self._read_enclosure)

    def _find_faults(self, entry: GoodRow, draft: Draft) -> Iterator[tuple[Field | int, Fault]]:
        unprintable = check_printable(draft, self._compositor(draft.signatory), self._window)
        if unprintable:
            yield unprintable
        else:
            yield from check_marks(draft)
        doubt = check_marking(entry.recipient, self._find_role(entry))
        if doubt:
            yield Field.MARKING, doubt
        if self._fields:
            yield from self._fields.find_gaps(draft)
            yield from self._fields.find_faults(draft.columns)

    def _find_role(self, entry: GoodRow) -> Role:
        return self.senders[entry.recipient.signatory].role_in_full

    def _place(self, entry: GoodRow, column: Field | int) -> CellPlace:
        """Point at the cell of a field, or of a column from 0."""
        row = entry.row
        place = (
            self.checked.place_in(column, row)
            if isinstance(column, int)
            else self.checked.place(column, row)
        )
        return replace(place, reference=entry.recipient.reference or None)

    @cached_property
    def _read_enclosure(self) -> Callable[[Path], Enclosure | UnprintableFile]:
        """Reads a file; many rows may enclose the same one."""
        return lru_cache(_SAME_FILES)(read_enclosure)

    @cached_property
    def _sheets(self) -> Callable[[str], LetterSheets]:
        """Makes the sheets of a batch that is not issued yet, for the letters of a signatory."""
        return cache(self._make_sheets)

    def _make_sheets(self, signatory: str) -> LetterSheets:
        now, head, sender = clock.now(), reread_letterhead(self.paper), self.senders[signatory]
        batch = Batch("", now, now, sender, self.paper.envelope.name, 1)
        return LetterSheets(batch, self.paper, load_roboto(), head)

    @cached_property
    def _compositor(self) -> Callable[[str], Compositor]:
        """Makes what sets the windows or labels of a signatory."""
        return cache(self._make_compositor)

    def _make_compositor(self, signatory: str) -> Compositor:
        labels = self.paper.labels
        sender = self.paper.name_sender(self.senders[signatory], load_roboto())
        area = GRIDS[labels].locate_panel(0) if labels else self.paper.envelope.printed_panel
        return find_compositor(area, load_roboto(), sender)

    @cached_property
    def _fields(self) -> WordingFields | None:
        return WordingFields(self.paper.wording, self._headings) if self.paper.wording else None

    @cached_property
    def _enclosure_columns(self) -> tuple[int, ...]:
        """The columns, from 0, each of them once and in the order asked for."""
        keys = [merge_fields.make_key(heading) for heading in self._headings]
        named = dict.fromkeys(map(merge_fields.make_key, self.enclose))
        return tuple(map(keys.index, named))

    @property
    def _headings(self) -> tuple[str, ...]:
        return self.checked.header.cells if self.checked.header else ()

    @cached_property
    def _window(self) -> str:
        if self.paper.labels:
            return f"a label {self.paper.labels}"
        return f"the window of a {self.paper.envelope.name} envelope"
