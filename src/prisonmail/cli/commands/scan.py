"""`prisonmail scan`: the mailroom's loop, one code a line."""

import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import ByOption, LocationOption
from prisonmail.cli.terminal import paint, talk, write_json
from prisonmail.cli.views.telling import tell
from prisonmail.cli.views.verdict import banner, instruction_lines
from prisonmail.errors import ExitCode
from prisonmail.reports import verdicts
from prisonmail.system import clock, ctrl_c
from prisonmail.use_cases.verify import Answer, Checker, Desk, Verdict, open_desk

_MARK = "\ufeffï»¿"
"""What a byte order mark is when it is read, as UTF-8 or as Windows-1252."""


def command(
    location: LocationOption = None,
    by: ByOption = None,
    peek: Annotated[
        bool, typer.Option("--peek", help="Look without recording checks or using codes up.")
    ] = False,
    ledger: LedgerOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Answer with one line of JSON a check, for scripts.")
    ] = False,
) -> None:
    """Example: **prisonmail scan --location "HMP Leeds" --by "A. Patel"**

    Reads codes from a handheld scanner or the keyboard, one a line, and answers each. End with
    Ctrl-D (Ctrl-Z and Enter on Windows). Exit code 0 means that all were ready.
    """
    tally: Counter[Verdict] = Counter()
    with open_desk(ledger_place(ledger), Checker(location, by, peek)) as desk:
        if sys.stdin.isatty():
            talk("Ready to scan. End with Ctrl-D.")
        try:
            for found in _tell_answers(desk, as_json=as_json):
                tally[found.verdict] += 1
        except KeyboardInterrupt:
            talk("")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        finally:
            talk(verdicts.tally_words(tally))
    raise typer.Exit(verdicts.exit_code(tally))


def _tell_answers(desk: Desk, *, as_json: bool) -> Iterator[Answer]:
    write = _write_json if as_json else _write
    while line := sys.stdin.readline():
        ctrl_c.stop_if_lost()
        if code := line.strip().lstrip(_MARK):
            ask = partial(desk.answer, code, clock.now())
            yield tell(ask, write, peek=desk.checker.peek, as_json=as_json)


def _write(found: Answer) -> str:
    return "\n".join((*banner(found), paint((*instruction_lines(found), ""))))


def _write_json(found: Answer) -> str:
    return write_json(verdicts.document(found))
