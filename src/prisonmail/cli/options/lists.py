"""The options that say how a list is read and which of its rows are printed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_choices, offer_conditions, offer_mappings
from prisonmail.recipients.columns.mapping import read_choice
from prisonmail.recipients.options import ListOptions, read_condition, read_date_order
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.saved_mappings import load
from prisonmail.system.record import Record

_READING = "How the list is read"
_ROWS = "Which rows are printed"

MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=HEADING",
        autocompletion=offer_choices,
        help="Say which heading (or column letter) holds a field, in this run: --map "
        'number="Prison Ref". Fields: name, forename, surname, number, dob, prison, reference, '
        "marking, address.",
        rich_help_panel=_READING,
    ),
]
MappingOption = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        metavar="NAME",
        autocompletion=offer_mappings,
        help="Use what --save-mapping kept under this name; what --map says goes before it.",
        rich_help_panel=_READING,
    ),
]
SaveMappingOption = Annotated[
    str | None,
    typer.Option(
        "--save-mapping",
        metavar="NAME",
        autocompletion=offer_mappings,
        help="Keep under a name which heading holds which field, for --mapping NAME in later runs.",
        rich_help_panel=_READING,
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The encoding, such as cp850, if it is detected wrongly.",
        rich_help_panel=_READING,
    ),
]
DelimiterOption = Annotated[
    str | None,
    typer.Option(
        metavar="CHAR",
        help="What stands between cells: comma, tab, semicolon, pipe or a character.",
        rich_help_panel=_READING,
    ),
]
SheetOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The sheet of a workbook, if not the first visible one.",
        rich_help_panel=_READING,
    ),
]
DateOrderOption = Annotated[
    str | None,
    typer.Option(
        metavar="dmy|mdy|ymd",
        help="The order of dates in figures, if not day first.",
        rich_help_panel=_READING,
    ),
]
MaxRowsOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="The most rows to read: 1,000,000 of a text file, 100,000 of a workbook.",
        show_default=False,
        rich_help_panel=_READING,
    ),
]
IncludeHiddenOption = Annotated[
    bool,
    typer.Option(
        "--include-hidden",
        help="Also read rows and columns that a workbook hides, as a filter does.",
        rich_help_panel=_ROWS,
    ),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="COLUMN=VALUE",
        autocompletion=offer_conditions,
        help="Only rows with this value, upper or lower case: --where Office=Leeds",
        rich_help_panel=_ROWS,
    ),
]
SkipNotInCustodyOption = Annotated[
    bool,
    typer.Option(
        "--skip-not-in-custody",
        help="Leave out rows that say the person is not in custody.",
        rich_help_panel=_ROWS,
    ),
]
SkipBadOption = Annotated[
    bool,
    typer.Option(
        "--skip-bad", help="Print the good rows and leave out the bad.", rich_help_panel=_ROWS
    ),
]
RejectsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="With --skip-bad: write the rows left out to a CSV, each with its problem.",
        rich_help_panel=_ROWS,
    ),
]
AgainOption = Annotated[
    bool,
    typer.Option(
        "--again", help="Issue a list that has been issued today already.", rich_help_panel=_ROWS
    ),
]
CancelEarlierOption = Annotated[
    bool,
    typer.Option(
        "--cancel-earlier",
        help="Cancel earlier letters to the same people that are still good and not checked.",
        rich_help_panel=_ROWS,
    ),
]
RememberOption = Annotated[
    bool,
    typer.Option(
        "--remember",
        help="Put those who are written to into the address book.",
        rich_help_panel=_ROWS,
    ),
]
IdempotencyKeyOption = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        metavar="KEY",
        help="Carry out an order with this key only once, and give it the same answer each time.",
        rich_help_panel=_ROWS,
    ),
]


class RowsOfEach(Record, frozen=True):
    """Which rows of each list are printed."""

    where: WhereOption = None
    skip_bad: SkipBadOption = False
    skip_not_in_custody: SkipNotInCustodyOption = False
    cancel_earlier: CancelEarlierOption = False
    remember: RememberOption = False


class RowOptions(RowsOfEach, frozen=True):
    """Which rows of a list are printed."""

    rejects: RejectsOption = None
    again: AgainOption = False
    idempotency_key: IdempotencyKeyOption = None


class ReadingOfEach(Record, frozen=True):
    """How each list is read."""

    choices: MapOption = None
    mapping: MappingOption = None
    sheet: SheetOption = None
    encoding: EncodingOption = None
    delimiter: DelimiterOption = None
    date_order: DateOrderOption = None
    max_rows: MaxRowsOption = None
    include_hidden: IncludeHiddenOption = False

    def options(self, rows: RowsOfEach, usual_mapping: str | None = None) -> ListOptions:
        """Return how a list is to be read, and which of its rows are wanted. Raises WrongUsage.

        A saved mapping is the usual one, if none is given.
        """
        return ListOptions(
            encoding=self.encoding,
            delimiter=self.delimiter,
            sheet=self.sheet,
            include_hidden=self.include_hidden,
            mapping=_mapping(self.choices or (), self.mapping or usual_mapping),
            where=tuple(map(read_condition, rows.where or ())),
            date_order=read_date_order(self.date_order) if self.date_order is not None else None,
            skip_not_in_custody=rows.skip_not_in_custody,
            max_rows=self.max_rows,
        )


class Reading(ReadingOfEach, frozen=True):
    """How a list is read."""

    save_mapping: SaveMappingOption = None


def _mapping(choices: Sequence[str], saved: str | None) -> "tuple[tuple[Field, str], ...]":
    return tuple(dict([*(load(saved) if saved else ()), *map(read_choice, choices)]).items())
