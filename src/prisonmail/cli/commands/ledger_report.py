"""`prisonmail ledger report`: what the partner who answers for it has to know."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import CsvOption, ForceOption, JsonOption, parse_day
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.cli.views.letters import print_table, refuse_both
from prisonmail.errors import WrongUsage
from prisonmail.reports.keeping.ledger_report import Told, tell_checks, tell_report
from prisonmail.system import clock, output_files
from prisonmail.system.csv_output import write_csv
from prisonmail.system.standard_output import is_stdout, stdout_file
from prisonmail.use_cases.accountability.ledger_report import (
    Period,
    log_checks,
    make_period,
    print_figures,
    read_month,
    report_ledger,
)


def report(
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help="The month, as YYYY-MM.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="The first day: the first of the month if not given."
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="The last day: today if not given."),
    ] = None,
    checks: Annotated[
        bool, typer.Option("--checks", help="A log of checks by day and prison instead.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.pdf", help="Also write it as a PDF."),
    ] = None,
    ledger: LedgerOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Example: **prisonmail ledger report --month 2026-11 -o november.pdf**

    Counts the letters of a period by signatory, prison and marking, and where their codes stand
    now; and the checks made in it: duplicates, further checks, and guesses. It names nobody in
    prison, and letters whose people are erased count too.
    """
    refuse_both(as_json=as_json, as_csv=as_csv)
    period, place, now = _read_period(month, since, until), ledger_place(ledger), clock.now()
    if output and is_stdout(output):
        raise WrongUsage("The PDF is a file.", "Name one with -o.")
    if output:
        output_files.refuse_if_taken(output, force=force, kept=[place])
    if checks:
        told = tell_checks(period, log_checks(place, period))
    else:
        told = tell_report(report_ledger(place, period, now))
    if output:
        print_figures(output, told.title, told.lines, told.page, now, replace=force)
        talk(f"{told.title} → {output}")
    if as_json:
        answer_json(told.document)
    elif as_csv:
        with stdout_file() as file:
            write_csv(told.rows, file)
    else:
        _show(told)


def _read_period(month: str | None, since: str | None, until: str | None) -> Period:
    if month and (since or until):
        raise WrongUsage("--month is a whole period.", "Leave --since and --until out.")
    if month:
        return read_month(month)
    first = parse_day(since, "--since") if since else None
    last = parse_day(until, "--until") if until else None
    return make_period(first, last, clock.uk_date(clock.now()))


def _show(told: Told) -> None:
    answer(told.title)
    for line in told.lines:
        answer(line)
    for table in told.tables:
        print_table(table.headings, table.rows)
