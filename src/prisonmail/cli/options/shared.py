"""Options that several commands share."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from prisonmail.cli.completion.words import offer_signatories
from prisonmail.errors import WrongUsage


def output_option(named_after: str) -> Any:  # noqa: ANN401 - Typer's own type for it
    """Make the option for the PDF of a command."""
    return typer.Option(
        "--output",
        "-o",
        metavar="OUT.pdf",
        show_default=False,
        help=f"The PDF to write, or - for standard output. Without it the PDF is named after "
        f"{named_after}, in the current folder.",
    )


ProfileOption = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        readable=False,  # whether it can be read is for the profile's own error to say
        help="The sender profile to use instead of yours.",
        show_default=False,
    ),
]
PostBookOption = Annotated[
    Path | None,
    typer.Option(
        "--post-book",
        metavar="FILE",
        show_default=False,
        help="Also write a post book, a line for each letter: FILE.pdf to print or FILE.csv; "
        "- for a CSV on standard output.",
    ),
]
LocationOption = Annotated[
    str | None,
    typer.Option(
        "--location", metavar="TEXT", help="Where the letter is, such as the prison's name."
    ),
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="TEXT", help="Who is checking it.")]
OperatorOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help="Who does this, if not the user of this computer: the ledger records it.",
        show_default=False,
    ),
]
NoDefaultsOption = Annotated[
    bool,
    typer.Option("--no-defaults", help="Leave out the [defaults] of the profile."),
]
SignatoryOption = Annotated[
    str | None,
    typer.Option(
        "--signatory",
        metavar="KEY",
        autocompletion=offer_signatories,
        help="Who signs, of the signatories in the profile: a key or a name.",
        show_default=False,
    ),
]
ExceptionalOption = Annotated[
    str | None,
    typer.Option(
        "--exceptional",
        metavar="REASON",
        help="Why you go to letters of another, such as illness: the ledger records it.",
        show_default=False,
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace files that are there already.")]
StrictStorageOption = Annotated[
    bool,
    typer.Option(
        "--strict-storage",
        envvar="PRISONMAIL_STRICT_STORAGE",
        help="Refuse, instead of warning of, files in cloud folders, on network drives or open to "
        "other users.",
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="Answer with one JSON document on standard output, for scripts."),
]

CsvOption = Annotated[
    bool,
    typer.Option("--csv", help="Answer with a CSV table on standard output, for spreadsheets."),
]

YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


def confirm(question: str) -> None:
    """Ask before something that cannot be undone. Raises WrongUsage if nobody can be asked."""
    if not sys.stdin.isatty():
        raise WrongUsage(
            f"{question} It cannot be undone, and nobody can be asked here.",
            "To do it without being asked add --yes",
        )
    typer.confirm(question, abort=True, err=True)


def parse_day(text: str, option: str) -> date:
    """Read a day that was given to an option. Raises WrongUsage.

    >>> parse_day(" 2025-12-01", "--before")
    datetime.date(2025, 12, 1)
    """
    try:
        return datetime.strptime(f"{text.strip()} +0000", "%Y-%m-%d %z").date()
    except ValueError:
        raise WrongUsage(
            f"`{text}` is not a day of the calendar.", f"Write it like: {option} 2025-12-01"
        ) from None
