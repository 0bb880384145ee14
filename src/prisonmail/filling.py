"""Filling in: what a firm's own wording takes from a row of the list, and what it lacks there.

>>> filling = Filling("{Salutation}, about {reference}", ("Name", "Salutation"))
>>> filling.values(("Ann Hart", "Dear Ms Hart"))
{'salutation': 'Dear Ms Hart'}
>>> [(column, fault.code) for column, fault in filling.faults({"salutation": ""})]
[(1, 'PM504')]
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prisonmail.letters import Draft
from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.cell import clean, find_excel_error, is_empty
from prisonmail.recipients.recipient import Field
from prisonmail.sheets import merge
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.printability import lacking


@dataclass(frozen=True)
class Filling:
    """The fields of one wording, and the headings of the list that they are filled in from."""

    wording: str
    headings: Sequence[str]

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """Give what the wording takes from a row's cells beside what every letter knows, by key."""
        return {
            key: clean(cells[column]) if column < len(cells) else ""
            for key, column in self._columns.items()
        }

    def faults(self, values: Mapping[str, str]) -> Iterator[tuple[int, Fault]]:
        """Find the values that leave a gap or cannot be printed, with their column."""
        for key, text in values.items():
            column = self._columns[key]
            fault = (
                self._gap(key, text) or find_excel_error(text) or self._unprintable(column, text)
            )
            if fault:
                yield column, fault

    def gaps(self, draft: Draft) -> Iterator[tuple[Field, Fault]]:
        """Find what the wording takes from the recipient, and the recipient does not have."""
        own = (
            (Field.PRISON_NUMBER, "prison_number", draft.prison_number or ""),
            (Field.REFERENCE, "reference", draft.reference),
        )
        for field, key, text in own:
            fault = self._gap(key, text) if key in self._named else None
            if fault:
                yield field, fault

    def _gap(self, key: str, text: str) -> Fault | None:
        if not is_empty(text):
            return None
        field = f"{{{self._named[key]}}}"
        said = f"only `{text}` here" if text else "blank here"
        return Fault(
            "PM504",
            f"the letter’s wording has the field {field}, which is {said}",
            f"Fill it in, or take {field} out of the wording.",
        )

    def _unprintable(self, column: int, text: str) -> Fault | None:
        return lacking(f'column "{clean(self.headings[column])}"', text, roboto())

    @cached_property
    def _named(self) -> Mapping[str, str]:
        """The fields as the wording writes them, by key."""
        return {merge.key(field): field for field in merge.fields(self.wording)}

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        """The columns, from 0, that fields other than those every letter knows are taken from."""
        keys = [merge.key(heading) for heading in self.headings]
        return {key: keys.index(key) for key in self._named if key not in merge.FIELDS}
