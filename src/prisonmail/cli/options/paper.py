"""The options that say what the paper is like, of which `reprint` has some too."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_columns, offer_envelopes, offer_layouts
from prisonmail.cli.options.retired import say_that_jobs_do_nothing
from prisonmail.system.record import Record
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions
from prisonmail.use_cases.before_issue.usual import UsualOptions, choose_printing

_PANEL = "Paper"


class SortOrder(StrEnum):
    """How letters follow one another."""

    LIST = "list"
    PRISON = "prison"


EnvelopeOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        autocompletion=offer_envelopes,
        rich_help_panel=_PANEL,
        show_default=False,
        help="The envelope to use instead of the profile's.",
    ),
]
LayoutOption = Annotated[
    str,
    typer.Option(
        metavar="LAYOUT",
        autocompletion=offer_layouts,
        rich_help_panel=_PANEL,
        help="sheets, or labels:L7162, labels:L7163 or labels:L7165 for envelopes without windows.",
    ),
]
DuplexOption = Annotated[
    bool | None,
    typer.Option(
        "--duplex/--no-duplex",
        rich_help_panel=_PANEL,
        show_default=False,
        help="For printing on both sides: every letter starts on a front side.",
    ),
]
SplitOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        rich_help_panel=_PANEL,
        show_default=False,
        help="Write volumes of N letters each: OUT-001.pdf, OUT-002.pdf and so on.",
    ),
]
SortOption = Annotated[
    SortOrder | None,
    typer.Option(
        rich_help_panel=_PANEL,
        show_default=False,
        help="As in the list, which is usual, or prison by prison.",
    ),
]
SummaryOption = Annotated[
    bool | None,
    typer.Option(
        "--summary/--no-summary",
        rich_help_panel=_PANEL,
        show_default=False,
        help="End with a summary: letters, pages and codes of each prison.",
    ),
]
StartAtOption = Annotated[
    int,
    typer.Option(
        "--start-at",
        min=1,
        metavar="N",
        rich_help_panel=_PANEL,
        help="Begin at label N of the first sheet of labels, counted along the rows.",
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        hidden=True,
        callback=say_that_jobs_do_nothing,
        help="Does nothing any more.",
    ),
]
LetterOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        rich_help_panel=_PANEL,
        show_default=False,
        help="Your private letter, on sheets of its own: a Word document (.docx), plain text or "
        "simple Markdown. {name}, {prison_number}, {prison}, {reference}, {date}, {code} and any "
        "column of the list, in braces, are filled in.",
    ),
]
EncloseOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        autocompletion=offer_columns,
        rich_help_panel=_PANEL,
        show_default=False,
        help="A column with the path of each recipient's own A4 PDF, printed after the letter. For "
        "several documents give it several times, or put ; between paths.",
    ),
]
MarkOption = Annotated[
    bool,
    typer.Option(
        "--mark-enclosures",
        rich_help_panel=_PANEL,
        help="Mark each enclosed page with batch, sheet and page, in its lower margin.",
    ),
]


class Volumes(Record, frozen=True):
    """How the sheets of a run are put together; None leaves it to the profile."""

    split: SplitOption = None
    summary: SummaryOption = None
    start: StartAtOption = 1
    jobs: JobsOption = None


class Sheets(Volumes, frozen=True):
    """What the paper is like."""

    envelope: EnvelopeOption = None
    layout: LayoutOption = "sheets"
    duplex: DuplexOption = None
    sort: SortOption = None
    letter: LetterOption = None
    enclose: EncloseOption = None
    mark_enclosures: MarkOption = False

    def options(self, usual: UsualOptions) -> PrintOptions:
        """Return what the paper should be like; what is not given is as the profile has it."""
        return choose_printing(
            usual,
            self.layout,
            duplex=self.duplex,
            split=self.split,
            sort=self.sort,
            summary=self.summary,
            start=self.start,
            letter=self.letter,
            enclose=self.enclose or (),
            mark_enclosures=self.mark_enclosures,
        )
