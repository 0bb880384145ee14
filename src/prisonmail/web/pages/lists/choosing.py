"""What a visitor has chosen on a list's page, and put right there, becomes its choices."""

import re
from collections.abc import Iterable, Iterator, Mapping

from starlette.datastructures import FormData

from prisonmail.errors import WrongUsage
from prisonmail.recipients.options import DateOrder
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import replace
from prisonmail.web.lists.job import HeadingFound, ListChoices, ProblemFound

FLAGS = (
    "without_letter",
    "include_hidden",
    "skip_bad",
    "skip_not_in_custody",
    "again",
    "cancel_earlier",
    "remember",
    "duplex",
    "by_prison",
    "summary",
    "mark_enclosures",
    "post_book",
)
_TEXTS = ("saved", "signatory", "envelope", "date_order", "sheet", "encoding", "inner_grid")
_CELL = re.compile(r"cell-(\d{1,9})-(\d{1,6})")
_ROW = re.compile(r"(out|back)-(\d{1,9})")
MOST_CONDITIONS = 20
_LONGEST = 10_000
"""Characters of a cell."""


def read_choices(
    form: FormData,
    before: ListChoices,
    headings: Iterable[HeadingFound],
    problems: Iterable[ProblemFound],
) -> ListChoices:
    """Return what is chosen now. Raises WrongUsage.

    Only cells that something was found wrong with can be put right.
    """
    if form.get("undo"):
        return replace(before, cells={}, left_out=())
    if form.get("drop_letter"):
        before = replace(before, letter=None, letter_name="")
    texts = {name: _read(form, name) for name in _TEXTS if name in form}
    if texts.get("date_order") not in (None, "", *DateOrder):
        raise WrongUsage("There is no such order of dates.", "Choose one.")
    enclose = tuple(str(each) for each in form.getlist("enclose") if each)
    chosen = {
        **texts,
        **{name: name in form for name in FLAGS},
        "enclose": enclose,
        "where": tuple(_read_conditions(form)),
        "mapping": _read_mapping(form, before, list(headings)),
        "save_as": _read(form, "save_as"),
        "cells": _read_cells(form, before, problems),
        "left_out": _read_rows(form, before),
    }
    return replace(before, **chosen)


def name_heading(heading: HeadingFound, headings: Iterable[HeadingFound]) -> str:
    """Return how a column is chosen: by its heading, or its letter if others have that too.

    >>> both = [HeadingFound("A", "Name", ""), HeadingFound("C", "Name", "")]
    >>> name_heading(both[1], both)
    'C'
    """
    alike = sum(each.heading == heading.heading for each in headings)
    return heading.heading if alike == 1 else heading.letter


def _read(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


def _read_conditions(form: FormData) -> Iterator[tuple[str, str]]:
    """Return which rows are wanted; a heading that is not chosen takes its value out."""
    for number in range(MOST_CONDITIONS):
        if heading := _read(form, f"where-{number}"):
            yield heading, _read(form, f"where-value-{number}")


def _read_mapping(
    form: FormData, before: ListChoices, headings: list[HeadingFound]
) -> Mapping[str, str]:
    if not any(name.startswith("map-") for name in form):
        return before.mapping
    chosen: dict[str, str] = {}
    for heading in headings:
        wanted = _read(form, f"map-{heading.letter}")
        if wanted not in tuple(Field):
            continue
        if wanted in chosen:
            raise WrongUsage(
                f"Two columns are chosen for the {wanted}.", f"Choose one column for the {wanted}."
            )
        chosen[wanted] = name_heading(heading, headings)
    return chosen


def _read_cells(
    form: FormData, before: ListChoices, problems: Iterable[ProblemFound]
) -> Mapping[int, Mapping[int, str]]:
    sent, cells = _read_sent(form), {line: dict(row) for line, row in before.cells.items()}
    for each in problems if sent else ():
        line, column = each.problem.line or 0, each.problem.column or 0
        text = sent.get((line, column))
        if text is not None and text != (each.problem.value or ""):
            cells.setdefault(line, {})[column] = text
    return cells


def _read_sent(form: FormData) -> Mapping[tuple[int, int], str]:
    """Return what cells are to say, by line and column; a prison that is chosen comes first."""
    found = filter(None, map(_CELL.fullmatch, form))
    return {
        (int(each[1]), int(each[2])): _read(form, f"pick-{each[1]}-{each[2]}")
        or _read(form, each[0])
        for each in found
    }


def _read_rows(form: FormData, before: ListChoices) -> tuple[int, ...]:
    said = [found for name in form if (found := _ROW.fullmatch(name))]
    out = {int(found[2]) for found in said if found[1] == "out"}
    back = {int(found[2]) for found in said if found[1] == "back"}
    return tuple(sorted({*before.left_out, *out} - back))
