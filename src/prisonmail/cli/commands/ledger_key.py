"""`prisonmail ledger key`: the key of an encrypted ledger, on paper and back."""

import sys
from collections.abc import Callable, Sequence

import typer

from prisonmail.cli.commands.ledger_encryption import KeyFileOption
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.terminal import answer, answer_painted, talk
from prisonmail.errors import WrongUsage
from prisonmail.ledger.apart.cipher_keys import read_key_file
from prisonmail.ledger.apart.written_key import (
    GROUPS,
    find_wrong,
    read_key,
    spell_key,
    split_groups,
)
from prisonmail.reports.keeping.encryption import ROW, key_place, key_words
from prisonmail.system import clock
from prisonmail.use_cases.keeping import ledger_encryption

app = typer.Typer(no_args_is_help=True)
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Clears the terminal, and what has scrolled away."""

FindWrong = Callable[[Sequence[str], int], list[int]]
"""Returns the numbers of the wrong ones of some groups, the first of which has that number."""


@app.callback()
def _key() -> None:
    """Example: **prisonmail ledger key export**

    Brings the key of an encrypted ledger to paper, and from there to another computer.
    """


@app.command("export", short_help="Show the key, to be written down.")
def export(ledger: LedgerOption = None) -> None:
    """Example: **prisonmail ledger key export**

    Shows the key, to be written down on paper, and asks for it to be typed back. Whoever has the
    key and the ledger can read it: keep the paper in a safe, and away from the computer.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage(
            "The key is shown on a terminal only, to be written down.",
            "For another computer, copy the key file that --key-file named.",
        )
    key, note = ledger_encryption.find_ledger_key(ledger_place(ledger), clock.now())
    groups = spell_key(key)
    try:
        for line in key_words(key.name, groups):
            answer(line)
        typer.prompt("Write it down, then press Enter", default="", show_default=False, err=True)
    finally:  # after Ctrl-C too
        answer_painted(_CLEAR)
    talk("Type it back from the paper.")
    _ask(lambda row, first: _differ(row, groups, first))
    ledger_encryption.record_export(note, clock.now())
    talk("That is the key. Keep the paper in a safe, and away from this computer.")


@app.command("import", short_help="Bring a key to this computer.")
def import_(key_file: KeyFileOption = None, ledger: LedgerOption = None) -> None:
    """Example: **prisonmail ledger key import**

    Asks for a key that was written down, or reads it from --key-file, and keeps it for the ledger.
    """
    if key_file:
        key = read_key_file(key_file)
    else:
        talk("Type the key from the paper.")
        key = read_key(_ask(find_wrong))
    place = ledger_place(ledger)
    note, opens = ledger_encryption.import_key(key, place, key_file, clock.now())
    end = f", and opens {place}" if opens else ""
    talk(f"Key {note.key} is {key_place(note)}{end}.")


def _ask(find_wrong: FindWrong) -> list[str]:
    """Ask for all groups, row by row, each until it is right."""
    groups: list[str] = []
    while len(groups) < GROUPS:
        first = len(groups) + 1
        row = split_groups(str(typer.prompt(f"Groups {first}-{first + ROW - 1}", err=True)))
        if len(row) != ROW:
            talk(f"  Not yet: a row has {ROW} groups, each of four letters and two digits.")
        elif wrong := find_wrong(row, first):
            which = " and ".join(f"group {number}" for number in wrong)
            talk(f"  Not yet, and wrong: {which}.")
        else:
            groups += row
    return groups


def _differ(row: Sequence[str], groups: Sequence[str], first: int) -> list[int]:
    """Return the numbers of the groups of a row that are not those of the key."""
    shown = groups[first - 1 : first - 1 + len(row)]
    pairs = zip(row, shown, strict=True)
    same = [typed.replace("-", "") == group.replace("-", "") for typed, group in pairs]
    return [first + place for place, right in enumerate(same) if not right]
