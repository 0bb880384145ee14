"""`prisonmail envelopes`: the envelopes that are known, and a test sheet for each."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_trials
from prisonmail.cli.options.shared import ForceOption, JsonOption, ProfileOption, output_option
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.cli.views.tables import answer_table
from prisonmail.reports.counts import count
from prisonmail.reports.envelopes import envelope_cells, envelope_document
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_layers import has_profile
from prisonmail.sender.store import load
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.known_envelopes import collect_envelopes
from prisonmail.system import output_files
from prisonmail.system.folders import find_profile_path
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.before_issue.envelope_trial import draw_trial, write_trial

NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        autocompletion=offer_trials,
        help="An envelope, such as dl, or a grid, such as labels:L7163.",
    ),
]
app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@app.callback()
def _envelopes(
    context: typer.Context, profile: ProfileOption = None, as_json: JsonOption = False
) -> None:
    """Example: **prisonmail envelopes**

    Lists the window envelopes that letters can be made for, your own among them, with how far the
    sheet may slide in each before any of its window panel is hidden.
    """
    if context.invoked_subcommand:
        return
    known = list(collect_envelopes(_profile(profile)).values())
    if as_json:
        answer_json(
            {"version": 1, "envelopes": [envelope_document(envelope) for envelope in known]}
        )
        return
    _show_table(known)
    talk("Millimetres; play is across, then up.")
    talk(f"{count(len(known), 'envelope')}. Boxes differ: hold a test sheet against yours:")
    talk("  prisonmail envelopes test-sheet dl")


@app.command("test-sheet", short_help="Print a sheet to hold against an envelope.")
def make_test_sheet(
    name: NameArgument,
    output: Annotated[Path | None, output_option("the envelope")] = None,
    profile: ProfileOption = None,
    force: ForceOption = False,
) -> None:
    """Example: **prisonmail envelopes test-sheet dl -o test.pdf**

    Makes a page with the window panel, all that the window can show, and rulers, to hold against
    your envelope and printer before a print run.
    """
    loaded = _profile(profile)
    sheet = draw_trial(name, loaded)
    target = output or Path(f"test-sheet-{name.casefold().replace(':', '-')}.pdf")
    if not is_stdout(target):
        output_files.refuse_if_taken(target, force=force, kept=(profile or find_profile_path(),))
    write_trial(sheet, name, loaded, target, replace=force)
    named = "standard output" if is_stdout(target) else target
    talk(f"Test sheet → {named}. Print it at 100 % and do what it says.")


def _profile(path: Path | None) -> Profile | None:
    return load(path or find_profile_path()) if path or has_profile(find_profile_path()) else None


def _show_table(known: list[Envelope]) -> None:
    from rich import box
    from rich.table import Table

    headings = ("Name", "Envelope", "Window", "From left, up", "Fold", "Slides", "Panel survives")
    table = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
    answer_table(table, map(envelope_cells, known))
