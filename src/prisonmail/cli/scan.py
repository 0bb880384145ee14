"""`prisonmail scan`: the mailroom's loop, one code a line."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from prisonmail.cli.options import ByOption, LedgerOption, LocationOption, ledger_place
from prisonmail.cli.terminal import Style, answer, colour_wanted, counted, styled, talk
from prisonmail.errors import ExitCode

if TYPE_CHECKING:
    from prisonmail.verify import Answer, Desk

_WIDTH = 60


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
    from prisonmail.verify import Checker, open_desk

    tally: Counter[str] = Counter()
    with open_desk(ledger_place(ledger), Checker(location, by, peek)) as desk:
        if sys.stdin.isatty():
            talk("Ready to scan. End with Ctrl-D.")
        try:
            for found in _answers(desk):
                tally[found.verdict.value] += 1
                _show(found, as_json=as_json)
        except KeyboardInterrupt:
            talk("")
        finally:
            talk(_told(tally))
    all_ready = all(name == "ready" for name in tally)
    raise typer.Exit(ExitCode.DONE if all_ready else ExitCode.NO)


def _answers(desk: "Desk") -> Iterator["Answer"]:
    from prisonmail import clock

    while line := sys.stdin.readline():
        if line.strip():
            yield desk.answer(line, clock.now())


def _show(found: "Answer", *, as_json: bool) -> None:
    import json

    from prisonmail.cli import verdicts

    if as_json:
        answer(json.dumps(verdicts.document(found), ensure_ascii=False))
    else:
        answer("\n".join(_banner(found)))
        rest = verdicts.words(found).split("\n", 1)[1]
        answer(f"{rest}\n")
    sys.stdout.flush()


def _banner(found: "Answer") -> Iterator[str]:
    from prisonmail.cli import verdicts

    large = " ".join(verdicts.title(found.verdict))
    if not colour_wanted(sys.stdout):
        yield from ("=" * _WIDTH, f"   {large}", "=" * _WIDTH)
        return
    style = Style.GOOD_BANNER if found.verdict.deliver else Style.BAD_BANNER
    bell = "" if found.verdict.deliver else "\a"
    for line in ("", f"   {large}", ""):
        yield styled(f"{line:<{_WIDTH}}", style, sys.stdout) + bell
        bell = ""


def _told(tally: Counter[str]) -> str:
    each = ", ".join(f"{number:,} {name}" for name, number in tally.most_common())
    return f"{counted(tally.total(), 'check')}{': ' if each else ''}{each}."
