"""Puts together what the user says of a list."""

from collections.abc import Sequence

from prisonmail.cli.list_options import Reading, Selection
from prisonmail.errors import WrongUsage
from prisonmail.recipients.choices import read_choice
from prisonmail.recipients.headings import Field
from prisonmail.recipients.options import DateOrder, ListOptions
from prisonmail.recipients.saved_mappings import load


def list_options(reading: Reading, selection: Selection) -> ListOptions:
    """Put the options of a list together. Raises WrongUsage."""
    return ListOptions(
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        sheet=reading.sheet,
        include_hidden=reading.include_hidden,
        mapping=_mapping(reading.choices or (), reading.mapping),
        where=tuple(_condition(each) for each in selection.where or ()),
        date_order=_date_order(reading.date_order),
        skip_not_in_custody=selection.skip_not_in_custody,
        max_rows=reading.max_rows,
    )


def _mapping(choices: Sequence[str], saved: str | None) -> "tuple[tuple[Field, str], ...]":
    return tuple(dict([*(load(saved) if saved else ()), *map(read_choice, choices)]).items())


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or not column.strip():
        raise WrongUsage(
            f"`{text}` does not say which column and value.",
            "Write it like: --where Office=Leeds",
        )
    return column.strip(), value.strip()


def _date_order(text: str | None) -> DateOrder | None:
    try:
        return None if text is None else DateOrder(text.casefold())
    except ValueError:
        raise WrongUsage(f"`{text}` is not an order of dates.", "Give dmy, mdy or ymd.") from None
