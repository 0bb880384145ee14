"""Presents what `generate` did, in words and as JSON."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from prisonmail import clock
from prisonmail.cli.described import assumptions, layout, rows
from prisonmail.cli.printed import amount, target
from prisonmail.cli.problems import problem_document, told
from prisonmail.cli.repeating import command_again
from prisonmail.cli.telling_options import Form, Telling
from prisonmail.cli.terminal import Style, counted, styled
from prisonmail.letters import Batch, Draft, Letter
from prisonmail.printing import Printed
from prisonmail.recipients.problems import redact_problem
from prisonmail.result import Result
from prisonmail.sheets.paper import Paper


def report(result: Result, telling: Telling, context: typer.Context) -> Iterator[str]:
    """Say what was found and done, the most important thing last."""
    yield from told(result.checked.problems, telling)
    if telling.quiet or telling.form is Form.JSON:
        return
    if result.checked.columns.of and not result.checked.is_unusable:
        yield from assumptions(result.checked, result.columns_used)
    if result.batch and result.printed:
        yield from _printed(result, result.batch, result.printed)
    elif not result.checked.is_faultless:
        yield from _refused(result, context)
    else:
        yield from _would_print(result)


def document(result: Result, *, redact: bool = False) -> dict[str, object]:
    """Give the JSON document of a run (version 1: fields are only ever added).

    Of its letters and problems there may be very many: they are iterators.
    """
    checked = result.checked
    printed = result.letters or result.drafts
    problems = map(redact_problem, checked.problems) if redact else checked.problems
    batch = result.batch
    return {
        "version": 1,
        "batch": batch.id if batch else None,
        "output": str(result.output) if result.output else None,
        "outputs": [str(path) for path in result.printed.files] if result.printed else [],
        "pages": result.printed.pages if result.printed else None,
        "envelope": result.paper.envelope.name,
        "file": checked.name,
        **layout(checked),
        "rows": rows(checked),
        "skipped": dict(checked.skipped),
        "rejects": str(result.rejects) if result.rejects else None,
        "letters": (_letter_document(each, result.printed, redact=redact) for each in printed),
        "problems": map(problem_document, problems),
        "exit": int(result.exit_code),
    }


def _letter_document(
    letter: Letter | Draft, printed: Printed | None, *, redact: bool
) -> dict[str, object]:
    draft = letter.draft if isinstance(letter, Letter) else letter
    issued = letter if isinstance(letter, Letter) else None
    return {
        "code": issued.code if issued else None,
        "output": str(printed.file_of(issued)) if issued and printed else None,
        "page": printed.page_of(issued) if issued and printed else None,
        "line": draft.line,
        "name": None if redact else draft.name,
        "prison": draft.prison,
        "reference": None if redact else draft.reference,
        "marking": draft.marking.value,
    }


def _refused(result: Result, context: typer.Context) -> Iterator[str]:
    checked = result.checked
    problems = counted(checked.problems.errors, "problem")
    where = (
        f" in {checked.rows_bad:,} of {counted(checked.rows_read, 'row')}"
        if checked.rows_bad
        else ""
    )
    ending = "" if result.check_only else " Nothing was issued and no PDF was written."
    yield styled(f"{checked.name}: {problems}{where}.", Style.BAD, sys.stderr) + ending
    if checked.is_unusable:
        yield f"When it is put right, run it again: {command_again(context)}"
    else:
        good = len(checked.entries)
        kept = "row" if good == 1 else f"{good:,} rows"
        skipping = ("--skip-bad", "--rejects", _rejects_name(checked.name))
        again = command_again(context, *skipping, without=("--check",))
        yield f"To print the other {kept}: {again}"


def _rejects_name(list_name: str) -> str:
    """Name a file beside the list, so that the paths in it start from the same folder."""
    path = Path("list" if list_name == "standard input" else list_name)
    return str(path.with_name(f"{path.stem}-to-fix.csv"))


def _would_print(result: Result) -> Iterator[str]:
    sheets = counted(len(result.drafts), "sheet")
    line = f"{result.checked.name}: no problems. It would print {sheets}."
    yield styled(line, Style.GOOD, sys.stderr)


def _printed(result: Result, batch: Batch, printed: Printed) -> Iterator[str]:
    line = f"{amount(len(result.letters), printed.pages)} → {target(printed.files)}"
    yield styled(line, Style.GOOD, sys.stderr) + f"  (batch {batch.id})"
    if result.checked.rows_bad:
        left_out = f"{counted(result.checked.rows_bad, 'row')} left out because of problems"
        kept = f", written to {result.rejects}" if result.rejects else ""
        yield styled(f"{left_out}{kept}.", Style.BAD, sys.stderr)
    if not printed.archival:
        yield "It is a plain PDF, not PDF/A, since it has pages from other PDFs in it."
    yield from _play_warning(result.paper)
    yield from _pinned_warning(batch)
    yield f"Next: {_next_step(result.paper)}"


def _play_warning(paper: Paper) -> Iterator[str]:
    envelope = paper.envelope
    if paper.labels or envelope.survived == envelope.play:
        return
    (across, up), (whole_across, whole_up) = envelope.survived, envelope.play
    label = styled("warning:", Style.CAUTION, sys.stderr)
    yield (
        f"{label} in a {envelope.name.upper()} envelope the sheet can slide ±{whole_across / 2:g} "
        f"mm across and ±{whole_up / 2:g} mm up, and its window panel shows through "
        f"±{across / 2:g} and ±{up / 2:g} mm. Keep the sheet from sliding further."
    )


def _pinned_warning(batch: Batch) -> Iterator[str]:
    if batch.expires_at < clock.now():
        until = clock.long_date(clock.uk_date(batch.expires_at))
        label = styled("warning:", Style.CAUTION, sys.stderr)
        yield (
            f"{label} SOURCE_DATE_EPOCH is set, so these letters bear a day of the past and their "
            f"codes were good until {until}. Do not post them: unset it, and issue new ones."
        )


def _next_step(paper: Paper) -> str:
    if paper.labels:
        return f"print at 100 % on {paper.labels} labels, stick them on, and add your own letters."
    sides = "on both sides" if paper.duplex else "one side"
    return (
        f"print at 100 % on A4, {sides}; sign; fold at the ticks; "
        f"insert in {paper.envelope.name.upper()} window envelopes, address to the window."
    )
