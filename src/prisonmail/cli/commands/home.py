"""`prisonmail home`: take everything to another computer."""

import os
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.passphrase import PassphraseFileOption, ask_new, ask_old
from prisonmail.cli.options.shared import ForceOption, JsonOption, OperatorOption
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.ledger.store import default_path
from prisonmail.reports.keeping.homes import (
    restore_document,
    restore_words,
    save_document,
    save_words,
)
from prisonmail.system import clock, folders
from prisonmail.use_cases.keeping import home_copies

app = typer.Typer(no_args_is_help=True)
ArchiveArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The archive.")]


@app.callback()
def _home() -> None:
    """Example: **prisonmail home save greenstone.home**

    Takes profile, ledger, keys, mappings and register to another computer, in one encrypted file.
    """


@app.command("path", short_help="Say where everything is kept.")
def path() -> None:
    """Example: **prisonmail home path**

    Says where your settings are kept, and where the ledger and register.
    """
    for each in dict.fromkeys((folders.settings_folder(), default_path().parent)):
        answer(str(each))


@app.command("save", short_help="Write everything into one encrypted file.")
def save(
    file: ArchiveArgument,
    passphrase_file: PassphraseFileOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail home save greenstone.home**

    Writes profile, ledger, keys, last events seen, mappings and register into one file, also while
    others use the ledger. It is encrypted with a passphrase of 12 characters or more, without
    which nobody can open it.
    """
    place, now = ledger_place(ledger), clock.now()
    saved = home_copies.save(file, place, lambda: ask_new(passphrase_file), now, force=force, by=by)
    for line in save_words(saved, str(file)):
        talk(line)
    if as_json:
        answer_json(save_document(saved, str(file)))


@app.command("restore", short_help="Put everything of such a file in place.")
def restore(
    file: ArchiveArgument,
    passphrase_file: PassphraseFileOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Move a home that is here already aside.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail home restore greenstone.home**

    Puts everything of an archive in place: all of it or nothing. With --force, what is here already
    is moved to a folder beside it. Take the old computer out of use then: two ledgers that answer
    for the same code each say ready once.
    """
    done = home_copies.restore(file, lambda: ask_old(passphrase_file), clock.now(), force=force)
    for line in restore_words(done, os.environ.get("PRISONMAIL_LEDGER", "")):
        talk(line)
    if as_json:
        answer_json(restore_document(done))
