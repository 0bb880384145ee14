"""The program: its commands, each loaded when its word is given, and the options of all."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_group

from prisonmail import __version__
from prisonmail.cli.boundary import Boundary
from prisonmail.cli.pages import find_page, name_pages
from prisonmail.cli.terminal import answer

PANELS = {
    "Print": {
        "generate": "Turn a list into recorded, print-ready letters.",
        "letter": "Print one letter without a list.",
        "watch": "Print each list that is put into a folder.",
        "mapping": "Show what is understood of a list.",
        "template": "Print an empty list with its headings.",
        "explain": "Explain the code of a problem.",
        "image": "Make a picture of one letter's address and barcode.",
        "reprint": "Print the paper of a batch or a letter once more.",
        "reissue": "Issue a letter again with a new code, and cancel the old one.",
    },
    "Answer for a code": {
        "verify": "Say whether a letter may be delivered unopened.",
        "scan": "Answer for one code after another, from a scanner.",
        "desk": "Set up a mailroom's desk for the letters of many senders.",
        "serve": "Show pages in a browser, and answer programs.",
    },
    "Look after what was issued": {
        "batches": "Show what was issued.",
        "find": "Find letters by name, number, reference or code.",
        "codes": "Show what the ledger holds of a code.",
        "cancel": "Withdraw a code or a batch.",
        "docket": "Tell prisons which letters are on their way.",
        "notify": "Send prisons their dockets by secure mail.",
        "people": "Keep an address book of those you write to.",
        "purge": "Erase the people of old letters.",
    },
    "Set up": {
        "profile": "Make, show, check and change the sender profile.",
        "key": "Make and show the key that signs for the firm.",
        "senders": "Say who may no longer send.",
        "tokens": "Say which programs and people may use serve.",
        "cjsm": "Say whether mail to an address is secure.",
        "envelopes": "Show envelopes, and print test sheets for them.",
        "prisons": "Find prisons, and take a newer register.",
        "barcodes": "List your own HMPPS barcodes from their PDF.",
    },
    "Look after the program": {
        "doctor": "Examine profile, ledger, folders and fonts.",
        "ledger": "Check, back up, export and import the ledger.",
        "home": "Take everything to another computer.",
    },
}
"""Each command's word and short help, by what it is for, as `--help` shows them. The module of the
word holds the command: a function `command`, or a group of commands `app`."""
COMMANDS = {word: said for panel in PANELS.values() for word, said in panel.items()}

_COMPLETION = {
    "install_completion": "Have this shell complete words of prisonmail at the Tab key.",
    "show_completion": "Print what would be put into the settings of this shell for that.",
}


class Program(Boundary):
    """The group at the top. It knows its commands by word and short help until one is given.

    Loading all of them would take longer than most of them run.
    """

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - Typer's own
        named = {
            word: TyperCommand(word, short_help=said, rich_help_panel=panel)
            for panel, commands in PANELS.items()
            for word, said in commands.items()
        }
        super().__init__(**settings | {"commands": named})
        for each in self.params:
            each.help = _COMPLETION.get(each.name or "", each.help)  # type: ignore[attr-defined]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as in Typer
        """Find the command that a command line begins with, and load it."""
        word, named, rest = super().resolve_command(ctx, args)
        return word, load_command(word) if word and named else named, rest


def load_command(word: str) -> Any:  # noqa: ANN401 - of a click that not every Typer shows
    """Import a command's module, and make of it what Typer runs."""
    module = import_module(f"prisonmail.cli.commands.{word}")
    holder = typer.Typer(rich_markup_mode="markdown")
    if group := getattr(module, "app", None):
        holder.add_typer(group, name=word, short_help=COMMANDS[word])
    else:
        holder.command(word, short_help=COMMANDS[word])(module.command)
    command = get_group(holder).commands[word]
    name_pages(command, word)
    return command


app = typer.Typer(
    name="prisonmail",
    cls=Program,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"Of one command: prisonmail mapping --help. More: {find_page('')}",
)


def _show_version(context: typer.Context, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:  # as a shell parses what is not typed to its end
        answer(f"prisonmail {__version__}")
        raise typer.Exit


@app.callback()
def _prisonmail(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and stop."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="After a fault of prisonmail's own, show where it was.")
    ] = False,
) -> None:
    """Example: **prisonmail generate recipients.csv**

    Turns a list of people in prison in England and Wales into print-ready letters for window
    envelopes, each with its Rule 39, YOI Rule 17 or confidential-access marking, the prison's
    address and a one-time barcode, and answers for a code when a mailroom asks.
    """


def main() -> None:
    """Run the program."""
    app()
