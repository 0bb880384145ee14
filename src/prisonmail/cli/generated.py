"""Presents what `generate` did, in words and as JSON."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

import typer

from prisonmail import clock
from prisonmail.cli.described import assumptions, layout, rows
from prisonmail.cli.printed import amount, target
from prisonmail.cli.problems import problem_document, told
from prisonmail.cli.repeating import command_again
from prisonmail.cli.telling_options import Form, Telling
from prisonmail.cli.terminal import Style, counted, styled
from prisonmail.letters import Batch, Draft
from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.problems import redact_problem
from prisonmail.result import Checked, Issued, Outcome, Refused
from prisonmail.sheets.paper import Paper


def report(outcome: Outcome, telling: Telling, context: typer.Context) -> Iterator[str]:
    """Say what was found and done, the most important thing last."""
    checked = outcome.checked
    yield from told(checked.problems, telling)
    if telling.quiet or telling.form is Form.JSON:
        return
    if checked.columns.of and not checked.is_unusable:
        yield from assumptions(checked, outcome.columns_used)
    match outcome:
        case Issued():
            yield from _printed(outcome)
        case Checked() if checked.is_faultless:
            yield from _would_print(outcome)
        case Checked():
            yield _bad_rows(checked)
            yield _next_try(checked, context)
        case Refused():
            yield f"{_bad_rows(checked)} Nothing was issued and no PDF was written."
            yield _next_try(checked, context)
        case _:
            assert_never(outcome)


def document(outcome: Outcome, *, redact: bool = False) -> dict[str, object]:
    """Give the JSON document of a run (version 1: fields are only ever added).

    Of its letters and problems there may be very many: they are iterators.
    """
    checked = outcome.checked
    problems = map(redact_problem, checked.problems) if redact else checked.problems
    rejects = outcome.rejects if isinstance(outcome, Issued) else None
    return {
        "version": 1,
        **_batch_document(outcome),
        "envelope": outcome.paper.envelope.name,
        "file": checked.name,
        **layout(checked),
        "rows": rows(checked),
        "skipped": dict(checked.skipped),
        "rejects": str(rejects) if rejects else None,
        "letters": _letter_documents(outcome, redact=redact),
        "problems": map(problem_document, problems),
        "exit": int(outcome.exit_code),
    }


def _batch_document(outcome: Outcome) -> dict[str, object]:
    match outcome:
        case Issued(batch=batch, output=output, printed=printed):
            return {
                "batch": batch.id,
                "output": str(output),
                "outputs": [str(path) for path in printed.files],
                "pages": printed.pages,
            }
        case Checked() | Refused():
            return {"batch": None, "output": None, "outputs": [], "pages": None}
        case _:
            assert_never(outcome)


def _letter_documents(outcome: Outcome, *, redact: bool) -> Iterator[dict[str, object]]:
    match outcome:
        case Issued(letters=letters, printed=printed):
            for letter in letters:
                place = {
                    "code": letter.code,
                    "output": str(printed.file_of(letter)),
                    "page": printed.page_of(letter),
                }
                yield place | _draft_document(letter.draft, redact=redact)
        case Checked(drafts=drafts) | Refused(drafts=drafts):
            for draft in drafts:
                yield _NOWHERE | _draft_document(draft, redact=redact)
        case _:
            assert_never(outcome)


_NOWHERE = {"code": None, "output": None, "page": None}


def _draft_document(draft: Draft, *, redact: bool) -> dict[str, object]:
    return {
        "line": draft.line,
        "name": None if redact else draft.name,
        "prison": draft.prison,
        "reference": None if redact else draft.reference,
        "marking": draft.marking.value,
    }


def _bad_rows(checked: CheckedList) -> str:
    problems = counted(checked.problems.errors, "problem")
    where = (
        f" in {checked.rows_bad:,} of {counted(checked.rows_read, 'row')}"
        if checked.rows_bad
        else ""
    )
    return styled(f"{checked.name}: {problems}{where}.", Style.BAD, sys.stderr)


def _next_try(checked: CheckedList, context: typer.Context) -> str:
    if checked.is_unusable:
        return f"When it is put right, run it again: {command_again(context)}"
    good = len(checked.entries)
    kept = "row" if good == 1 else f"{good:,} rows"
    skipping = ("--skip-bad", "--rejects", _rejects_name(checked.name))
    again = command_again(context, *skipping, without=("--check",))
    return f"To print the other {kept}: {again}"


def _rejects_name(list_name: str) -> str:
    """Name a file beside the list, so that the paths in it start from the same folder."""
    path = Path("list" if list_name == "standard input" else list_name)
    return str(path.with_name(f"{path.stem}-to-fix.csv"))


def _would_print(outcome: Checked) -> Iterator[str]:
    sheets = counted(len(outcome.drafts), "sheet")
    line = f"{outcome.checked.name}: no problems. It would print {sheets}."
    yield styled(line, Style.GOOD, sys.stderr)


def _printed(outcome: Issued) -> Iterator[str]:
    printed, left_out = outcome.printed, outcome.checked.rows_bad
    line = f"{amount(len(outcome.letters), printed.pages)} → {target(printed.files)}"
    yield styled(line, Style.GOOD, sys.stderr) + f"  (batch {outcome.batch.id})"
    if left_out:
        kept = f", written to {outcome.rejects}" if outcome.rejects else ""
        line = f"{counted(left_out, 'row')} left out because of problems{kept}."
        yield styled(line, Style.BAD, sys.stderr)
    if not printed.archival:
        yield "It is a plain PDF, not PDF/A, since it has pages from other PDFs in it."
    yield from _play_warning(outcome.paper)
    yield from _pinned_warning(outcome.batch)
    yield f"Next: {_next_step(outcome.paper)}"


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
