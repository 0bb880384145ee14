"""Drafts the letters of a checked list; a row that cannot be printed becomes a problem."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from prisonmail.drafts import Drafts
from prisonmail.errors import WrongUsage
from prisonmail.letters import Draft, draft
from prisonmail.recipients.cells import clean
from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.entries import Entry
from prisonmail.recipients.headings import Field
from prisonmail.recipients.problems import Fault, Place, Problem
from prisonmail.sender.sender import Sender
from prisonmail.sheets import enclosures, merge
from prisonmail.sheets.compositor import Compositor
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.labels import GRIDS
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.printability import lacking, unprintable
from prisonmail.watching import Watch, unwatched


def drafted(
    checked: CheckedList,
    sender: Sender,
    paper: Paper,
    enclose: str | None,
    folder: Path,
    watch: Watch = unwatched,
) -> tuple[CheckedList, Drafts]:
    """Draft every letter of a list, the paths in it starting from a folder.

    Raises WrongUsage where the wording or the enclosures need a column that is not there.
    """
    if checked.header is None:
        return checked, Drafts()
    drafting = _Drafting(checked, sender, paper, enclose, folder, _compositor(paper))
    drafting.refuse_missing_columns()
    drafts, refused = Drafts(), {}
    for entry in watch("Fitting addresses", checked.entries, len(checked.entries)):
        made = drafting.draft(entry)
        if isinstance(made, Draft):
            drafts.append(made)
        else:
            refused[entry.row.line] = made
    return checked.refusing(refused), drafts


def _compositor(paper: Paper) -> Compositor:
    area = GRIDS[paper.labels].area(0) if paper.labels else paper.envelope.panel
    return Compositor(area, roboto())


@dataclass(frozen=True)
class _Drafting:
    checked: CheckedList
    sender: Sender
    paper: Paper
    enclose: str | None
    folder: Path
    compositor: Compositor

    def refuse_missing_columns(self) -> None:
        known = {merge.key(heading): heading for heading in self._headings if heading}
        field = merge.unknown(self.paper.wording or "", (*merge.FIELDS, *known))
        if field is not None:
            raise WrongUsage(
                f"The letter has the field {{{field}}}, which is not known.",
                f"Known: {', '.join((*merge.FIELDS, *known.values()))}.",
            )
        if self.enclose is not None and merge.key(self.enclose) not in known:
            raise WrongUsage(
                f"The list has no column {self.enclose} for --enclose.",
                f"It has: {', '.join(known.values())}.",
            )

    def draft(self, entry: Entry) -> Draft | Problem:
        made = draft(entry.recipient, entry.row.line, self.sender)
        found = unprintable(made, self.compositor, self._window)
        if found:
            return self.checked.place(found.field, entry.row).problem(found.fault)
        if self._used:
            made = replace(made, columns=self._columns(entry))
        return next(self._column_problems(entry, made), None) or self._enclosing(entry, made)

    def _columns(self, entry: Entry) -> Mapping[str, str]:
        cells = zip(self._headings, entry.row.cells, strict=False)
        values = {merge.key(heading): clean(cell) for heading, cell in cells}
        return {key: values.get(key, "") for key in self._used}

    def _column_problems(self, entry: Entry, made: Draft) -> Iterator[Problem]:
        for key, text in made.columns.items():
            fault = lacking(f"column {key}", text, roboto())
            if fault:
                yield self._place(entry, key).problem(fault)

    def _enclosing(self, entry: Entry, made: Draft) -> Draft | Problem:
        if self.enclose is None:
            return made
        place = self._place(entry, merge.key(self.enclose))
        if not place.value:
            return made
        found = enclosures.enclosure((self.folder / place.value).absolute())
        if isinstance(found, Fault):
            return place.problem(found)
        return replace(made, enclosure=found)

    def _place(self, entry: Entry, key: str) -> Place:
        column = [merge.key(heading) for heading in self._headings].index(key)
        cells = entry.row.cells
        value = clean(cells[column]) if column < len(cells) else ""
        row = self.checked.place(Field.NAME, entry.row)
        return replace(row, column=column + 1, heading=self._headings[column], value=value)

    @cached_property
    def _used(self) -> frozenset[str]:
        """The columns that the firm's own wording takes from the list."""
        named = {merge.key(field) for field in merge.fields(self.paper.wording or "")}
        return frozenset(named.difference(merge.FIELDS))

    @property
    def _headings(self) -> tuple[str, ...]:
        return self.checked.header.cells if self.checked.header else ()

    @property
    def _window(self) -> str:
        if self.paper.labels:
            return f"a label {self.paper.labels}"
        return f"the window of a {self.paper.envelope.name} envelope"
