"""The passphrase of an archive or a key: typed unseen, or in a file; never an option."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from prisonmail.cli.terminal import talk
from prisonmail.errors import WrongUsage
from prisonmail.system.folders import expand_home
from prisonmail.system.places.secret_files import KEY_VARIABLE, read_named_secret, read_secret
from prisonmail.system.record import Record


class Protected(Record, frozen=True):
    """What a passphrase is for, and the variable that names a file with it."""

    name: str
    variable: str


ARCHIVE = Protected("archive", "PRISONMAIL_PASSPHRASE_FILE")
KEY = Protected("key", KEY_VARIABLE)
LEAST_CHARACTERS = 12
_TOO_SHORT = (
    f"A passphrase has {LEAST_CHARACTERS} characters or more. Four or five words that have nothing "
    "to do with each other are good."
)


def passphrase_file_option(protected: Protected) -> Any:  # noqa: ANN401 - Typer's own type for it
    """Make the option for a file with a passphrase."""
    return typer.Option(
        "--passphrase-file",
        metavar="FILE",
        readable=False,  # whether it can be read is for our own error to say
        help="Read the passphrase from the first line of a file that only you may read, instead "
        f"of asking. {protected.variable} names one too.",
        show_default=False,
    )


PassphraseFileOption = Annotated[Path | None, passphrase_file_option(ARCHIVE)]
KeyPassphraseFileOption = Annotated[Path | None, passphrase_file_option(KEY)]


def ask_new(file: Path | None, protected: Protected = ARCHIVE, *, required: bool = True) -> str:
    """Return the passphrase of something new, typed twice if it is not in a file.

    If it is not required, and in no file, there is none. Raises WrongUsage if it is too short, or
    there is nobody to ask.
    """
    if found := _read_file(file, protected):
        if len(found) < LEAST_CHARACTERS:
            raise WrongUsage(_TOO_SHORT, "Put a longer one into the file.")
        return found
    if not required:
        return ""
    _refuse_silence()
    while True:
        typed: str = typer.prompt(f"Passphrase for the {protected.name}", hide_input=True, err=True)
        if len(typed) < LEAST_CHARACTERS:
            talk(_TOO_SHORT)
        elif not _is_text(typed):
            talk("A passphrase has no control characters.")
        elif typed == typer.prompt("The same again", hide_input=True, err=True):
            return typed
        else:
            talk("The two were not the same.")


def ask_old(file: Path | None, protected: Protected = ARCHIVE) -> str:
    """Return the passphrase of what is there. Raises WrongUsage if there is nobody to ask."""
    if found := _read_file(file, protected):
        return found
    _refuse_silence()
    return str(typer.prompt(f"Passphrase of the {protected.name}", hide_input=True, err=True))


def _refuse_silence() -> None:
    if not sys.stdin.isatty():
        raise WrongUsage(
            "There is nobody to ask for the passphrase.",
            "Put it into a file that only you may read, and name that with --passphrase-file",
        )


def _read_file(given: Path | None, protected: Protected) -> str:
    """Return the passphrase in the file that is given or that the environment names, else nothing.

    Raises InputMissing if it cannot be read or others may read it.
    """
    example = f"Write one of {LEAST_CHARACTERS} characters or more."
    if given is None:
        return read_named_secret(protected.variable, "passphrase", example)
    return read_secret(expand_home(str(given)), "passphrase", example)


def _is_text(passphrase: str) -> bool:
    return passphrase.isprintable()
