"""`prisonmail scan`: the mailroom's loop, one code a line."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import ByOption, LocationOption
from prisonmail.cli.terminal import answer, talk
from prisonmail.cli.views.verdict import banner, instruction_lines
from prisonmail.reports import verdicts
from prisonmail.system import clock
from prisonmail.use_cases.verify import Answer, Checker, Desk, Verdict, open_desk


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
            for found in _answers(desk):
                tally[found.verdict] += 1
                _show(found, as_json=as_json)
        except KeyboardInterrupt:
            talk("")
        finally:
            talk(verdicts.tally_words(tally))
    raise typer.Exit(verdicts.exit_code(tally))


def _answers(desk: Desk) -> Iterator[Answer]:
    while line := sys.stdin.readline():
        if line.strip():
            yield desk.answer(line, clock.now())


def _show(found: Answer, *, as_json: bool) -> None:
    if as_json:
        answer(json.dumps(verdicts.document(found), ensure_ascii=False))
    else:
        answer("\n".join(banner(found)))
        for line in instruction_lines(found):
            answer(line)
        answer("")
    sys.stdout.flush()
