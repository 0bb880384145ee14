"""`prisonmail reissue`: a letter again, corrected, and the old code cancelled with it."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_prisons
from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import Home, ledger_place
from prisonmail.cli.options.lists import CancelEarlierOption
from prisonmail.cli.options.outputs import refuse_two_on_stdout
from prisonmail.cli.options.problems import ProblemDisplay
from prisonmail.cli.options.shared import (
    ExceptionalOption,
    ForceOption,
    JsonOption,
    StrictStorageOption,
    output_option,
)
from prisonmail.cli.options.storage import make_care
from prisonmail.cli.progress import show_progress
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.cli.views import run
from prisonmail.reports import runs
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.after_issue.reissue import Changes, reissue
from prisonmail.use_cases.order import Order


@expand_groups
def command(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of the old letter.")],
    home: Home,
    display: ProblemDisplay,
    prison: Annotated[
        str | None,
        typer.Option(
            "--prison",
            metavar="PRISON",
            autocompletion=offer_prisons,
            help="The right prison, by name or code.",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="The name.")] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="NUMBER", help="The prison number.")
    ] = None,
    dob: Annotated[
        str | None, typer.Option("--dob", metavar="DATE", help="The date of birth, day first.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="TEXT", help="Your reference.")
    ] = None,
    output: Annotated[Path | None, output_option("the code")] = None,
    cancel_earlier: CancelEarlierOption = False,
    force: ForceOption = False,
    exceptional: ExceptionalOption = None,
    strict_storage: StrictStorageOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail reissue 12345-67890-1244 --prison HLI -o OUT.pdf**

    Issues a letter again, with a new code, and cancels the old one in the same step: to another
    prison, with the name corrected, or as it was if it got lost. Wording, enclosure, envelope and
    own barcode stay. Everything is checked as a list is.
    """
    refuse_two_on_stdout({"PDF": output}, as_json=as_json)
    order = Order(
        recipients="",
        profile=home.profile or find_profile_path(),
        ledger=ledger_place(home.ledger),
        by=home.by,
        signatory=home.signatory,
        output=output,
        cancel_earlier=cancel_earlier,
        force=force,
        care=make_care(strict=strict_storage, form=display.form),
    )
    changes = Changes(name, number, dob, prison, reference)
    with show_progress(quiet=display.quiet) as progress:
        done = reissue(code, changes, order, progress, exceptional)
    for line in (*run.report(done.outcome, display, context), *runs.reissue_words(done)):
        talk(line)
    if as_json:
        answer_json(runs.document(done.outcome, redact=display.redact))
    raise typer.Exit(done.outcome.exit_code)
